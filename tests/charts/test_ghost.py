"""The period before."""

from dataclasses import replace

import numpy as np
import pytest

from charts import palette
from charts.model import Drawing, Form, Ghost, Point, Series
from charts.shades import COLOURS, shade
from tests.charts.cases import DAY, END, drawing
from tests.charts.drawn import Pixels, having, pixels

NOW = tuple(Point(END + DAY * at, 2) for at in range(10))
BEFORE = Ghost("10 days before", tuple(Point(point.start, 6) for point in NOW))
_PLOT = np.s_[250:640]
"""Above the bars, and above the line of zero."""


def drawn(form: Form, *gaps: int, series: int = 1) -> Drawing:
    """Ten days, and as many before with some that are missing."""
    points = [replace(p, value=None) if at in gaps else p for at, p in enumerate(BEFORE.points)]
    each = [Series(f"s{at}", NOW) for at in range(series)]
    return drawing(form, each, ghost=replace(BEFORE, points=tuple(points)))


def columns(seen: Pixels, form: Form) -> list[int]:
    """In which columns of the plot something of the ghost is."""
    ink = palette.GHOST if form == "bars" else palette.AXIS
    found: list[int] = np.flatnonzero(having(seen[_PLOT], ink).any(axis=0)).tolist()
    return found


def test_it_stands_behind_bars_as_a_silhouette() -> None:
    """Pale, with an outline, as wide as the plot; no bar is less for it."""
    seen = pixels(drawn("bars"))
    edge = shade(palette.AXIS, 10)
    outline = (seen == tuple(COLOURS[3 * edge : 3 * edge + 3])).all(axis=2)
    assert np.diff(columns(seen, "bars")).max() == 1
    assert outline.any(axis=0).sum() > 1_300
    bars = having(seen[700:740], palette.LOOKS[0].ink)
    assert bars[0].sum() > 1_000


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_a_gap_in_it_stays_a_gap(form: Form) -> None:
    """Nothing is drawn where nothing is known."""
    whole, gap = columns(pixels(drawn(form)), form), columns(pixels(drawn(form, 4, 5)), form)
    assert np.diff(whole).max() < 30
    assert np.diff(gap).max() > 200
    assert abs(whole[0] - gap[0]) + abs(whole[-1] - gap[-1]) < 8


def test_it_has_a_place_on_the_scale() -> None:
    """However much higher it was."""
    before = replace(BEFORE, points=tuple(replace(p, value=300) for p in BEFORE.points))
    seen = having(pixels(replace(drawn("bars"), ghost=before)), palette.LOOKS[0].ink)
    assert 0 < seen.any(axis=1).sum() < 10


def test_it_is_behind_one_line_and_not_behind_several() -> None:
    """Over all series together it is no other line's past."""
    assert columns(pixels(drawn("lines")), "lines")
    several = drawn("lines", series=2)
    assert np.array_equal(pixels(several), pixels(replace(several, ghost=None)))


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_it_is_named_once(form: Form) -> None:
    """Beside the unit; without one, nothing is."""
    named, unnamed = (
        pixels(each)[170:236] for each in (drawn(form), replace(drawn(form), ghost=None))
    )
    assert having(named, palette.QUIET).sum() > having(unnamed, palette.QUIET).sum() + 500
