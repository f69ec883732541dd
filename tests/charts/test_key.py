"""Names beside and above the plot."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.key import Entry, rows, spread
from charts.letters import width
from charts.palette import REST
from tests.charts.cases import LONG


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
    """They are written smaller, then shortened in the middle, in five rows at most."""
    arranged = rows([Entry(REST, LONG.format(at)) for at in range(amount)], 1500)
    assert len(arranged.rows) <= 5
    room = 1500 if arranged.column is None else arranged.column
    names = [entry.name for line in arranged.rows for entry in line]
    assert all(width(name, arranged.style) < room for name in names)
    assert len(set(names)) == amount
