"""Hours in which a channel hears nothing of alerts: what there is to tell waits for their end.

20:00-8:00 zone Europe/Berlin
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from bot.alerts.quieting import QuietError
from bot.digests.cadence import zone_named
from bot.digests.errors import CadenceError, printable
from bot.store.tables import QUIET_HOURS

EXAMPLE: Final = "/drumbeat alert hours 20:00-8:00 zone Europe/Berlin"
WAITED: Final = "quiet hours"
"""Why a delivery waits, in the ledger."""
_Q: Final = QUIET_HOURS.c
_TYPED: Final = re.compile(
    r"(?:from )?([0-9]{1,2}:[0-9]{2}) ?(?:-|\u2013|to|until) ?([0-9]{1,2}:[0-9]{2})"
    r"(?:,? (?:zone[ =])?([^ ]+))?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Each day from one time to another, by the clock of a place.

    Attributes:
        begin: From then on.
        end: Until then, on the next day where that is earlier.
        zone: The place's.
    """

    begin: time
    end: time
    zone: str

    @property
    def told(self) -> str:
        """They as they are typed."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M} zone {self.zone}"

    def end_of(self, now: datetime) -> datetime | None:
        """When it is over (UTC), or None outside of them."""
        zone = ZoneInfo(self.zone)
        there = now.astimezone(zone)
        clock, is_night = there.time(), self.end <= self.begin
        late, early = clock >= self.begin, clock < self.end
        if not ((late or early) if is_night else (late and early)):
            return None
        day = there.date() + timedelta(days=1 if is_night and late else 0)
        return datetime.combine(day, self.end, tzinfo=zone).astimezone(UTC)


def read(text: str, *, zone: ZoneInfo) -> Hours:
    """Read what was typed.

    Args:
        text: What stands behind `/drumbeat alert hours`.
        zone: The zone of the person who typed it.

    Raises:
        QuietError: If it is no stretch of the day.
    """
    match = _TYPED.fullmatch(" ".join(text.split()))
    if match is None:
        raise QuietError("From when to when, each day? Or off, to end them.", EXAMPLE)
    begin, end = _clock(match[1]), _clock(match[2])
    if begin == end:
        raise QuietError("That is the whole day. Quiet the channel instead, or pause.", EXAMPLE)
    try:
        place = zone_named(match[3]) if match[3] else zone
    except CadenceError as problem:
        raise QuietError(str(problem), EXAMPLE) from problem
    return Hours(begin, end, place.key)


def _clock(word: str) -> time:
    hour, _, minute = word.partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise QuietError(f"“{printable(word)}” is not a time of day.", EXAMPLE) from None


def find(connection: Connection, team: str, channel: str) -> Hours | None:
    """Those of a channel, if it has any."""
    mine = select(QUIET_HOURS).where(_Q.team == team, _Q.channel == channel)
    row = connection.execute(mine).one_or_none()
    if row is None:
        return None
    return Hours(time.fromisoformat(row.begin), time.fromisoformat(row.end), row.zone)


def keep(connection: Connection, team: str, channel: str, hours: Hours | None, by: str) -> None:
    """Keep those of a channel in place of what it had; None ends them."""
    connection.execute(delete(QUIET_HOURS).where(_Q.team == team, _Q.channel == channel))
    if hours is None:
        return
    row = {
        "team": team,
        "channel": channel,
        "begin": f"{hours.begin:%H:%M}",
        "end": f"{hours.end:%H:%M}",
        "zone": hours.zone,
        "by": by,
    }
    connection.execute(insert(QUIET_HOURS).values(row))
