"""What alerts have to tell: kept with what is remembered, in one transaction, and told once.

    look --> memories, changes, notices --> a delivery --> the incident's message, or its thread

What is remembered and what is told of it stand or fall together, so no state is ever entered that
people would not hear of, and none is told that was not entered.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, func, insert, select, update

from bot import ledger
from bot.alerts import book, hours
from bot.alerts.events import Event, Step
from bot.alerts.model import Alert, Incident, Notice
from bot.store.moments import from_ms, maybe, to_ms
from bot.store.tables import CHANGES, DELIVERIES, INCIDENTS, NOTICES

_EVENT: Final = TypeAdapter(Event)
_STORY: Final = TypeAdapter(dict[str, Event])
_I: Final = INCIDENTS.c


def keep(
    connection: Connection,
    alert: Alert,
    steps: Mapping[str, Step],
    now: datetime,
    next_look: datetime | None,
) -> bool:
    """Keep what came of looking once, or of somebody's press.

    Args:
        connection: To the database.
        alert: As it was read.
        steps: What came of it, by series; what is remembered of others stays.
        now: The present.
        next_look: When somebody looks next.

    Returns:
        False if somebody else kept something meanwhile; then nothing is kept.
    """
    memories = {**alert.memories, **{name: step.memory for name, step in steps.items()}}
    if not book.remember(connection, alert, memories, next_look):
        return False
    _note(connection, alert, steps)
    events = [(name, event) for name, step in steps.items() for event in step.events]
    is_over = all(memory.episode is None for memory in memories.values())
    delivery = deliver(connection, alert, now) if events else None
    incident = _incident(connection, alert, events, delivery, now)
    if delivery is not None:
        _tell(connection, alert, events, delivery, incident)
    if incident is not None:
        _go_on(connection, incident, events, now if is_over else None)
    return True


def _note(connection: Connection, alert: Alert, steps: Mapping[str, Step]) -> None:
    rows = [
        {
            "alert_id": alert.id,
            "series": name,
            "at": to_ms(line.at),
            "episode": line.episode,
            "what": line.what,
            "why": line.why,
        }
        for name, step in steps.items()
        for line in step.history
    ]
    if rows:
        connection.execute(insert(CHANGES), rows)


def deliver(connection: Connection, alert: Alert, now: datetime) -> int:
    """A delivery of its own for what there is to tell now, however short a moment after another.

    In the quiet hours of its channel it waits for their end.
    """
    mine = DELIVERIES.c.alert_id == alert.id
    last = connection.execute(select(func.max(DELIVERIES.c.due)).where(mine)).scalar()
    due = max(to_ms(now), (last or 0) + 1)
    row = {"alert_id": alert.id, "team": alert.team, "place": alert.channel, "due": due}
    quiet = hours.find(connection, alert.team, alert.channel)
    end = quiet.end_of(now) if quiet else None
    waits = {"not_before": to_ms(end or now), "why": hours.WAITED if end else None}
    ledger.add(connection, [row | waits])
    found = select(DELIVERIES.c.id).where(mine, DELIVERIES.c.due == due)
    return int(connection.execute(found).scalar_one())


def _tell(
    connection: Connection,
    alert: Alert,
    events: list[tuple[str, Event]],
    delivery: int,
    incident: Incident | None,
) -> None:
    rows = [
        {
            "alert_id": alert.id,
            "delivery_id": delivery,
            "incident_id": incident.id if incident else None,
            "series": name,
            "episode": event.key.episode,
            "kind": event.key.kind,
            "ordinal": event.key.ordinal,
            "at": to_ms(event.at),
            "event": _EVENT.dump_json(event).decode(),
        }
        for name, event in events
    ]
    connection.execute(insert(NOTICES), rows)


# -- incidents ----------------------------------------------------------------------------------


def _incident(
    connection: Connection,
    alert: Alert,
    events: list[tuple[str, Event]],
    delivery: int | None,
    now: datetime,
) -> Incident | None:
    """The open incident; a new one if a series fires and there is none."""
    found = open_incident(connection, alert.id)
    if found is not None or delivery is None:
        return found
    if not any(event.key.kind == "firing" for _, event in events):
        return None
    last = latest(connection, alert.id)
    row = {
        "alert_id": alert.id,
        "number": last.number + 1 if last else 1,
        "opened_at": to_ms(now),
        "story": "{}",
        "delivery_id": delivery,
        "version": 0,
        "shown": 0,
    }
    connection.execute(insert(INCIDENTS).values(row))
    return open_incident(connection, alert.id)


def _go_on(
    connection: Connection,
    incident: Incident,
    events: list[tuple[str, Event]],
    closed_at: datetime | None,
) -> None:
    """Write down what its message has to say from now on."""
    story = {**incident.story, **dict(events)}
    values = {
        "story": _STORY.dump_json(story).decode(),
        "version": incident.version + 1,
        "closed_at": to_ms(closed_at) if closed_at else None,
    }
    connection.execute(update(INCIDENTS).where(_I.id == incident.id).values(values))


def open_incident(connection: Connection, alert: int) -> Incident | None:
    """The incident of an alert that is not over, if one is not."""
    row = connection.execute(
        select(INCIDENTS).where(_I.alert_id == alert, _I.closed_at.is_(None))
    ).one_or_none()
    return _read(row) if row else None


def latest(connection: Connection, alert: int) -> Incident | None:
    """The incident of an alert that came last, over or not."""
    of_it = select(INCIDENTS).where(_I.alert_id == alert).order_by(_I.number.desc()).limit(1)
    row = connection.execute(of_it).one_or_none()
    return _read(row) if row else None


def incident(connection: Connection, id_: int) -> Incident:
    """An incident by its own number."""
    return _read(connection.execute(select(INCIDENTS).where(_I.id == id_)).one())


def stale(connection: Connection, team: str, most: int) -> tuple[Incident, ...]:
    """Incidents whose messages stand and do not say yet what they have to."""
    found = connection.execute(
        select(INCIDENTS)
        .join(DELIVERIES, DELIVERIES.c.id == _I.delivery_id)
        .where(DELIVERIES.c.team == team, DELIVERIES.c.state == "posted", _I.shown < _I.version)
        .order_by(_I.id)
        .limit(most)
    )
    return tuple(map(_read, found))


def shown(connection: Connection, incident: Incident) -> None:
    """Its message says what this version of it has to say."""
    mine = update(INCIDENTS).where(_I.id == incident.id, _I.shown < incident.version)
    connection.execute(mine.values(shown=incident.version))


def post_anew(connection: Connection, incident: Incident, alert: Alert, now: datetime) -> bool:
    """Somebody deleted its message: it is posted again, with all that it has to say.

    Returns:
        False if another has seen to that, or it is over: then nobody misses it.
    """
    mine = update(INCIDENTS).where(_I.id == incident.id)
    gone = mine.where(_I.delivery_id == incident.delivery, _I.closed_at.is_(None))
    if connection.execute(gone.values(version=incident.version + 1)).rowcount != 1:
        return False
    connection.execute(mine.values(delivery_id=deliver(connection, alert, now)))
    return True


def of_delivery(connection: Connection, delivery: int) -> tuple[Notice, ...]:
    """What a delivery has to tell."""
    mine = select(NOTICES).where(NOTICES.c.delivery_id == delivery).order_by(NOTICES.c.id)
    return tuple(
        Notice(row.series, row.incident_id, _EVENT.validate_json(row.event))
        for row in connection.execute(mine)
    )


def thread(connection: Connection, delivery: int) -> str | None:
    """The message in whose thread a delivery tells its news; None for one that has its own."""
    head = (
        select(DELIVERIES.c.ts)
        .join(INCIDENTS, _I.delivery_id == DELIVERIES.c.id)
        .join(NOTICES, NOTICES.c.incident_id == _I.id)
        .where(NOTICES.c.delivery_id == delivery, _I.delivery_id != delivery)
        .limit(1)
    )
    return connection.execute(head).scalar_one_or_none()


def opened_by(connection: Connection, delivery: int) -> Incident | None:
    """The incident whose message a delivery brings, if it brings one."""
    row = connection.execute(select(INCIDENTS).where(_I.delivery_id == delivery)).one_or_none()
    return _read(row) if row else None


def _read(row: Row[Any]) -> Incident:
    return Incident(
        id=row.id,
        alert=row.alert_id,
        number=row.number,
        opened_at=from_ms(row.opened_at),
        closed_at=maybe(row.closed_at),
        story=_STORY.validate_json(row.story),
        delivery=row.delivery_id,
        version=row.version,
        shown=row.shown,
    )
