"""Who changed what, written down in the transaction of the change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, or_, select

from bot.store.moments import from_ms, to_ms
from bot.store.tables import AUDIT

FILE: Final = "drumbeat digests apply"
"""Who changed what a file says."""
DRUMBEAT: Final = "Drumbeat"
"""Who changed what nobody did: what cannot go on is paused."""
_A: Final = AUDIT.c
Facts = Mapping[str, str | None]
"""How something was, by the names that people have for its parts."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done.

    Attributes:
        at: When.
        who: The id of a person, or what did it.
        what: What: set up, edited, paused.
    """

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change.

    Attributes:
        at: When.
        who: The id of a person, or the command that did it.
        what: What was done: set up, edited, paused.
        about: To what: alert 3, digest 4.
        channel: Where that was; who is there may know of it.
        owner: Whose that was, who may know of it as well.
        before: How it was, or None if it was not there.
        after: How it is, or None if it is no more.
    """

    at: datetime
    who: str
    what: str
    about: str
    channel: str | None
    owner: str | None
    before: Facts | None = None
    after: Facts | None = None

    @property
    def changes(self) -> tuple[str, ...]:
        """What is not as it was, in words."""
        before, after = self.before or {}, self.after or {}
        names = dict.fromkeys((*before, *after))
        return tuple(
            _changed(name, before.get(name), after.get(name))
            for name in names
            if before.get(name) != after.get(name)
        )


def _changed(name: str, was: str | None, is_: str | None) -> str:
    if was is None or is_ is None:
        return f"{name}: {is_}" if was is None else f"{name}: no longer {was}"
    return f"{name}: {was} -> {is_}"


def note(connection: Connection, team: str, entry: Entry) -> None:
    """Write a change down."""
    row = {
        "team": team,
        "at": to_ms(entry.at),
        "who": entry.who,
        "what": entry.what,
        "about": entry.about,
        "channel": entry.channel,
        "owner": entry.owner,
        "before": _written(entry.before),
        "after": _written(entry.after),
    }
    connection.execute(insert(AUDIT).values(row))


def latest(
    connection: Connection, team: str, user: str, channel: str, most: int
) -> tuple[Entry, ...]:
    """The latest changes that somebody may know of: of their own things, and of a channel's.

    Args:
        connection: To the database.
        team: The workspace.
        user: Who asks.
        channel: Where they ask.
        most: How many are wanted.
    """
    known = or_(_A.owner == user, _A.channel == channel)
    newest = select(AUDIT).where(_A.team == team, known).order_by(_A.id.desc()).limit(most)
    return tuple(map(_entry, connection.execute(newest)))


def _written(facts: Facts | None) -> str | None:
    return None if facts is None else json.dumps(dict(facts), ensure_ascii=False)


def _entry(row: Row[Any]) -> Entry:
    before, after = (json.loads(one) if one else None for one in (row.before, row.after))
    return Entry(
        from_ms(row.at), row.who, row.what, row.about, row.channel, row.owner, before, after
    )
