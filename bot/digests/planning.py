"""What is due: a delivery for each slot of each digest that has come.

Every function takes the present and a connection and does its work in one transaction. Planning
twice, on several machines or late does no harm: a slot has one delivery.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select, text, update

from bot import ledger
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import NO_DAYS_OFF
from bot.deliveries import State
from bot.digests.cadence import Cadence
from bot.digests.fates import Fate, fate
from bot.store.moments import from_ms, to_ms
from bot.store.tables import DELIVERIES, DIGESTS

GRACE: Final = timedelta(hours=12)
"""How late a digest still is of use; after that its slot is skipped, and said to be."""
PUNCTUAL: Final = timedelta(minutes=2)
"""What nobody calls late."""
BATCH: Final = 500
"""Digests that are planned in one transaction."""
_MOST_MISSED: Final = 50
"""Slots of one digest that are written down as missed; of more the earliest are not."""
_D: Final = DELIVERIES.c


def plan(connection: Connection, now: datetime) -> int:
    """Write a delivery for each slot that has come, and find the next slot of each digest.

    Of several slots that passed while nobody looked the latest is delivered, if it is not too
    late; the others are written down as skipped. So is a slot on a day off of its channel, or it
    is delivered on a later day.

    Returns:
        How many digests were due; as many as fit into one transaction, so ask again until none is.
    """
    due = (
        select(DIGESTS)
        .where(DIGESTS.c.next_due <= to_ms(now))
        .order_by(DIGESTS.c.next_due, DIGESTS.c.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(due).all()
    calendars = kept.calendars(connection, {Channel(row.team, row.channel) for row in rows})
    for row in rows:
        cadence = Cadence(row.cron, row.zone)
        first = from_ms(row.next_due)
        slots = (first, *cadence.missed(first, now, _MOST_MISSED))
        calendar = calendars.get(Channel(row.team, row.channel), NO_DAYS_OFF)
        fates = [fate(slot, cadence, calendar) for slot in slots]
        ledger.add(connection, [_new(row) | one for one in _planned(fates, now)])
        connection.execute(
            update(DIGESTS)
            .where(DIGESTS.c.id == row.id, DIGESTS.c.next_due == row.next_due)
            .values(next_due=to_ms(cadence.next_due(now)))
        )
    return len(rows)


def recount(connection: Connection) -> None:
    """Let the database know that much was planned.

    PostgreSQL counts its rows now and then. Until it has, it takes thousands of deliveries for a
    few and goes through all digests for each: two seconds instead of six milliseconds for 5,000.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {DIGESTS.name}, {DELIVERIES.name}"))


def _planned(fates: Iterable[Fate], now: datetime) -> Iterator[dict[str, Any]]:
    """What is said of each slot; of those whose time has come the latest is delivered."""
    fates = tuple(fates)
    latest = max((one.at for one in fates if one.at and one.at <= now), default=None)
    for one in fates:
        due = one.at or one.slot
        state, why = ("skipped", one.why) if one.at is None else _due(one.at, latest, now)
        yield {
            "due": to_ms(due),
            "not_before": to_ms(due),
            "state": state,
            "why": why,
            "ended_at": to_ms(now) if state == "skipped" else None,
            "moved_from": to_ms(one.slot) if due != one.slot else None,
            "moved_why": one.why if due != one.slot else None,
        }


def _due(at: datetime, latest: datetime | None, now: datetime) -> tuple[State, str | None]:
    """What is to become of a delivery that comes at some time, and why if that is not usual."""
    if at > now:
        return "pending", None
    if at != latest:
        return "skipped", "a later one came instead"
    if now - at > GRACE:
        return "skipped", "Drumbeat was not running, and by then it was too late"
    return "pending", "Drumbeat was not running" if now - at > PUNCTUAL else None


def ask(connection: Connection, digest: int, by: str, now: datetime) -> int:
    """Write a delivery that somebody asks for; the rhythm stays as it is.

    Returns:
        Its number.
    """
    found = connection.execute(select(DIGESTS).where(DIGESTS.c.id == digest)).one()
    due = to_ms(now)
    ledger.add(connection, [_new(found) | {"due": due, "not_before": due, "asked_by": by}])
    asked = select(_D.id).where(_D.digest_id == digest, _D.due == due)
    return int(connection.execute(asked).scalar_one())


def _new(digest: Row[Any]) -> dict[str, Any]:
    """A delivery of a digest that nobody has taken."""
    return {
        "digest_id": digest.id,
        "team": digest.team,
        "place": digest.channel,
    }
