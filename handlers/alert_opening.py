"""The form of an alert as it goes on: opened, tried on the past, kept.

It is opened beside the charts and waits for none of them, since Slack gives three seconds from the
press to the form. What is tried waits for LaunchDarkly, and the form shows meanwhile that it does.
"""

import logging
from collections.abc import Iterator
from typing import Final

from bot.alerts import looking
from bot.alerts.bounded import typed
from bot.alerts.phrases import COMMAND as ADD
from bot.alerts.phrases import AlertLineError
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from handlers import alert_form, alert_words, alerting, message, trying
from handlers.alert_filling import filled_with
from handlers.alert_form import AlertForm
from handlers.alert_found import find
from handlers.alert_words import EDIT, NEW
from handlers.asked import AlertFilled, AlertSent, Asked, Heard, Pressed
from handlers.delivering import Delivering
from handlers.message import Block, Message
from handlers.numbered import NoSuchError
from handlers.private import COMMAND
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

_SETTLES: Final = 1.0
"""Seconds after which Slack shows what it was answered when the form was sent; what is shown in the
same place before that would be lost."""
_CLOSED: Final = "not_found"


def is_hasty(heard: Heard) -> bool:
    """Whether somebody waits for a form."""
    return isinstance(heard, AlertFilled) or wanted(heard) is not None


def wanted(heard: Heard) -> str | None:
    """Which form somebody asks for: "new", or the number of an alert; None for anything else."""
    if isinstance(heard, Pressed) and heard.action.startswith(EDIT):
        return heard.action.removeprefix(EDIT)
    if isinstance(heard, Asked | Pressed):
        said = (alerting.about(heard) or "").strip().casefold()
        return NEW if said == NEW else None
    return None


def open_form(asked: Asked | Pressed, wish: str, at: Delivering) -> Message | None:
    """Open a form; returns what has to be said, if anything."""
    try:
        at.desk.slack.open(asked.trigger, alert_form.view(_begun(asked, wish, at)))
    except NoSuchError as problem:
        return message.sentence(str(problem))
    except (UsageError, AlertLineError) as problem:
        return message.sentence(str(problem), f"Type it anew: /drumbeat alert edit {wish}")
    except SlackError as error:
        _log.warning("No form was opened for %s: %s", asked.user, error.code)
        return alert_words.not_opened(wish, is_late=error.code in _LATE)
    return None


_LATE: Final = frozenset({"expired_trigger_id", "exchanged_trigger_id"})


def _begun(asked: Asked | Pressed, wish: str, at: Delivering) -> AlertForm:
    if wish == NEW:
        return alert_form.blank(asked.channel)
    alert = find(wish, asked, at)
    now, defaults = at.desk.clock.now(), at.desk.defaults
    rule = looking.question(alert, now, defaults).rule
    return filled_with(alert, rule, asked.channel, now=now, defaults=defaults)


def go_on(form: AlertFilled | AlertSent, at: Delivering) -> Message | None:
    """Go on with a form: back to its first page, or on from it; returns what has to be said."""
    if isinstance(form, AlertFilled):
        _show_first(form, at)
        return None
    return _keep(form, at) if form.is_seen else _try(form, at)


def _show_first(filled: AlertFilled, at: Delivering) -> None:
    """The first page again, with all that was typed there."""
    try:
        at.desk.slack.show(filled.view, alert_form.view(filled.form))
    except SlackError as error:
        _log.info("A form of %s was not changed: %s", filled.user, error.code)


# -- trying -------------------------------------------------------------------------------------


def _try(sent: AlertSent, at: Delivering) -> Message | None:
    clock = at.desk.clock
    begun = clock.monotonic()
    blocks = _tried(sent, at)
    clock.sleep(max(0.0, begun + _SETTLES - clock.monotonic()))
    for shown in _ever_less(blocks):
        try:
            at.desk.slack.show(sent.view, alert_form.tried(sent.form, shown))
        except SlackError as error:
            _log.info("A form of %s was not changed: %s", sent.user, error.code)
            if error.code == _CLOSED:
                return None
        else:
            return None
    return message.with_commands([_NOT_SHOWN], [_typed(sent)])


_NOT_SHOWN: Final = "Slack does not show what it would have done. Nothing is set up yet; type it:"


def _typed(sent: AlertSent) -> str:
    line = typed(sent.draft)
    number = sent.form.alert
    return f"{ADD} {line}" if number is None else f"/drumbeat alert edit {number} {line}"


def _tried(sent: AlertSent, at: Delivering) -> tuple[Block, ...]:
    """What it would have done, or why nobody knows, which keeps it from nothing."""
    try:
        return trying.tried(sent.draft, sent.rule, sent.team, at, is_kept=True).blocks
    except InsightsError as error:
        told = message.problem(error, now=at.desk.clock.now())
        return (*told.blocks, message.rich("", "", [_ALL_THE_SAME]))


_ALL_THE_SAME: Final = (
    "So nobody knows what it would have done. It can be set up all the same, and looks as soon as "
    "LaunchDarkly answers."
)


def _ever_less(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """All of it, then without the picture, should Slack not take that."""
    yield blocks
    without = tuple(one for one in blocks if one["type"] != "image")
    if without != blocks:
        yield without


# -- keeping ------------------------------------------------------------------------------------


def _keep(sent: AlertSent, at: Delivering) -> Message:
    """Keep it as if it had been typed where the form was opened."""
    number, line = sent.form.alert, typed(sent.draft)
    text = f"keep {line}" if number is None else f"edit {number} {line}"
    asked = Asked(sent.team, sent.channel, sent.user, COMMAND, f"alert {text}", "", "")
    return alerting.answer(asked, text, at)
