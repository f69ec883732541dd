"""Dates as people write them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.timeline import Mark, marks, zone_of

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def labels(
    first: datetime, amount: int, step: timedelta, most: int, zone: str = "UTC"
) -> list[str]:
    """The labels of regular buckets, at most so many."""
    starts = [first + step * at for at in range(amount)]
    found = marks(starts, step, zone_of(zone), lambda placed: len(placed) <= most)
    return [mark.label for mark in found]


@pytest.mark.parametrize(
    ("first", "amount", "step", "expected"),
    [
        (datetime(2026, 11, 18, tzinfo=UTC), 3, _DAY, ["18 Nov", "19 Nov", "20 Nov"]),
        (
            datetime(2026, 10, 26, tzinfo=UTC),
            30,
            _DAY,
            ["26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov"],
        ),
        (
            datetime(2026, 12, 30, tzinfo=UTC),
            5,
            _DAY,
            ["30 Dec", "31 Dec", "1 Jan 2027", "2 Jan", "3 Jan"],
        ),
        (
            datetime(2026, 11, 15, tzinfo=UTC),
            150,
            _DAY,
            ["Dec", "Jan 2027", "Feb", "Mar", "Apr"],
        ),
        (
            datetime(2026, 1, 1, tzinfo=UTC),
            2000,
            _DAY,
            ["2026", "2027", "2028", "2029", "2030", "2031"],
        ),
        (
            datetime(2026, 11, 23, 12, tzinfo=UTC),
            24,
            _HOUR,
            ["12:00", "18:00", "24 Nov", "06:00"],
        ),
        (datetime(2026, 11, 2, tzinfo=UTC), 3, 7 * _DAY, ["2 Nov", "9 Nov", "16 Nov"]),
        (datetime(2026, 11, 2, 9, tzinfo=UTC), 1, _HOUR, ["09:00"]),
    ],
)
def test_labels_are_round_moments(
    first: datetime, amount: int, step: timedelta, expected: list[str]
) -> None:
    """Mondays, months, hours; the year only where it changes; nothing finer than a bucket."""
    assert labels(first, amount, step, most=6) == expected


def test_where_little_fits_the_ends_are_named() -> None:
    """One label alone would not say how long anything takes."""
    assert labels(datetime(2026, 10, 26, tzinfo=UTC), 30, _DAY, 2) == ["26 Oct", "24 Nov"]
    assert labels(datetime(2026, 10, 26, tzinfo=UTC), 30, _DAY, 1) == ["26 Oct"]


def test_hours_are_those_of_the_zone() -> None:
    """Midnight is where the people are, half hours included."""
    found = labels(datetime(2026, 11, 23, 12, tzinfo=UTC), 24, _HOUR, 4, "Asia/Kolkata")
    assert found == ["18:00", "24 Nov", "06:00", "12:00"]


@pytest.mark.parametrize("name", ["nowhere", "", "../../etc/passwd", "\x00"])
def test_a_zone_that_is_none_is_utc(name: str) -> None:
    """A picture is still drawn."""
    assert zone_of(name).key == "UTC"


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone follows
    st.integers(1, 2200),
    st.sampled_from([timedelta(seconds=1), timedelta(minutes=7), _HOUR, _DAY, 3 * _DAY, 30 * _DAY]),
    st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"]),
)
def test_there_is_always_a_label(first: datetime, amount: int, step: timedelta, zone: str) -> None:
    """In order of time, within the time that is shown, never more than fit."""
    starts = [first + step * at for at in range(amount)]

    def fits(placed: Sequence[Mark]) -> bool:
        return len(placed) <= 6

    found = marks(starts, step, zone_of(zone), fits)
    assert 1 <= len(found) <= 6
    assert all(before.at < after.at for before, after in pairwise(found))
    assert all(starts[0] <= mark.at.astimezone(UTC) <= starts[-1] + step for mark in found)


def test_months_are_tried_where_no_days_of_weeks_fit() -> None:
    """They are shorter."""
    starts = [datetime(2026, 1, 5, tzinfo=UTC) + 7 * _DAY * at for at in range(26)]
    found = marks(
        starts, 7 * _DAY, zone_of("UTC"), lambda placed: all(len(mark.label) < 4 for mark in placed)
    )
    assert [mark.label for mark in found] == ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]
