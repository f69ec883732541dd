"""How often a digest comes: by the clock of every zone, in one spelling, in words."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.cadence import Cadence, zone_named
from bot.digests.errors import CadenceError

NOW = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)
"""A Tuesday."""
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STEP = 15 * MINUTE
"""Every change of a clock, and every reading tried around one, is a whole number of these."""


def at(text: str) -> datetime:
    """An instant, written short."""
    return datetime.fromisoformat(text).astimezone(UTC)


def berlin(cron: str) -> Cadence:
    """A cadence by the clock of Berlin."""
    return Cadence(cron, "Europe/Berlin")


# -- every zone -------------------------------------------------------------------------------


@cache
def changes() -> tuple[tuple[str, datetime], ...]:
    """Each zone and the first instant after each change of its clock in 2026 and 2027."""
    return tuple((key, change) for key in sorted(available_timezones()) for change in _of(key))


def _of(key: str) -> Iterator[datetime]:
    zone = ZoneInfo(key)
    days = [datetime(2026, 1, 1, tzinfo=UTC) + number * DAY for number in range(731)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    for number, day in enumerate(days[:-1]):
        if offsets[number] != offsets[number + 1]:
            low, high = day, days[number + 1]
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                same = middle.astimezone(zone).utcoffset() == offsets[number]
                low, high = (middle, high) if same else (low, middle)
            yield high


def readings(key: str, change: datetime) -> dict[datetime, datetime]:
    """What the clock shows on the days around a change, and the first instant that it does.

    They are read off the clock one after another, so that no rule about zones is needed.
    """
    zone, found = ZoneInfo(key), dict[datetime, datetime]()
    for number in range(-3 * DAY // STEP, 4 * DAY // STEP):
        instant = change + number * STEP
        found.setdefault(instant.astimezone(zone).replace(tzinfo=None), instant)
    return found


def shown_before(key: str, change: datetime) -> tuple[datetime, datetime]:
    """What the clock would have shown at a change without it, and what it does show."""
    zone = ZoneInfo(key)
    before = (change - MINUTE).astimezone(zone).replace(tzinfo=None) + MINUTE
    return before, change.astimezone(zone).replace(tzinfo=None)


def around(key: str, change: datetime) -> set[time]:
    """Times of day just before, within and just after what a change skips or repeats."""
    first, last = sorted(shown_before(key, change))
    halfway = first + (last - first) // 2
    times = (first - STEP, first, first + STEP, halfway, last - STEP, last, last + STEP)
    return {one.time() for one in times}


def test_there_are_changes_of_every_sort_to_try() -> None:
    """Odd changes are among them: of half an hour and two hours, at midnight, by the moon."""
    tried = {key for key, _ in changes()}
    assert tried >= {
        "Australia/Lord_Howe",
        "Antarctica/Troll",
        "Africa/Casablanca",
        "Africa/Cairo",
        "America/Nuuk",
        "America/Havana",
        "Asia/Beirut",
        "Asia/Gaza",
        "Europe/Berlin",
    }
    assert len(tried) > 150


def test_what_comes_daily_comes_once_for_every_date_in_every_zone() -> None:
    """It comes when the clock first shows its time; a time that is skipped comes after the gap."""
    for key, change in changes():
        clock = readings(key, change)
        until, since = shown_before(key, change)
        dates = [until.date() + number * DAY for number in range(-1, 3)]
        for one in around(key, change):
            wanted = [datetime.combine(day, one) for day in dates]
            cadence = Cadence(f"{one.minute} {one.hour} * * *", key)
            skipped = [until <= reading < since for reading in wanted]
            expected = [
                change + (reading - until) if gone else clock[reading]
                for reading, gone in zip(wanted, skipped, strict=True)
            ]
            found = cadence.upcoming(clock[wanted[0] - STEP], len(dates))
            assert list(found) == expected, (key, change, one)


def test_the_next_after_each_is_the_one_behind_it() -> None:
    """Asked from any moment around a change, in either pass of an hour, the next is still ahead."""
    for key, change in changes()[::5]:
        for one in around(key, change):
            cadence = Cadence(f"{one.minute} {one.hour} * * *", key)
            slots = cadence.upcoming(change - 2 * DAY, 5)
            for number in range(-6, 7):
                moment = change + number * 5 * STEP
                assert cadence.next_due(moment) == next(due for due in slots if due > moment)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (
            "America/New_York",
            ("2025-03-08T00:00-05:00", "2025-03-09T00:00-05:00", "2025-03-10T00:00-04:00"),
        ),
        (
            "Africa/Cairo",
            ("2025-04-24T00:00+02:00", "2025-04-25T01:00+03:00", "2025-04-26T00:00+03:00"),
        ),
    ],
)
def test_a_day_of_23_hours_comes_once(zone: str, expected: tuple[str, ...]) -> None:
    """Neither twice nor never; where it has no midnight, when it begins."""
    first, *_ = days = tuple(map(at, expected))
    assert Cadence("0 0 * * *", zone).upcoming(first - STEP, 3) == days


def test_a_date_that_a_zone_leaves_out_is_not_made_up_for() -> None:
    """Samoa went from the 29th to the 31st of December 2011, which got one digest, not two."""
    found = Cadence("0 9 * * *", "Pacific/Apia").upcoming(at("2011-12-28T12:00-10:00"), 3)
    assert found == (
        at("2011-12-29T09:00-10:00"),
        at("2011-12-31T09:00+14:00"),
        at("2012-01-01T09:00+14:00"),
    )


def test_times_of_a_day_stay_in_order_where_two_hours_are_skipped() -> None:
    """In Troll 01:00 to 03:00 are skipped: what is moved behind another comes behind it, once."""
    found = Cadence("30 0-5 * * *", "Antarctica/Troll").upcoming(at("2026-03-29T00:00Z"), 4)
    assert found == tuple(at(f"2026-03-29T0{hour}:30Z") for hour in range(4))


# -- one cadence after another ----------------------------------------------------------------


def test_the_next_is_after_the_moment_and_not_at_it() -> None:
    """A digest that has just come does not come again, and a second before it, it does."""
    cadence, due = berlin("0 9 * * 1"), at("2026-11-30T09:00+01:00")
    assert cadence.next_due(NOW) == due
    assert cadence.next_due(due - timedelta(microseconds=1)) == due
    assert cadence.next_due(due) == at("2026-12-07T09:00+01:00")
    assert cadence.next_due(due).tzinfo is UTC


def test_the_second_pass_of_an_hour_is_after_the_first() -> None:
    """In the night that 02:00 to 03:00 comes twice, 02:45 has come by the second 02:30."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second, cadence, due = first.replace(fold=1), berlin("45 2 * * *"), at("2026-10-25T00:45Z")
    assert cadence.next_due(first) == due
    assert cadence.next_due(second) == at("2026-10-26T01:45Z")
    assert cadence.missed(first, second, 5) == (due,)
    assert cadence.missed(second, second, 5) == ()


@pytest.mark.parametrize(
    ("cron", "days"),
    [
        ("0 9 L * *", ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]),
        ("0 9 31 * *", ["2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"]),
        ("0 9 * * 5#1", ["2026-12-04", "2027-01-01", "2027-02-05", "2027-03-05"]),
        ("0 9 29 2 *", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"]),
        ("0 9 13 * 5", ["2026-11-27", "2026-12-04", "2026-12-11", "2026-12-13"]),
    ],
)
def test_a_cron_line_is_read_as_cron_reads_it(cron: str, days: list[str]) -> None:
    """The last day of a month, a weekday of it, a leap day, and the 13th as well as Fridays."""
    found = Cadence(cron, "UTC").upcoming(NOW, 4)
    assert [f"{due:%Y-%m-%d}" for due in found] == days


def test_what_was_missed_is_after_one_moment_and_up_to_another() -> None:
    """What was due at the first has been dealt with, what is due at the second has not."""
    cadence = berlin("0 9 * * *")
    first, last = at("2026-11-20T09:00+01:00"), at("2026-11-23T09:00+01:00")
    assert cadence.missed(first, last, 10) == (first + DAY, first + 2 * DAY, last)
    assert cadence.missed(first, last, 2) == (first + 2 * DAY, last)
    assert cadence.missed(first, last, 0) == ()
    assert cadence.missed(last, first, 10) == ()


def test_long_silence_costs_no_more_than_a_short_one() -> None:
    """The latest of half a century of hours are found without listing the others."""
    found = berlin("0 * * * *").missed(at("1976-01-01T00:00Z"), NOW, 2)
    assert found == (at("2026-11-24T08:00Z"), at("2026-11-24T09:00Z"))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)), st.integers(0, 40))  # noqa: DTZ001
def test_what_was_missed_would_have_been_upcoming(start: datetime, count: int) -> None:
    """Looking back over a stretch finds what looking ahead over it promised."""
    since, cadence = start.replace(tzinfo=UTC), berlin("30 2,14 * * *")
    ahead = cadence.upcoming(since, count)
    assert cadence.missed(since, ahead[-1] if ahead else since, count) == ahead


def test_a_time_is_named_by_its_own_clock() -> None:
    """The reader sees day, date and hour there, and where that is."""
    cadence = berlin("0 9 * * 1")
    assert cadence.slot_name(at("2026-11-23T08:00Z")) == "Mon 23 Nov 09:00 Europe/Berlin"
    assert cadence.slot_name(at("2026-07-06T07:00Z")) == "Mon 6 Jul 09:00 Europe/Berlin"


# -- spelling and words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "cron"),
    [
        ("  0  9 * *   1 ", "0 9 * * 1"),
        ("00 09 * * mon-FRI", "0 9 * * 1-5"),
        ("0 9 * * 5,4,3,2,1", "0 9 * * 1-5"),
        ("0 9 * * 7", "0 9 * * 0"),
        ("0 9 * * sat,sun", "0 9 * * 0,6"),
        ("0 9 * * 0-6", "0 9 * * *"),
        ("0 9 */1 1-12 *", "0 9 * * *"),
        ("0 9 1-31 jan,feb *", "0 9 * 1,2 *"),
        ("0 9 15,1,1 * *", "0 9 1,15 * *"),
        ("*/60 9 l * *", "0 9 L * *"),
        ("0 9 * * mon#1", "0 9 * * 1#1"),
        ("0 9 1 * 0-6", "0 9 1 * 0-6"),
        ("0 */2 * * *", "0 */2 * * *"),
    ],
)
def test_a_line_has_one_spelling(given: str, cron: str) -> None:
    """Names, zeros, order and stars differ while the times are the same; so cadences are equal."""
    assert berlin(given).cron == cron
    assert berlin(given) == berlin(cron)
    assert Cadence(given, "europe/BERLIN").upcoming(NOW, 9) == berlin(cron).upcoming(NOW, 9)


FIELDS = st.tuples(
    st.sampled_from(["0", "07", "59", "*/60", "3/58"]),
    st.sampled_from(["*", "9", "09,17", "*/5", "8-12/2", "0-23"]),
    st.sampled_from(["*", "*/1", "*/2", "1", "15,1", "1-31", "L", "LW", "10-20/3", "30,31"]),
    st.sampled_from(["*", "1-12", "feb", "JAN-mar", "*/2", "4,6,9,11"]),
    st.sampled_from(["*", "*/1", "*/2", "0-6", "1-7", "mon", "5,1", "7", "fri#3", "5L", "1-5/2"]),
)


@given(FIELDS)
def test_the_spelling_means_what_was_typed(fields: tuple[str, ...]) -> None:
    """Whatever is put in order, the times are those of the line as cron reads it."""
    from cronsim import CronSim  # noqa: PLC0415 - the reader that is compared with

    line = " ".join(fields)
    try:
        found = Cadence(line, "UTC")
    except CadenceError as error:
        assert "never comes" in str(error)  # noqa: PT017 - the other outcome is fine as well
        return
    plain, start = CronSim(line, NOW.replace(tzinfo=None)), 12
    expected = [next(plain).replace(tzinfo=UTC) for _ in range(start)]
    assert list(found.upcoming(NOW, start)) == expected
    assert Cadence(found.cron, "UTC") == found


@pytest.mark.parametrize(
    ("cron", "words", "typed"),
    [
        ("0 9 * * 1", "every Monday at 09:00", "every monday 09:00"),
        ("0 9 * * 1-5", "every weekday at 09:00", "every weekday 09:00"),
        ("5 0 * * *", "every day at 00:05", "every day 00:05"),
        ("30 14 * * 4,1", "every Monday and Thursday at 14:30", "every monday and thursday 14:30"),
        (
            "0 9 * * 0-2",
            "every Monday, Tuesday and Sunday at 09:00",
            "every monday, tuesday and sunday 09:00",
        ),
        ("0 9 1 * *", "on the 1st of every month at 09:00", "every 1st 09:00"),
        ("0 9 1,15 * *", "on the 1st and 15th of every month at 09:00", "every 1st and 15th 09:00"),
        (
            "0 9 2,3,11 * *",
            "on the 2nd, 3rd and 11th of every month at 09:00",
            "every 2nd, 3rd and 11th 09:00",
        ),
        ("0 9 31 * *", "on the 31st of every month that has one at 09:00", "every 31st 09:00"),
        ("0 9 * * 1-5/2", "on the cron line 0 9 * * 1-5/2", "cron 0 9 * * 1-5/2"),
        ("0 9,17 * * 1", "on the cron line 0 9,17 * * 1", "cron 0 9,17 * * 1"),
        ("0 9 1 * 1", "on the cron line 0 9 1 * 1", "cron 0 9 1 * 1"),
        ("0 9 1 3 *", "on the cron line 0 9 1 3 *", "cron 0 9 1 3 *"),
        ("0 9 L * *", "on the cron line 0 9 L * *", "cron 0 9 L * *"),
    ],
)
def test_what_people_say_has_words(cron: str, words: str, typed: str) -> None:
    """Days of the week and of the month at one time have words; anything else is its line."""
    assert berlin(cron).spelled == words
    assert berlin(cron).typed == typed


# -- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cron", "sentence"),
    [
        ("", "A cron line has five fields, minute, hour, day of the month, month and day of"),
        ("0 9 * *", "five fields"),
        ("0 0 9 * * 1", "five fields"),
        ("@daily", "five fields"),
        (f"0 9 * * {'0' * 100}1", "five fields"),
        ("0 25 * * *", "“25” cannot be the hour of a cron line: that is 0 to 23, or * for any."),
        ("60 9 * * *", "“60” cannot be the minute"),
        ("0 9 32 * *", "“32” cannot be the day of the month of a cron line: that is 1 to 31"),
        ("0 9 * 13 *", "“13” cannot be the month of a cron line: that is 1 to 12 or FEB and"),
        ("0 9 * * 8", "“8” cannot be the day of the week of a cron line: that is 0 to 7 or MON"),
        ("0 9 * * fri-mon", "“FRI-MON” cannot be the day of the week"),
        ("0 ٩ * * *", "“٩” cannot be the hour"),
        ("0 9 * * \ue000", "“�” cannot be the day of the week"),
        ("0 9 30 2 *", "“cron 0 9 30 2 *” never comes: no such day is in the calendar."),
        ("0 9 31 4,6 *", "never comes"),
        ("0 9 */9 * 1#5", "never comes"),
        ("*/5 * * * *", "“cron */5 * * * *” comes more than once an hour, and a digest does not"),
        ("* 9 * * *", "more than once an hour"),
        ("0,30 9 * * 1", "more than once an hour"),
    ],
)
def test_a_line_that_is_none_is_refused_in_a_sentence(cron: str, sentence: str) -> None:
    """The sentence names the field that is wrong, or why nothing would come or too much."""
    with pytest.raises(CadenceError) as caught:
        berlin(cron)
    assert sentence in str(caught.value)
    assert str(caught.value).isprintable()
    assert caught.value.example == "/drumbeat digest add deploys 30d cron 0 9 * * 1-5"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Berlin", "Did you mean Europe/Berlin?"),
        ("Europe/Berln", "Did you mean Europe/Berlin?"),
        ("new-york", "Did you mean America/New_York?"),
        ("Middle-earth", "Zones are named like Europe/Berlin."),
        ("../../etc/passwd", "Zones are named like Europe/Berlin."),
        ("", "Zones are named like Europe/Berlin."),
    ],
)
def test_a_zone_that_is_none_is_refused_with_the_nearest(name: str, hint: str) -> None:
    """A city without its continent and a slip of the finger are told what they were."""
    with pytest.raises(CadenceError) as caught:
        Cadence("0 9 * * 1", name)
    assert str(caught.value) == f"“{name}” is not a time zone. {hint}"
    assert caught.value.example.endswith("zone Europe/Berlin")


def test_a_zone_is_known_in_any_case() -> None:
    """It is kept under its own name."""
    assert zone_named("EUROPE/berlin").key == "Europe/Berlin"
    assert Cadence("0 9 * * 1", "utc").zone == "UTC"
