"""Names beside and above the plot."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import signs
from charts.key import Entry, in_lines, names, spread
from charts.letters import Style, width
from charts.model import Drawing, Series, Sheet
from charts.page import LABEL, SMALL
from charts.palette import REST
from charts.plan import planned
from tests.charts.cases import CASES, LONG, drawing, several


@given(st.lists(st.floats(-2000, 2000), max_size=14))
def test_names_stand_apart_within_the_room(wanted: list[float]) -> None:
    """In the order of their wishes, never closer than a line, or evenly where there is no room."""
    placed = spread(wanted, 50, 100, 700)
    apart = min(50.0, 600 / max(1, len(wanted)))
    inside = sorted(placed)
    assert all(after - before >= apart - 1e-6 for before, after in itertools.pairwise(inside))
    assert all(100 <= y <= 700 for y in placed)


def test_a_wish_that_can_be_met_is_met() -> None:
    """Names stay beside what they name."""
    assert spread([200, 400], 50, 100, 700) == [200, 400]


@pytest.mark.parametrize("amount", [2, 5, 9])
def test_long_names_never_leave_their_room(amount: int) -> None:
    """They are written smaller, then shortened in the middle, in three lines at most."""
    entries = [Entry(LONG.format(at), signs.series(REST, "bars")) for at in range(amount)]
    arranged = in_lines(entries, 1500)
    assert len(arranged.lines) <= 3
    room = 1500 if arranged.column is None else arranged.column
    found = [entry for line in arranged.lines for entry in line]
    assert all(entry.indent + width(entry.name, arranged.style) <= room for entry in found)
    assert len({entry.name for entry in found}) == amount


@pytest.mark.parametrize(("room", "lines", "style"), [(1500, 1, LABEL), (1040, 1, SMALL)])
def test_names_are_written_smaller_where_that_takes_fewer_lines(
    room: float, lines: int, style: Style
) -> None:
    """And in the usual size where it does not."""
    entries = [Entry(f"application-{at}", signs.series(REST, "bars")) for at in range(3)]
    arranged = in_lines(entries, room)
    assert (len(arranged.lines), arranged.style) == (lines, style)


def test_a_line_that_is_not_there_is_said_to_be_missing() -> None:
    """Nothing leads to its name, least of all from zero."""
    shown = drawing("lines", [*several(1, 3), Series("api", ())])
    web, api = names(planned(shown, lambda _: frozenset()).panels)
    assert (web.name, api.name) == ("web", "api: no value")
    assert web.thread is not None
    assert api.thread is None


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        (drawing("bars", several(1, 3)), []),
        (drawing("bars", several(3, 3)), ["web", "api", "ios"]),
        (drawing("lines", several(10, 3)), ["8 names", "2 others"]),
        (CASES["sheet of four"], []),
        (CASES["sheet of shared names"], ["api", "ios", "web", "android", "billing", "search"]),
    ],
)
def test_every_look_is_named_once(shown: Drawing | Sheet, named: list[str]) -> None:
    """None where there is one, which needs no name."""
    found = [entry.name for entry in names(planned(shown, lambda _: frozenset()).panels)]
    assert found == named or named == ["8 names", *found[8:]]
