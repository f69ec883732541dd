"""Round levels, and which bounds are drawn."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.model import Bound, Measure
from charts.scale import MOST_BOUNDS, scale, split

_numbers = st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("values", "integers", "levels"),
    [
        ([0, 8], True, (0, 2, 4, 6, 8)),
        ([0, 3], True, (0, 1, 2, 3)),
        ([1], True, (0, 1)),
        ([22], True, (0, 5, 10, 15, 20)),
        ([11], True, (0, 2, 4, 6, 8, 10)),
        ([13], True, (0, 5, 10)),
        ([0.9], False, (0, 0.2, 0.4, 0.6, 0.8)),
        ([], True, (0, 1)),
        ([0, 0], False, (0, 1)),
        ([-3, 4], True, (-2, 0, 2, 4)),
        ([1234], True, (0, 250, 500, 750, 1000)),
    ],
)
def test_levels_are_round_and_few(
    values: list[float], levels: tuple[float, ...], *, integers: bool
) -> None:
    """Zero is always among them, and whole things have no halves."""
    assert scale(values, integers=integers).levels == pytest.approx(levels)


@given(
    values=st.lists(_numbers, max_size=5),
    measure=st.sampled_from(["count", "duration"]),
    integers=st.booleans(),
    intervals=st.integers(2, 5),
)
def test_every_value_has_a_place(
    values: list[float], measure: Measure, intervals: int, *, integers: bool
) -> None:
    """Between the bottom and the top, whatever its size; zero and a few more levels, all named."""
    made = scale(values, measure=measure, integers=integers, intervals=intervals)
    assert 0 in made.levels
    assert 1 <= len(made.levels) <= intervals + 1
    assert len(set(made.labels)) == len(made.labels) == len(made.levels)
    assert all(-1e-9 <= made.share(value) <= 1 + 1e-9 for value in values)


def test_no_height_is_left_unused() -> None:
    """The highest value is the top, wherever the highest level lies."""
    made = scale([13], integers=True)
    assert (made.levels[-1], made.share(13)) == (10, 1)


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
