"""When LaunchDarkly gives no answer at all: each channel is told once, not once for each alert.

A failure that is everybody's (`Failed.shared`) says nothing of any alert. After three looks in a
row that failed, the channel reads since when its alerts are not looked at; the same message says
when they are again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from bot.alerts import news
from bot.alerts.model import Alert
from bot.store.moments import from_ms, maybe, to_ms
from bot.store.tables import DELIVERIES, OUTAGES

LOOKS: Final = 3
"""So many in a row that fail are worth a word."""
_APART: Final = timedelta(minutes=10)
"""Looks of several alerts that are closer to each other are one."""
_T: Final = OUTAGES.c


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which no alert of a channel could be looked at.

    Attributes:
        id: Its number.
        channel: Which channel.
        reason: Which failure it was, a word of `bot.alerts.sentences`.
        since: When it was noticed.
        over_at: When LaunchDarkly answered again, or None.
        delivery: Which tells of it, or None while none does.
    """

    id: int
    channel: str
    reason: str
    since: datetime
    over_at: datetime | None
    delivery: int | None


def fails(connection: Connection, alert: Alert, reason: str, now: datetime) -> None:
    """LaunchDarkly did not answer for an alert, nor would it for another."""
    row = _open(connection, alert)
    if row is None:
        connection.execute(
            insert(OUTAGES).values(
                team=alert.team,
                channel=alert.channel,
                reason=reason,
                since=to_ms(now),
                looks=1,
                looked_at=to_ms(now),
                shown=False,
            )
        )
        return
    if to_ms(now) - row.looked_at < _APART / timedelta(milliseconds=1):
        return
    looks = row.looks + 1
    is_due = looks >= LOOKS and row.delivery_id is None
    delivery = news.deliver(connection, alert, now) if is_due else row.delivery_id
    values = {"looks": looks, "looked_at": to_ms(now), "reason": reason, "delivery_id": delivery}
    connection.execute(update(OUTAGES).where(_T.id == row.id).values(values))


def ends(connection: Connection, alert: Alert, now: datetime) -> None:
    """LaunchDarkly answers; of what nobody was told of, nobody is told that it is over."""
    row = _open(connection, alert)
    if row is not None:
        values = {"over_at": to_ms(now), "shown": row.delivery_id is None}
        connection.execute(update(OUTAGES).where(_T.id == row.id).values(values))


def of_delivery(connection: Connection, delivery: int) -> Outage | None:
    """The outage that a delivery tells of, if it tells of one."""
    row = connection.execute(select(OUTAGES).where(_T.delivery_id == delivery)).one_or_none()
    return _read(row) if row else None


def stale(connection: Connection, team: str) -> tuple[Outage, ...]:
    """Those that are over and whose messages stand and do not say so yet."""
    over = (
        select(OUTAGES)
        .join(DELIVERIES, DELIVERIES.c.id == _T.delivery_id)
        .where(_T.team == team, _T.over_at.is_not(None), _T.shown.is_(False))
        .where(DELIVERIES.c.state == "posted")
    )
    return tuple(map(_read, connection.execute(over)))


def shown(connection: Connection, outage: Outage) -> None:
    """Its message says that it is over."""
    connection.execute(update(OUTAGES).where(_T.id == outage.id).values(shown=True))


def _open(connection: Connection, alert: Alert) -> Row[Any] | None:
    mine = select(OUTAGES).where(_T.team == alert.team, _T.channel == alert.channel)
    first = mine.where(_T.over_at.is_(None)).order_by(_T.id).limit(1)
    return connection.execute(first.with_for_update()).one_or_none()


def _read(row: Row[Any]) -> Outage:
    return Outage(
        row.id,
        row.channel,
        row.reason,
        from_ms(row.since),
        maybe(row.over_at),
        row.delivery_id,
    )
