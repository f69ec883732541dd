"""What is typed of days off: days, a name, and what becomes of digests."""

from datetime import date

import pytest

from bot.calendars.model import CalendarError, Deed, Off
from bot.calendars.reading import read

TODAY = date(2026, 11, 26)
EVE, CHRISTMAS, SECOND = date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 2)


@pytest.mark.parametrize(
    ("text", "last", "name", "deed"),
    [
        ("2026-12-24 to 2027-01-02 Christmas skip", SECOND, "Christmas", "skip"),
        ("2026-12-24 Christmas Eve shift", EVE, "Christmas Eve", "shift"),
        ("2026-12-24", EVE, "", "skip"),
        ("2026-12-24 Shift", EVE, "", "shift"),
        ("from 2026-12-24 until 2027-1-2", SECOND, "", "skip"),
        ("2026-12-24 – 2027-01-02: Freeze", SECOND, "Freeze", "skip"),
        ("2026-12-24..2026-12-25 “Night shift”", CHRISTMAS, "Night shift", "skip"),
        ('2026-12-24 "Night shift" shift', EVE, "Night shift", "shift"),
        ("2026-12-24  Christmas\u200b   Eve", EVE, "Christmas Eve", "skip"),
        ("2026-12-24 Graveshift", EVE, "Graveshift", "skip"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, last: date, name: str, deed: Deed) -> None:
    """One day or two, any name or none; without a word for it digests are left out."""
    assert read(text, today=TODAY) == Off(EVE, last, name, deed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Which days?"),
        ("tomorrow Party", "“tomorrow” is no date"),
        ("2026-02-30", "There is no 2026-02-30"),
        ("2026-12-24th", "is no date"),
        ("2027-01-02 to 2026-12-24", "2026-12-24 is before 2027-01-02"),
        ("2020-12-24", "between a year ago and five years ahead"),
        ("2036-12-24", "between a year ago and five years ahead"),
        ("2026-01-01 to 2036-01-01", "2,000 is the most"),
        ("2026-12-24 " + "x" * 81, "has 81 characters"),
        ("2026-12-24 " + "x" * 3_000, "characters; 2,000 is the most I read"),
    ],
)
def test_what_is_no_day_off_is_said_to_be_none(text: str, words: str) -> None:
    """In a sentence for who typed it."""
    with pytest.raises(CalendarError, match=words):
        read(text, today=TODAY)
