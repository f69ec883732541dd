"""`/drumbeat audit`: who changed what of late, for those who may see the things concerned."""

from typing import Final

from bot import audit, words
from bot.audit import Entry
from handlers import message
from handlers.asked import Asked
from handlers.delivering import Delivering
from handlers.digesting import unescaped
from handlers.message import Message
from handlers.private import COMMAND

_MOST: Final = 20
_LONGEST: Final = 120
"""Letters of one change; lines and names of both sides can be long."""


def about(asked: Asked) -> bool:
    """Whether somebody wants to know who changed what."""
    words_ = unescaped(asked.text).split()
    return asked.command == COMMAND and bool(words_) and words_[0].casefold() == "audit"


def answer(asked: Asked, at: Delivering) -> Message:
    """The latest changes of what is theirs, and of what is in the channel that they ask in."""
    with at.store.begin() as connection:
        found = audit.latest(connection, asked.team, asked.user, asked.channel, _MOST)
    if not found:
        return message.sentence(
            "Nothing was changed yet, of what is yours or in this channel.",
            "Whatever is done to alerts and digests is written down here.",
        )
    head = "Who changed what, the newest first"
    below = message.context("what is yours, and what is of this channel")
    shown = message.signed(head, map(_line, found))
    return message.whole(f"{head}: {len(found)} changes", [shown, below])


def _line(one: Entry) -> tuple[str, str, str]:
    """Thu 26 Nov 09:30 UTC: alert 3 edited by Ada (watches for: below 1 -> below 3)."""
    when = f"{one.at:%a} {words.day(one.at)} {one.at:%H:%M} UTC"
    return f"{when}: {one.about} {one.what} by ", one.who, _short(_details(one))


def _details(one: Entry) -> str:
    """What is not as it was; of what is new all that it is, of what is gone nothing."""
    if one.after is None:
        return ""
    if one.before is not None:
        return f" ({'; '.join(one.changes)})" if one.changes else ""
    return f" ({', '.join(f'{name} {value}' for name, value in one.after.items() if value)})"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
