"""Deliveries that were moved off a day off, when calendar or channel change before they come.

slot on a day off --plan--> comes on a later day --that day is off by now--> a later day yet
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Calendar
from bot.digests.cadence import Cadence
from bot.digests.fates import fate, is_off
from bot.store.moments import from_ms, to_ms
from bot.store.tables import DELIVERIES, DIGESTS

_D: Final = DELIVERIES.c


@dataclass(frozen=True, slots=True)
class _Moved:
    """A delivery that comes later than its slot."""

    id: int
    due_ms: int
    slot_ms: int
    cron: str
    zone: str

    @property
    def due(self) -> datetime:
        return from_ms(self.due_ms)

    @property
    def slot(self) -> datetime:
        return from_ms(self.slot_ms)

    @property
    def cadence(self) -> Cadence:
        return Cadence(self.cron, self.zone)


def rearrange(connection: Connection, channel: Channel, now: datetime) -> int:
    """Move deliveries once more, or leave them out, that would come on a day that is off by now.

    What was moved for a day that is not off any more comes when people were told that it would.

    Returns:
        How many there were.
    """
    moved = (
        select(_D.id, _D.due, _D.moved_from, DIGESTS.c.cron, DIGESTS.c.zone)
        .join(DIGESTS, DIGESTS.c.id == _D.digest_id)
        .where(DIGESTS.c.team == channel.team, DIGESTS.c.channel == channel.id)
        .where(_D.state == "pending", _D.moved_from.is_not(None), _D.due > to_ms(now))
    )
    calendar = kept.calendar(connection, channel)
    rows = [_Moved(*row) for row in connection.execute(moved)]
    off = [one for one in rows if is_off(one.due, one.cadence, calendar)]
    for one in off:
        values = _rearranged(one, calendar, now)
        connection.execute(
            update(DELIVERIES).where(_D.id == one.id, _D.state == "pending").values(values)
        )
    return len(off)


def _rearranged(one: _Moved, calendar: Calendar, now: datetime) -> dict[str, Any]:
    found = fate(one.slot, one.cadence, calendar)
    if found.at is not None and found.at <= now:
        # Its own day is not off any more, but has passed; the day it was moved to decides.
        found = fate(one.due, one.cadence, calendar)
    if found.at is not None:
        due = to_ms(found.at)
        return {"due": due, "not_before": due, "moved_why": found.why}
    return {
        "due": to_ms(one.slot),
        "state": "skipped",
        "why": found.why,
        "ended_at": to_ms(now),
        "moved_from": None,
        "moved_why": None,
    }
