"""Changing alerts: paused, resumed, deleted, acknowledged, each told to whom it concerns.

An alert may be looked at, or changed by somebody else, at the very same time; whoever comes second
does what they want to what there is by then.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.alerts import book, changing, looking, news, overlays
from bot.alerts.events import Step
from bot.alerts.memory import Ack, Memory
from bot.alerts.model import Alert, Incident
from bot.alerts.overlays import Refused
from bot.alerts.rules import Rule
from bot.audit import Deed
from bot.query import BucketType
from handlers import alert_words, message
from handlers.alert_found import Wanted, rule_of
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.message import Message
from handlers.numbered import NoSuchError
from handlers.slack import SlackError

_ATTEMPTS: Final = 5
"""How often is tried to change what others change at the same time."""
_QUIET: Final[dict[str, timedelta]] = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


def change(
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
        rule = rule_of(current, at)
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


def pause(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Look no more; what is open ends with that."""
    alert = wanted.one
    if alert.paused is not None:
        return message.sentence(f"{alert_words.title(alert)} is paused already.")
    stepping = _stepping(
        lambda rule, memory, now: overlays.interrupt(rule, memory, "paused", now),
        lambda connection, one, _: book.pause(connection, one.id, "somebody paused it"),
        at,
    )
    change(alert, stepping, "paused", asked, at)
    next_ = f"/drumbeat alert resume {alert.id} lets it look again."
    return _turned(alert, "is paused", next_, asked, at)


def resume(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Look again, at once."""
    alert = wanted.one
    if alert.paused is None:
        return message.sentence(f"{alert_words.title(alert)} is watching already.")
    stepping = _stepping(
        lambda _, memory, now: overlays.resume(memory, now),
        lambda connection, one, now: book.resume(connection, one.id, now),
        at,
    )
    change(alert, stepping, "resumed", asked, at)
    return _turned(alert, "is watching again", "It looks at once.", asked, at)


def delete(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Never look again; what happened is kept."""
    alert = wanted.one
    stepping = _stepping(
        lambda rule, memory, now: overlays.interrupt(rule, memory, "deleted", now),
        lambda connection, one, now: book.delete(connection, one.id, now),
        at,
    )
    change(alert, stepping, "deleted", asked, at)
    back = f"To have it back: /drumbeat alert add {alert_words.typed(alert)}"
    return _turned(alert, "is deleted", back, asked, at)


def _turned(alert: Alert, said: str, next_: str, asked: Asked | Pressed, at: Delivering) -> Message:
    """Tell the channel what was done and by whom, and tell who asked."""
    title = alert_words.title(alert)
    if not tell_channel(alert, said, asked.user, at):
        return message.sentence(f"{title} {said}; its channel could not be told.", next_)
    return message.sentence(f"{title} {said}.", next_)


def tell_channel(alert: Alert, said: str, by: str, at: Delivering) -> bool:
    """Say in an alert's channel what somebody did; whether it could be said."""
    told = alert_words.turned(alert, said, by)
    try:
        at.desk.slack.post(alert.channel, told.text, told.blocks)
    except SlackError:
        return False
    return True


def acknowledge(wanted: Wanted, asked: Asked | Pressed, at: Delivering) -> Message:
    """Somebody knows of an incident: nothing of it is repeated, for a while or until it is over."""
    alert = wanted.one
    if open_incident(wanted, at) is None:
        return is_over(alert)
    until, how = _rest(wanted, at)

    def quieten(rule: Rule, memory: Memory, now: datetime) -> Step | Refused:
        if memory.episode is None:
            return Step(memory)
        ack = Ack(asked.user, until)
        return overlays.acknowledge(rule, memory, memory.episode.number, ack, now)

    what = f"quiet{how}" if until else "acknowledged"
    change(alert, _stepping(quieten, lambda *_: None, at), what, asked, at)
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


def open_incident(wanted: Wanted, at: Delivering) -> Incident | None:
    """The open incident of an alert; None if there is none, or another one was meant."""
    with at.store.begin() as connection:
        found = news.open_incident(connection, wanted.one.id)
    is_meant = found is not None and wanted.rest in {"", str(found.number)}
    return found if is_meant else None


def is_over(alert: Alert) -> Message:
    """What whoever is too late is told."""
    return message.sentence(f"That is over; {alert_words.title(alert)} has no open alert now.")
