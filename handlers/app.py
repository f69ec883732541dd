"""The Slack app: acknowledges at once, hands over, and never works on Slack's time.

Source: https://docs.slack.dev/tools/bolt-python
"""

import logging
import re
from collections.abc import Callable, Iterator
from itertools import count
from threading import Lock
from typing import Any, Final

from cachetools import TTLCache
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.clock import Clock
from bot.grammar.defaults import Defaults
from handlers import alert_filling, alert_form, form, message
from handlers.asked import (
    AlertFilled,
    AlertSent,
    Filled,
    Heard,
    NotARequestError,
    Pressed,
    Submitted,
    is_of_alert,
    read_alert,
    read_command,
    read_filled,
    read_press,
)
from handlers.filling import checked
from handlers.slack import Slack

_log = logging.getLogger(__name__)

BUSY: Final = "I am answering as many commands as I can. Send yours again in a few seconds."
UNREAD: Final = "Slack sent me that command without its essentials, so I cannot answer it."
FORM_BUSY: Final = "I am answering as many as I can. Send this again in a few seconds."
OTHER_FORM: Final = (
    "This form is from another version of Drumbeat, so nothing was set up or changed. Open it "
    "again: /drumbeat digest new, or Edit below a digest."
)
OTHER_ALERT_FORM: Final = (
    "This form is from another version of Drumbeat, so nothing was set up or changed. Open it "
    "again: /drumbeat alert new, or Edit below an alert."
)
_REPLAY_SECONDS: Final = 600.0
"""Slack's signatures are good for five minutes, on either side of its clock."""


class Seen:
    """What was already done: Slack, or somebody who listened in, may send the same thing again."""

    def __init__(self, clock: Clock) -> None:
        self._lock = Lock()
        self._seen: TTLCache[str, bool] = TTLCache(100_000, _REPLAY_SECONDS, timer=clock.monotonic)

    def forget(self, event: str) -> None:
        """Let an event be done that was seen and not done."""
        with self._lock:
            self._seen.pop(event, None)

    def before(self, event: str) -> bool:
        """Whether an event was seen in the last ten minutes; it is from now on."""
        with self._lock:
            known = event in self._seen
            self._seen[event] = True
        return known


Given = Callable[[Heard], bool]
"""Takes something to be answered elsewhere; False if there is too much to do."""


def slack_app(  # noqa: PLR0913 - what the app is made of
    slack: Slack,
    identity: dict[str, Any],
    give: Given,
    *,
    refuse: Callable[[Pressed], None],
    clock: Clock,
    defaults: Defaults,
) -> App:
    """Make the app that acknowledges commands, presses and forms and hands them over.

    With `process_before_response` Bolt runs a listener in the thread of its request and answers
    the moment it returns; as it comes, it looks every ten milliseconds. That is only right for
    listeners that do nothing, and these do nothing but read what came and hand it over.

    Args:
        slack: The workspace.
        identity: The bot's own ids, as Slack told them when the bot started.
        give: Takes what is to be answered.
        refuse: Tells somebody that their press was one too many; returns at once.
        clock: Measures how long a command is remembered.
        defaults: What fills in for what a form's charts leave out.
    """
    authorized = AuthorizeResult(
        enterprise_id=None,
        team_id=identity["team_id"],
        bot_user_id=identity["user_id"],
        bot_id=identity["bot_id"],
        bot_token=slack.web.token,
    )
    # `authorize` is given so that nothing is looked up in the environment, and nothing asked of
    # Slack for each command. Signatures are checked at our own door (`handlers.http`).
    app = App(
        # Without a logger of ours Bolt's loggers take the root's level, whatever theirs is.
        logger=logging.getLogger("slack_bolt"),
        client=slack.web,
        authorize=lambda: authorized,
        process_before_response=True,
        request_verification_enabled=False,
        signing_secret="checked-at-the-door",  # noqa: S106 - never used; keeps Bolt from the environment
    )
    # Every command of the manifest, and those of another version's, with what this version knows.
    seen = Seen(clock)
    app.command(re.compile(r".*"))(_command(give, seen))
    # Every button, whichever version of Drumbeat posted it.
    app.action(re.compile(r".*"))(_press(give, refuse, seen))
    # Every form that is sent, whichever version opened it.
    app.view(re.compile(r".*"))(_submit(give, seen, clock, defaults))
    return app


Listener = Callable[[Ack, dict[str, Any]], None]


def _command(give: Given, seen: Seen) -> Listener:
    """What Bolt calls for a command: read it, hand it over once, acknowledge."""

    def command(ack: Ack, body: dict[str, Any]) -> None:
        try:
            asked = read_command(body)
        except NotARequestError as problem:
            _log.warning("%s", problem)
            ack(UNREAD)
            return
        if seen.before(asked.trigger) or give(asked):
            ack()
            return
        seen.forget(asked.trigger)  # should Slack not hear this, it may send the command again
        ack(BUSY)

    return command


def _press(give: Given, refuse: Callable[[Pressed], None], seen: Seen) -> Listener:
    """What Bolt calls for a press; with its acknowledgement nothing can be said."""
    order = count(1)

    def press(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        try:
            pressed = _pressed(body, order)
        except NotARequestError as problem:
            _log.warning("%s", problem)
            return
        if seen.before(pressed.trigger) or give(pressed):
            return
        if isinstance(pressed, Pressed):  # a form can be pressed or sent again
            refuse(pressed)

    return press


def _pressed(body: dict[str, Any], order: Iterator[int]) -> Pressed | Filled | AlertFilled:
    if not body.get("view"):
        return read_press(body, next(order))
    return read_alert(body) if is_of_alert(body) else read_filled(body)


def _submit(give: Given, seen: Seen, clock: Clock, defaults: Defaults) -> Listener:
    """What Bolt calls for a form that is sent; its acknowledgement says what is wrong with it.

    All that is wrong can be told from the form itself, so nobody is asked meanwhile.
    """
    alert = _submit_alert(give, seen, clock, defaults)

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        if is_of_alert(body):
            alert(ack, body)
            return
        try:
            filled = read_filled(body)
        except NotARequestError as problem:
            _log.warning("%s", problem)
            ack(response_action="update", view=form.notice(OTHER_FORM))
            return
        if not filled.form.choice.is_whole:  # sent before it asked what the rhythm takes
            ack(response_action="update", view=form.view(filled.form))
            return
        found = checked(filled.form, filled.user, now=clock.now(), defaults=defaults)
        if isinstance(found, dict):
            ack(response_action="errors", errors=found)
            return
        sent = Submitted(filled.team, filled.user, filled.view, filled.form.digest, found)
        if seen.before(sent.view) or give(sent):
            ack()
            return
        seen.forget(sent.view)
        ack(response_action="errors", errors={"channel": FORM_BUSY})

    return submit


def _submit_alert(give: Given, seen: Seen, clock: Clock, defaults: Defaults) -> Listener:
    """The same for a form of alerts, whose first page becomes the second.

    Trying twice shows the same, so only what is kept is remembered.
    """

    def submit(ack: Ack, body: dict[str, Any]) -> None:
        try:
            filled = read_alert(body)
        except NotARequestError as problem:
            _log.warning("%s", problem)
            ack(response_action="update", view=alert_form.notice(OTHER_ALERT_FORM))
            return
        found = alert_filling.checked(filled.form, now=clock.now(), defaults=defaults)
        if isinstance(found, dict):
            ack(response_action="errors", errors=found)
            return
        sent = AlertSent(
            filled.team,
            filled.user,
            filled.view,
            filled.form,
            found.draft,
            found.rule,
            is_seen=filled.is_seen,
        )
        (keep if sent.is_seen else try_out)(ack, sent)

    def try_out(ack: Ack, sent: AlertSent) -> None:
        if give(sent):
            ack(response_action="update", view=alert_form.waiting(sent.form))
        else:
            ack(response_action="errors", errors={"channel": FORM_BUSY})

    def keep(ack: Ack, sent: AlertSent) -> None:
        if seen.before(sent.view) or give(sent):
            ack()
            return
        seen.forget(sent.view)
        busy = [message.rich(FORM_BUSY, "")]
        ack(response_action="update", view=alert_form.tried(sent.form, busy))

    return submit
