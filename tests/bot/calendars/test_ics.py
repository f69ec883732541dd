"""Days off from files, as calendar programs write them and as people break them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import ics
from bot.calendars.model import CalendarError, Off

TODAY = date(2026, 11, 26)


def file(*events: str) -> bytes:
    """A file with events, each the lines between its begin and its end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def days(*events: str) -> list[str]:
    """When each day off begins and ends, and its name."""
    found = ics.read(file(*events), "skip", today=TODAY).days_off
    return [f"{off.first}/{off.last} {off.name}".rstrip() for off in found]


def test_whole_days_are_days_off() -> None:
    """An end is the first day that is not off; without one, or with an odd one, it is a day."""
    assert days(
        "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270103\nSUMMARY:Christmas\\, and so on",
        "DTSTART;VALUE=DATE:20270501\nSUMMARY:May Day",
        "DTSTART;VALUE=DATE:20270502\nDTEND;VALUE=DATE:20270502",
        "DTSTART;VALUE=DATE:20270503\nDURATION:P2D",
    ) == [
        "2026-12-24/2027-01-02 Christmas, and so on",
        "2027-05-01/2027-05-01 May Day",
        "2027-05-02/2027-05-02",
        "2027-05-03/2027-05-04",
    ]


@pytest.mark.parametrize(
    ("rule", "first", "amount"),
    [
        ("FREQ=YEARLY", "2025-12-25", 6),
        ("FREQ=YEARLY;INTERVAL=2", "2026-12-25", 3),
        ("FREQ=YEARLY;COUNT=8", "2025-12-25", 3),
        ("FREQ=YEARLY;UNTIL=20281225", "2025-12-25", 4),
        ("FREQ=YEARLY;UNTIL=20281225T000000Z", "2025-12-25", 4),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2025-11-27", 7),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2025-11-28", 73),
        ("FREQ=WEEKLY;UNTIL=20261231", "2025-11-28", 57),
    ],
)
def test_what_repeats_is_a_day_off_each_time(rule: str, first: str, amount: int) -> None:
    """From a year ago to five years ahead."""
    found = days(f"DTSTART;VALUE=DATE:20201225\nRRULE:{rule}\nUID:a")
    assert (found[0].partition("/")[0], len(found)) == (first, amount)


def test_one_time_of_what_repeats_may_be_changed_or_left_out() -> None:
    """By another event of the same name tag, by a day that is left out, or by one that is added."""
    assert days(
        "UID:a\nDTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;COUNT=4\nSUMMARY:X\n"
        "EXDATE;VALUE=DATE:20271225\nRDATE;VALUE=DATE:20280601",
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20281225\nDTSTART;VALUE=DATE:20281227\nSUMMARY:Y",
        "UID:b\nDTSTART;VALUE=DATE:20270101\nSTATUS:CANCELLED",
    ) == [
        "2025-12-25/2025-12-25 X",
        "2026-12-25/2026-12-25 X",
        "2028-06-01/2028-06-01 X",
        "2028-12-27/2028-12-27 Y",
    ]


def test_what_is_long_ago_or_far_ahead_is_left_out() -> None:
    """Nobody looks there."""
    assert days("DTSTART;VALUE=DATE:20200101", "DTSTART;VALUE=DATE:20400101") == []


@pytest.mark.parametrize(
    ("event", "note"),
    [
        ("DTSTART:20261224T090000Z", "1 event has a time of day"),
        ("SUMMARY:X", "“X” is left out: it has no DTSTART"),
        ("DTSTART;VALUE=DATE:2026122\nSUMMARY:X", "its DTSTART cannot be read"),
        ("DTSTART;VALUE=DATE:20261224\nDTEND:never", "its DTEND cannot be read"),
        ("DTSTART;VALUE=DATE:20201224\nDURATION:P9000D", "lasts more than 2,000 days"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=SOMETIMES", "when it repeats cannot be read"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=SECONDLY", "in a way that I do not read"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;BYSECOND=1,2", "that I do not read"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;INTERVAL=0", "cannot be read"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY;BYSETPOS=0", "cannot be read"),
        ("DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY\nRRULE:FREQ=WEEKLY", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_said_to_be(event: str, note: str) -> None:
    """The other events are days off all the same."""
    found = ics.read(file(event, "DTSTART;VALUE=DATE:20270101"), "shift", today=TODAY)
    assert found.days_off == (Off(date(2027, 1, 1), date(2027, 1, 1), "", "shift"),)
    (said,) = found.notes
    assert note in said


def test_of_many_problems_the_first_are_told() -> None:
    """And how many more there are."""
    found = ics.read(file(*["SUMMARY:X"] * 14), "skip", today=TODAY)
    assert len(found.notes) == 11
    assert found.notes[-1] == "4 more events are left out."


_RULE = "DTSTART;VALUE=DATE:20261224\nRRULE:FREQ=YEARLY"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no ICS file"),
        (b"\x89PNG\r\n\x1a\n", "no ICS file"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n", "no ICS file"),
        (b"x" * 1_000_001, "more than 1,000,000 bytes"),
        (file(*[_RULE] * 101), "More than 100 events of the file repeat"),
        (file("DTSTART;VALUE=DATE:20261224\nDURATION:P1999D", _RULE), "more than 2,000 days off"),
    ],
)
def test_what_is_no_calendar_or_too_much_is_refused(text: bytes, words: str) -> None:
    """As a whole, in a sentence."""
    with pytest.raises(CalendarError, match=words):
        ics.read(text, "skip", today=TODAY)


_LINES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "DTSTART;VALUE=DATE:20261224",
        "DTSTART;VALUE=DATE:20261224,20261225",
        "DTSTART:",
        "DTEND;VALUE=DATE:20261224",
        "DTEND;TZID=Nowhere:20261224T000000",
        "DURATION:-P1D",
        "RECURRENCE-ID:x",
        "RRULE:",
        "RRULE:FREQ=YEARLY;COUNT=0",
        "RRULE:FREQ=YEARLY;UNTIL=x",
        "RRULE:FREQ=YEARLY;BYMONTH=13",
        "RRULE:FREQ=YEARLY;BYDAY=9XX",
        "EXDATE:x",
        "EXDATE;VALUE=DATE:20261224",
        "RDATE;VALUE=PERIOD:20261224T000000Z/P1D",
        "RDATE:x",
        "SUMMARY",
        "SUMMARY:\x00",
        "STATUS:\N{SNOWMAN}",
        " folded",
        ":",
        ";=",
    ]
)


@given(st.lists(_LINES, max_size=12))
def test_whatever_stands_in_a_file_is_read_or_refused(lines: list[str]) -> None:
    """In a sentence, and never otherwise."""
    body = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    try:
        found = ics.read(body.encode(), "skip", today=TODAY)
    except CalendarError:
        return
    assert all(note.endswith(".") for note in found.notes)
