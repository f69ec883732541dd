"""From a typed command to what stands in the channel: the whole way, once.

    request line -> query -> chart -> report -> words in the channel -> picture in the same message

The words are posted as soon as the numbers are known; the picture is added to that message.
Whatever goes wrong is told to the person who asked, in private, and nobody else.
"""

import logging
import secrets
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from bot.catalog import BY_NAME, Kind
from bot.grammar.errors import HelpAsked, UsageError
from bot.grammar.parse import parse
from bot.insights.errors import InsightsError
from bot.request import Request
from handlers import alert_opening, alerting, auditing, calendaring, digesting, message, opening
from handlers.asked import AlertFilled, AlertSent, Asked, Filled, Heard, Pressed, Submitted
from handlers.asking import asking
from handlers.delivering import Delivering
from handlers.desk import Desk
from handlers.message import Origin
from handlers.pressing import press
from handlers.private import COMMAND, about, tell, undelivered, unexpected, unknown_command
from handlers.showing import Place, Shown, complete
from handlers.slack import SlackError
from handlers.suggesting import completed, suggesting
from handlers.turns import Turn

_log = logging.getLogger(__name__)


def answer(asked: Heard, desk: Desk, digests: Delivering) -> None:
    """Answer, whatever happens; the only place where anything unexpected is caught."""
    try:
        _hear(asked, desk, digests)
    except SlackError as error:
        _log.warning("%s by %s: %s", asked.name, asked.user, error)
        tell(asked, desk, undelivered(error))
    except DBAPIError as error:
        _log.error("%s by %s: the database fails: %s", asked.name, asked.user, error.orig)
        tell(asked, desk, message.sentence(_NO_DATABASE, _NOTHING_DONE))
    except Exception:  # noqa: BLE001 - this door's one boundary: nobody is left without an answer
        incident = secrets.token_hex(4)
        _log.exception("%s by %s failed (incident %s)", asked.name, asked.user, incident)
        tell(asked, desk, unexpected(incident))


def _hear(asked: Heard, desk: Desk, digests: Delivering) -> None:
    if isinstance(asked, AlertFilled | AlertSent):
        if said := alert_opening.go_on(asked, digests):
            tell(asked, desk, said)
    elif isinstance(asked, Filled):
        opening.show_again(asked, digests)
    elif isinstance(asked, Submitted):
        tell(asked, desk, digesting.keep(asked, digests))
    else:
        _hear_words(asked, desk, digests)


def _hear_words(asked: Asked | Pressed, desk: Desk, digests: Delivering) -> None:
    """What was typed, or stands on a button."""
    for forms in (opening, alert_opening):
        if (wish := forms.wanted(asked)) is not None:
            if said := forms.open_form(asked, wish, digests):
                tell(asked, desk, said)
            return
    if (about := digesting.about(asked)) is not None:
        tell(asked, desk, digesting.answer(asked, about, digests))
    elif (about := alerting.about(asked)) is not None:
        tell(asked, desk, alerting.answer(asked, about, digests))
    elif isinstance(asked, Pressed):
        press(asked, desk)
    elif (about := calendaring.about(asked)) is not None:
        tell(asked, desk, calendaring.answer(asked, about, digests))
    elif auditing.about(asked):
        tell(asked, desk, auditing.answer(asked, digests))
    else:
        _answer(asked, desk)


_NO_DATABASE: Final = "My database does not answer: it is busy, or its disk is full."
_NOTHING_DONE: Final = "Nothing was saved or changed. Send it again in a minute."


def _answer(asked: Asked, desk: Desk) -> None:
    if asked.command == COMMAND:
        tell(asked, desk, about())
        return
    kind = BY_NAME.get(asked.command.removeprefix("/"))
    if kind is None:
        tell(asked, desk, unknown_command(asked.command))
        return
    zone = desk.zones.of(asked.user)
    try:
        request = _read(kind, asked.text, zone, desk)
    except HelpAsked:
        tell(asked, desk, message.usage(kind, desk.defaults))
        return
    except UsageError as error:
        refused = completed(error, kind, desk)
        tell(asked, desk, message.wrong(refused, desk.defaults, asked.text))
        return
    try:
        _show(request, asked, desk)
    except InsightsError as error:
        told = suggesting(error, request, desk)
        tell(asked, desk, message.problem(told, now=desk.clock.now()))


def _read(kind: Kind, line: str, zone: ZoneInfo, desk: Desk) -> Request:
    return parse(kind, line, now=desk.clock.now(), zone=zone, defaults=desk.defaults)


def _show(request: Request, asked: Asked, desk: Desk) -> None:
    """Post the words, then add the rest."""
    coming = asking(request, desk.ask)
    found = coming.first(lambda: tell(asked, desk, message.sentence(message.WAITING)))
    line = f"{asked.command} {asked.text}".strip()
    origin = Origin(asked.user, line, found.chart.read_at, desk.clock.now())
    shown = Shown(found, origin, "chart")
    words = shown.words()
    try:
        posted = desk.slack.post(asked.channel, words.text, words.blocks)
    except SlackError as error:
        if not error.outside:
            raise
        tell(asked, desk, shown.whispered(_why_outside(error, asked)))
        return
    turn = Turn((posted.channel, posted.ts), number=0)
    complete(shown, coming, Place(posted, turn, asked), desk)


_INVITE: Final = (
    "Only you see this: I am not in this channel. Type /invite @Drumbeat here and send the "
    "command again, and everybody sees it with its chart."
)
_ARCHIVED: Final = "Only you see this: the channel is archived, so nothing can be posted in it."
_BETWEEN_PEOPLE: Final = (
    "Only you see this: I cannot post between people. Send the command in a channel, and everybody "
    "there sees it with its chart."
)


def _why_outside(error: SlackError, asked: Asked) -> str:
    if error.code == "is_archived":
        return _ARCHIVED
    return _BETWEEN_PEOPLE if asked.channel.startswith("D") else _INVITE
