"""Rhythms as people type them: which days, at what time, and what to say of the rest."""

import re

import pytest

from bot.digests.cadence import Cadence
from bot.digests.errors import CadenceError
from bot.digests.rhythms import last_rhythm


def cron(text: str) -> str:
    """The cron line of a rhythm that is all of a text."""
    rhythm = last_rhythm(text)
    assert (rhythm.start, rhythm.end) == (0, len(text))
    return Cadence(rhythm.cron, "UTC").cron


def why_not(text: str) -> str:
    """The sentence that refuses a text."""
    with pytest.raises(CadenceError) as caught:
        last_rhythm(text)
    assert last_rhythm(caught.value.example).cron
    return str(caught.value)


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ("day", "* * *"),
        ("weekday", "* * 1-5"),
        ("Weekdays", "* * 1-5"),
        ("mon-fri", "* * 1-5"),
        ("week", "* * 1"),
        ("month", "1 * *"),
        ("monday", "* * 1"),
        ("Mon", "* * 1"),
        ("MONDAYS", "* * 1"),
        ("tues", "* * 2"),
        ("sunday", "* * 0"),
        ("monday and thursday", "* * 1,4"),
        ("mon,thu", "* * 1,4"),
        ("tuesday, thursday", "* * 2,4"),
        ("thu & mon", "* * 1,4"),
        ("thu &amp; mon", "* * 1,4"),
        ("monday, tuesday and friday", "* * 1,2,5"),
        ("monday, tuesday, and friday", "* * 1,2,5"),
        ("1st", "1 * *"),
        ("first", "1 * *"),
        ("15th", "15 * *"),
        ("31st", "31 * *"),
        ("1st and 15th", "1,15 * *"),
        ("first, 10th and 20th", "1,10,20 * *"),
        ("1st of the month", "1 * *"),
        ("1st and 15th of every month", "1,15 * *"),
    ],
)
def test_days_are_of_the_week_or_of_the_month(days: str, fields: str) -> None:
    """One or several, short or long, in any case; nine in the morning unless a time is said."""
    assert cron(f"every {days}") == f"0 9 {fields}"
    assert cron(f"EVERY {days} 10:15") == f"15 10 {fields}"


@pytest.mark.parametrize(
    ("time", "hour", "minute"),
    [
        ("09:00", 9, 0),
        ("9:05", 9, 5),
        ("9", 9, 0),
        ("17", 17, 0),
        ("9am", 9, 0),
        ("9 AM", 9, 0),
        ("9:30pm", 21, 30),
        ("9.30", 9, 30),
        ("9.30 p.m.", 21, 30),
        ("12am", 0, 0),
        ("12pm", 12, 0),
        ("12:30am", 0, 30),
        ("noon", 12, 0),
        ("Midnight", 0, 0),
        ("0900", 9, 0),
        ("2359", 23, 59),
        ("0:00", 0, 0),
    ],
)
def test_times_are_read_with_and_without_at(time: str, hour: int, minute: int) -> None:
    """Both clocks, a colon or a dot, and the two times that have names."""
    for text in (f"every monday {time}", f"every monday at {time}", f"every monday, {time}"):
        assert cron(text) == f"{minute} {hour} * * 1"


@pytest.mark.parametrize(
    "time", ["25:00", "24:00", "9:60", "13pm", "0am", "930", "9-17", "17h", "9:5", "٩:00"]
)
def test_a_time_that_no_clock_shows_is_refused(time: str) -> None:
    """It is named, with times as they look."""
    looks = "Times look like 09:00, 9am, 9:30pm, noon or midnight."
    assert why_not(f"every monday at {time}") == f"“{time}” is not a time of day. {looks}"
    assert why_not(f"every 1st {time}") == f"“{time}” is not a time of day. {looks}"


def test_at_takes_a_time() -> None:
    """It does not take nothing."""
    assert why_not("every monday at").startswith("“at” is not a time of day.")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("cron 0 9 * * 1-5", "0 9 * * 1-5"),
        ('cron "0 9 * * 1-5"', "0 9 * * 1-5"),
        ("CRON 0 9 * * mon,thu", "0 9 * * 1,4"),
        ("cron 0 9 * * 1–5", "0 9 * * 1-5"),
        ("cron 0 9 L * *", "0 9 L * *"),
    ],
)
def test_a_cron_line_is_a_rhythm(text: str, fields: str) -> None:
    """Its five fields stand behind the word, between quotation marks or not."""
    assert cron(text) == fields


@pytest.mark.parametrize("text", ["cron 0 9 * *", "cron 0 0 9 * * 1", "cron @daily", 'cron ""'])
def test_a_cron_line_has_five_fields(text: str) -> None:
    """One with more or less is told so when it is checked."""
    with pytest.raises(CadenceError, match="five fields"):
        Cadence(last_rhythm(text).cron, "UTC")


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("deploys 4w bucket day every 1w every monday", "every monday"),
        ("deploys every week every friday 10:00", "every friday 10:00"),
        ("deploys 4w every 2 weeks every 1st of every month at 9", "every 1st of every month at 9"),
        ("deploys every monday every 1w", "every monday"),
        ("deploys cron 0 9 * * 1 zone UTC", "cron 0 9 * * 1"),
        ("deploys every 1w cron 0 9 * * 1", "cron 0 9 * * 1"),
        ("deploys app cron 30d every monday", "every monday"),
        ('deploys every monday called "every friday"', "every monday"),
        ("deploys every monday and leadtime", "every monday"),
        ("deploys every monday and zone UTC", "every monday"),
        ("deploys 30d,every monday, in <#C1>", "every monday"),
    ],
)
def test_the_last_that_can_be_a_rhythm_is_the_rhythm(text: str, rhythm: str) -> None:
    """What stands before it belongs to a chart, and what is in quotation marks to nobody."""
    found = last_rhythm(text)
    assert text[found.start : found.end] == rhythm


@pytest.mark.parametrize(
    ("days", "instead"),
    [
        ("last day of the month", "cron 0 9 L * *"),
        ("last day", "cron 0 9 L * *"),
        ("first monday", "cron 0 9 * * 1#1"),
        ("1st monday of the month", "cron 0 9 * * 1#1"),
        ("last friday", "cron 0 9 * * 5L"),
        ("other week", "every monday"),
        ("second monday", "every monday"),
        ("2 weeks", "every 1st and 15th"),
        ("two weeks", "every 1st and 15th"),
        ("fortnight", "every 1st and 15th"),
        ("3 months", "every month"),
        ("hour", "cron 0 9-17 * * 1-5"),
        ("30 minutes", "every day 09:00"),
        ("half an hour", "every day 09:00"),
        ("quarter", "cron 0 9 1 1,4,7,10 *"),
        ("year", "cron 0 9 1 1 *"),
        ("march 3rd", "cron 0 9 3 3 *"),
        ("24th of December", "cron 0 9 24 12 *"),
        ("february", "cron 0 9 1 2 *"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_can(days: str, instead: str) -> None:
    """Every rhythm that such a sentence offers is one that can be typed."""
    sentence = why_not(f"deploys every {days} 09:00")
    assert f"“{instead}”" in sentence
    for offered in re.findall("“(.*?)”", sentence):
        assert cron(offered)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("every february 30th", "February has no 30th."),
        ("every 31st of april 9:00", "April has no 31st."),
        ("every 32nd", "No month has a 32nd: it is “every 1st” to “every 31st”."),
        ("every 1st and 0th", "No month has a 0th"),
        ("every mondya", "I do not know “every mondya”. Did you mean “every monday”?"),
        ("every weekdya 9:00", "Did you mean “every weekday”?"),
        ("every monday.", "Did you mean “every monday”?"),
        ("every 15", "I do not know “every 15”. It takes day, weekday, week, month, days like"),
        ("every so often", "I do not know “every so”. It takes day"),
        ("every", "“every” stands alone: behind it comes day, weekday"),
        ("every, monday", "“every” stands alone"),
        ("cron", "“cron” is followed by the five fields of a cron line"),
        ("cron daily", "“cron” is followed by the five fields of a cron line"),
        ("every 1w", "“every 1w” is how long a bucket is. When should it come?"),
        ("every mondya every 1w", "I do not know “every mondya”."),
        ("deploys 30d", "When should it come? Say so behind the charts: “every monday 09:00”"),
        ("", "When should it come?"),
        ('called "every monday"', "When should it come?"),
        ("everyday", "When should it come?"),
    ],
)
def test_what_is_no_rhythm_is_told_apart(text: str, sentence: str) -> None:
    """A slip is named with what was meant, and no rhythm at all with what one looks like."""
    assert sentence in why_not(text)
