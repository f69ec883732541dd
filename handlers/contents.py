"""What digests say and show: their lines asked, and what was answered drawn and uploaded.

None of it can be seen in a channel, so it may be done ahead of a slot, or over again.
"""

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.digests.lines import request_of
from bot.digests.model import Digest
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from bot.request import Request
from charts.studio import DrawingFailed
from handlers import message
from handlers.asking import Asking, asking
from handlers.desk import Desk
from handlers.digest_words import Part
from handlers.lasting import LASTING
from handlers.pictures import Pictures, Uploaded, Wanted
from handlers.showing import NO_PICTURE, file_name
from handlers.slack import Posted, SlackError

_log = logging.getLogger(__name__)

_MAY_LACK: Final = "missing_scope"
"""For the pictures; without it the numbers come all the same."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Finds out what digests say, and makes their pictures.

    Attributes:
        desk: All that asking takes.
        pictures: Draws and uploads.
    """

    desk: Desk
    pictures: Pictures

    def asked(self, digest: Digest, now: datetime) -> list[Request | str]:
        """What each line asks at a moment, or why this version does not understand it."""
        return [self._asked(line, digest, now) for line in digest.lines]

    def _asked(self, line: str, digest: Digest, now: datetime) -> Request | str:
        zone = digest.cadence.zone_info
        try:
            return request_of(line, now=now, zone=zone, defaults=self.desk.defaults)
        except UsageError as error:
            return f"{error} Change it: /drumbeat digest edit {digest.id}"

    def said(self, digest: Digest, now: datetime, *, insist: bool) -> tuple[Part, ...]:
        """What each line says, without its picture; all are asked at the same time.

        Args:
            digest: Whose lines.
            now: The moment up to which they ask.
            insist: Whether it is early enough to ask again later.

        Raises:
            InsightsError: If LaunchDarkly does not answer and it is early enough to insist.
        """
        coming = [
            one if isinstance(one, str) else asking(one, self.desk.ask)
            for one in self.asked(digest, now)
        ]
        return tuple(
            _said(line, one, insist=insist) for line, one in zip(digest.lines, coming, strict=True)
        )

    def illustrated(
        self, parts: Sequence[Part], channel: str, *, insist: bool = False
    ) -> tuple[Part, ...]:
        """Parts with their pictures, which are drawn and uploaded at the same time.

        Where pictures go into threads there is no message yet whose thread it could be.

        Raises:
            SlackError: If it lasts, or Slack takes no pictures for now and it is early enough.
        """
        if self.desk.pictures == "thread":
            return tuple(parts)
        off = self.desk.days_off(channel)
        coming = [self.pictures.ask(one) if (one := _wanted(part, off)) else None for part in parts]
        return tuple(
            _placed(part, one, insist=insist) if one else part
            for part, one in zip(parts, coming, strict=True)
        )

    def shared(self, parts: Iterable[Part], posted: Posted) -> tuple[Part, ...]:
        """Parts whose pictures were put into the thread of their message, where they go there.

        What could not be put there has its reason.
        """
        off = self.desk.days_off(posted.channel)
        return tuple(self._shared(part, _wanted(part, off), posted) for part in parts)

    def _shared(self, part: Part, wanted: Wanted | None, posted: Posted) -> Part:
        if wanted is None:
            return part
        try:
            picture = self.desk.studio.draw(wanted.drawing)
            self.desk.slack.share(picture.png, posted, name=wanted.name, title=wanted.title)
        except DrawingFailed as error:
            return _without(part, str(error))
        except SlackError as error:
            _log.warning("A chart was not put into the thread of %s: %s", posted.ts, error.code)
            return _without(part, _why_not(error))
        return part


def _said(line: str, coming: Asking | str, *, insist: bool) -> Part:
    """What a line says, or why it says nothing."""
    if isinstance(coming, str):
        return Part(line, None, coming)
    try:
        return Part(line, coming.whole())
    except InsightsError as error:
        if insist and error.passing:
            raise
        return Part(line, None, f"{error.sentence} {error.remedy}".strip())


def _wanted(part: Part, off: frozenset[date]) -> Wanted | None:
    """The picture of a part, where there is something to draw."""
    answer = part.answer
    if answer is None or answer.is_empty:
        return None
    name = f"{file_name(answer.request, answer.chart.read_at)}.png"
    return Wanted(answer.drawing(off), name, f"{answer.told.heading}, {answer.told.scope}")


def _placed(part: Part, coming: Future[Uploaded], *, insist: bool) -> Part:
    """A part with its picture, or with why there is none."""
    try:
        uploaded = coming.result()
    except DrawingFailed as error:
        return _without(part, str(error))
    except SlackError as error:
        lasts = error.code in LASTING and error.code != _MAY_LACK
        if lasts or (insist and error.retry_after is not None):
            raise
        _log.warning("A chart was not uploaded: %s", error.code)
        return _without(part, _why_not(error))
    return replace(part, picture=message.image(uploaded.file, uploaded.alt))


def _why_not(error: SlackError) -> str:
    return NO_PICTURE.get(error.code, "Slack did not take the chart.")


def _without(part: Part, why: str) -> Part:
    return replace(part, problem=f"{why} The numbers stand.")
