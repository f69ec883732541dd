"""The ledger: what has to come to which channel, who is at work on it, and what became of it.

    slots of digests, news of alerts --> deliveries --claim, post--> what became of it
                                              ^-- sweep: claims that ran out, and posts that nobody
                                                  knows about

Every function takes the present and a connection, does its work in one transaction and tells what
there is to do; nothing here talks to Slack. A change of state is a comparison and a change in one
statement: of two that want the same, one gets it. So planning twice, on several machines or late
does no harm, and a delivery that is handed out twice is posted once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Update, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.deliveries import Delivery, State
from bot.digests.ahead import is_anybodys
from bot.store.moments import from_ms, maybe, to_ms
from bot.store.tables import CHANGES, DELIVERIES, DIGESTS, INCIDENTS, NOTICES, OUTAGES

LEASE: Final = timedelta(minutes=5)
"""How long somebody may be at work on a delivery: longer than fetching, drawing and posting."""
SETTLE: Final = timedelta(seconds=60)
"""How long a post that nobody knows about may still be on its way to Slack."""
KEPT: Final = timedelta(days=400)
"""How long is known what became of a slot: a yearly digest still has its last one."""
_MOMENT: Final = timedelta(seconds=30)
"""As long as a digest that goes well takes at most."""
_BATCH: Final = 500
OPEN: Final[tuple[State, ...]] = ("pending", "posting", "unsure")
"""The states of what may still come."""
_D: Final = DELIVERIES.c


# -- what has to come -------------------------------------------------------------------------


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write deliveries; those that are there already, by slot or by news, are left out."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new: dict[str, Any] = {"state": "pending", "attempt": 0}
    statement = dialect.insert(DELIVERIES).on_conflict_do_nothing()
    connection.execute(statement, [new | row for row in rows])


# -- who does it ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's right to bring a delivery to its end, as long as their lease lasts.

    Attributes:
        delivery: The delivery's number.
        owner: Who has it; another claim on the same delivery has another owner.
    """

    delivery: int
    owner: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A delivery whose time has come.

    Attributes:
        delivery: Its number.
        channel: Where it comes.
        since: Since when it waits.
    """

    delivery: int
    channel: str
    since: datetime


def ready(  # noqa: PLR0913, PLR0917 - who asks for how many of what
    connection: Connection,
    team: str,
    by: str,
    now: datetime,
    most: int,
    but: Collection[str] = (),
) -> tuple[Ready, ...]:
    """What waits longest in each channel, the one that waits longest of all first.

    So a channel to which hundreds come does not keep the others waiting. One where somebody is
    posting waits: Slack takes one message after the other, and of two at once refuses one.

    Args:
        connection: To the database.
        team: The workspace; those of others are for bots that have their tokens.
        by: The name of the one who asks, who may have made some of them ahead.
        now: The present.
        most: How many are wanted.
        but: Channels that have enough to do.
    """
    order = (_D.not_before, _D.id)
    place = func.row_number().over(partition_by=_D.place, order_by=order)
    waiting = (
        select(_D.id, _D.not_before, _D.place, place.label("nth"))
        .outerjoin(DIGESTS)
        .where(_D.team == team, _D.state == "pending", _D.not_before <= to_ms(now))
        .where(_D.place.not_in(but), _D.place.not_in(_busy(team, now)), is_anybodys(by, now))
        .subquery()
    )
    first = select(waiting).where(waiting.c.nth == 1)
    found = connection.execute(first.order_by(waiting.c.not_before, waiting.c.id).limit(most))
    return tuple(Ready(row.id, row.place, from_ms(row.not_before)) for row in found)


def _busy(team: str, now: datetime) -> Select[Any]:
    """The channels where somebody has begun a moment ago; whoever died there is not waited for."""
    fresh = _D.leased_until > to_ms(now + LEASE - _MOMENT)
    return select(_D.place).where(_D.team == team, _D.state == "posting", fresh)


def claim(connection: Connection, delivery: int, owner: str, now: datetime) -> Claim | None:
    """Take a delivery; None if it is not to be had, be it taken, done or not due yet."""
    taken = _moved(
        connection,
        update(DELIVERIES).where(
            _D.id == delivery, _D.state == "pending", _D.not_before <= to_ms(now)
        ),
        state="posting",
        owner=owner,
        leased_until=to_ms(now + LEASE),
        attempt=_D.attempt + 1,
        begun_at=None,
    )
    return Claim(delivery, owner) if taken else None


def begin(
    connection: Connection, claimed: Claim, channel: str, manner: str | None, now: datetime
) -> bool:
    """Write down that the post begins, where, and how much of a digest it is, before it does.

    Returns:
        False if the lease ran out meanwhile: then it must not begin.
    """
    return _moved(
        connection,
        _mine(claimed).where(_D.leased_until > to_ms(now)),
        channel=channel,
        manner=manner,
        begun_at=to_ms(now),
        leased_until=to_ms(now + LEASE),
    )


# -- what became of it ------------------------------------------------------------------------


def posted(connection: Connection, claimed: Claim, channel: str, ts: str, now: datetime) -> bool:
    """Slack took it."""
    done = {"state": "posted", "channel": channel, "ts": ts, "ended_at": to_ms(now)}
    return _moved(connection, _mine(claimed), **done)


def ended(
    connection: Connection, claimed: Claim, state: State, why: str | None, now: datetime
) -> bool:
    """It comes to its end without a message: nothing moved, too late, or never taken."""
    return _moved(connection, _mine(claimed), state=state, why=why, ended_at=to_ms(now))


def later(connection: Connection, claimed: Claim, until: datetime, why: str) -> bool:
    """It was not posted for sure, and is tried again."""
    return _moved(
        connection, _mine(claimed), state="pending", not_before=to_ms(until), why=why, begun_at=None
    )


def unsure(connection: Connection, claimed: Claim, now: datetime) -> bool:
    """It may have been posted; Slack is asked once nothing can be on its way any more.

    Returns:
        False if no post was begun, so that none can have arrived.
    """
    begun = _mine(claimed).where(_D.begun_at.is_not(None))
    return _moved(connection, begun, state="unsure", leased_until=to_ms(now + SETTLE))


def _mine(claimed: Claim) -> Update:
    return update(DELIVERIES).where(
        _D.id == claimed.delivery, _D.state == "posting", _D.owner == claimed.owner
    )


# -- what nobody knows ------------------------------------------------------------------------


def sweep(connection: Connection, team: str, now: datetime) -> tuple[Delivery, ...]:
    """Take from those whose lease ran out what they were at, and list what Slack has to be asked.

    Whoever died before the post began has posted nothing; its delivery is simply tried again. Only
    a workspace's own bot can ask about its channels.
    """
    over = update(DELIVERIES).where(_D.state == "posting", _D.leased_until <= to_ms(now))
    why = "the one who was at it stopped"
    not_begun = over.where(_D.begun_at.is_(None))
    connection.execute(not_begun.values(state="pending", not_before=to_ms(now), why=why))
    settled = to_ms(now + SETTLE)
    connection.execute(over.values(state="unsure", leased_until=settled, why=why))
    open_ = select(DELIVERIES).where(_D.team == team)
    open_ = open_.where(_D.state == "unsure", _D.leased_until <= to_ms(now))
    return tuple(map(_delivery, connection.execute(open_.order_by(_D.id).limit(_BATCH))))


def orphaned(connection: Connection, now: datetime) -> int:
    """Let all leases run out, for a bot that has the database to itself and has just begun.

    Returns:
        How many somebody else had left behind.
    """
    left = update(DELIVERIES).where(_D.state == "posting")
    return connection.execute(left.values(leased_until=to_ms(now))).rowcount


def found(connection: Connection, delivery: int, channel: str, ts: str, now: datetime) -> bool:
    """It stands in its channel, whoever posted it: nobody has to post it any more."""
    open_ = update(DELIVERIES).where(_D.id == delivery, _D.state.in_(OPEN))
    done = {"state": "posted", "channel": channel, "ts": ts, "ended_at": to_ms(now)}
    return _moved(connection, open_, **done)


def not_found(connection: Connection, open_: Delivery, why: str, now: datetime) -> bool:
    """A post that nobody knew about does not stand in its channel: it is tried again."""
    return _moved(connection, _same(open_), state="pending", not_before=to_ms(now), why=why)


def not_known(connection: Connection, open_: Delivery, until: datetime) -> bool:
    """Slack does not tell for now; it is asked again."""
    return _moved(connection, _same(open_), leased_until=to_ms(until))


def _same(open_: Delivery) -> Update:
    """A delivery that is still unsure for the same reason: by now another post may be."""
    return update(DELIVERIES).where(
        _D.id == open_.id, _D.state == "unsure", _D.attempt == open_.attempt
    )


# -- what there was ---------------------------------------------------------------------------


def history(connection: Connection, digest: int, most: int = 12) -> tuple[Delivery, ...]:
    """What became of the latest slots, the newest first."""
    statement = _of(digest).order_by(_D.due.desc()).limit(most)
    return tuple(map(_delivery, connection.execute(statement)))


def forget(connection: Connection, now: datetime) -> int:
    """Forget deliveries that ended long ago, and what they told of alerts; returns how many."""
    before = to_ms(now - KEPT)
    connection.execute(delete(CHANGES).where(CHANGES.c.at < before))
    old = select(_D.id).where(_D.ended_at < before)
    for table in (OUTAGES, NOTICES):
        connection.execute(delete(table).where(table.c.delivery_id.in_(old)))
    told = select(NOTICES.c.incident_id).where(NOTICES.c.incident_id.is_not(None))
    over = INCIDENTS.c.delivery_id.in_(old) & INCIDENTS.c.closed_at.is_not(None)
    connection.execute(delete(INCIDENTS).where(over, INCIDENTS.c.id.not_in(told)))
    # An incident that is open is known however long ago it was posted.
    heads = select(INCIDENTS.c.delivery_id)
    gone = delete(DELIVERIES).where(_D.ended_at < before, _D.id.not_in(heads))
    return connection.execute(gone).rowcount


def get(connection: Connection, delivery: int) -> Delivery:
    """A delivery by its number."""
    return _delivery(connection.execute(select(DELIVERIES).where(_D.id == delivery)).one())


def _of(digest: int) -> Select[Any]:
    return select(DELIVERIES).where(_D.digest_id == digest)


def _moved(connection: Connection, statement: Update, **values: Any) -> bool:  # noqa: ANN401 - columns' values
    return connection.execute(statement.values(**values)).rowcount == 1


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        digest=row.digest_id,
        alert=row.alert_id,
        due=from_ms(row.due),
        asked_by=row.asked_by,
        state=row.state,
        attempt=row.attempt,
        begun_at=maybe(row.begun_at),
        ended_at=maybe(row.ended_at),
        channel=row.channel,
        ts=row.ts,
        why=row.why,
        moved_from=maybe(row.moved_from),
        moved_why=row.moved_why,
        manner=row.manner,
    )
