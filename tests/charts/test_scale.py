"""Round levels, and which bounds are drawn."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.model import Bound
from charts.scale import MOST_BOUNDS, scale, split

_numbers = st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("values", "integers", "levels"),
    [
        ([0, 8], True, (0, 2, 4, 6, 8)),
        ([0, 3], True, (0, 1, 2, 3)),
        ([1], True, (0, 1)),
        ([22], True, (0, 5, 10, 15, 20, 25)),
        ([11], True, (0, 5, 10, 15)),
        ([0.9], False, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        ([], True, (0, 1)),
        ([0, 0], False, (0, 1)),
        ([-3, 4], True, (-4, -2, 0, 2, 4)),
        ([1234], True, (0, 250, 500, 750, 1000, 1250)),
    ],
)
def test_levels_are_round_and_few(
    values: list[float], levels: tuple[float, ...], *, integers: bool
) -> None:
    """Zero is always among them, and whole things have no halves."""
    assert scale(values, integers=integers).levels == pytest.approx(levels)


@given(values=st.lists(_numbers, max_size=5), integers=st.booleans())
def test_every_value_has_a_place(values: list[float], *, integers: bool) -> None:
    """Between the bottom and the top, whatever its size; two to six levels."""
    made = scale(values, integers=integers)
    assert 2 <= len(made.levels) <= 6
    assert all(-1e-6 <= made.share(value) <= 1 + 1e-6 for value in values)


def test_a_bound_far_away_is_told_in_words() -> None:
    """Drawn, it would flatten the data; where there is no data it is drawn."""
    near, far = Bound("lower", 3, "plain"), Bound("upper", 500, "plain")
    assert split([far, near], 10) == ((near,), (far,))
    assert split([far], 0) == ((far,), ())


def test_bounds_that_are_no_numbers_or_too_many_are_not_drawn() -> None:
    """The first few by size are; NaN and infinity are nothing at all."""
    many = [Bound(f"b{at}", at, "unclear") for at in range(8)]
    drawn, told = split([*many, Bound("x", math.nan, "plain"), Bound("y", math.inf, "plain")], 10)
    assert drawn == tuple(many[:MOST_BOUNDS])
    assert told == tuple(many[MOST_BOUNDS:])
