"""Durations as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.durations import duration, labels
from charts.scale import scale

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.25, "0.25 ms"),
        (250, "250 ms"),
        (999.6, "1 s"),
        (90_000, "1.5 min"),
        (45 * _MINUTE, "45 min"),
        (59.8 * _MINUTE, "1 h"),
        (6 * _HOUR, "6 h"),
        (3.55 * _HOUR, "3.5 h"),
        (10.4 * _HOUR, "10 h"),
        (23.6 * _HOUR, "1 day"),
        (2.5 * _DAY, "2.5 days"),
        (9.96 * _DAY, "10 days"),
        (1234 * _DAY, "1,234 days"),
        (-3 * _HOUR, "−3 h"),
    ],
)
def test_a_duration_has_one_unit(value: float, said: str) -> None:
    """The largest there is one of, once it is rounded; a tenth below ten."""
    assert duration(value) == said


@pytest.mark.parametrize(
    ("highest", "written"),
    [
        (45 * _MINUTE, ("0", "10 min", "20 min", "30 min", "40 min")),
        (75 * _MINUTE, ("0", "15 min", "30 min", "45 min", "60 min", "75 min")),
        (150 * _MINUTE, ("0", "30 min", "1 h", "1.5 h", "2 h", "2.5 h")),
        (8 * _HOUR, ("0", "2 h", "4 h", "6 h", "8 h")),
        (30 * _HOUR, ("0", "6 h", "12 h", "18 h", "24 h", "30 h")),
        (60 * _HOUR, ("0", "12 h", "1 day", "1.5 days", "2 days", "2.5 days")),
        (20 * _DAY, ("0", "7 days", "14 days")),
        (90 * _DAY, ("0", "28 days", "56 days", "84 days")),
        (900 * _DAY, ("0", "200 days", "400 days", "600 days", "800 days")),
        (0.8, ("0", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms")),
    ],
)
def test_levels_are_round_durations(highest: float, written: tuple[str, ...]) -> None:
    """Six hours are round and ten are not; what would not be exact is told in a smaller unit."""
    assert scale([highest], measure="duration").labels == written


def test_a_level_is_never_written_as_what_it_is_not() -> None:
    """Rounded, 30 hours are 1.2 days."""
    assert labels([6 * _HOUR, 30 * _HOUR], 6 * _HOUR) == ("6 h", "30 h")
    assert labels([12 * _HOUR, 36 * _HOUR], 12 * _HOUR) == ("12 h", "1.5 days")


@given(st.floats(-1e300, 1e300))
def test_any_number_can_be_said(value: float) -> None:
    """Short, whatever its size."""
    assert 0 < len(duration(value)) <= 26
