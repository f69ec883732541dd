"""What Slack says when somebody types a command, presses a button or fills a form in.

It is read once, at the door. Sources: https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and
https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.alerts.phrases import AlertDraft
from bot.alerts.rules import Rule
from bot.digests.model import Setting
from handlers import alert_filling
from handlers.alert_form import CALLBACK, AlertForm, is_alerts
from handlers.filling import NotOurFormError, read_form
from handlers.form import Form

_MOST_VALUE: Final = 2_000
"""Letters that a button carries at most.

Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element
"""


class NotARequestError(ValueError):
    """The payload lacks what every command or every press carries."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One command that one person typed once.

    Attributes:
        team: Workspace id.
        channel: Where it was typed.
        user: Who typed it.
        command: With its slash, as typed.
        text: What stands behind the command.
        trigger: Slack's id of this one event; the same event never has another.
        response_url: Takes private answers for half an hour; as good as a password, so not shown.
    """

    team: str
    channel: str
    user: str
    command: str
    text: str
    trigger: str
    response_url: str = field(repr=False)

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return self.command


@dataclass(frozen=True, slots=True)
class Pressed:
    """One button that one person pressed once.

    Attributes:
        team: Workspace id.
        channel: Where the message stands.
        message: The message's `ts`.
        user: Who pressed.
        action: The button's own id.
        value: What the button carries.
        block: The id of the block that the button stands in.
        trigger: Slack's id of this one event.
        number: Its place among all presses, in the order in which they came in, from 1.
        response_url: Takes private answers for half an hour; as good as a password, so not shown.
    """

    team: str
    channel: str
    message: str
    user: str
    action: str
    value: str
    block: str
    trigger: str
    number: int
    response_url: str = field(repr=False)

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return f"button {self.action}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as one person has it before them, whether or not it can be taken.

    Attributes:
        team: Workspace id.
        user: Who fills it in.
        view: Slack's id of this one form, from when it is opened until it is closed.
        trigger: Slack's id of this one event.
        form: What stands in it.
    """

    team: str
    user: str
    view: str
    trigger: str
    form: Form

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return "form"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent, and found to be right.

    Attributes:
        team: Workspace id.
        user: Who sent it.
        view: Slack's id of this one form.
        digest: The number of the digest that is changed, or None for a new one.
        setting: What is wanted of it; the owner of one that is changed stays.
    """

    team: str
    user: str
    view: str
    digest: int | None
    setting: Setting

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return "form that was sent"

    @property
    def channel(self) -> str:
        """Where the digest comes, and where is told what became of the form."""
        return self.setting.channel


@dataclass(frozen=True, slots=True)
class AlertFilled:
    """The form of an alert as one person has it before them, on either page.

    Attributes:
        team: Workspace id.
        user: Who fills it in.
        view: Slack's id of this one form, from when it is opened until it is closed.
        trigger: Slack's id of this one event.
        form: What stands in it.
        is_seen: Whether it is shown already what the alert would have done.
    """

    team: str
    user: str
    view: str
    trigger: str
    form: AlertForm
    is_seen: bool

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return "form of an alert"


@dataclass(frozen=True, slots=True)
class AlertSent:
    """The form of an alert that was sent, and found to be right.

    Attributes:
        team: Workspace id.
        user: Who sent it.
        view: Slack's id of this one form.
        form: What stands in it.
        draft: What that says.
        rule: What is watched for.
        is_seen: Whether it was shown what the alert would have done; then it is kept.
    """

    team: str
    user: str
    view: str
    form: AlertForm
    draft: AlertDraft
    rule: Rule
    is_seen: bool

    @property
    def name(self) -> str:
        """What is asked, for the log."""
        return "form of an alert that was sent"

    @property
    def channel(self) -> str:
        """Where the form was opened, and where is told what became of it."""
        return self.form.where


Heard = Asked | Pressed | Filled | Submitted | AlertFilled | AlertSent
"""Whatever Slack tells of."""


def read_command(body: Mapping[str, object]) -> Asked:
    """Read the body of a slash command.

    Raises:
        NotARequestError: If anything but the text is missing or is no text.
    """
    typed = body.get("text")
    return Asked(
        team=_text(body, "team_id"),
        channel=_text(body, "channel_id"),
        user=_text(body, "user_id"),
        command=_text(body, "command"),
        text=typed if isinstance(typed, str) else "",
        trigger=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
    )


def read_press(body: Mapping[str, object], number: int) -> Pressed:
    """Read the payload of a press in a message, the so many'th of all.

    Raises:
        NotARequestError: If it is no press, or one that says nowhere where.
    """
    actions = body.get("actions")
    action = _mapping(actions[0]) if isinstance(actions, list) and actions else {}
    container = _mapping(body.get("container"))
    value = action.get("value")
    if isinstance(value, str) and len(value) > _MOST_VALUE:
        raise NotARequestError("A button came with more than a button of Slack's can carry.")
    return Pressed(
        team=_text(_mapping(body.get("team")), "id"),
        channel=_text(_mapping(body.get("channel")), "id"),
        message=_text(container, "message_ts"),
        user=_text(_mapping(body.get("user")), "id"),
        action=_text(action, "action_id"),
        value=value if isinstance(value, str) else "",
        block=_text(action, "block_id"),
        trigger=_text(body, "trigger_id"),
        number=number,
        response_url=_text(body, "response_url"),
    )


def read_filled(body: Mapping[str, object]) -> Filled:
    """Read the payload of a form that is sent, or in which something was chosen.

    Raises:
        NotARequestError: If it says nowhere whose it is, or is no form of this version's.
    """
    view = _mapping(body.get("view"))
    try:
        form = read_form(view)
    except NotOurFormError as problem:
        raise NotARequestError(str(problem)) from problem
    return Filled(
        team=_text(_mapping(body.get("team")), "id"),
        user=_text(_mapping(body.get("user")), "id"),
        view=_text(view, "id"),
        trigger=_text(body, "trigger_id"),
        form=form,
    )


def read_alert(body: Mapping[str, object]) -> AlertFilled:
    """Read the payload of a form of an alert that is sent, or in which a button was pressed.

    Raises:
        NotARequestError: If it says nowhere whose it is, or is no form of this version's.
    """
    view = _mapping(body.get("view"))
    try:
        form = alert_filling.read_form(view)
    except NotOurFormError as problem:
        raise NotARequestError(str(problem)) from problem
    return AlertFilled(
        team=_text(_mapping(body.get("team")), "id"),
        user=_text(_mapping(body.get("user")), "id"),
        view=_text(view, "id"),
        trigger=_text(body, "trigger_id"),
        form=form,
        is_seen=view.get("callback_id") != CALLBACK,
    )


def is_of_alert(body: Mapping[str, object]) -> bool:
    """Whether a form is one of alerts, whichever version opened it."""
    return is_alerts(_mapping(body.get("view")).get("callback_id"))


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise NotARequestError(f"A request came without “{name}”.")
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
