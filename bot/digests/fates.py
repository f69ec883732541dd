"""What becomes of a slot by its channel's calendar: it comes, comes on a later day, or does not.

A slot on a day off is left out, or moved to the same time of the next day that is not off, as the
calendar says. If another slot comes until then, that one stands for both: nothing comes twice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.calendars.model import ONE_DAY, Calendar, Off
from bot.digests.cadence import Cadence

_BARELY: Final = timedelta(microseconds=1)
_LOOKED_AHEAD: Final = 60
"""Slots among which the next one that comes is looked for."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a slot.

    Attributes:
        slot: When it would come.
        at: When it comes; None if it does not.
        why: Which day off moves it or lets it not come, or None.
    """

    slot: datetime
    at: datetime | None
    why: str | None = None


def fate(slot: datetime, cadence: Cadence, calendar: Calendar) -> Fate:
    """What becomes of a slot.

    Args:
        slot: One of the cadence (UTC).
        cadence: How often the digest comes.
        calendar: Of its channel.
    """
    off = is_off(slot, cadence, calendar)
    if off is None:
        return Fate(slot, slot)
    if off.deed == "skip":
        return Fate(slot, None, off.why)
    at = _next_day_on(slot, cadence.zone_info, calendar)
    other = _other(slot, at, cadence, calendar)
    if other is not None:
        return Fate(slot, None, f"{off.why}; that of {cadence.slot_name(other)} stands for it")
    return Fate(slot, at, off.why)


def is_off(moment: datetime, cadence: Cadence, calendar: Calendar) -> Off | None:
    """The day off that a moment lies on, by the clock of a cadence."""
    return calendar.on(_day(moment, cadence.zone_info))


def upcoming(cadence: Cadence, calendar: Calendar, after: datetime, count: int) -> tuple[Fate, ...]:
    """What becomes of the next slots after a moment (aware), so many of them."""
    return tuple(fate(slot, cadence, calendar) for slot in cadence.upcoming(after, count))


def comes_next(cadence: Cadence, calendar: Calendar, after: datetime) -> datetime:
    """When a digest comes next; its next slot if so many in a row are left out."""
    first = slot = cadence.next_due(after)
    for _ in range(_LOOKED_AHEAD):
        if found := fate(slot, cadence, calendar).at:
            return found
        slot = cadence.next_due(slot)
    return first


def _next_day_on(slot: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The same time by the clock on the wall, on the next day that is not off."""
    wall = slot.astimezone(zone)
    day = wall.date() + ONE_DAY
    # The clock may have no such time on a day, or its zone may leave a day out; so what is looked
    # at is the day on which it would really come.
    while calendar.on(_day(at := _moment(day, wall.time(), zone), zone)):
        day += ONE_DAY
    return at


def _other(slot: datetime, at: datetime, cadence: Cadence, calendar: Calendar) -> datetime | None:
    """The first slot after one and up to a moment that is not left out."""
    found = cadence.next_due(slot)
    while found <= at:
        day = _day(found, cadence.zone_info)
        off = calendar.on(day)
        if off is None or off.deed == "shift":
            return found
        # All other slots of that day are left out as well, and there may be many.
        midnight = _moment(day + ONE_DAY, time.min, cadence.zone_info)
        found = cadence.next_due(max(found, midnight - _BARELY))
    return None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """When the clock on the wall shows a time: the first time, or as much later as was skipped."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
