"""`/drumbeat digest ...`, typed, pressed or filled in: digests set up, looked at and changed.

Whatever is asked is answered in private; the channel itself hears of a digest when one is set up
for it, and when somebody pauses, resumes or deletes it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from bot import ledger
from bot.audit import Deed
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import NO_DAYS_OFF, Calendar
from bot.digests import book, planning, reading
from bot.digests.book import TooManyError
from bot.digests.errors import CadenceError
from bot.digests.fates import comes_next
from bot.digests.lines import request_of, try_moving
from bot.digests.model import Digest, Setting
from bot.digests.noting import note
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from handlers import digest_words, message
from handlers.asked import Asked, Pressed, Submitted
from handlers.delivering import Delivering
from handlers.message import Message
from handlers.numbered import NoSuchError, named
from handlers.permits import NotPermittedError, check
from handlers.private import COMMAND
from handlers.slack import SlackError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of digests: a deed, the number it is about, and what else was said."""

    deed: str
    digest: Digest | None
    rest: str


def about(asked: Asked | Pressed) -> str | None:
    """What was said about digests; None where it is about something else."""
    if isinstance(asked, Pressed):
        return asked.value if asked.action.startswith("digest:") else None
    word, _, rest = unescaped(asked.text).strip().partition(" ")
    return rest if asked.command == COMMAND and word.casefold() in {"digest", "digests"} else None


def unescaped(text: str) -> str:
    """What was typed, where Slack makes links of channels and escapes what could be mark-up.

    Source: https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def answer(asked: Asked | Pressed, text: str, at: Delivering) -> Message:
    """Do what was asked of digests, and say what was done.

    Args:
        asked: Who asks, and where.
        text: What stands behind `/drumbeat digest`.
        at: The digests, and what delivering them takes.
    """

    def do() -> Message:
        wanted = _wanted(text, asked, at)
        return DEEDS[wanted.deed](wanted, asked, at)

    return _saying(do)


def keep(sent: Submitted, at: Delivering) -> Message:
    """Set up or change what a form says, and say that it was done."""

    def do() -> Message:
        check(sent, "a form of digests", at)
        if sent.digest is None:
            return _set_up(sent.setting, sent, at)
        with at.store.begin() as connection:
            known = book.find(connection, sent.team, sent.digest)
        if known is None:
            raise NoSuchError("That digest was deleted meanwhile.")
        return _change(known, sent.setting, sent, at)

    return _saying(do)


def _saying(do: Callable[[], Message]) -> Message:
    """Do something, and say what was done or why not."""
    try:
        return do()
    except (NoSuchError, NotPermittedError) as problem:
        return message.sentence(str(problem))
    except (CadenceError, UsageError) as problem:
        return message.sentence(str(problem), f"For example: {problem.example}")
    except TooManyError:
        return message.sentence(
            f"There are {book.MOST} digests in this workspace, which is as many as there can be.",
            "Delete one first: /drumbeat digest list",
        )


def _wanted(text: str, asked: Asked | Pressed, at: Delivering) -> Wanted:
    """Read a deed and the number behind it."""
    deed, _, rest = text.strip().partition(" ")
    deed = _ALSO.get(deed.casefold(), deed.casefold()) or "list"
    if deed not in DEEDS:
        raise NoSuchError(_unknown(deed))
    if deed in _CHANGING:
        check(asked, f"digest {deed}", at)
    if deed not in _ABOUT_ONE:
        return Wanted(deed, None, rest.strip())
    number, _, more = rest.strip().partition(" ")
    if deed == "preview" and not number.lstrip("#").isdecimal():
        return Wanted(deed, None, rest.strip())
    return Wanted(deed, find(number, asked, at), more.strip())


def _known_to(asked: Asked | Pressed, at: Delivering) -> tuple[Digest, ...]:
    """What somebody may look at and change: their own, and what comes to the channel they are in.

    What comes to a private channel is nobody else's business.
    """
    with at.store.begin() as connection:
        known = book.of_team(connection, asked.team)
    return tuple(one for one in known if asked.user == one.owner or asked.channel == one.channel)


def find(number: str, asked: Asked | Pressed, at: Delivering) -> Digest:
    """A digest by its number, for somebody who may know of it.

    Raises:
        NoSuchError: If there is none.
    """
    return named(number, _known_to(asked, at), "digest", digest_words.title)


# -- setting up -------------------------------------------------------------------------------


def _add(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return _set_up(_setting(wanted.rest, asked, at), asked, at)


def _set_up(setting: Setting, by: Asked | Pressed | Submitted, at: Delivering) -> Message:
    """Keep it, and introduce it to its channel; one that cannot be introduced cannot come."""
    now = at.desk.clock.now()
    with at.store.begin() as connection:
        added = book.add(connection, by.team, setting, now)
        note(connection, Deed(now, by.user, "set up"), None, added)
    calendar = _calendar(added, at)
    said = digest_words.introduction(added, now, calendar)
    try:
        at.desk.slack.post(added.channel, said.text, said.blocks)
    except SlackError as error:
        if error.sure:
            with at.store.begin() as connection:
                book.delete(connection, added.id, now)
                note(connection, Deed(now, by.user, "deleted"), added, None)
            return _not_there(error, digest_words.typed(added))
    return digest_words.described(added, now, "Set up.", calendar)


def _not_there(error: SlackError, line: str) -> Message:
    """Why no digest can come to a channel, and what to send once it can."""
    why = _NOT_SET_UP.get(error.code, _REFUSED.format(error.code))
    return message.with_commands([why], [line])


_INVITE: Final = "I cannot post in that channel. /invite @Drumbeat there, then send this:"
_NOT_SET_UP: Final = {
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE,
    "is_archived": "That channel is archived, so no digest can come to it. This would do it:",
}
_REFUSED: Final = (
    "Slack does not let me post there ({}), so no digest can come there. This would do it:"
)


def _edit(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Say anew what it shows and when; what is left out is as it was."""
    digest = _one(wanted)
    if not wanted.rest:
        return digest_words.editing(digest)
    return _change(digest, _setting(wanted.rest, asked, at, digest), asked, at)


def _change(
    digest: Digest, setting: Setting, by: Asked | Pressed | Submitted, at: Delivering
) -> Message:
    """Change it; another channel is told of it first, and has to be one that can be told."""
    now = at.desk.clock.now()
    setting = replace(setting, owner=digest.owner)
    moved = digest.changed(setting)
    if moved.channel != digest.channel and digest.paused is None:
        said = digest_words.introduction(moved, now, _calendar(moved, at))
        try:
            at.desk.slack.post(moved.channel, said.text, said.blocks)
        except SlackError as error:
            if error.sure:
                return _not_there(error, digest_words.retyped(moved))
    with at.store.begin() as connection:
        changed = book.change(connection, digest, setting, now)
        note(connection, Deed(now, by.user, "edited"), digest, changed)
    if digest.setting != changed.setting:
        _tell_channel(digest, "was changed", by.user, at)
    return digest_words.described(changed, now, "Changed.", _calendar(changed, at))


def _setting(
    text: str, asked: Asked | Pressed, at: Delivering, old: Digest | None = None
) -> Setting:
    """Read what was typed, and try every line of it.

    Raises:
        CadenceError: If it is no digest.
        UsageError: If one of its lines is no request.
    """
    draft = reading.read(text, zone=at.desk.zones.of(asked.user))
    now, zone = at.desk.clock.now(), draft.cadence.zone_info
    for line in draft.lines:
        request_of(line, now=now, zone=zone, defaults=at.desk.defaults)
    try_moving(draft.lines, draft.when_calm, draft.cadence, now=now, defaults=at.desk.defaults)
    return Setting(
        channel=draft.channel or (old.channel if old else asked.channel),
        owner=old.owner if old else asked.user,
        lines=draft.lines,
        cadence=draft.cadence,
        when_calm=draft.when_calm,
        name=draft.name or (old.name if old else None),
    )


# -- looking ----------------------------------------------------------------------------------


def _list(_: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    known = _known_to(asked, at)
    with at.store.begin() as connection:
        calendars = kept.calendars(connection, {Channel(one.team, one.channel) for one in known})
    return digest_words.listed(
        known,
        at.desk.clock.now(),
        lambda one: calendars.get(Channel(one.team, one.channel), NO_DAYS_OFF),
    )


def _show(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    digest = _one(wanted)
    return digest_words.described(digest, at.desk.clock.now(), "", _calendar(digest, at))


def _calendar(digest: Digest, at: Delivering) -> Calendar:
    """The calendar of the channel that a digest comes to."""
    with at.store.begin() as connection:
        return kept.calendar(connection, Channel(digest.team, digest.channel))


def _history(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    digest = _one(wanted)
    with at.store.begin() as connection:
        return digest_words.history(digest, ledger.history(connection, digest.id))


def _preview(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """What would come now, for one person's eyes."""
    digest = wanted.digest or _drafted(_setting(wanted.rest, asked, at), asked, at)
    try:
        return at.preview(digest)
    except InsightsError as error:
        return message.problem(error, now=at.desk.clock.now())


def _drafted(setting: Setting, asked: Asked | Pressed, at: Delivering) -> Digest:
    """A digest that nobody keeps."""
    now = at.desk.clock.now()
    return Digest(
        id=0,
        team=asked.team,
        channel=setting.channel,
        owner=setting.owner,
        lines=setting.lines,
        cadence=setting.cadence,
        when_calm=setting.when_calm,
        name=setting.name,
        paused=None,
        next_due=setting.cadence.next_due(now),
        created_at=now,
    )


# -- changing ---------------------------------------------------------------------------------


def _pause(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    digest = _one(wanted)
    return _turn(
        digest,
        asked,
        at,
        lambda connection: book.pause(connection, digest.id, "somebody paused it"),
        ("is paused", "paused"),
        f"/drumbeat digest resume {digest.id} lets it come again.",
    )


def _resume(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    digest, now = _one(wanted), at.desk.clock.now()
    due = comes_next(digest.cadence, _calendar(digest, at), now)
    first = digest.cadence.slot_name(due)
    return _turn(
        digest,
        asked,
        at,
        lambda connection: book.resume(connection, digest, now),
        ("comes again", "resumed"),
        f"It comes next {first}.",
    )


def _delete(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    digest, now = _one(wanted), at.desk.clock.now()
    return _turn(
        digest,
        asked,
        at,
        lambda connection: book.delete(connection, digest.id, now),
        ("is deleted", "deleted"),
        "To have it back: " + digest_words.typed(digest),
    )


def _turn(  # noqa: PLR0913, PLR0917 - what is done, and the words for it
    digest: Digest,
    asked: Asked | Pressed,
    at: Delivering,
    do: Callable[[Connection], bool],
    called: tuple[str, str],
    next_: str,
) -> Message:
    """Do it, tell the channel that it was done and by whom, and tell who asked."""
    title, now = digest_words.title(digest), at.desk.clock.now()
    said, what = called
    with at.store.begin() as connection:
        is_done = do(connection)
        if is_done:
            after = book.find(connection, digest.team, digest.id)
            note(connection, Deed(now, asked.user, what), digest, after)
    if not is_done:
        return message.sentence(f"{title} {said} already.")
    if not _tell_channel(digest, said, asked.user, at):
        return message.sentence(f"{title} {said}; its channel could not be told.", next_)
    return message.sentence(f"{title} {said}.", next_)


def _tell_channel(digest: Digest, said: str, by: str, at: Delivering) -> bool:
    """Say in the channel that a digest comes to what somebody did; whether it could be said."""
    told = digest_words.turned(digest, said, by)
    try:
        at.desk.slack.post(digest.channel, told.text, told.blocks)
    except SlackError:
        return False
    return True


def _now(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    digest = _one(wanted)
    with at.store.begin() as connection:
        planning.ask(connection, digest.id, asked.user, at.desk.clock.now())
    return message.sentence(
        f"{digest_words.title(digest)} is on its way.", "Its rhythm stays as it is."
    )


def _help(_: Wanted, _asked: Asked | Pressed, _at: Delivering) -> Message:
    return digest_words.usage()


def _one(wanted: Wanted) -> Digest:
    if wanted.digest is None:
        raise NoSuchError("Which one? Say its number: /drumbeat digest list shows them.")
    return wanted.digest


DEEDS: Final[dict[str, Callable[[Wanted, Asked | Pressed, Delivering], Message]]] = {
    "add": _add,
    "list": _list,
    "show": _show,
    "edit": _edit,
    "pause": _pause,
    "resume": _resume,
    "preview": _preview,
    "now": _now,
    "history": _history,
    "delete": _delete,
    "help": _help,
}
_CHANGING: Final = frozenset({"add", "edit", "pause", "resume", "now", "delete"})
"""What takes a full member of the workspace."""
_ABOUT_ONE: Final = frozenset(DEEDS) - {"add", "list", "help"}
_ALSO: Final = {
    "": "list",
    "new": "add",
    "remove": "delete",
    "rm": "delete",
    "stop": "pause",
    "send": "now",
}


def _unknown(deed: str) -> str:
    return f"I do not know “digest {deed[:40]}”. There is new, {', '.join(DEEDS)}."
