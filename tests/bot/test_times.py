"""Times as people type them: what each word means, in which zone, and what is none."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times import (
    Ago,
    Day,
    Moment,
    Period,
    TimeWordError,
    end_of_minute,
    is_span,
    iso,
    parse_moment,
    parse_span,
    resolve,
    spelled,
)

NOW = datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC)
"""A Tuesday."""
BERLIN = ZoneInfo("Europe/Berlin")


def moment(word: str, *, now: datetime = NOW, zone: str = "Europe/Berlin") -> Moment:
    """Read a word as somebody in a zone would have typed it."""
    return parse_moment(word, now=now, zone=ZoneInfo(zone))


def at(text: str) -> datetime:
    """An instant, written short."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("word", "span"),
    [
        ("30d", timedelta(days=30)),
        ("2w", timedelta(days=14)),
        ("36h", timedelta(hours=36)),
        ("15m", timedelta(minutes=15)),
        ("90S", timedelta(seconds=90)),
        ("250ms", timedelta(milliseconds=250)),
        ("30days", timedelta(days=30)),
        ("1Week", timedelta(days=7)),
        ("5min", timedelta(minutes=5)),
    ],
)
def test_a_span_is_a_number_and_a_unit(word: str, span: timedelta) -> None:
    """Short units and long ones, in any case."""
    assert parse_span(word) == span
    assert is_span(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "d",
        "30",
        "30x",
        "-3d",
        "3.5d",
        "1_0d",
        "\N{FULLWIDTH DIGIT THREE}d",
        "3 d",
        "9" * 20 + "d",
    ],
)
def test_what_is_no_span_is_refused_in_a_sentence(word: str) -> None:
    """ASCII digits and a known unit, nothing else."""
    assert not is_span(word)
    with pytest.raises(TimeWordError, match="is not a length of time such as 30d, 2w or 36h"):
        parse_span(word)


def test_no_span_is_longer_than_a_century() -> None:
    """An absurd span looks like one and is refused for what it is."""
    assert is_span("999999999999w")
    with pytest.raises(TimeWordError, match="longer than a century"):
        parse_span("999999999999w")


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("30 days", "30days"),
        ("30 d", "30d"),
        ("2 Weeks ago", "2weeks"),
        ("last  week", "last-week"),
        ("2026-10-01 09:00+02:00", "2026-10-01t09:00+02:00"),
        ("2026-10-01 9:05", "2026-10-01t9:05"),
        ("monday ago", "monday ago"),
        ("soon", "soon"),
    ],
)
def test_a_time_of_several_words_has_a_spelling_without_spaces(words: str, one: str) -> None:
    """The one in which it is kept; what is no time stays what it is."""
    assert spelled(words) == one
    assert spelled(one) == one


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("now", at("2026-11-24T09:31Z")),
        ("today", Day(date(2026, 11, 24))),
        ("Yesterday", Period(date(2026, 11, 23), date(2026, 11, 24))),
        ("tomorrow", Day(date(2026, 11, 25))),
        ("q1", Period(date(2026, 1, 1), date(2026, 4, 1))),
        ("Q4", Period(date(2026, 10, 1), date(2027, 1, 1))),
        ("tuesday", Day(date(2026, 11, 24))),
        ("monday", Day(date(2026, 11, 23))),
        ("wednesday", Day(date(2026, 11, 18))),
        ("30d", Ago(timedelta(days=30))),
        ("2026-10-01", Day(date(2026, 10, 1))),
        ("2026-1-5", Day(date(2026, 1, 5))),
        ("2026-10-01T09:00", at("2026-10-01T07:00Z")),
        ("2026-12-01t09:00", at("2026-12-01T08:00Z")),
        ("2026-10-01T09:00Z", at("2026-10-01T09:00Z")),
        ("2026-10-01T09:00:30.5+02:00", at("2026-10-01T07:00:30.5Z")),
        ("2026-10-01 09:00-0330", at("2026-10-01T12:30Z")),
        ("1793491200000", at("2026-11-01T00:00Z")),
    ],
)
def test_a_moment_is_a_day_a_span_or_an_instant(word: str, meant: Moment) -> None:
    """Days and times are those of who typed them, unless an offset says otherwise."""
    assert moment(word) == meant


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("soon", "“soon” is not a time. Times look like 30d,"),
        ("1793491200", "is not a time"),
        ("2026-02-30", "There is no “2026-02-30” in the calendar."),
        ("2026-13-01T09:00", "There is no “2026-13-01t09:00” in the calendar."),
        ("2026-10-01T24:00", "is not a time of day"),
        ("2026-10-01T09:60", "is not a time of day"),
        ("2026-10-01T09:00+15:00", "has no offset that any place on earth uses"),
        ("2026-10-01T09:00+05:60", "has no offset that any place on earth uses"),
        ("1969-12-31", "is outside the years 1970 to 2100"),
        ("2101-01-01T00:00", "is outside the years 1970 to 2100"),
        ("99999999999999", "is outside the years 1970 to 2100"),
        ("x" * 100, "“" + "x" * 39 + "…”"),
    ],
)
def test_what_is_no_moment_is_refused_in_a_sentence(word: str, why: str) -> None:
    """Each says what is wrong with it, and shows no more of it than fits on half a line."""
    with pytest.raises(TimeWordError) as caught:
        moment(word)
    assert why.casefold() in str(caught.value).casefold()


@pytest.mark.parametrize(
    ("word", "zone", "days", "meant"),
    [
        ("30d", "Europe/Berlin", "counted", "2026-10-25T00:00Z"),
        ("30d", "Europe/Berlin", "lived", "2026-10-25T09:31Z"),
        ("36h", "Europe/Berlin", "counted", "2026-11-22T21:31Z"),
        ("today", "Europe/Berlin", "counted", "2026-11-24T00:00Z"),
        ("today", "Europe/Berlin", "lived", "2026-11-23T23:00Z"),
        ("2026-10-01", "America/New_York", "counted", "2026-10-01T00:00Z"),
        ("2026-10-01", "America/New_York", "lived", "2026-10-01T04:00Z"),
        ("2026-10-01T09:00", "America/New_York", "counted", "2026-10-01T13:00Z"),
    ],
)
def test_a_day_is_a_utc_day_where_days_are_counted(
    word: str,
    zone: str,
    days: str,
    meant: str,
) -> None:
    """LaunchDarkly's day of that name, whole; elsewhere the day as it is lived."""
    found = resolve(
        moment(word, zone=zone), now=NOW, zone=ZoneInfo(zone), utc_days=days == "counted"
    )
    assert found == at(meant)


def test_today_in_the_east_is_the_day_that_is_being_counted() -> None:
    """At eight in the morning in Tokyo, UTC still counts yesterday's date: that is today."""
    now = at("2026-11-23T23:00Z")
    tokyo = ZoneInfo("Asia/Tokyo")
    today = moment("today", now=now, zone="Asia/Tokyo")
    assert today == Day(date(2026, 11, 24))
    assert resolve(today, now=now, zone=tokyo, utc_days=True) == at("2026-11-23T00:00Z")
    tomorrow = moment("tomorrow", now=now, zone="Asia/Tokyo")
    assert resolve(tomorrow, now=now, zone=tokyo, utc_days=True) == at("2026-11-25T00:00Z")


@pytest.mark.parametrize(
    ("word", "now", "zone"),
    [
        ("this-week", "2026-11-22T23:00Z", "Asia/Tokyo"),
        ("this-month", "2026-10-31T23:30Z", "Europe/Berlin"),
        ("november", "2026-10-31T23:30Z", "Europe/Berlin"),
        ("2026-11", "2026-10-31T23:30Z", "Europe/Berlin"),
        ("this-year", "2026-12-31T14:00Z", "Australia/Sydney"),
    ],
)
def test_a_period_that_begins_today_begins_with_the_day_that_is_being_counted(
    word: str, now: str, zone: str
) -> None:
    """On its first morning, east of Greenwich, UTC still counts the day before."""
    began = resolve(
        moment(word, now=at(now), zone=zone), now=at(now), zone=ZoneInfo(zone), utc_days=True
    )
    assert began == at(now).replace(hour=0, minute=0)


def test_a_day_without_a_midnight_starts_after_the_gap() -> None:
    """In São Paulo the clocks went from midnight straight to one on 4 November 2018."""
    zone = ZoneInfo("America/Sao_Paulo")
    day = Day(date(2018, 11, 4))
    assert resolve(day, now=NOW, zone=zone, utc_days=False) == at("2018-11-04T03:00Z")


def test_now_is_the_end_of_the_running_minute() -> None:
    """Those who ask within a minute ask the same; a minute that just began is now itself."""
    assert end_of_minute(at("2026-11-24T09:30:00.000001Z")) == at("2026-11-24T09:31Z")
    assert end_of_minute(at("2026-11-24T10:30:59+01:00")) == at("2026-11-24T09:31Z")
    assert end_of_minute(at("2026-11-24T09:31Z")) == at("2026-11-24T09:31Z")


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive limits
    st.timezone_keys(),
)
def test_an_instant_that_is_written_reads_back_in_any_zone(instant: datetime, zone: str) -> None:
    """To the microsecond."""
    assert parse_moment(iso(instant), now=NOW, zone=ZoneInfo(zone)) == instant


@given(
    st.text(max_size=30) | st.from_regex(r"[0-9]{1,14}[a-zT:+.-]{0,3}[0-9:]{0,8}", fullmatch=True)
)
def test_any_word_is_a_moment_or_one_readable_error(word: str) -> None:
    """Nothing else is raised, and what is read can be resolved."""
    try:
        found = moment(word)
    except TimeWordError as error:
        assert str(error).endswith(".")  # noqa: PT017 - a sentence, whatever it says
        return
    for utc_days in (True, False):
        assert resolve(found, now=NOW, zone=BERLIN, utc_days=utc_days).tzinfo is UTC
