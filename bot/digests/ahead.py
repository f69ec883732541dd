"""Slots that come soon, whose digests are made ahead so that they are punctual.

On the hour hundreds of digests may be due at once, and each takes seconds to read, draw and upload.
Nothing of that can be seen, so it is done in the minutes before. One bot makes each and has a short
head start to post it, since what it made is in its memory; whoever makes one and dies delays it by
no more than that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.sql import ColumnElement

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import NO_DAYS_OFF, ONE_DAY, Calendar
from bot.digests.cadence import Cadence
from bot.digests.fates import fate
from bot.reading import BUCKET_ZONE
from bot.request import Request
from bot.store.moments import from_ms, to_ms
from bot.store.tables import DELIVERIES, DIGESTS

AHEAD: Final = timedelta(minutes=5)
"""How long before its slot a digest may be made."""
HEAD_START: Final = timedelta(seconds=10)
"""How long after a slot its digest is left to the one who made it."""
_T: Final = DIGESTS.c


@dataclass(frozen=True, slots=True)
class Slot:
    """When a digest comes next."""

    digest: int
    due: datetime


def take(connection: Connection, team: str, by: str, now: datetime, most: int) -> tuple[Slot, ...]:
    """Take slots to make, the next ones first; nobody else does.

    Args:
        connection: To the database.
        team: The workspace.
        by: The bot's name.
        now: The present.
        most: How many are wanted; one on a day off is taken, and not listed.
    """
    soon = (
        select(_T.id, _T.channel, _T.cron, _T.zone, _T.next_due)
        .where(_T.team == team, _T.next_due > to_ms(now), _T.next_due <= to_ms(now + AHEAD))
        .where(or_(_T.ahead_of.is_(None), _T.ahead_of != _T.next_due))
        .order_by(_T.next_due, _T.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(soon).all()
    ids = [row.id for row in rows]
    mine = update(DIGESTS).where(_T.id.in_(ids))
    connection.execute(mine.values(ahead_of=_T.next_due, ahead_by=by))
    calendars = kept.calendars(connection, {Channel(team, row.channel) for row in rows})
    return tuple(
        Slot(row.id, slot)
        for row in rows
        if _comes(
            slot := from_ms(row.next_due),
            Cadence(row.cron, row.zone),
            calendars.get(Channel(team, row.channel), NO_DAYS_OFF),
        )
    )


def _comes(slot: datetime, cadence: Cadence, calendar: Calendar) -> bool:
    return fate(slot, cadence, calendar).at == slot


def is_anybodys(by: str, now: datetime) -> ColumnElement[bool]:
    """Whether one may deliver what is joined here with its digest, or another has its head start.

    Args:
        by: The one's name.
        now: The present.
    """
    return or_(
        _T.ahead_of.is_(None),
        _T.ahead_of != DELIVERIES.c.due,
        _T.ahead_by == by,
        DELIVERIES.c.due <= to_ms(now - HEAD_START),
    )


def may_be_early(request: Request, slot: datetime) -> bool:
    """Whether what is read ahead of a slot covers the same buckets as what is read on it.

    A bucket that ends meanwhile would still be open when it is read, and be left out.
    """
    window = request.window
    if window is None:
        return True
    early = slot - AHEAD
    lasts = all(
        early.astimezone(zone).date() == slot.astimezone(zone).date()
        for zone in (ZoneInfo(BUCKET_ZONE), request.zone)
    )
    return lasts and window.bucket_length >= ONE_DAY
