"""`/drumbeat calendar ...`: the days off of the channel that it is typed in.

Whatever is asked is answered in private; the channel hears when its calendar changes.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Calendar, CalendarError, Off
from bot.calendars.reading import read
from bot.digests import book
from bot.digests.fates import fate, is_off
from bot.digests.model import Digest
from bot.digests.rearranging import rearrange
from handlers import calendar_words, digest_words, message
from handlers.asked import Asked
from handlers.delivering import Delivering
from handlers.digesting import unescaped
from handlers.message import Message
from handlers.private import COMMAND
from handlers.slack import SlackError

_WORDS: Final = frozenset({"calendar", "calendars", "holiday", "holidays"})
_MOST_TOLD: Final = 5


def about(asked: Asked) -> str | None:
    """What was said about the calendar; None where it is about something else."""
    word, _, rest = unescaped(asked.text).strip().partition(" ")
    return rest.strip() if asked.command == COMMAND and word.casefold() in _WORDS else None


def answer(asked: Asked, text: str, at: Delivering) -> Message:
    """Do what was asked of the calendar, and say what was done.

    Args:
        asked: Who asks, and where.
        text: What stands behind `/drumbeat calendar`.
        at: The database, and what telling the channel takes.
    """
    deed, _, rest = text.partition(" ")
    do = _DEEDS.get(deed.casefold() or "list")
    if do is None:
        return message.sentence(_UNKNOWN.format(deed[:40]), f"For example: {_EXAMPLE}")
    try:
        return do(rest.strip(), asked, at)
    except CalendarError as problem:
        return message.sentence(str(problem), f"For example: {_EXAMPLE}")


_EXAMPLE: Final = calendar_words.EXAMPLE
_UNKNOWN: Final = "I do not know “calendar {}”. There is add, list, delete, help."


def _add(text: str, asked: Asked, at: Delivering) -> Message:
    off, channel, now = read(text, today=_today(asked, at)), _channel(asked), at.desk.clock.now()
    with at.store.begin() as connection:
        added = kept.add(connection, channel, off)
        rearrange(connection, channel, now)
        digests = book.of_team(connection, asked.team)
        calendar = kept.calendar(connection, channel)
    here = [one for one in digests if one.channel == asked.channel and one.paused is None]
    affected = [line for one in here for line in _affected(one, off, calendar, now)]
    told = affected[:_MOST_TOLD] + ["and more"] * (len(affected) > _MOST_TOLD)
    is_told = _tell_channel(off, "is in this channel's calendar", asked, at)
    return calendar_words.added(added, told, is_told=is_told)


def _affected(digest: Digest, off: Off, calendar: Calendar, now: datetime) -> Iterator[str]:
    """What becomes of a digest's slots on days that somebody has just added: the first few."""
    cadence = digest.cadence
    begin = datetime.combine(off.first, time.min, tzinfo=cadence.zone_info)
    slot = cadence.next_due(max(now, begin - timedelta(microseconds=1)))
    for _ in range(_MOST_TOLD + 1):
        if is_off(slot, cadence, calendar) == off:
            found = digest_words.fated(digest, fate(slot, cadence, calendar))
            yield f"{digest_words.title(digest)} · {found}"
        slot = cadence.next_due(slot)


def _delete(text: str, asked: Asked, at: Delivering) -> Message:
    with at.store.begin() as connection:
        known = kept.of_channel(connection, _channel(asked))
        found = next((one for one in known if str(one.number) == text.removeprefix("#")), None)
        if found is not None:
            kept.remove(connection, _channel(asked), found.number)
    if found is None:
        said = f"There is no {text[:20]} in this channel's calendar." if text else "Which one?"
        return message.sentence(said, "/drumbeat calendar list shows the numbers.")
    is_told = _tell_channel(found.off, "is not in this channel's calendar any more", asked, at)
    return calendar_words.deleted(found, is_told=is_told)


def _list(_: str, asked: Asked, at: Delivering) -> Message:
    with at.store.begin() as connection:
        known = kept.of_channel(connection, _channel(asked))
    return calendar_words.listed(known, _today(asked, at))


def _help(_: str, _asked: Asked, _at: Delivering) -> Message:
    return calendar_words.usage()


_DEEDS: Final[dict[str, Callable[[str, Asked, Delivering], Message]]] = {
    "add": _add,
    "list": _list,
    "show": _list,
    "delete": _delete,
    "remove": _delete,
    "help": _help,
}


def _tell_channel(off: Off, said: str, asked: Asked, at: Delivering) -> bool:
    """Say in the channel what somebody did; whether it could be said."""
    told = calendar_words.turned(off, said, asked.user)
    try:
        at.desk.slack.post(asked.channel, told.text, told.blocks)
    except SlackError:
        return False
    return True


def _channel(asked: Asked) -> Channel:
    return Channel(asked.team, asked.channel)


def _today(asked: Asked, at: Delivering) -> date:
    """The present day, where the person lives."""
    return at.desk.clock.now().astimezone(at.desk.zones.of(asked.user)).date()
