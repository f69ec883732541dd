"""What Slack says when somebody types a command, read once at the door.

Source: https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class NotARequestError(ValueError):
    """The payload lacks what every slash command carries."""


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


def read_command(body: Mapping[str, object]) -> Asked:
    """Read the body of a slash command.

    Raises:
        NotARequestError: If anything but the text is missing or is no text.
    """

    def text(name: str) -> str:
        value = body.get(name)
        if not isinstance(value, str) or not value:
            raise NotARequestError(f"A slash command came without “{name}”.")
        return value

    typed = body.get("text")
    return Asked(
        team=text("team_id"),
        channel=text("channel_id"),
        user=text("user_id"),
        command=text("command"),
        text=typed if isinstance(typed, str) else "",
        trigger=text("trigger_id"),
        response_url=text("response_url"),
    )
