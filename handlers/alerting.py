"""`/drumbeat alert ...`, typed or pressed: alerts tried on the past, set up, looked at, quieted.

Whatever is asked is answered in private; the channel hears of an alert when one is set up for it,
and when somebody changes, pauses, resumes or deletes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.alerts import book, changing, hours, silences
from bot.alerts.book import TooManyError
from bot.alerts.bounded import Bounded, phrase, typed, usual_of
from bot.alerts.bounds import is_covered
from bot.alerts.model import Alert, Wish
from bot.alerts.phrases import AlertDraft, AlertLineError, bucket_of
from bot.alerts.quieting import QuietError
from bot.alerts.rules import Rule
from bot.audit import Deed
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from handlers import (
    alert_words,
    bound_words,
    bounding,
    explaining,
    message,
    quieting,
    trying,
)
from handlers.alert_found import Wanted, drafted, find, known_to, rule_of
from handlers.alert_turning import (
    acknowledge,
    change,
    delete,
    is_over,
    open_incident,
    pause,
    resume,
    tell_channel,
)
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.digesting import unescaped
from handlers.message import Message
from handlers.numbered import NoSuchError
from handlers.permits import NotPermittedError, check
from handlers.private import COMMAND, unknown_button
from handlers.slack import SlackError

_HISTORY: Final = 15


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
    return Wanted(deed, find(number, asked, at), more.strip())


def _deed(text: str) -> str:
    """What is to be done, in its own word."""
    word = text.strip().partition(" ")[0].casefold()
    return _ALSO.get(word, word)


# -- setting up -----------------------------------------------------------------------------------


def _add(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Show what it would have done, and let it be kept by a press; without a rule offer some."""
    draft = drafted(wanted.rest, asked, at)
    try:
        if draft.rule is None:
            return trying.offers(draft, asked.team, at)
        return trying.tried(draft, draft.rule, asked.team, at)
    except InsightsError as error:
        return message.problem(error, now=at.desk.clock.now())


def _keep(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Keep it, and introduce it to its channel; one that cannot be introduced cannot speak."""
    draft, now = drafted(wanted.rest, asked, at), at.desk.clock.now()
    if draft.rule is None:
        return _add(wanted, asked, at)
    added = _set_up(_wish(draft, draft.rule, asked), draft, asked, now, at)
    if added is None:
        return message.with_commands([_NOT_THERE], [f"/drumbeat alert add {typed(draft)}"])
    notes = (draft.note, _with_bounds(added, draft, asked, now, at))
    return alert_words.described(added, draft.rule, "Set up.", filter(None, notes))


def _set_up(
    wish: Wish, draft: AlertDraft, asked: Asked | Pressed, now: datetime, at: Delivering
) -> Alert | None:
    """Keep an alert and introduce it; None if its channel cannot be told."""
    with at.store.begin() as connection:
        added = book.add(connection, asked.team, wish, now)
        changing.note(connection, Deed(now, asked.user, "set up"), None, added)
    said = alert_words.introduction(added, rule_of(added, at), _bounds(draft, asked.team, at))
    try:
        at.desk.slack.post(added.channel, said.text, said.blocks)
    except SlackError as error:
        if error.sure:
            with at.store.begin() as connection:
                book.delete(connection, added.id, now)
                changing.note(connection, Deed(now, asked.user, "deleted"), added, None)
            return None
    return added


def _with_bounds(
    added: Alert, draft: AlertDraft, asked: Asked | Pressed, now: datetime, at: Delivering
) -> str:
    """Watch the bounds that a chart carries as well, where a channel first watches that chart.

    They are LaunchDarkly's own word for what is wrong, so they are watched unless somebody has
    deleted that, or nothing of them is left beside the alert itself.
    """
    if draft.rule is None or isinstance(draft.rule, Bounded):
        return ""
    with at.store.begin() as connection:
        if book.had_bounds(connection, added):
            return ""
    try:
        found = bounding.carried(draft, asked.team, at).values()
    except InsightsError:
        return ""  # nobody knows of any, and nobody is told that there are none
    rules = [spot.rule for spot in found if spot.rule is not None]
    if all(is_covered(rule, [draft.rule]) for rule in rules):
        return ""
    base = usual_of(draft.kind, bucket_of(draft.request))
    wish = replace(added.wish, phrase=phrase(base, draft.kind), name=None)
    more = _set_up(wish, replace(draft, rule=base), asked, now, at)
    return _BOUNDS_TOO.format(more.id) if more else ""


_BOUNDS_TOO: Final = (
    "The bounds that the data carries are watched too: /drumbeat alert delete {} ends that."
)


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
    draft = drafted(wanted.rest, asked, at)
    if draft.rule is None:
        return trying.offers(draft, asked.team, at)
    rule, wish = draft.rule, _wish(draft, draft.rule, asked, alert)

    def do(connection: Connection, current: Alert, now: datetime) -> bool:
        return changing.edit(connection, current, rule_of(current, at), wish, now)

    changed = change(alert, do, "edited", asked, at)
    tell_channel(alert, "was changed", asked.user, at)
    return alert_words.described(changed, rule, "Changed.", filter(None, (draft.note,)))


# -- looking --------------------------------------------------------------------------------------


def _list(_: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    known = known_to(asked, at)
    with at.store.begin() as connection:
        found = silences.current(connection, asked.team, at.desk.clock.now())
    quiet = {one.id: silences.over(one, found) for one in known}
    return alert_words.listed(known, {one.id: rule_of(one, at) for one in known}, quiet)


def _show(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    alert = wanted.one
    with at.store.begin() as connection:
        found = silences.current(connection, alert.team, at.desk.clock.now())
        daily = hours.find(connection, alert.team, alert.channel)
    notes = [f"its channel is quiet each day {daily.told}"] if daily else []
    quiet = silences.over(alert, found)
    return alert_words.described(alert, rule_of(alert, at), "", notes, quiet=quiet)


def _history(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    with at.store.begin() as connection:
        changes = book.history(connection, wanted.one.id, _HISTORY)
    return alert_words.history(wanted.one, changes)


def _test(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """What it would have done lately, for one person's eyes; nothing is changed or posted."""
    alert = wanted.one
    draft = drafted(alert_words.typed(alert), asked, at)
    try:
        said = trying.tried(draft, rule_of(alert, at), asked.team, at, is_kept=True)
    except InsightsError as error:
        return message.problem(error, now=at.desk.clock.now())
    mark = message.rich(f"Test of {alert_words.title(alert)}", "only you see this", [_AS_IT_WAS])
    return Message(f"Test. {said.text}", (mark, *said.blocks))


_AS_IT_WAS: Final = "Nothing is changed, and nothing is told to its channel."


def _why(wanted: Wanted, _: Asked | Pressed, at: Delivering) -> Message:
    """What explains most of what is alerting now."""
    alert, is_open = wanted.one, open_incident(wanted, at) is not None
    return explaining.explained(alert, at.desk) if is_open else is_over(alert)


# -- bounds ---------------------------------------------------------------------------------------


def _directions(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """All bounds that are known; or which side of one is bad, said by somebody."""
    if wanted.rest:
        return bounding.say(wanted.rest, asked, at)
    return bounding.known(known_to(asked, at), asked.team, at)


def _direction(wanted: Wanted, _asked: Asked | Pressed, _at: Delivering) -> Message:
    """What can be chosen, for one person's eyes."""
    return bound_words.choice(wanted.one)


# -- quiet ----------------------------------------------------------------------------------------


def _quiet(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return quieting.quiet(wanted.rest, asked, at, lambda number: find(number, asked, at))


def _loud(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    return quieting.loud(wanted.rest, asked, at, lambda number: find(number, asked, at))


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
    "pause": pause,
    "resume": resume,
    "test": _test,
    "history": _history,
    "why": _why,
    "delete": delete,
    "ack": acknowledge,
    "next": acknowledge,
    "day": acknowledge,
    "week": acknowledge,
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
