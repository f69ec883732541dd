"""What is typed to have quiet: until when, by whose clock, and why."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.alerts import hours
from bot.alerts.hours import Hours
from bot.alerts.quieting import Quiet, QuietError, read

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
"""A Thursday; in Berlin it is half past ten."""


def quiet(text: str, now: datetime = NOW) -> Quiet:
    """Read a line as Berlin types it."""
    return read(text, now=now, zone=BERLIN)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("3 for 2 days", timedelta(days=2)),
        ("channel for a week", timedelta(weeks=1)),
        ("all for 36h", timedelta(hours=36)),
        ("#3 for 90 minutes", timedelta(minutes=90)),
        ("3 for 30 days", timedelta(days=30)),
    ],
)
def test_a_length_is_counted_from_now(text: str, lasts: timedelta) -> None:
    """In words or in short, up to thirty days."""
    assert quiet(text).until - NOW == lasts


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("3 until friday 18:00", "2026-11-27T17:00"),
        ("3 until fri at 6pm", "2026-11-27T17:00"),
        ("3 until thursday 9:00", "2026-12-03T08:00"),
        ("3 until thursday 11:00", "2026-11-26T10:00"),
        ("3 until 9:00", "2026-11-27T08:00"),
        ("3 until tomorrow", "2026-11-26T23:00"),
        ("3 until 2026-12-01 09:00 America/New_York", "2026-12-01T14:00"),
        ("3 until 2026-12-01T09:00 zone utc", "2026-12-01T09:00"),
        ("3 until today 23:30 zone america/new_york", "2026-11-27T04:30"),
    ],
)
def test_an_end_is_read_by_the_clock_of_who_types(text: str, until: str) -> None:
    """Or by that of a zone that stands behind it; a day without a time begins at midnight."""
    assert quiet(text).until == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_a_reason_is_kept_as_it_is_typed() -> None:
    """Behind “because”, which may itself say for how long."""
    found = quiet("channel for 2 days because we freeze for 2 days")
    assert (found.what, found.why) == ("channel", "we freeze for 2 days")
    assert quiet("3 for 2 days").why == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3", "Until when?"),
        ("", "Until when?"),
        ("3 for", "Until when?"),
        ("3 for ages", "no length of time"),
        ("3 for 10 years", "30 days at most"),
        ("3 for 1 month", "30 days at most"),
        ("3 for 31 days", "30 days at most"),
        ("3 for 0 days", "over already"),
        ("3 until 2026-11-25", "over already"),
        ("3 until today 9:00", "is no time"),
        ("3 until 2026-11-31", "in the calendar"),
        ("3 until friday 25:00", "not a time of day"),
        ("3 until whenever", "is no time"),
        ("3 until friday 18:00 Europe/Berlon", "Did you mean Europe/Berlin"),
        ("3 for 2 days because", "nothing behind"),
        ("3 for 2 days because " + "x" * 201, "200 letters"),
    ],
)
def test_what_is_no_quiet_is_told(text: str, words: str) -> None:
    """With an example that works."""
    with pytest.raises(QuietError) as caught:
        quiet(text)
    assert words in str(caught.value)
    assert caught.value.example.startswith("/drumbeat alert quiet ")


def test_a_time_that_clocks_skip_is_refused_with_the_one_there_is() -> None:
    """Nobody is to guess."""
    with pytest.raises(QuietError, match=r"no 02:30 on 2025-03-09 .* 03:30 is the time"):
        quiet("12 until 2025-03-09 02:30 America/New_York")


def test_of_a_time_that_comes_twice_the_first_is_meant_and_told() -> None:
    """With its distance from UTC, which tells it from the second."""
    found = quiet("12 until 2025-11-02 01:30 America/New_York", datetime(2025, 11, 1, tzinfo=UTC))
    assert found.until == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    assert found.told == "Sun 2 Nov 01:30 America/New_York (UTC-04:00)"


# -- hours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20:00-8:00", Hours(time(20), time(8), "Europe/Berlin")),
        ("from 12:00 to 13:30 zone utc", Hours(time(12), time(13, 30), "UTC")),
        ("20:00 - 8:00 Asia/Tokyo", Hours(time(20), time(8), "Asia/Tokyo")),
    ],
)
def test_quiet_hours_are_typed_as_people_write_them(text: str, found: Hours) -> None:
    """In the zone of who types, unless another is named."""
    assert hours.read(text, zone=BERLIN) == found


@pytest.mark.parametrize("text", ["", "20", "20:00-20:00", "25:00-8:00", "20:00-8:00 Nowhere/X"])
def test_what_are_no_hours_is_told(text: str) -> None:
    """With an example that works."""
    with pytest.raises(QuietError) as caught:
        hours.read(text, zone=BERLIN)
    assert caught.value.example == hours.EXAMPLE


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-26T18:59", None),
        ("2026-11-26T19:00", "2026-11-27T07:00"),
        ("2026-11-27T06:59", "2026-11-27T07:00"),
        ("2026-11-27T07:00", None),
        ("2027-03-27T22:00", "2027-03-28T06:00"),
    ],
)
def test_a_night_ends_on_the_next_morning(now: str, end: str | None) -> None:
    """By the clock of the place, also in the night in which that is changed."""
    night = Hours(time(20), time(8), "Europe/Berlin")
    expected = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    assert night.end_of(datetime.fromisoformat(now).replace(tzinfo=UTC)) == expected


def test_a_lunch_break_ends_on_the_same_day() -> None:
    """Hours need not be a night."""
    lunch = Hours(time(12), time(13), "UTC")
    assert lunch.end_of(NOW) is None
    assert lunch.end_of(NOW.replace(hour=12)) == NOW.replace(hour=13, minute=0)
