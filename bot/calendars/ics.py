"""Days off from an ICS file (RFC 5545), as every calendar program writes them.

What lasts whole days is a day off; what has a time of day is an appointment and is left out. What
repeats is a day off each time, from a year ago to five years ahead. Files come from anywhere, so
whatever could take for ever is refused: large ones, many rules, rules by the second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, Final

from dateutil.rrule import rrulestr
from icalendar import Calendar as File
from icalendar import Event, vDDDTypes, vRecur

from bot.calendars.model import (
    AHEAD,
    BEHIND,
    LONGEST_NAME,
    MOST_DAYS,
    ONE_DAY,
    CalendarError,
    Deed,
    Off,
)
from bot.calendars.reading import named

MOST_BYTES: Final = 1_000_000
_MOST_RULES: Final = 100
_RULES: Final = frozenset({"YEARLY", "MONTHLY", "WEEKLY"})
"""How often days off repeat; a rule by the second would be listed for ever."""
_PARTS: Final = frozenset(
    {
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYDAY",
        "BYSETPOS",
    }
)
_MOST_NOTES: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    Attributes:
        days_off: In order.
        notes: What of it is no day off or cannot be read, a sentence each.
    """

    days_off: tuple[Off, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reach:
    """From which day to which days off are of interest."""

    first: date
    last: date

    def touches(self, off: Off) -> bool:
        return off.last >= self.first and off.first <= self.last


def read(file: bytes, deed: Deed, *, today: date) -> Found:
    """Read a file.

    Args:
        file: Its bytes.
        deed: What becomes of digests on its days.
        today: The present day.

    Raises:
        CalendarError: If it is no calendar, or more than a channel may have off.
    """
    if len(file) > MOST_BYTES:
        raise CalendarError(f"The file has more than {MOST_BYTES:,} bytes, which is too much.")
    reach = _Reach(today - BEHIND, today + AHEAD)
    events = _events(file)
    if sum(bool(event.get("RRULE")) for event in events) > _MOST_RULES:
        raise CalendarError(f"More than {_MOST_RULES} events of the file repeat.")
    changed = frozenset(filter(None, map(_changes, events)))
    found: set[Off] = set()
    notes: list[str] = []
    timed = 0
    for event in events:
        try:
            if _is_timed(event):
                timed += 1
            elif str(event.get("STATUS", "")).upper() != "CANCELLED":
                found.update(filter(reach.touches, _days_off(event, deed, changed, reach)))
        except CalendarError as problem:
            notes.append(f"“{_name(event) or 'An event without a name'}” is left out: {problem}")
        if sum(off.length for off in found) > MOST_DAYS:
            raise CalendarError(f"The file has more than {MOST_DAYS:,} days off.")
    return Found(tuple(sorted(found)), tuple(_noted(notes, timed)))


def _noted(notes: list[str], timed: int) -> Iterator[str]:
    yield from notes[:_MOST_NOTES]
    if len(notes) > _MOST_NOTES:
        yield f"{len(notes) - _MOST_NOTES:,} more events are left out."
    if timed:
        said = "1 event has" if timed == 1 else f"{timed:,} events have"
        yield f"{said} a time of day, so it is no day off and is left out."


def _events(file: bytes) -> list[Event]:
    try:
        calendars = File.from_ical(file, multiple=True)
    except (ValueError, IndexError, RecursionError) as problem:
        raise CalendarError(_NO_CALENDAR) from problem
    if not calendars:
        raise CalendarError(_NO_CALENDAR)
    return [event for one in calendars for event in one.walk("VEVENT") if isinstance(event, Event)]


_NO_CALENDAR: Final = (
    "This is no ICS file, which begins with BEGIN:VCALENDAR and ends with END:VCALENDAR."
)


def _changes(event: Event) -> tuple[str, date] | None:
    """Of what repeats an event may change one time: which of whose times it stands for."""
    at = event.get("RECURRENCE-ID")
    if not isinstance(at, vDDDTypes) or not isinstance(at.dt, date):
        return None
    return str(event.get("UID")), _as_date(at.dt)


def _is_timed(event: Event) -> bool:
    return isinstance(_property(event, "DTSTART"), datetime)


def _property(event: Event, name: str) -> Any:  # noqa: ANN401 - a date, a time or a duration
    """What a property holds, or None where there is none.

    Raises:
        CalendarError: If it cannot be read.
    """
    value = event.get(name)
    if value is None:
        return None
    try:
        return value.dt
    except (AttributeError, ValueError):
        raise CalendarError(f"its {name} cannot be read.") from None


def _as_date(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _name(event: Event) -> str:
    return named(str(event.get("SUMMARY", "")).replace('"', "")[: 2 * LONGEST_NAME])[:LONGEST_NAME]


def _days_off(
    event: Event, deed: Deed, changed: frozenset[tuple[str, date]], reach: _Reach
) -> Iterator[Off]:
    """The days off of one event, each time that it repeats."""
    start = _property(event, "DTSTART")
    if start is None:
        raise CalendarError("it has no DTSTART.")
    length = _length(event, start)
    is_change = event.get("RECURRENCE-ID") is not None
    for first in _starts(event, start, reach):
        if is_change or (str(event.get("UID")), first) not in changed:
            yield Off(first, first + length - ONE_DAY, _name(event), deed)


def _length(event: Event, start: date) -> timedelta:
    """How long it is: a day unless it says so; its end is the first day that is not off."""
    end, duration = _property(event, "DTEND"), _property(event, "DURATION")
    length = _as_date(end) - start if isinstance(end, date) else duration
    if not isinstance(length, timedelta) or length < ONE_DAY:
        return ONE_DAY
    if length > ONE_DAY * MOST_DAYS:
        raise CalendarError(f"it lasts more than {MOST_DAYS:,} days.")
    return timedelta(days=length.days)


def _starts(event: Event, start: date, reach: _Reach) -> Iterator[date]:
    """Each day on which it begins."""
    try:
        left_out = {_as_date(day) for day in event.exdates}
        added = {_as_date(day) for day, *_ in event.rdates if isinstance(day, date)}
    except (AttributeError, TypeError, ValueError):
        raise CalendarError("the days that it adds or leaves out cannot be read.") from None
    rule = event.get("RRULE")
    repeated = {start} if rule is None else set(_repeated(rule, start, reach))
    yield from sorted((repeated | added) - left_out)


def _repeated(rule: object, start: date, reach: _Reach) -> Iterator[date]:
    """Each day that a rule names, up to its own end or to where nobody looks any more."""
    if not isinstance(rule, vRecur):
        raise CalendarError("when it repeats cannot be read.")
    parts = {name.upper(): values for name, values in rule.items()}
    if parts.get("FREQ", [""])[0] not in _RULES or not parts.keys() <= _PARTS:
        raise CalendarError("it repeats in a way that I do not read; yearly is usual.")
    if any(interval < 1 for interval in parts.get("INTERVAL", ())):
        raise CalendarError("when it repeats cannot be read.")
    until = min(map(_as_date, parts.pop("UNTIL", ())), default=reach.last)
    text = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]  # it has none
    try:
        moments = rrulestr(text, dtstart=datetime.combine(start, time.min))
        days = (moment.date() for moment in moments)
        yield from takewhile(lambda day: day <= min(until, reach.last), days)
    except (ValueError, TypeError):
        raise CalendarError("when it repeats cannot be read.") from None
