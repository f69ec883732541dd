"""Showing an answer in a channel: its words first, then all of it in the same message.

If the picture fails, the words stand and say so. Whoever presses a button meanwhile has the last
word: what was begun before is not shown any more.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.answer import Answer
from bot.request import Request
from bot.table import as_csv, digest, table
from bot.text_table import as_text
from charts.model import Picture
from charts.studio import DrawingFailed
from charts.text import readable
from handlers import message
from handlers.asked import Asked, Pressed
from handlers.asking import Asking
from handlers.buttons import View, buttons
from handlers.desk import Desk
from handlers.message import Message, Origin
from handlers.private import tell
from handlers.slack import Posted, SlackError
from handlers.turns import Turn

_log = logging.getLogger(__name__)

_ODD: Final = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
"""What keys may have and names of files better have not."""
_LONGEST_NAME: Final = 100
_DELETED: Final = "message_not_found"
"""Somebody deleted the message before it was complete, and wants no more of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of an answer, and how it is shown."""

    answer: Answer
    origin: Origin
    view: View

    def whispered(self, why: str) -> Message:
        """The message for one person: no later word can reach it, so it has no buttons."""
        return message.answer(self.answer.told, self.origin, notes=(why,))

    def words(
        self, *notes: str, picture: message.Block | None = None, file: str | None = None
    ) -> Message:
        """The message; the buttons of its numbers come with the digest of their file."""
        request, owner = self.answer.request, self.origin.user
        numbers = None if self.answer.is_empty else file
        row = buttons(request, view=self.view, owner=owner, digest=numbers)
        return message.answer(
            self.answer.told,
            self.origin,
            exhibit=self._table() if self.view == "table" else picture,
            notes=notes,
            buttons=row,
        )

    def _table(self) -> message.Block | None:
        if self.answer.is_empty:
            return None
        found = table(self.answer)
        shown = as_text(found)
        return message.letters(shown.text, shown.notes(found))


@dataclass(frozen=True, slots=True)
class Place:
    """A message that is changed, by whom, and whether it still is their turn."""

    posted: Posted
    turn: Turn
    by: Asked | Pressed


def complete(shown: Shown, coming: Asking, place: Place, desk: Desk) -> None:
    """Add what is not there yet: the period before, the table, the file, the picture.

    Args:
        shown: What the message says already.
        coming: What else is on its way.
        place: The message.
        desk: All that it takes.
    """
    answer = coming.completed(shown.answer)
    if answer.is_empty and answer.told == shown.answer.told:
        return
    shown = replace(shown, answer=answer)
    file = _kept(answer, desk)
    try:
        if answer.is_empty or shown.view == "table":
            update(shown.words(file=file), place, desk)
        else:
            _illustrate(shown, file, place, desk)
    except SlackError as error:
        if error.code != _DELETED:
            raise
        _log.info("Message %s was deleted before it was complete", place.posted.ts)


def _illustrate(shown: Shown, file: str, place: Place, desk: Desk) -> None:
    """Add the picture; or, where there is none, why."""
    if not desk.turns.is_good(place.turn):
        _log.info("Message %s shows something else by now", place.posted.ts)
        return
    try:
        picture = desk.studio.draw(shown.answer.drawing(desk.days_off(place.posted.channel)))
        block = _placed(picture, shown, place, desk)
        said = shown.words(*_unreadable(picture), picture=block, file=file)
        update(said, place, desk)
    except DrawingFailed as error:
        _say_why(str(error), shown, file, place, desk)
    except SlackError as error:
        if error.code == _DELETED:
            raise
        _log.warning("The chart for message %s was not shown: %s", place.posted.ts, error.code)
        why = NO_PICTURE.get(error.code, f"Slack did not show the chart ({error.code}).")
        _say_why(why, shown, file, place, desk)


def update(said: Message, place: Place, desk: Desk) -> bool:
    """Change a message, unless somebody who came later has; says whether it was changed."""
    is_shown = desk.slack.update(
        place.posted, said.text, said.blocks, permit=lambda: desk.turns.changing(place.turn)
    )
    if not is_shown:
        _log.info("Message %s shows something else by now", place.posted.ts)
    return is_shown


def _kept(answer: Answer, desk: Desk) -> str:
    """Keep the numbers, so that they can be had as a file just as they are drawn."""
    file = as_csv(table(answer))
    name = digest(file)
    desk.files.keep(name, file)
    return name


def _say_why(why: str, shown: Shown, file: str, place: Place, desk: Desk) -> None:
    """Say in the message why it has no picture; in private where it can be changed no more."""
    said = shown.words(f"{why} The numbers stand.", file=file)
    try:
        update(said, place, desk)
    except SlackError as error:
        if error.code == _DELETED:
            raise
        _log.warning("Message %s was not changed: %s", place.posted.ts, error.code)
        tell(place.by, desk, message.sentence(why, "The numbers in the channel stand."))


def _placed(picture: Picture, shown: Shown, place: Place, desk: Desk) -> message.Block | None:
    """Upload a picture; returns the block that shows it, or None where the thread shows it."""
    if not desk.turns.is_good(place.turn):
        return None
    name = f"{file_name(shown.answer.request, shown.origin.read_at)}.png"
    told = shown.answer.told
    title = f"{told.heading}, {told.scope}"
    if desk.pictures == "message":
        file = desk.slack.upload(picture.png, name=name, title=title)
        desk.slack.settled(file)
        return message.image(file, picture.alt)
    desk.slack.share(picture.png, place.posted, name=name, title=title)
    return None


def file_name(request: Request, read_at: datetime) -> str:
    """What files are called, without their ending: deploys-mobile-2026-10-26-to-2026-11-25.

    The last day is one that is drawn, as the end of a window is not part of it.
    """
    projects = dict.fromkeys(query.project or "all" for query in request.queries)
    window = request.window
    days = [window.start, window.end - timedelta(milliseconds=1)] if window else [read_at]
    when = "-to-".join(f"{day:%Y-%m-%d}" for day in days)
    return _ODD.sub("-", "-".join([request.kind.name, *projects]))[:_LONGEST_NAME] + f"-{when}"


def _unreadable(picture: Picture) -> Iterator[str]:
    """Names that no font here can write, by the numbers that the picture gives them."""
    if picture.unreadable:
        named = " · ".join(f"{number} {readable(name)}" for number, name in picture.unreadable)
        yield f"Series that the picture shows by number: {named}"


NO_PICTURE: Final = {
    "no_answer": "Slack did not say whether it took the chart.",
    "missing_scope": "I may not upload the chart: the app lacks the files:write permission.",
    "not_in_channel": "I cannot put the chart into this thread until you /invite @Drumbeat.",
    "not_shared": "Slack took the chart but does not show it.",
    "storage_limit_reached": "Slack has no room for the chart: the workspace's storage is full.",
    "invalid_slack_file": "Slack was not done with the chart in time.",
}
"""Why there is no picture, by Slack's word for it."""
