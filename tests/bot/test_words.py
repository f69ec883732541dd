"""Numbers, dates and windows as people write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import words
from bot.chart import Number
from bot.query import DAY_MS, HOUR_MS, BucketType
from tests.bot.samples import NOW, TODAY, window

BERLIN = ZoneInfo("Europe/Berlin")
DAY, HOUR, ROLLING = BucketType.DAY, BucketType.HOUR, BucketType.ROLLING


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (12345, "12,345"),
        (5.0, "5"),
        (4.733, "4.7"),
        (12345.67, "12,345.7"),
        (0.0322, "0.032"),
        (1 / 366, "0.0027"),
    ],
)
def test_a_number_keeps_what_means_something(value: Number, written: str) -> None:
    """Thousands are grouped; a fraction keeps one digit, a small one two."""
    assert words.number(value) == written


@given(st.integers(0, 10**15) | st.floats(0, 1e15))
def test_any_number_is_written_without_an_exponent_from_a_thousandth_up(value: Number) -> None:
    """Nobody has to read 1e+06."""
    if value == 0 or value >= 0.001:
        assert "e" not in words.number(value)


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0 days"), (1, "1 day"), (1.0, "1 day"), (2, "2 days")]
)
def test_one_is_singular(value: Number, written: str) -> None:
    """Only exactly one."""
    assert words.count(value, ("day", "days")) == written


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(days=14), "14 days"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=45), "45 seconds"),
        (timedelta(milliseconds=1500), "1.5 seconds"),
        (timedelta(0), "0 seconds"),
    ],
)
def test_a_length_is_in_the_largest_unit_that_comes_out_whole(
    span: timedelta, written: str
) -> None:
    """90 minutes are not 1.5 hours."""
    assert words.length(span) == written


@pytest.mark.parametrize(
    ("bucket", "bucket_ms", "names"),
    [
        (DAY, DAY_MS, ("day", "days")),
        (HOUR, HOUR_MS, ("hour", "hours")),
        (DAY, 7 * DAY_MS, ("7-day period", "7-day periods")),
        (HOUR, 6 * HOUR_MS, ("6-hour period", "6-hour periods")),
        (ROLLING, DAY_MS, ("1-day window", "1-day windows")),
        (ROLLING, 12 * HOUR_MS, ("12-hour window", "12-hour windows")),
    ],
)
def test_a_bucket_has_a_name(bucket: BucketType, bucket_ms: int, names: tuple[str, str]) -> None:
    """One and many, to be put into sentences."""
    assert words.bucket(window(bucket=bucket, bucket_ms=bucket_ms)) == names


def at(text: str) -> datetime:
    """An instant, written short."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "bucket", "written"),
    [
        ("2026-10-25T00:00Z", "2026-11-24T09:30Z", DAY, "last 30 days"),
        ("2026-11-24T08:30Z", "2026-11-24T09:30Z", HOUR, "last hour"),
        ("2026-11-23T00:00Z", "2026-11-24T09:30Z", DAY, "yesterday and today (UTC)"),
        ("2026-11-24T00:00Z", "2026-11-24T09:30Z", DAY, "today (UTC)"),
        ("2026-11-22T21:30Z", "2026-11-24T09:30Z", HOUR, "last 36 hours"),
        ("2026-11-17T09:30Z", "2026-11-24T09:30Z", ROLLING, "last 7 days"),
        ("2026-07-01T00:00Z", "2026-08-01T00:00Z", DAY, "1 Jul to 31 Jul 2026"),
        ("2026-07-01T00:00Z", "2026-07-02T00:00Z", DAY, "1 Jul 2026"),
        ("2025-12-28T00:00Z", "2026-01-04T00:00Z", DAY, "28 Dec 2025 to 3 Jan 2026"),
        (
            "2026-10-01T07:00Z",
            "2026-10-01T09:00Z",
            HOUR,
            "1 Oct 09:00 to 1 Oct 2026 11:00 (Europe/Berlin)",
        ),
        (
            "2025-12-31T12:00Z",
            "2026-01-01T12:00Z",
            ROLLING,
            "31 Dec 2025 13:00 to 1 Jan 2026 13:00 (Europe/Berlin)",
        ),
        (
            "2026-11-24T07:15Z",
            "2026-11-24T09:30Z",
            HOUR,
            "since 24 Nov 2026 08:15 (Europe/Berlin)",
        ),
    ],
)
def test_a_window_is_named_as_it_was_meant(
    start: str, end: str, bucket: BucketType, written: str
) -> None:
    """Days that are counted in UTC are named in UTC, moments in the zone of who asks."""
    asked = window(at(start), at(end), bucket=bucket)
    assert words.covered(asked, read_at=NOW, zone=BERLIN) == written


@pytest.mark.parametrize(
    ("start", "seconds", "written"),
    [
        ("2026-11-24T00:00Z", -1, "today (UTC)"),
        ("2026-11-24T00:00Z", 0, "24 Nov 2026"),
        ("2026-11-24T00:00Z", 40, "24 Nov 2026"),
        ("2026-11-24T00:00Z", 61, "24 Nov 2026"),
        ("2026-11-17T00:00Z", -1, "last 7 days"),
        ("2026-11-17T00:00Z", 2, "17 Nov to 24 Nov 2026"),
    ],
)
def test_a_day_that_has_just_ended_is_not_joined_by_the_next(
    start: str, seconds: float, written: str
) -> None:
    """`yesterday` is that one day also in the first minute of today, of which it has nothing."""
    midnight = at("2026-11-25T00:00Z")
    read_at = midnight + timedelta(seconds=seconds)
    assert words.covered(window(at(start), midnight), read_at=read_at, zone=BERLIN) == written


def test_an_answer_that_comes_after_midnight_is_about_the_day_before() -> None:
    """The window ended before midnight, so the day that has begun since is not in it."""
    late = window(TODAY, TODAY + timedelta(hours=23, minutes=59))
    just = TODAY + timedelta(days=1)
    assert words.covered(late, read_at=just, zone=BERLIN) == "today (UTC)"


def test_an_answer_that_took_a_while_is_still_about_the_last_days() -> None:
    """Retries may carry the answer beyond the minute in which "now" was said."""
    late = NOW + timedelta(seconds=25)
    assert words.covered(window(), read_at=late, zone=BERLIN) == "last 30 days"
    asked = window(TODAY + timedelta(hours=6), NOW, bucket=HOUR)
    assert words.covered(asked, read_at=late, zone=BERLIN).startswith("since 24 Nov 2026 07:00")
    much_later = NOW + timedelta(hours=2)
    assert "to 24 Nov 2026 10:30" in words.covered(window(), read_at=much_later, zone=BERLIN)


@pytest.mark.parametrize(
    ("age", "written"),
    [(-3, "0 s ago"), (18.9, "18 s ago"), (89, "89 s ago"), (90, "2 min ago"), (300, "5 min ago")],
)
def test_an_age_is_short(age: float, written: str) -> None:
    """Seconds up to a minute and a half; never a negative one, whatever clocks do."""
    assert words.ago(timedelta(seconds=age)) == written
