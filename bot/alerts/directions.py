"""Which side of a bound is bad: what people of a workspace were asked, and what they answered.

Of one name on one chart people are asked once, by one message, whoever finds it and however often.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy import Connection, Row, select, update

from bot.alerts.bounded import WORD
from bot.alerts.bounds import Answer
from bot.reading import Side, bound_name
from bot.store.moments import maybe, to_ms
from bot.store.tables import ALERTS, DIRECTIONS

ANSWERS: Final[tuple[Answer, ...]] = (*get_args(Side), "ignore")
"""What can be answered."""
_T: Final = DIRECTIONS.c


@dataclass(frozen=True, slots=True)
class Direction:
    """What is known of the bounds of one name on one chart.

    Attributes:
        chart: The chart's name.
        name: By which it is known, however it is written.
        shown: As LaunchDarkly writes it.
        answer: What somebody said, or None while nobody has.
        said_by: Who.
        said_at: When.
    """

    chart: str
    name: str
    shown: str
    answer: Answer | None
    said_by: str | None
    said_at: datetime | None


def key_of(name: str) -> str:
    """By which name a bound is known; no database takes a NUL."""
    return bound_name(name).replace("\0", "")


def answers(connection: Connection, team: str, chart: str) -> Mapping[str, Answer]:
    """What people of a workspace answered about the bounds of a chart."""
    known = (one for one in of_team(connection, team) if one.chart == chart)
    return {one.name: one.answer for one in known if one.answer is not None}


def of_team(connection: Connection, team: str) -> tuple[Direction, ...]:
    """All that people of a workspace were asked or said."""
    mine = select(DIRECTIONS).where(_T.team == team).order_by(_T.chart, _T.name)
    return tuple(map(_read, connection.execute(mine)))


def unasked(connection: Connection, team: str, chart: str, names: Iterable[str]) -> tuple[str, ...]:
    """Of these names, as LaunchDarkly writes them, those of which nobody was asked or said yet."""
    known = {one.name for one in of_team(connection, team) if one.chart == chart}
    found = {key_of(name): name for name in names}
    return tuple(name for key, name in found.items() if key not in known)


def ask(
    connection: Connection, team: str, chart: str, names: Iterable[str], delivery: int | None
) -> None:
    """Remember that people are asked about names, and by which delivery."""
    rows = [
        {"team": team, "chart": chart, "name": key_of(one), "shown": one.replace("\0", "")}
        for one in names
    ]
    for row in rows:
        connection.execute(DIRECTIONS.insert().values({**row, "delivery_id": delivery}))


def asked_by(connection: Connection, delivery: int) -> tuple[Direction, ...]:
    """What a delivery asks about."""
    mine = select(DIRECTIONS).where(_T.delivery_id == delivery).order_by(_T.id)
    return tuple(map(_read, connection.execute(mine)))


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of somebody: of which chart's bound, and which side of it is bad."""

    chart: str
    name: str
    answer: Answer
    by: str


def say(connection: Connection, team: str, said: Said, now: datetime) -> Direction:
    """Keep an answer; alerts on bounds of that chart are looked at at once."""
    mine = (_T.team == team, _T.chart == said.chart, _T.name == key_of(said.name))
    if connection.execute(select(_T.id).where(*mine)).first() is None:
        ask(connection, team, said.chart, [said.name], None)
    values = {"answer": said.answer, "said_by": said.by, "said_at": to_ms(now)}
    connection.execute(update(DIRECTIONS).where(*mine).values(values))
    _hurry(connection, team, said.chart, now)
    return _read(connection.execute(select(DIRECTIONS).where(*mine)).one())


def _hurry(connection: Connection, team: str, chart: str, now: datetime) -> None:
    watching = update(ALERTS).where(
        ALERTS.c.team == team,
        ALERTS.c.line.startswith(f"{chart} ", autoescape=True),
        ALERTS.c.phrase.startswith(WORD, autoescape=True),
        ALERTS.c.paused.is_(None),
        ALERTS.c.deleted_at.is_(None),
    )
    connection.execute(watching.values(next_look=to_ms(now)))


def _read(row: Row[Any]) -> Direction:
    return Direction(
        chart=row.chart,
        name=row.name,
        shown=row.shown,
        answer=row.answer,
        said_by=row.said_by,
        said_at=maybe(row.said_at),
    )
