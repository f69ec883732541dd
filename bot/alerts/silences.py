"""Silences: who wants to hear nothing of an alert, a channel or all, until when and why.

A silence hides nothing: alerts are looked at and their history goes on. It is kept when it is over,
and one that is said anew takes the place of the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, or_, select, update

from bot.alerts.model import Alert
from bot.store.moments import from_ms, to_ms
from bot.store.tables import ALERTS, SILENCES

_S: Final = SILENCES.c
_A: Final = ALERTS.c


@dataclass(frozen=True, slots=True)
class Scope:
    """What is quiet: one alert, all of a channel, or without either all of a workspace.

    Attributes:
        alert: The alert's number, or None.
        channel: The channel's id, or None.
    """

    alert: int | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Quiet that somebody wanted.

    Attributes:
        scope: For what.
        until: When it ends.
        by: Who wanted it.
        why: Why, in their words, or "".
    """

    scope: Scope
    until: datetime
    by: str
    why: str


def of(alert: Any) -> Any:  # noqa: ANN401 - columns and a condition, whose types say nothing
    """Silences that an alert is under, whether or not they have ended by themselves."""
    is_all = and_(_S.alert_id.is_(None), _S.channel.is_(None))
    mine = or_(_S.alert_id == alert.id, _S.channel == alert.channel, is_all)
    return and_(_S.team == alert.team, _S.ended_at.is_(None), mine)


def begin(connection: Connection, team: str, silence: Silence, now: datetime) -> None:
    """Tell nothing until then; somebody looks at once, so that all messages say so."""
    end(connection, team, silence.scope, now)
    row = {
        "team": team,
        "alert_id": silence.scope.alert,
        "channel": silence.scope.channel,
        "begun_at": to_ms(now),
        "until": to_ms(silence.until),
        "by": silence.by,
        "why": silence.why,
    }
    connection.execute(SILENCES.insert().values(row))


def end(connection: Connection, team: str, scope: Scope, now: datetime) -> Silence | None:
    """Tell again from now on, unless something else keeps it quiet; None if it was not silenced."""
    found = over_scope(connection, team, scope, now)
    same = (
        _S.alert_id.is_not_distinct_from(scope.alert),
        _S.channel.is_not_distinct_from(scope.channel),
    )
    mine = update(SILENCES).where(_S.team == team, _S.ended_at.is_(None), *same)
    connection.execute(mine.values(ended_at=to_ms(now)))
    look_at_once(connection, team, scope, now)
    return found


def look_at_once(connection: Connection, team: str, scope: Scope, now: datetime) -> None:
    """Let what has a silence be looked at, which lets its message say how things stand."""
    mine = update(ALERTS).where(_A.team == team, _A.deleted_at.is_(None), _A.paused.is_(None))
    if scope.alert is not None:
        mine = mine.where(_A.id == scope.alert)
    if scope.channel is not None:
        mine = mine.where(_A.channel == scope.channel)
    connection.execute(mine.values(next_look=to_ms(now)))


def current(connection: Connection, team: str, now: datetime) -> tuple[Silence, ...]:
    """All silences of a workspace that have not ended."""
    running = select(SILENCES).where(_S.team == team, _S.ended_at.is_(None), _S.until > to_ms(now))
    return tuple(map(_silence, connection.execute(running.order_by(_S.id))))


def over_scope(connection: Connection, team: str, scope: Scope, now: datetime) -> Silence | None:
    """The silence of just that, if there is one."""
    return next((one for one in current(connection, team, now) if one.scope == scope), None)


def over(alert: Alert, found: Iterable[Silence]) -> Silence | None:
    """The one of several silences that keeps an alert quiet longest, if one does."""
    its = {Scope(alert=alert.id), Scope(channel=alert.channel), Scope()}
    return max((one for one in found if one.scope in its), key=_until, default=None)


def _until(silence: Silence) -> datetime:
    return silence.until


def _silence(row: Row[Any]) -> Silence:
    return Silence(Scope(row.alert_id, row.channel), from_ms(row.until), row.by, row.why)
