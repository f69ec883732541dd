"""The days off of each channel: kept, changed, found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, delete, select

from bot.calendars.model import MOST_DAYS, Calendar, CalendarError, Off
from bot.store.tables import DAYS_OFF

_T: Final = DAYS_OFF.c


@dataclass(frozen=True, slots=True)
class Channel:
    """Whose calendar it is.

    Attributes:
        team: The workspace.
        id: The channel's.
    """

    team: str
    id: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Days off that are kept.

    Attributes:
        number: By which people name them.
        off: What they are.
        source: The name of the file that brought them; None if somebody typed them.
    """

    number: int
    off: Off
    source: str | None


def add(connection: Connection, channel: Channel, off: Off) -> Kept:
    """Keep days off that somebody typed.

    Raises:
        CalendarError: If the channel has them already, or as many as it may.
    """
    known = of_channel(connection, channel)
    if same := [one for one in known if one.off == off]:
        raise CalendarError(f"That is in the calendar already, as number {same[0].number}.")
    _check(one.off for one in (*known, Kept(0, off, None)))
    row = _row(channel, off, None)
    number = connection.execute(DAYS_OFF.insert().values(row).returning(_T.id)).scalar_one()
    return Kept(number, off, None)


def remove(connection: Connection, channel: Channel, number: int) -> Kept | None:
    """Forget days off; None if the channel has none of that number."""
    found = [one for one in of_channel(connection, channel) if one.number == number]
    if found:
        connection.execute(delete(DAYS_OFF).where(_T.id == number))
    return found[0] if found else None


def bring_in(connection: Connection, channel: Channel, offs: Iterable[Off], source: str) -> int:
    """Keep the days off of a file, in place of those that it brought before.

    Returns:
        How many it had brought before.

    Raises:
        CalendarError: If they are more than the channel may have.
    """
    rows = [_row(channel, off, source) for off in offs]
    gone = connection.execute(
        delete(DAYS_OFF).where(
            _T.team == channel.team, _T.channel == channel.id, _T.source == source
        )
    )
    if rows:
        connection.execute(DAYS_OFF.insert(), rows)
    _check(one.off for one in of_channel(connection, channel))
    return gone.rowcount


def of_channel(connection: Connection, channel: Channel) -> tuple[Kept, ...]:
    """The days off of a channel, the earliest first."""
    found = _in(channel.team, [channel.id]).order_by(_T.first, _T.last, _T.id)
    return tuple(map(_kept, connection.execute(found)))


def calendar(connection: Connection, channel: Channel) -> Calendar:
    """The calendar of a channel."""
    return Calendar.of(one.off for one in of_channel(connection, channel))


def calendars(connection: Connection, channels: Iterable[Channel]) -> Mapping[Channel, Calendar]:
    """The calendars of many channels at once, those left out that have no day off."""
    wanted = frozenset(channels)
    offs: dict[Channel, list[Off]] = {}
    for team in {channel.team for channel in wanted}:
        ids = [channel.id for channel in wanted if channel.team == team]
        for row in connection.execute(_in(team, ids)):
            offs.setdefault(Channel(team, row.channel), []).append(_kept(row).off)
    return {channel: Calendar.of(found) for channel, found in offs.items()}


def _in(team: str, channels: Iterable[str]) -> Select[Any]:
    return select(DAYS_OFF).where(_T.team == team, _T.channel.in_(channels))


def _check(offs: Iterable[Off]) -> None:
    total = sum(off.length for off in offs)
    if total > MOST_DAYS:
        raise CalendarError(
            f"The channel would have {total:,} days off; {MOST_DAYS:,} is the most. "
            "Delete some first."
        )


def _row(channel: Channel, off: Off, source: str | None) -> dict[str, Any]:
    return {
        "team": channel.team,
        "channel": channel.id,
        "first": off.first.isoformat(),
        "last": off.last.isoformat(),
        "name": off.name,
        "deed": off.deed,
        "source": source,
    }


def _kept(row: Row[Any]) -> Kept:
    off = Off(date.fromisoformat(row.first), date.fromisoformat(row.last), row.name, row.deed)
    return Kept(row.id, off, row.source)
