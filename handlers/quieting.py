"""`/drumbeat alert quiet|loud|hours ...`: of one alert, a channel's or all nothing is told.

Looking goes on, and so does history; what still is so at the end is told then.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import audit
from bot.alerts import hours, quieting, silences
from bot.alerts.hours import Hours
from bot.alerts.model import Alert
from bot.alerts.quieting import Quiet, QuietError
from bot.alerts.silences import Scope, Silence
from bot.audit import Entry, Facts
from handlers import alert_words, message
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.message import Message
from handlers.permits import check
from handlers.slack import SlackError

Find = Callable[[str], Alert]
"""An alert by its number, for somebody who may know of it."""
_HERE: Final = frozenset({"channel", "here"})
_ALL: Final = frozenset({"all", "everything", "workspace"})


def quiet(text: str, asked: Asked | Pressed, at: Delivering, find: Find) -> Message:
    """Tell nothing of something for a while.

    Args:
        text: What stands behind `quiet`.
        asked: Who wants it, and where.
        at: The database, and what telling takes.
        find: Finds one that is named by its number.

    Raises:
        QuietError: If it says no end, or one that cannot be.
    """
    now = at.desk.clock.now()
    wanted = quieting.read(text, now=now, zone=at.desk.zones.of(asked.user))
    scope, alert = _scope(wanted.what, asked, at, find)
    silence = Silence(scope, wanted.until, asked.user, wanted.why)
    with at.store.begin() as connection:
        old = silences.over_scope(connection, asked.team, scope, now)
        silences.begin(connection, asked.team, silence, now)
        entry = _entry(scope, alert, asked, "silenced", now, _facts(old), _facts(silence))
        audit.note(connection, asked.team, entry)
    said = f"is quiet until {wanted.told}"
    _tell(_title(scope, alert), said, wanted, alert, asked, at)
    back = f"To end it: /drumbeat alert loud {_typed(scope)}"
    why = f"Because: {wanted.why}" if wanted.why else ""
    return message.sentence(f"{_title(scope, alert)} {said}.", why, _MEANWHILE, back)


_MEANWHILE: Final = "Looking goes on; what still is so then is told then."


def loud(text: str, asked: Asked | Pressed, at: Delivering, find: Find) -> Message:
    """Tell again from now on.

    Args:
        text: What stands behind `loud`.
        asked: Who wants it, and where.
        at: The database, and what telling takes.
        find: Finds one that is named by its number.
    """
    now = at.desk.clock.now()
    scope, alert = _scope(text.strip(), asked, at, find)
    title = _title(scope, alert)
    with at.store.begin() as connection:
        ended = silences.end(connection, asked.team, scope, now)
        if ended is not None:
            entry = _entry(scope, alert, asked, "silence ended", now, _facts(ended), None)
            audit.note(connection, asked.team, entry)
        left = silences.current(connection, asked.team, now)
    other = silences.over(alert, left) if alert else None
    still = f"It is quiet all the same: {alert_words.quiet(other)}." if other else ""
    if ended is None:
        return message.sentence(f"{title} is not silenced.", still)
    _tell(title, "is told of again", None, alert, asked, at)
    return message.sentence(f"{title} is told of again.", still)


def hours_of(text: str, asked: Asked | Pressed, at: Delivering) -> Message:
    """Show the quiet hours of the channel, change or end them.

    Raises:
        QuietError: If what was typed is no stretch of the day.
    """
    with at.store.begin() as connection:
        old = hours.find(connection, asked.team, asked.channel)
    if not text.strip():
        return message.sentence(_told(old), f"For example: {hours.EXAMPLE}")
    is_off = text.strip().casefold() in {"off", "none", "delete"}
    new = None if is_off else hours.read(text, zone=at.desk.zones.of(asked.user))
    now = at.desk.clock.now()
    with at.store.begin() as connection:
        hours.keep(connection, asked.team, asked.channel, new, asked.user)
        before, after = ({"hours": one.told} if one else None for one in (old, new))
        entry = Entry(now, asked.user, "quiet hours", "channel", asked.channel, None, before, after)
        audit.note(connection, asked.team, entry)
    _say(alert_words.by_somebody(_told(new), "", asked.user), asked.channel, at)
    return message.sentence(_told(new), _WAITS if new else "")


_WAITS: Final = (
    "What there is to tell meanwhile waits for their end, and is told if it still is so."
)


def _told(found: Hours | None) -> str:
    if found is None:
        return "This channel has no quiet hours for alerts."
    return f"Alerts are quiet in this channel each day {found.told}."


def _scope(
    what: str, asked: Asked | Pressed, at: Delivering, find: Find
) -> tuple[Scope, Alert | None]:
    """What is meant: this channel, all of the workspace, or one alert.

    Raises:
        NotPermittedError: If all is meant by somebody who does not run the workspace.
    """
    word = what.casefold()
    if word in _HERE:
        return Scope(channel=asked.channel), None
    if word in _ALL:
        check(asked, "alert quiet all", at, admin=True)
        return Scope(), None
    if not word:
        raise QuietError("What is meant? An alert's number, “channel” or “all”.")
    alert = find(what)
    return Scope(alert=alert.id), alert


def _title(scope: Scope, alert: Alert | None) -> str:
    if alert is not None:
        return alert_words.title(alert)
    return "Every alert of this channel" if scope.channel else "Every alert of this workspace"


def _typed(scope: Scope) -> str:
    if scope.alert is not None:
        return str(scope.alert)
    return "channel" if scope.channel else "all"


def _tell(  # noqa: PLR0913, PLR0917 - what was done to what, and by whom
    title: str,
    said: str,
    wanted: Quiet | None,
    alert: Alert | None,
    asked: Asked | Pressed,
    at: Delivering,
) -> None:
    """Let those read it who would otherwise wait for news: the alert's channel, or this one."""
    why = f"Because: {wanted.why}" if wanted and wanted.why else ""
    told = alert_words.by_somebody(f"{title} {said}.", why, asked.user)
    _say(told, alert.channel if alert else asked.channel, at)


def _say(told: Message, channel: str, at: Delivering) -> None:
    try:
        at.desk.slack.post(channel, told.text, told.blocks)
    except SlackError:
        return  # lists and messages say it as well


def _entry(  # noqa: PLR0913, PLR0917 - who did what to what, and when
    scope: Scope,
    alert: Alert | None,
    asked: Asked | Pressed,
    what: str,
    now: datetime,
    before: Facts | None,
    after: Facts | None,
) -> Entry:
    if alert is not None:
        about, channel, owner = f"alert {alert.id}", alert.channel, alert.owner
        return Entry(now, asked.user, what, about, channel, owner, before, after)
    about = "channel" if scope.channel else "all alerts"
    whose = None if scope.channel else asked.user
    return Entry(now, asked.user, what, about, scope.channel, whose, before, after)


def _facts(silence: Silence | None) -> Facts | None:
    if silence is None:
        return None
    return {"quiet until": f"{silence.until:%Y-%m-%d %H:%M} UTC", "because": silence.why or None}
