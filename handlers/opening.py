"""Opening the form of a digest, and letting it ask what the chosen rhythm takes.

Slack gives three seconds from the press to the form, so this is done beside the charts and waits
for none of them.
"""

import logging
from typing import Final

from handlers import alert_opening, form, message
from handlers.asked import Asked, Filled, Heard, Pressed
from handlers.delivering import Delivering
from handlers.digest_words import EDIT, NEW, edit_button, new_button
from handlers.digesting import about, find
from handlers.form import Form
from handlers.message import Message
from handlers.numbered import NoSuchError
from handlers.slack import SlackError

_log = logging.getLogger(__name__)


def is_hasty(heard: Heard) -> bool:
    """Whether somebody waits for a form."""
    mine = isinstance(heard, Filled) or wanted(heard) is not None
    return mine or alert_opening.is_hasty(heard)


def wanted(heard: Heard) -> str | None:
    """Which form somebody asks for: "new", or the number of a digest; None for anything else.

    A press on Edit carries what would be typed, which without a new line only shows the old one.
    """
    if isinstance(heard, Pressed) and heard.action.startswith(EDIT):
        return heard.action.removeprefix(EDIT)
    if isinstance(heard, Asked | Pressed) and (about(heard) or "").strip().casefold() == NEW:
        return NEW
    return None


def open_form(asked: Asked | Pressed, wish: str, at: Delivering) -> Message | None:
    """Open a form; returns what has to be said, if anything."""
    try:
        at.desk.slack.open(asked.trigger, form.view(_begun(asked, wish, at)))
    except NoSuchError as problem:
        return message.sentence(str(problem))
    except SlackError as error:
        _log.warning("No form was opened for %s: %s", asked.user, error.code)
        return _not_opened(error, wish)
    return None


def _begun(asked: Asked | Pressed, wish: str, at: Delivering) -> Form:
    if wish == NEW:
        return form.blank(asked.channel, at.desk.zones.of(asked.user).key)
    return form.filled_with(find(wish, asked, at))


def _not_opened(error: SlackError, wish: str) -> Message:
    why = "The form came too late for Slack to open it." if error.code in _LATE else _REFUSED
    button = new_button() if wish == NEW else edit_button(wish)
    blocks = [message.rich(why, "", [_AGAIN]), message.actions("digest-again", [button])]
    return message.whole(f"{why} {_AGAIN}", blocks)


_LATE: Final = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
_REFUSED: Final = "Slack did not open the form."
_AGAIN: Final = "Press again, or type it: /drumbeat digest help"


def show_again(filled: Filled, at: Delivering) -> None:
    """Ask in an open form what the rhythm takes that was chosen in it.

    Whoever sends it before gets the same then, so a Slack that does not follow does no harm.
    """
    try:
        at.desk.slack.show(filled.view, form.view(filled.form))
    except SlackError as error:
        _log.info("A form of %s was not changed: %s", filled.user, error.code)
