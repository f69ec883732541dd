"""`/drumbeat alert ...`, typed or pressed: alerts tried on the past, set up, looked at, quieted.

Whatever is asked is answered in private; the channel hears of an alert when one is set up for it,
and when somebody changes, pauses, resumes or deletes it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.alerts import book, changing, hours, looking, news, overlays, silences
from bot.alerts.book import TooManyError
from bot.alerts.bounded import Bounded, phrase, read, typed
from bot.alerts.events import Step
from bot.alerts.memory import Ack, Memory
from bot.alerts.model import Alert, Incident, Wish
from bot.alerts.overlays import Refused
from bot.alerts.phrases import AlertDraft, AlertLineError, bucket_of
from bot.alerts.quieting import QuietError
from bot.alerts.rules import Rule
from bot.audit import Deed
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from bot.query import BucketType
from handlers import (
    alert_words,
    bound_words,
    bounding,
    explaining,
    message,
    quieting,
    trying,
)
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.digesting import unescaped
from handlers.message import Message
from handlers.permits import NotPermittedError, check
from handlers.private import COMMAND, unknown_button
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

_HISTORY: Final = 15
_ATTEMPTS: Final = 5
"""How often is tried to change what others change at the same time."""
_QUIET: Final[dict[str, timedelta]] = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


class NoSuchError(Exception):
    """What was typed names no alert, or no deed; the message says what there is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of alerts: a deed, the alert it is about, and what else was said."""

    deed: str
    alert: Alert | None
    rest: str

    @property
    def one(self) -> Alert:
        """The alert, for a deed that is about one."""
        if self.alert is None:
            raise NoSuchError("Which one? Say its number: /drumbeat alert list shows them.")
        return self.alert


def about(asked: Asked | Pressed) -> str | None:
    """What was said about alerts; None where it is about something else."""
    if isinstance(asked, Pressed):
        return asked.value if asked.action.startswith("alert:") else None
    word, _, rest = unescaped(asked.text).strip().partition(" ")
    return rest if asked.command == COMMAND and word.casefold() in {"alert", "alerts"} else None


def answer(asked: Asked | Pressed, text: str, at: Delivering) -> Message:
    """Do what was asked of alerts, and say what was done.

    Args:
        asked: Who asks, and where.
        text: What stands behind `/drumbeat alert`.
        at: The database, and what telling takes.
    """
    try:
        if isinstance(asked, Pressed) and _deed(text) not in _DEEDS:
            return unknown_button(text)
        wanted = _wanted(text, asked, at)
        return _DEEDS[wanted.deed](wanted, asked, at)
    except (NoSuchError, NotPermittedError) as problem:
        return message.sentence(str(problem))
    except (AlertLineError, QuietError, UsageError) as problem:
        return message.sentence(str(problem), f"For example: {problem.example}")
    except TooManyError:
        return message.sentence(
            f"This channel has {book.MOST} alerts, which is as many as there can be.",
            "Delete one first: /drumbeat alert list",
        )


def _wanted(text: str, asked: Asked | Pressed, at: Delivering) -> Wanted:
    """Read a deed and the number behind it; whether they may is asked before what there is."""
    deed, rest = _deed(text), text.strip().partition(" ")[2]
    if deed not in _DEEDS:
        raise NoSuchError(f"I do not know “alert {deed[:40]}”. There is {_THERE}.")
    if deed in _CHANGING:
        check(asked, f"alert {deed}", at)
    if deed in _ABOUT_NONE:
        return Wanted(deed, None, rest.strip())
    number, _, more = rest.strip().partition(" ")
    return Wanted(deed, _find(number, asked, at), more.strip())


def _deed(text: str) -> str:
    """What is to be done, in its own word."""
    word = text.strip().partition(" ")[0].casefold()
    return _ALSO.get(word, word)


def _known_to(asked: Asked | Pressed, at: Delivering) -> tuple[Alert, ...]:
    """What somebody may look at and change: their own, and those of the channel they are in."""
    with at.store.begin() as connection:
        known = book.of_team(connection, asked.team)
    return tuple(one for one in known if asked.user == one.owner or asked.channel == one.channel)


def find(number: str, asked: Asked | Pressed, at: Delivering) -> Alert:
    """The alert of a number, among those that somebody may look at and change.

    Raises:
        NoSuchError: If there is none; it says which there are.
    """
    return _find(number, asked, at)


def _find(number: str, asked: Asked | Pressed, at: Delivering) -> Alert:
    known = _known_to(asked, at)
    found = [one for one in known if str(one.id) == number.removeprefix("#")]
    if found:
        return found[0]
    _log.info(
        "Denied: %s in %s names alert %r, which is not theirs or not there",
        asked.user,
        asked.channel,
        number[:20],
    )
    numbers = ", ".join(f"{one.id} ({alert_words.title(one)})" for one in known[:10])
    which = f"There are {numbers}." if known else "There are none here."
    said = f"There is no alert {number[:20]} here." if number else "Which one? Say its number."
    if number.casefold() in {"all", "everything"}:
        said = "One at a time: say its number."
    raise NoSuchError(f"{said} {which} Ask in the channel that it is for.")


def _rule(alert: Alert, at: Delivering) -> Rule:
    return looking.question(alert, at.desk.clock.now(), at.desk.defaults).rule


# -- setting up -----------------------------------------------------------------------------------


def _draft(text: str, asked: Asked | Pressed, at: Delivering) -> AlertDraft:
    zone = at.desk.zones.of(asked.user)
    return read(text, now=at.desk.clock.now(), zone=zone, defaults=at.desk.defaults)


def _add(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Show what it would have done, and let it be kept by a press; without a rule offer some."""
    draft = _draft(wanted.rest, asked, at)
    try:
        if draft.rule is None:
            return trying.offers(draft, asked.team, at)
        return trying.tried(draft, draft.rule, asked.team, at)
    except InsightsError as error:
        return message.problem(error, now=at.desk.clock.now())


def _keep(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Keep it, and introduce it to its channel; one that cannot be introduced cannot speak."""
    draft, now = _draft(wanted.rest, asked, at), at.desk.clock.now()
    if draft.rule is None:
        return _add(wanted, asked, at)
    wish = _wish(draft, draft.rule, asked)
    with at.store.begin() as connection:
        added = book.add(connection, asked.team, wish, now)
        changing.note(connection, Deed(now, asked.user, "set up"), None, added)
    said = alert_words.introduction(added, draft.rule, _bounds(draft, asked.team, at))
    try:
        at.desk.slack.post(added.channel, said.text, said.blocks)
    except SlackError as error:
        if error.sure:
            with at.store.begin() as connection:
                book.delete(connection, added.id, now)
                changing.note(connection, Deed(now, asked.user, "deleted"), added, None)
            return message.with_commands([_NOT_THERE], [f"/drumbeat alert add {typed(draft)}"])
    return alert_words.described(added, draft.rule, "Set up.", filter(None, (draft.note,)))


def _bounds(draft: AlertDraft, team: str, at: Delivering) -> list[str]:
    """What an alert on bounds watches now, so that everybody reads which side of each is bad."""
    if not isinstance(draft.rule, Bounded):
        return []
    try:
        found = bounding.carried(draft, team, at)
    except InsightsError as error:
        return [f"Which bounds these are is not known yet: {error.sentence}"]
    return bound_words.listed(found.values(), draft.kind) or [trying.NO_BOUNDS]


_NOT_THERE: Final = (
    "I cannot post in that channel, so no alert can come there. /invite @Drumbeat there, then send "
    "this:"
)


def _wish(draft: AlertDraft, rule: Rule, asked: Asked | Pressed, old: Alert | None = None) -> Wish:
    return Wish(
        channel=draft.channel or (old.channel if old else asked.channel),
        owner=old.owner if old else asked.user,
        line=draft.line,
        phrase=phrase(rule, draft.kind, bucket_of(draft.request)),
        name=draft.name or (old.name if old else None),
        mention=(old.mention if old else None) if draft.mention is None else draft.mention or None,
    )


def _edit(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Say anew what it watches for; an open episode ends with the old rule."""
    alert = wanted.one
    if not wanted.rest:
        line = f"/drumbeat alert edit {alert.id} {alert_words.typed(alert)}"
        return message.with_commands(
            ["Say anew what it watches for, for example as it is:"], [line]
        )
    draft = _draft(wanted.rest, asked, at)
    if draft.rule is None:
        return trying.offers(draft, asked.team, at)
    rule, wish = draft.rule, _wish(draft, draft.rule, asked, alert)

    def change(connection: Connection, current: Alert, now: datetime) -> bool:
        return changing.edit(connection, current, _rule(current, at), wish, now)

    changed = _change(alert, change, "edited", asked, at)
    _tell_channel(alert, "was changed", asked.user, at)
    return alert_words.described(changed, rule, "Changed.", filter(None, (draft.note,)))


# -- looking --------------------------------------------------------------------------------------


def _list(_: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    known = _known_to(asked, at)
    with at.store.begin() as connection:
        found = silences.current(connection, asked.team, at.desk.clock.now())
    quiet = {one.id: silences.over(one, found) for one in known}
    return alert_words.listed(known, {one.id: _rule(one, at) for one in known}, quiet)


def _show(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    alert = wanted.one
    with at.store.begin() as connection:
        found = silences.current(connection, alert.team, at.desk.clock.now())
        daily = hours.find(connection, alert.team, alert.channel)
    notes = [f"its channel is quiet each day {daily.told}"] if daily else []
    quiet = silences.over(alert, found)
    return alert_words.described(alert, _rule(alert, at), "", notes, quiet=quiet)


def _history(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    with at.store.begin() as connection:
        changes = book.history(connection, wanted.one.id, _HISTORY)
    return alert_words.history(wanted.one, changes)


def _test(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """What it would have done lately, for one person's eyes; nothing is changed or posted."""
    alert = wanted.one
    draft = _draft(alert_words.typed(alert), asked, at)
    try:
        said = trying.tried(draft, _rule(alert, at), asked.team, at, is_kept=True)
    except InsightsError as error:
        return message.problem(error, now=at.desk.clock.now())
    mark = message.rich(f"Test of {alert_words.title(alert)}", "only you see this", [_AS_IT_WAS])
    return Message(f"Test. {said.text}", (mark, *said.blocks))


_AS_IT_WAS: Final = "Nothing is changed, and nothing is told to its channel."


def _why(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    """What explains most of what is alerting now."""
    alert, is_open = wanted.one, _open(wanted, at) is not None
    return explaining.explained(alert, at.desk) if is_open else _is_over(alert)


def _open(wanted: Wanted, at: Delivering) -> Incident | None:
    """The open incident of an alert; None if there is none, or another one was meant."""
    with at.store.begin() as connection:
        found = news.open_incident(connection, wanted.one.id)
    is_meant = found is not None and wanted.rest in {"", str(found.number)}
    return found if is_meant else None


def _is_over(alert: Alert) -> Message:
    return message.sentence(f"That is over; {alert_words.title(alert)} has no open alert now.")


# -- changing -------------------------------------------------------------------------------------


def _change(
    alert: Alert,
    do: Callable[[Connection, Alert, datetime], bool],
    what: str,
    asked: Asked | Pressed,
    at: Delivering,
) -> Alert:
    """Change an alert as it is now, whoever looks at it or changes it at the same time."""
    for _ in range(_ATTEMPTS):
        now = at.desk.clock.now()
        with at.store.begin() as connection:
            current = book.find(connection, alert.team, alert.id)
            if current is None:
                raise NoSuchError("That alert was deleted meanwhile.")
            if do(connection, current, now):
                after, deed = (
                    book.find(connection, alert.team, alert.id),
                    Deed(now, asked.user, what),
                )
                changing.note(connection, deed, current, after)
                return after or current
    raise NoSuchError("Others are changing that alert right now. Try again in a moment.")


def _stepping(
    each: Callable[[Rule, Memory, datetime], Step | Refused],
    then: Callable[[Connection, Alert, datetime], object],
    at: Delivering,
) -> Callable[[Connection, Alert, datetime], bool]:
    """Do something to each series of an alert, and something to the alert."""

    def do(connection: Connection, current: Alert, now: datetime) -> bool:
        rule = _rule(current, at)
        steps: dict[str, Step] = {}
        for name, memory in current.memories.items():
            done = each(rule, memory, now)
            if isinstance(done, Refused):
                raise NoSuchError(done.why)
            steps[name] = done
        if not news.keep(connection, current, steps, now, current.next_look):
            return False
        then(connection, current, now)
        return True

    return do


def _pause(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    alert = wanted.one
    if alert.paused is not None:
        return message.sentence(f"{alert_words.title(alert)} is paused already.")
    stepping = _stepping(
        lambda rule, memory, now: overlays.interrupt(rule, memory, "paused", now),
        lambda connection, one, _: book.pause(connection, one.id, "somebody paused it"),
        at,
    )
    _change(alert, stepping, "paused", asked, at)
    next_ = f"/drumbeat alert resume {alert.id} lets it look again."
    return _turned(alert, "is paused", next_, asked, at)


def _resume(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    alert = wanted.one
    if alert.paused is None:
        return message.sentence(f"{alert_words.title(alert)} is watching already.")
    stepping = _stepping(
        lambda _, memory, now: overlays.resume(memory, now),
        lambda connection, one, now: book.resume(connection, one.id, now),
        at,
    )
    _change(alert, stepping, "resumed", asked, at)
    return _turned(alert, "is watching again", "It looks at once.", asked, at)


def _delete(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    alert = wanted.one
    stepping = _stepping(
        lambda rule, memory, now: overlays.interrupt(rule, memory, "deleted", now),
        lambda connection, one, now: book.delete(connection, one.id, now),
        at,
    )
    _change(alert, stepping, "deleted", asked, at)
    back = f"To have it back: /drumbeat alert add {alert_words.typed(alert)}"
    return _turned(alert, "is deleted", back, asked, at)


def _turned(alert: Alert, said: str, next_: str, asked: Asked | Pressed, at: Delivering) -> Message:
    """Tell the channel what was done and by whom, and tell who asked."""
    title = alert_words.title(alert)
    if not _tell_channel(alert, said, asked.user, at):
        return message.sentence(f"{title} {said}; its channel could not be told.", next_)
    return message.sentence(f"{title} {said}.", next_)


def _tell_channel(alert: Alert, said: str, by: str, at: Delivering) -> bool:
    told = alert_words.turned(alert, said, by)
    try:
        at.desk.slack.post(alert.channel, told.text, told.blocks)
    except SlackError:
        return False
    return True


def _ack(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Somebody knows of an incident: nothing of it is repeated, for a while or until it is over."""
    alert = wanted.one
    if _open(wanted, at) is None:
        return _is_over(alert)
    until, how = _rest(wanted, at)

    def quieten(rule: Rule, memory: Memory, now: datetime) -> Step | Refused:
        if memory.episode is None:
            return Step(memory)
        ack = Ack(asked.user, until)
        return overlays.acknowledge(rule, memory, memory.episode.number, ack, now)

    what = f"quiet{how}" if until else "acknowledged"
    _change(alert, _stepping(quieten, lambda *_: None, at), what, asked, at)
    return message.sentence(f"Nothing of it is repeated{how}; its end is told all the same.")


def _rest(wanted: Wanted, at: Delivering) -> tuple[datetime | None, str]:
    """Until when somebody wants an incident to rest, None for as long as it lasts; in words."""
    now, alert = at.desk.clock.now(), wanted.one
    if wanted.deed != "next":
        length = _QUIET.get(wanted.deed)
        return (now + length, f" for a {wanted.deed}") if length else (None, "")
    asked = looking.question(alert, now, at.desk.defaults)
    rule = replace(asked.rule, days_off=at.desk.days_off(alert.channel))
    window = asked.query.window
    unit = "hour" if window and window.bucket is BucketType.HOUR else "day"
    return looking.next_over(replace(asked, rule=rule), now), f" until the next {unit} is over"


# -- bounds ---------------------------------------------------------------------------------------


def _directions(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """All bounds that are known; or which side of one is bad, said by somebody."""
    if wanted.rest:
        return bounding.say(wanted.rest, asked, at)
    return bounding.known(_known_to(asked, at), asked.team, at)


def _direction(wanted: Wanted, _asked: Asked | Pressed, _at: Delivering) -> Message:
    """What can be chosen, for one person's eyes."""
    return bound_words.choice(wanted.one)


# -- quiet ----------------------------------------------------------------------------------------


def _quiet(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return quieting.quiet(wanted.rest, asked, at, lambda number: _find(number, asked, at))


def _loud(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return quieting.loud(wanted.rest, asked, at, lambda number: _find(number, asked, at))


def _hours(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return quieting.hours_of(wanted.rest, asked, at)


def _help(_: Wanted, _asked: Asked | Pressed, _at: Delivering) -> Message:
    return alert_words.usage()


_Deed = Callable[[Wanted, Asked | Pressed, Delivering], Message]
_DEEDS: Final[Mapping[str, _Deed]] = {
    "add": _add,
    "keep": _keep,
    "list": _list,
    "show": _show,
    "edit": _edit,
    "pause": _pause,
    "resume": _resume,
    "test": _test,
    "history": _history,
    "why": _why,
    "delete": _delete,
    "ack": _ack,
    "next": _ack,
    "day": _ack,
    "week": _ack,
    "bounds": _directions,
    "direction": _direction,
    "quiet": _quiet,
    "loud": _loud,
    "hours": _hours,
    "help": _help,
}
_THERE: Final = (
    "add, list, show, why, edit, quiet, loud, hours, pause, resume, test, history, delete, "
    "bounds, help"
)
_LOOKING: Final = frozenset(
    {"add", "list", "show", "test", "history", "why", "bounds", "direction", "help"}
)
"""What changes nothing: everybody may do it who may know of the alert."""
_CHANGING: Final = frozenset(_DEEDS) - _LOOKING
_ABOUT_NONE: Final = frozenset({"add", "keep", "list", "bounds", "quiet", "loud", "hours", "help"})
_ALSO: Final = {
    "": "list",
    "new": "add",
    "remove": "delete",
    "rm": "delete",
    "stop": "pause",
    "snooze": "quiet",
    "silence": "quiet",
    "mute": "quiet",
    "unmute": "loud",
}
