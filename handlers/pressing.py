"""From a pressed button to a changed message, or to a file in its thread.

Whoever may see a message may press its buttons. Pressing twice asks the same twice, which shows
the same; the file of the same numbers is not given twice. A button of another version still asks
for its line, or says what to type instead.
"""

import logging
from typing import Final

from bot.answer import Answer
from bot.catalog import BY_NAME
from bot.grammar.errors import HelpAsked, UsageError
from bot.grammar.parse import parse
from bot.insights.errors import InsightsError
from bot.request import Request
from bot.table import as_csv, digest, table
from handlers import message
from handlers.asked import Pressed
from handlers.asking import asking
from handlers.buttons import View, Wish, owner_of, wish
from handlers.desk import Desk
from handlers.files import State
from handlers.message import Origin
from handlers.private import tell, unknown_button
from handlers.showing import Place, Shown, complete, file_name, update
from handlers.slack import Posted, SlackError
from handlers.suggesting import suggesting
from handlers.turns import Turn

_log = logging.getLogger(__name__)


def press(pressed: Pressed, desk: Desk) -> None:
    """Do what a button asks for."""
    wanted = wish(pressed.action, pressed.value)
    name, _, line = wanted.line.partition(" ") if wanted else ("", "", "")
    kind = BY_NAME.get(name)
    if wanted is None or kind is None:
        tell(pressed, desk, unknown_button(pressed.value))
        return
    zone = desk.zones.of(pressed.user)
    try:
        request = parse(kind, line, now=desk.clock.now(), zone=zone, defaults=desk.defaults)
    except HelpAsked:
        tell(pressed, desk, unknown_button(wanted.line))
        return
    except UsageError as error:
        tell(pressed, desk, unknown_button(wanted.line, str(error)))
        return
    try:
        if wanted.deed == "csv":
            _give(request, wanted, pressed, desk)
        else:
            _change(request, wanted.deed, pressed, desk)
    except InsightsError as error:
        told = suggesting(error, request, desk)
        tell(pressed, desk, message.problem(told, now=desk.clock.now()))


def _change(request: Request, view: View, pressed: Pressed, desk: Desk) -> None:
    """Show something else in the message: its words at once, then all of it."""
    coming = asking(request, desk.ask)
    found = coming.first(lambda: tell(pressed, desk, message.sentence(message.WAITING)))
    turn = Turn((pressed.channel, pressed.message), pressed.number)
    owner = owner_of(pressed.block) or pressed.user
    line = f"{request.kind.command} {request.line}".strip()
    origin = Origin(owner, line, found.chart.read_at, desk.clock.now(), changed_by=pressed.user)
    place = Place(Posted(pressed.channel, pressed.message), turn, pressed)
    shown = Shown(found, origin, view)
    if update(shown.words(), place, desk):
        complete(shown, coming, place, desk)


# -- the numbers as a file --------------------------------------------------------------------


def _give(request: Request, wanted: Wish, pressed: Pressed, desk: Desk) -> None:
    """Put the very numbers that are drawn into the thread, once."""
    try:
        with desk.files.giving(pressed.channel, pressed.message, wanted.digest) as state:
            told = _KNOWN.get(state) or _share(request, wanted, pressed, desk)
    except SlackError as error:
        _log.warning("The CSV for message %s was not shared: %s", pressed.message, error.code)
        told = _NO_FILE.get(error.code, f"Slack did not take the CSV ({error.code}). {_AGAIN}")
    if told:
        tell(pressed, desk, message.sentence(told))


_KNOWN: Final[dict[State, str]] = {
    "given": "The CSV of these numbers is in the thread already.",
    "on its way": "Somebody asked for this CSV a moment ago, and it is on its way into the thread.",
}


def _share(request: Request, wanted: Wish, pressed: Pressed, desk: Desk) -> str:
    """Upload the file; returns what has to be said about it, if anything."""
    content, note = _content(request, wanted, desk)
    name = f"{file_name(request, desk.clock.now())}.csv"
    posted = Posted(pressed.channel, pressed.message)
    desk.slack.share(content, posted, name=name, title=name)
    return note


def _content(request: Request, wanted: Wish, desk: Desk) -> tuple[bytes, str]:
    """The file, and what has to be said about it.

    The numbers that were drawn are kept for a while. Later they are asked for anew, over the very
    same time; whether they are still the same is seen from their digest, and said.
    """
    kept = desk.files.find(wanted.digest)
    if kept is not None:
        return kept, ""
    found = asking(request, desk.ask).whole()
    file = as_csv(table(found))
    return file, _what_differs(found, digest(file) == wanted.digest)


def _what_differs(found: Answer, same: bool) -> str:  # noqa: FBT001 - private, the point of it
    """What a file that was read anew has otherwise than the one that was drawn."""
    if same:
        return ""
    if any(report.change and report.change.problem for report in found.reports):
        return "LaunchDarkly did not give the period before again; the CSV does without it."
    return (
        "The CSV has the numbers of now, which are not those that were drawn. Press Refresh to "
        "draw them."
    )


_AGAIN: Final = "Press CSV again in a minute."
_NO_FILE: Final = {
    "not_in_channel": "I cannot put a file into this thread until you /invite @Drumbeat here. "
    "Then press CSV again.",
    "not_shared": f"Slack took the CSV but does not show it in the thread. {_AGAIN}",
    "ratelimited": f"Slack is busy and took no file. {_AGAIN}",
    "missing_scope": "I may not upload files: the app lacks the files:write permission.",
    "no_answer": "Slack did not say whether it took the CSV; look into the thread first.",
    "storage_limit_reached": "Slack has no room for the CSV: the workspace's storage is full.",
}
