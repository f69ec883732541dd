"""The alerts that people set up: kept, changed, found."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, func, or_, select, update

from bot.alerts import kept, silences
from bot.alerts.bounded import is_bounded
from bot.alerts.memory import Memory, Told
from bot.alerts.model import Alert, Change, Code, Held, Wish
from bot.store.moments import from_ms, maybe, to_ms
from bot.store.tables import ALERTS, CHANGES, SILENCES

MOST: Final = 100
"""Alerts that a channel may have."""
_T: Final = ALERTS.c
_BOUNDS: Final = TypeAdapter(dict[str, Held])
_QUIET: Final = (
    select(func.max(SILENCES.c.until)).where(silences.of(_T)).correlate(ALERTS).scalar_subquery()
)
_ALERTS: Final = select(ALERTS, _QUIET.label("quiet_until"))
"""With the end of whatever lets them be quiet, be that their own, their channel's or all's."""


class TooManyError(Exception):
    """The channel has as many alerts as it may."""


def add(
    connection: Connection, team: str, wish: Wish, now: datetime, key: str | None = None
) -> Alert:
    """Keep a new alert; it is looked at at once.

    Args:
        connection: To the database.
        team: The workspace.
        wish: What is wanted.
        now: The present.
        key: Its name in the file that it comes from; None for one made in Slack.

    Raises:
        TooManyError: If its channel has as many as it may.
    """
    if len(of_channel(connection, team, wish.channel)) >= MOST:
        raise TooManyError
    row = {
        "team": team,
        "memory": "{}",
        "revision": 0,
        "created_at": to_ms(now),
        "next_look": to_ms(now),
        "code_key": key,
        "code_applied": _applied(wish) if key else None,
        **_fields(wish),
    }
    id_ = connection.execute(ALERTS.insert().values(row).returning(_T.id)).scalar_one()
    return _one(connection, id_)


def change(connection: Connection, alert: Alert, wish: Wish, now: datetime) -> Alert | None:
    """Change what an alert watches for, where and how; None if somebody else changed it meanwhile.

    Its episodes were ended before, with the rule (`news.keep`). Of another chart nothing is known,
    but that its series had episodes: what is told of the next ones has numbers of its own.
    """
    values = {**_fields(wish), "next_look": None if alert.paused else to_ms(now)}
    if wish.line != alert.line:
        memories = {name: _numbers(memory) for name, memory in alert.memories.items()}
        values |= {"memory": _written(memories), "bounds": None}
    moved = connection.execute(_same(alert).values(values)).rowcount == 1
    return _one(connection, alert.id) if moved else None


def _numbers(memory: Memory) -> Memory:
    """Nothing of a series but how many episodes it had."""
    told = Told(episode=memory.told.episode, counts=memory.told.counts)
    return Memory(number=memory.number, told=told)


def applied(connection: Connection, alert: int, wish: Wish) -> None:
    """Remember what its file says of it."""
    mine = update(ALERTS).where(_T.id == alert)
    connection.execute(mine.values(code_applied=_applied(wish)))


def pause(connection: Connection, alert: int, why: str) -> bool:
    """Let nobody look any more; False if nobody did anyway."""
    mine = update(ALERTS).where(_T.id == alert, _T.paused.is_(None), _T.deleted_at.is_(None))
    return connection.execute(mine.values(paused=why, next_look=None)).rowcount == 1


def resume(connection: Connection, alert: int, now: datetime) -> bool:
    """Look again, at once; False if somebody does anyway."""
    mine = update(ALERTS).where(_T.id == alert, _T.paused.is_not(None), _T.deleted_at.is_(None))
    return connection.execute(mine.values(paused=None, next_look=to_ms(now))).rowcount == 1


def delete(connection: Connection, alert: int, now: datetime) -> bool:
    """Never look again; what happened is kept."""
    mine = update(ALERTS).where(_T.id == alert, _T.deleted_at.is_(None))
    return connection.execute(mine.values(deleted_at=to_ms(now), next_look=None)).rowcount == 1


def find(connection: Connection, team: str, alert: int) -> Alert | None:
    """A workspace's alert by its number, unless it was deleted."""
    row = connection.execute(_living(team).where(_T.id == alert)).one_or_none()
    return _alert(row) if row else None


def get(connection: Connection, team: str, alert: int) -> Alert:
    """A workspace's alert by its number, even if it was deleted."""
    mine = _ALERTS.where(_T.team == team, _T.id == alert)
    return _alert(connection.execute(mine).one())


def had_bounds(connection: Connection, alert: Alert) -> bool:
    """Whether the bounds of its chart are watched in its channel, or ever were."""
    known = select(ALERTS.c.phrase).where(
        _T.team == alert.team, _T.channel == alert.channel, _T.line == alert.line
    )
    return any(map(is_bounded, connection.execute(known).scalars()))


def of_team(connection: Connection, team: str) -> tuple[Alert, ...]:
    """All alerts of a workspace, the oldest first."""
    return tuple(map(_alert, connection.execute(_living(team).order_by(_T.id))))


def of_channel(connection: Connection, team: str, channel: str) -> tuple[Alert, ...]:
    """All alerts of a channel, the oldest first."""
    mine = _living(team).where(_T.channel == channel).order_by(_T.id)
    return tuple(map(_alert, connection.execute(mine)))


def due(
    connection: Connection, team: str, until: datetime, now: datetime, most: int
) -> tuple[Alert, ...]:
    """Take the alerts that are to be looked at, those that wait longest first; nobody else does.

    Args:
        connection: To the database.
        team: The workspace.
        until: How long they are left to whoever asks; whoever dies leaves them to others then.
        now: The present.
        most: How many are wanted.
    """
    free = or_(_T.leased_until.is_(None), _T.leased_until <= to_ms(now))
    found = connection.execute(
        _living(team)
        .where(_T.next_look <= to_ms(now), free)
        .order_by(_T.next_look, _T.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=ALERTS)
    ).all()
    mine = update(ALERTS).where(_T.id.in_([row.id for row in found]))
    connection.execute(mine.values(leased_until=to_ms(until)))
    return tuple(map(_alert, found))


def remember(
    connection: Connection, alert: Alert, memories: Mapping[str, Memory], next_look: datetime | None
) -> bool:
    """Keep what is remembered from now on; False if somebody else has kept something meanwhile."""
    values = {
        "memory": _written(memories),
        "revision": alert.revision + 1,
        "next_look": to_ms(next_look) if next_look else None,
        "leased_until": None,
    }
    return connection.execute(_same(alert).values(values)).rowcount == 1


def hold(connection: Connection, alert: int, bounds: Mapping[str, Held]) -> None:
    """Keep the bounds that its series were held against, beside what is remembered of them."""
    written = _BOUNDS.dump_json(dict(bounds)).decode() if bounds else None
    connection.execute(update(ALERTS).where(_T.id == alert).values(bounds=written))


def history(connection: Connection, alert: int, most: int) -> tuple[Change, ...]:
    """What happened to an alert, the newest first."""
    of_it = select(CHANGES).where(CHANGES.c.alert_id == alert)
    newest = of_it.order_by(CHANGES.c.at.desc(), CHANGES.c.id.desc()).limit(most)
    return tuple(
        Change(from_ms(row.at), row.series, row.episode, row.what, row.why)
        for row in connection.execute(newest)
    )


def _same(alert: Alert) -> Any:  # noqa: ANN401 - an update, whose type says nothing
    """An alert of which nobody has changed what is remembered."""
    return update(ALERTS).where(
        _T.id == alert.id, _T.revision == alert.revision, _T.deleted_at.is_(None)
    )


def _living(team: str) -> Select[Any]:
    return _ALERTS.where(_T.team == team, _T.deleted_at.is_(None))


def _applied(wish: Wish) -> str:
    return json.dumps(_fields(wish), ensure_ascii=False)


def _fields(wish: Wish) -> dict[str, Any]:
    return {
        "channel": wish.channel,
        "owner": wish.owner,
        "line": wish.line,
        "phrase": wish.phrase,
        "name": wish.name,
        "mention": wish.mention,
    }


def _written(memories: Mapping[str, Memory]) -> str:
    written = {name: kept.to_json(memory) for name, memory in memories.items()}
    return json.dumps(written, ensure_ascii=False)


def _one(connection: Connection, alert: int) -> Alert:
    return _alert(connection.execute(_ALERTS.where(_T.id == alert)).one())


def _alert(row: Row[Any]) -> Alert:
    written: dict[str, Any] = json.loads(row.memory)
    return Alert(
        channel=row.channel,
        owner=row.owner,
        line=row.line,
        phrase=row.phrase,
        name=row.name,
        mention=row.mention,
        id=row.id,
        team=row.team,
        paused=row.paused,
        quiet_until=maybe(row.quiet_until),
        next_look=maybe(row.next_look),
        created_at=from_ms(row.created_at),
        revision=row.revision,
        memories={name: kept.from_json(one) for name, one in written.items()},
        bounds=_BOUNDS.validate_json(row.bounds) if row.bounds else {},
        code=Code(row.code_key, Wish(**json.loads(row.code_applied))) if row.code_key else None,
    )
