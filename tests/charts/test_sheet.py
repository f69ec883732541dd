"""Several drawings beside each other."""

from dataclasses import replace

import numpy as np
import pytest

from charts import palette
from charts.model import Bound, Drawing, Point, Series, Sheet
from charts.palette import LOOKS
from tests.charts.cases import (
    CASES,
    DAY,
    END,
    GOAL,
    LONG,
    STALE,
    drawing,
    panel,
    row,
    several,
    sheet,
)
from tests.charts.drawn import amount, having, pixels, stretches

INK = LOOKS[0].ink


def flat(title: str, value: float) -> Drawing:
    """A panel whose bars are all equal."""
    points = tuple(Point(END + DAY * at, value) for at in range(5))
    return drawing("bars", [Series("deployments", points)], title=title)


@pytest.mark.parametrize("panels", range(2, 9))
def test_each_panel_has_its_bars(panels: int) -> None:
    """As many as there are bars, in as many places."""
    seen = having(pixels(sheet(*[flat(str(at), 5) for at in range(panels)])), INK)
    bars = [bar for line in stretches(seen, 1) for bar in stretches(seen[line], 0)]
    assert len(bars) == 5 * panels


@pytest.mark.parametrize(
    ("drawings", "lines"),
    [
        ([flat(name, 5) for name in "abcd"], 1),
        ([flat(LONG, 5) for _ in range(4)], 2),
        ([replace(flat(name, 5), bounds=(GOAL,) * (name == "a")) for name in "abcd"], 2),
        ([flat(name, 5) for name in "abcde"], 2),
    ],
)
def test_four_panels_of_bars_stand_beside_each_other(drawings: list[Drawing], lines: int) -> None:
    """Where there is room for their headings and for the names of bounds."""
    assert len(stretches(having(pixels(sheet(*drawings)), INK)[232:], 1)) == lines


@pytest.mark.parametrize("panels", [2, 3, 4])
def test_dates_of_panels_do_not_touch(panels: int) -> None:
    """Between them the margin stays clear."""
    seen = pixels(sheet(*(panel(str(at), at) for at in range(panels))))
    dates = having(seen[770:820], palette.QUIET).any(axis=0)
    assert (np.diff(np.flatnonzero(dates)) > 40).sum() >= panels - 1


def test_what_is_open_has_the_look_of_none_of_several_series() -> None:
    """Else it would be taken for one of them."""
    alone = sheet(panel("a", 1), panel("b", 2))
    shared = sheet(*(drawing("bars", several(2, 5), title=name) for name in "ab"))
    assert amount(pixels(alone)[150:232], INK) > 0
    assert amount(pixels(shared)[150:232], INK) == 34 * 34


def test_panels_have_one_scale() -> None:
    """A bar of twice the value is twice as high, in whichever panel."""
    seen = having(pixels(sheet(flat("a", 4), flat("b", 8))), INK)
    low, high = (int(half.any(axis=1).sum()) for half in (seen[:, :800], seen[:, 800:]))
    assert high == pytest.approx(2 * low, abs=3)


def test_panels_have_one_time_axis() -> None:
    """What happened at another time stands elsewhere."""
    early, late = (Series("x", (Point(END + DAY * at, 5),)) for at in (0, 9))
    seen = having(pixels(sheet(drawing("bars", [early]), drawing("bars", [late]))), INK)
    left, right = (
        np.flatnonzero(seen[:, :800].any(axis=0)),
        np.flatnonzero(seen[:, 800:].any(axis=0)),
    )
    assert left[0] < 200
    assert right[-1] > 650


def test_a_bound_that_all_panels_share_is_named_once() -> None:
    """In the key; one of its own beside the panel's heading."""
    goal = Bound("goal", 5, "plain")
    both = pixels(sheet(panel("a", 1, goal), panel("b", 2, goal)))
    first = pixels(sheet(panel("a", 1, goal), panel("b", 2)))
    assert amount(both[170:232], palette.BOUND) > 0
    assert amount(first[170:232], palette.BOUND) == 0
    assert amount(first[232:290], palette.BOUND) > 0


def test_rows_have_no_key() -> None:
    """Their unit is written where the title does not say it; else they have more room."""
    rows = [drawing("rows", [row("new", 3)], **{**STALE, "title": name}) for name in ("a", "b")]
    said, unsaid = pixels(sheet(*rows, title="Stale flags")), pixels(sheet(*rows, title="Flags"))
    highest = [np.flatnonzero(having(seen, INK).any(axis=1))[0] for seen in (said, unsaid)]
    assert highest[0] < highest[1]


def test_an_empty_panel_says_so() -> None:
    """Beside others that are not."""
    seen = pixels(sheet(flat("a", 4), drawing("bars", [], title="b")))
    assert having(seen[400:700, 1000:1400], palette.QUIET).any()


@pytest.mark.parametrize("case", ["sheet of shared names", "sheet of lines"])
def test_headings_of_any_length_stay_in_their_panel(case: str) -> None:
    """Also with bounds beside them."""
    shown = CASES[case]
    assert isinstance(shown, Sheet)
    bounds = tuple(Bound(LONG, value, "unclear") for value in (3, 5, 8))
    long = [replace(each, title=LONG, bounds=bounds) for each in shown.drawings]
    seen = pixels(replace(shown, drawings=(*long[:-1], replace(long[-1], bounds=bounds[:2]))))
    assert (seen[:, -8:] == palette.CANVAS.rgb).all()


def test_shared_names_have_one_look() -> None:
    """In the second panel as in the first."""
    first, second = several(2, 5), several(4, 5)[1:]
    seen = pixels(sheet(drawing("bars", first, title="a"), drawing("bars", second, title="b")))
    shared = [look.ink for look in LOOKS if amount(seen[300:, :800], look.ink) > 800]
    assert sum(amount(seen[300:, 800:], ink) > 800 for ink in shared) == 1
