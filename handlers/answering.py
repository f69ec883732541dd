"""From a typed command to what stands in the channel: the whole way, once.

    request line -> query -> chart -> report -> words in the channel -> picture in the same message

The words are posted as soon as the numbers are known; the picture is added to that message. If the
picture fails, the words stand and say so. Whatever goes wrong is told to the person who asked, in
private, and nobody else.
"""

import contextlib
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, Protocol
from zoneinfo import ZoneInfo

from bot.catalog import BY_NAME, CATALOG
from bot.chart import Chart
from bot.clock import Clock
from bot.describe import Description, describe
from bot.drawing import drawing
from bot.grammar import Defaults, HelpAsked, UsageError, meant, parse
from bot.insights.errors import InsightsError, NotFoundError
from bot.query import Query
from bot.report import Report, assess
from charts.model import Drawing, Picture
from charts.studio import DrawingFailed
from charts.text import readable
from handlers import message
from handlers.asked import Asked
from handlers.message import Message, Origin
from handlers.people import Zones
from handlers.slack import Posted, Slack, SlackError

_log = logging.getLogger(__name__)

PATIENCE: Final = 2.0
"""Seconds after which the person who waits is told that LaunchDarkly is slow."""
Pictures = Literal["message", "thread"]


class Draws(Protocol):
    """Something that draws: the studio, with its own process."""

    def draw(self, drawing: Drawing) -> Picture:
        """Draw, or raise DrawingFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """All that answering takes; one of these for a running bot.

    Attributes:
        slack: Where answers go.
        ask: Asks LaunchDarkly, in the background.
        project_keys: The projects that exist, for suggestions.
        studio: Draws.
        zones: Where people live.
        defaults: What fills in for what is left out of a command.
        pictures: Whether pictures appear in the message or in its thread.
        clock: What time it is.
    """

    slack: Slack
    ask: Callable[[Query], Future[Chart]]
    project_keys: Callable[[], tuple[str, ...]]
    studio: Draws
    zones: Zones
    defaults: Defaults
    pictures: Pictures
    clock: Clock


def answer(asked: Asked, desk: Desk) -> None:
    """Answer a command, whatever happens; the only place where anything unexpected is caught."""
    try:
        _answer(asked, desk)
    except SlackError as error:
        _log.warning("%s by %s: %s", asked.command, asked.user, error)
        _tell(asked, desk, _undelivered(error))
    except Exception:  # noqa: BLE001 - this door's one boundary: nobody is left without an answer
        incident = secrets.token_hex(4)
        _log.exception("%s by %s failed (incident %s)", asked.command, asked.user, incident)
        _tell(asked, desk, _unexpected(incident))


def _answer(asked: Asked, desk: Desk) -> None:
    kind = BY_NAME.get(asked.command.removeprefix("/"))
    if kind is None:
        _tell(asked, desk, _unknown(asked.command))
        return
    zone = desk.zones.of(asked.user)
    try:
        query = parse(kind, asked.text, now=desk.clock.now(), zone=zone, defaults=desk.defaults)
    except HelpAsked:
        _tell(asked, desk, message.usage(kind))
        return
    except UsageError as error:
        _tell(asked, desk, message.wrong(error))
        return
    try:
        chart = _chart(query, asked, desk)
    except InsightsError as error:
        _tell(asked, desk, message.problem(_suggesting(error, query, desk), now=desk.clock.now()))
        return
    _show(assess(query, chart), asked, zone, desk)


def _chart(query: Query, asked: Asked, desk: Desk) -> Chart:
    """LaunchDarkly's answer; after a while without one the person is told what is waited for."""
    coming = desk.ask(query)
    try:
        return coming.result(timeout=PATIENCE)
    except FutureTimeoutError:
        _tell(asked, desk, message.sentence("LaunchDarkly has not answered yet; I am waiting."))
    return coming.result()


def _suggesting(error: InsightsError, query: Query, desk: Desk) -> InsightsError:
    """Say which key LaunchDarkly does not know, and what was probably meant."""
    if not isinstance(error, NotFoundError) or query.project is None:
        return error
    with contextlib.suppress(InsightsError):
        known = desk.project_keys()
        if query.project in known and (query.environment or query.applications):
            return NotFoundError(f"LaunchDarkly knows {_typed(query)}.", error.remedy)
        if query.project not in known:
            sentence = f"LaunchDarkly knows no project “{query.project}”."
            return NotFoundError(sentence, _probably(query, known) or error.remedy)
    return error


def _typed(query: Query) -> str:
    """The project that is known, and what was asked of it that is not."""
    doubtful = [f"environment “{query.environment}”"] if query.environment else []
    if query.applications:
        doubtful.append(f"application “{', '.join(query.applications)}”")
    return f"the project “{query.project}”, but not its {' or its '.join(doubtful)}"


def _probably(query: Query, known: tuple[str, ...]) -> str:
    """The nearest project or option (a first word that is none is read as a project), or all."""
    project = query.project or ""
    if near := get_close_matches(project, known, n=1):
        return f"Did you mean “{near[0]}”?"
    if option := meant(query.kind, project):
        return f"Did you mean “{option[0]}”? For example: {query.kind.command} {option[1]}"
    return f"It knows {', '.join(sorted(known)[:_MOST_NAMED])}." if known else ""


_MOST_NAMED: Final = 10


# -- the channel ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is known of an answer before it is shown."""

    report: Report
    told: Description
    origin: Origin
    zone: ZoneInfo

    def words(self, *notes: str, picture: message.Block | None = None) -> Message:
        return message.answer(self.told, self.origin, picture=picture, notes=notes)


def _show(report: Report, asked: Asked, zone: ZoneInfo, desk: Desk) -> None:
    """Post the words, then add the picture."""
    line = f"{asked.command} {asked.text}".strip()
    origin = Origin(asked.user, line, report.chart.read_at, desk.clock.now())
    known = _Answer(report, describe(report, zone=zone), origin, zone)
    words = known.words()
    try:
        posted = desk.slack.post(asked.channel, words.text, words.blocks)
    except SlackError as error:
        if not error.outside:
            raise
        _tell(asked, desk, known.words(_why_outside(error, asked)))
        return
    if not report.is_empty:
        _add_picture(known, posted, asked, desk)


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


def _add_picture(known: _Answer, posted: Posted, asked: Asked, desk: Desk) -> None:
    """Draw, upload, and show the picture in the message; or say in the message why not."""
    try:
        picture = desk.studio.draw(drawing(known.report, zone=known.zone))
        block = _placed(picture, known, posted, desk)
        if block is not None:
            words = known.words(*_unreadable(picture), picture=block)
            desk.slack.update(posted, words.text, words.blocks)
    except DrawingFailed as error:
        _say_why(str(error), known, posted, asked, desk)
    except SlackError as error:
        _log.warning("The chart for message %s was not shown: %s", posted.ts, error.code)
        if error.code != _DELETED:
            why = _NO_PICTURE.get(error.code, f"Slack did not show the chart ({error.code}).")
            _say_why(why, known, posted, asked, desk)


_DELETED: Final = "message_not_found"
"""Somebody deleted the message before its picture came, and wants neither."""


def _say_why(why: str, known: _Answer, posted: Posted, asked: Asked, desk: Desk) -> None:
    """Say in the message why it has no picture; in private where it can be changed no more."""
    words = known.words(f"{why} The numbers stand.")
    try:
        desk.slack.update(posted, words.text, words.blocks)
    except SlackError as error:
        _log.warning("Message %s was not changed: %s", posted.ts, error.code)
        if error.code != _DELETED:
            _tell(asked, desk, message.sentence(why, "The numbers in the channel stand."))


def _placed(picture: Picture, known: _Answer, posted: Posted, desk: Desk) -> message.Block | None:
    """Upload a picture; returns the block that shows it, or None where the thread shows it."""
    name = f"{known.report.query.chart}-{known.report.chart.read_at:%Y%m%d-%H%M%S}.png"
    if desk.pictures == "message":
        title = f"{known.told.heading}, {known.told.scope}"
        file = desk.slack.upload(picture.png, name=name, title=title)
        desk.slack.settled(file)
        return message.image(file, picture.alt)
    file = desk.slack.share(picture.png, posted, name=name, title=picture.alt)
    settled = desk.slack.settled(file)
    if settled is not None and not settled.get("shares"):
        raise SlackError("not_shared", sure=True)
    return None


def _unreadable(picture: Picture) -> tuple[str, ...]:
    """Names that no font here can write, by the numbers that the picture gives them."""
    if not picture.unreadable:
        return ()
    named = " · ".join(f"{number} {readable(name)}" for number, name in picture.unreadable)
    return (f"Series that the picture shows by number: {named}",)


_NO_PICTURE: Final = {
    "no_answer": "Slack did not say whether it took the chart.",
    "missing_scope": "I may not upload the chart: the app lacks the files:write permission.",
    "not_in_channel": "I cannot put the chart into this thread until you /invite @Drumbeat.",
    "not_shared": "Slack took the chart but does not show it.",
    "storage_limit_reached": "Slack has no room for the chart: the workspace's storage is full.",
    "invalid_slack_file": "Slack was not done with the chart in time.",
}


# -- private words ----------------------------------------------------------------------------


def _tell(asked: Asked, desk: Desk, words: Message) -> None:
    """Answer privately; where even that fails, the log has the last word."""
    try:
        desk.slack.whisper(asked.response_url, words.text, words.blocks)
    except SlackError as error:
        _log.error("%s by %s was not answered: %s", asked.command, asked.user, error.code)


def _undelivered(error: SlackError) -> Message:
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
}


def _unknown(command: str) -> Message:
    near = get_close_matches(command, [kind.command for kind in CATALOG], n=1)
    hint = f"Did you mean {near[0]}?" if near else ""
    commands = ", ".join(f"{kind.command} ({kind.summary})" for kind in CATALOG)
    return message.sentence(f"I do not answer {command} in this version. {hint}".strip(), commands)


def _unexpected(incident: str) -> Message:
    return message.sentence(
        "Something went wrong inside Drumbeat, and it is not your command's fault.",
        f"Whoever runs it finds the cause in its log under {incident}.",
    )
