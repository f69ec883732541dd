"""Words that only one person sees: what was not understood, what went wrong, what is waited for."""

import logging
from difflib import get_close_matches
from typing import Final

from bot.catalog import CATALOG
from handlers import message
from handlers.asked import AlertFilled, AlertSent, Filled, Heard, Submitted
from handlers.desk import Desk
from handlers.message import Message
from handlers.slack import Slack, SlackError

_log = logging.getLogger(__name__)


def tell(to: Heard, desk: Desk, words: Message) -> None:
    """Answer privately; where even that fails, the log has the last word."""
    try:
        say(to, desk.slack, words)
    except SlackError as error:
        _log.error("%s by %s was not answered: %s", to.name, to.user, error.code)


def say(to: Heard, slack: Slack, words: Message) -> None:
    """Answer privately, in the way that what was heard leaves open.

    Of a choice in a form there is nothing to say: the form asks for the rest when it is sent.

    Raises:
        SlackError: If Slack does not take it.
    """
    match to:
        case Submitted() | AlertSent():
            _say_there(to, slack, words)
        case Filled() | AlertFilled():
            return
        case _:
            slack.whisper(to.response_url, words.text, words.blocks)


def _say_there(to: Submitted | AlertSent, slack: Slack, words: Message) -> None:
    """Answer in the channel that was chosen, or directly where one of the two is not in it."""
    try:
        slack.aside(to.channel, to.user, words.text, words.blocks)
    except SlackError:
        slack.post(to.user, words.text, words.blocks)


def undelivered(error: SlackError) -> Message:
    """Slack did not take a message, or did not say."""
    if not error.sure:
        return message.sentence(
            "Slack did not say whether it took my answer.",
            "If it is not in the channel in a moment, send the command again.",
        )
    why = _REFUSED.get(error.code, f"Slack refuses my message here ({error.code}).")
    return message.sentence(why)


_REFUSED: Final = {
    "restricted_action": "Your workspace does not let me post in this channel; ask an admin.",
    "missing_scope": "I may not post: the app lacks the chat:write permission. Install it again.",
    "ratelimited": "Slack is busy and takes no messages right now. Try again in a minute.",
    "invalid_auth": "Slack no longer accepts my token; Drumbeat has to be installed again.",
    "account_inactive": "Drumbeat was removed from this workspace. Install it again.",
    "token_revoked": "Drumbeat was removed from this workspace. Install it again.",
    "message_not_found": "That message is gone, so I cannot change it. Send the command again.",
    "cant_update_message": "I cannot change that message any more. Send the command again.",
    "edit_window_closed": "I cannot change that message any more. Send the command again.",
}


COMMAND: Final = "/drumbeat"
"""The command for all that is no chart by itself."""


def about() -> Message:
    """What Drumbeat can do."""
    charts = [f"{kind.command}  {kind.summary}" for kind in CATALOG]
    return message.with_commands(
        ["I keep your delivery rhythm in front of you. Type a chart:"],
        charts,
        message.lines(
            [
                "Behind each, help tells its options.",
                f"{COMMAND} digest lets charts come by themselves; its help tells how.",
                f"{COMMAND} alert speaks up when a number is not as it should be.",
                f"{COMMAND} calendar says on which days off they do not.",
                f"{COMMAND} audit says who changed what.",
            ]
        ),
    )


def unknown_command(command: str) -> Message:
    """A command that this version does not have."""
    near = get_close_matches(command, [kind.command for kind in CATALOG], n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    commands = ", ".join(f"{kind.command} ({kind.summary})" for kind in CATALOG)
    return message.sentence(f"I do not answer {command} in this version. {hint}".strip(), commands)


def unknown_button(line: str, why: str = "") -> Message:
    """A button that this version cannot follow; what it carries may say what was meant."""
    commands = ", ".join(kind.command for kind in CATALOG)
    meant = f"It asked for “{line[:200]}”. " if line else ""
    return message.sentence(
        f"I cannot do what that button says{':' if why else '.'} {why}".rstrip(),
        f"{meant}It may be from another version of Drumbeat. "
        f"Type it as a command instead: {commands}.",
    )


def unexpected(incident: str) -> Message:
    """Something went wrong inside; the incident finds it in the log."""
    return message.sentence(
        "Something went wrong inside Drumbeat, and it is not your command's fault.",
        f"Whoever runs it finds the cause in its log under {incident}.",
    )
