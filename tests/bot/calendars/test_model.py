"""Days off and calendars, as values."""

from datetime import date

from bot.calendars.model import Calendar, Off

FIRST, SECOND, THIRD = (date(2026, 12, day) for day in (24, 25, 26))


def test_a_freeze_goes_before_a_holiday_that_shifts() -> None:
    """Whoever freezes a week wants nothing to be moved into it, in whatever order they are kept."""
    holiday = Off(FIRST, SECOND, "Holiday", "shift")
    freeze = Off(SECOND, THIRD, "Freeze", "skip")
    for calendar in (Calendar.of([holiday, freeze]), Calendar.of([freeze, holiday])):
        assert [calendar.on(day) for day in (FIRST, SECOND, THIRD)] == [holiday, freeze, freeze]
        assert calendar.days == {FIRST, SECOND, THIRD}


def test_a_day_off_without_a_name_is_one() -> None:
    """It is said to be one, and no more."""
    assert Off(FIRST, FIRST, "", "skip").why == "a day off"
    assert Off(FIRST, FIRST, "Christmas", "skip").why == "a day off: Christmas"
