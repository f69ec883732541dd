"""How often a digest comes: a cron line, kept by the clock on the wall of a zone.

A cron line names readings of that clock, and a change of the clock skips some readings and repeats
others. What is skipped comes once, later by as much as was skipped; what is repeated comes the
first time. So a daily digest comes once for every date, whatever becomes of its hour. cronsim lists
the readings; when they are is worked out here, because it takes a repeated reading for one that is
still to come, and makes up for a date that its zone left out (Samoa's 30 December 2011).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim

from bot.digests.cron_lines import checked, spelled, typed
from bot.digests.errors import CadenceError, printable
from bot.grammar.hints import near

_LONGEST_GAP: Final = timedelta(days=1)
"""The most that a change of the clock has ever skipped."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often something comes, and by which clock.

    Whatever is given is checked and put into one spelling, so that equal ones are alike.

    Attributes:
        cron: Five fields: minute, hour, day of the month, month and day of the week.
        zone: The IANA name of the zone whose clock it is.

    Raises:
        CadenceError: If nothing ever comes like that, or too often, or it is no zone.
    """

    cron: str
    zone: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "cron", checked(self.cron))
        object.__setattr__(self, "zone", zone_named(self.zone).key)

    @property
    def zone_info(self) -> ZoneInfo:
        """The zone whose clock it is."""
        return ZoneInfo(self.zone)

    def next_due(self, after: datetime) -> datetime:
        """The first time (UTC) that comes after a moment (aware), the moment itself not counted."""
        return next(self._slots(after))

    def upcoming(self, after: datetime, count: int) -> tuple[datetime, ...]:
        """The next times (UTC) after a moment (aware), so many of them."""
        return tuple(islice(self._slots(after), count))

    def missed(self, since: datetime, until: datetime, most: int) -> tuple[datetime, ...]:
        """The last times (UTC) after one moment and up to another, itself counted; in order.

        Args:
            since: What came up to here has been dealt with (aware).
            until: The present (aware).
            most: How many of them are wanted; the latest ones are kept.
        """
        since, until = since.astimezone(UTC), until.astimezone(UTC)
        reach = timedelta(days=1)
        while True:
            # However long ago `since` is, only as much is listed as it takes.
            begin = max(since, until - reach)
            found = tuple(takewhile(lambda due: due <= until, self._slots(begin)))
            if begin == since or len(found) >= most:
                return found[max(0, len(found) - most) :]
            reach *= 2

    def slot_name(self, due: datetime) -> str:
        """When one of them is, by its own clock: Mon 23 Nov 09:00 Europe/Berlin."""
        there = due.astimezone(self.zone_info)
        return f"{there:%a} {there.day} {there:%b %H:%M} {self.zone}"

    @property
    def spelled(self) -> str:
        """The cadence in words, which say nothing of the zone: every Monday at 09:00."""
        return spelled(self.cron)

    @property
    def typed(self) -> str:
        """The cadence as it is typed: every monday 09:00, or cron 0 9 * * 1-5/2."""
        return typed(self.cron)

    def _slots(self, after: datetime) -> Iterator[datetime]:
        """All times after a moment, in order, each once."""
        zone = self.zone_info
        begin = after.astimezone(zone).replace(tzinfo=None) - _LONGEST_GAP
        waiting: set[datetime] = set()
        for reading in CronSim(self.cron, begin):  # pragma: no branch - there is always another
            due = reading.replace(tzinfo=zone).astimezone(UTC)
            if due > after:
                waiting.add(due)
            if due.astimezone(zone).replace(tzinfo=None) != reading:
                continue  # It is skipped, and others may come before the time it is moved to.
            ready = sorted(one for one in waiting if one <= due)
            waiting.difference_update(ready)
            yield from ready


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters."""
    return {name.casefold(): name for name in sorted(available_timezones())}


def zone_named(name: str) -> ZoneInfo:
    """The zone that a name means, in any case.

    Raises:
        CadenceError: If there is none; the nearest is named.
    """
    low = name.casefold()
    if found := _zones().get(low):
        return ZoneInfo(found)
    cities = {zone.rpartition("/")[2]: zone for zone in _zones()}
    meant = cities.get(low) or near(low, _zones()) or cities.get(near(low, cities) or "")
    hint = f"Did you mean {_zones()[meant]}?" if meant else "Zones are named like Europe/Berlin."
    raise CadenceError(
        f"“{printable(name)}” is not a time zone. {hint}",
        rhythm="every monday 09:00 zone Europe/Berlin",
    )
