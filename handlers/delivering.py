"""Bringing a digest to its channel: fetched, drawn, uploaded, then posted in one call.

All that can be seen of a delivery is that one call. What comes before may be done over again, what
comes after is written into the ledger; if nobody knows whether the call arrived, Slack is asked.
"""

import logging
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Engine

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.digests import book, ledger
from bot.digests.ledger import Claim
from bot.digests.lines import request_of
from bot.digests.model import Delivery, Digest, State
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from charts.studio import DrawingFailed
from handlers import digest_words, message
from handlers.asking import Asking, asking
from handlers.desk import Desk
from handlers.digest_words import Form, Part
from handlers.lasting import LASTING
from handlers.message import Message
from handlers.pace import Pace
from handlers.pictures import Pictures, Uploaded, Wanted
from handlers.settling import BLIND, KIND
from handlers.showing import NO_PICTURE, file_name
from handlers.slack import Mark, SlackError

_log = logging.getLogger(__name__)

_INSISTS: Final = timedelta(minutes=30)
"""How long a LaunchDarkly that does not answer is asked again, and a Slack that has seen enough
pictures for now; then the digest says so."""
_TRIES: Final = 5
"""How often is tried what nobody has an explanation for."""
_INSIDE: Final = "something went wrong inside Drumbeat; its log says what"
_MAY_LACK: Final = "missing_scope"
"""For the pictures; without it the numbers come all the same."""
_TOO_MUCH: Final = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_slack_file",
        "msg_blocks_too_long",
        "msg_too_long",
    }
)
"""What Slack may say of a message that it would take if there were less in it."""
_PAUSES: Final = (15, 30, 60, 120, 240, 300)
"""Seconds between one attempt and the next."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """Somebody who delivers.

    Attributes:
        store: The database.
        desk: All that answering takes.
        team: The workspace.
        name: Of this process, different from every other's.
        pictures: Draws and uploads.
        pace: How fast messages may follow each other.
    """

    store: Engine
    desk: Desk
    team: str
    name: str
    pictures: Pictures
    pace: Pace

    def deliver(self, delivery: int) -> None:
        """Bring a delivery to its end, or leave it for later; one that another has is left alone.

        Nothing is raised: whatever goes wrong is written into the ledger.
        """
        now = self.desk.clock.now()
        with self.store.begin() as connection:
            claimed = ledger.claim(connection, delivery, self.name, now)
            if claimed is None:
                return
            due = ledger.get(connection, delivery)
            digest = book.find(connection, self.team, due.digest)
        try:
            self._deliver(claimed, due, digest)
        except SlackError as error:
            self._failed(claimed, due, digest, error)
        except Exception:  # noqa: BLE001 - this door's one boundary: no slot is lost silently
            _log.exception("Delivery %s failed", delivery)
            if not self._may_stand(claimed):
                self._give_up_or_again(claimed, due, digest, _INSIDE)

    def _deliver(self, claimed: Claim, due: Delivery, digest: Digest | None) -> None:
        now = self.desk.clock.now()
        if digest is None or (digest.paused is not None and due.asked_by is None):
            self._end(claimed, "skipped", "deleted" if digest is None else "paused")
            return
        if now - due.due > ledger.GRACE:
            self._end(claimed, "skipped", due.why or "too late to be of use")
            return
        insist = now - due.due < _INSISTS
        try:
            parts = self._parts(digest, insist=insist)
        except InsightsError as error:
            self._again(claimed, due, error.sentence.rstrip("."))
            return
        how = digest_words.manner(digest, parts, is_asked=due.asked_by is not None)
        if how == "silent":
            self._end(claimed, "quiet", None)
            return
        shown = parts if how == "line" else self._illustrated(parts, digest, insist=insist)
        self._post(claimed, due, digest, shown)

    def _post(self, claimed: Claim, due: Delivery, digest: Digest, parts: list[Part]) -> None:
        """Post it; the short form where Slack refuses what it is made of.

        Raises:
            SlackError: If Slack refuses both, or does not say.
        """
        try:
            self._post_as(digest_words.digest, claimed, due, digest, parts)
        except SlackError as error:
            if error.code not in _TOO_MUCH:
                raise
            _log.error("Slack refuses digest %s as it is: %s", digest.id, error.code)
            self._post_as(digest_words.short, claimed, due, digest, parts)

    def _post_as(
        self, form: Form, claimed: Claim, due: Delivery, digest: Digest, parts: list[Part]
    ) -> None:
        self.pace.wait(digest.channel)
        now = self.desk.clock.now()
        said = form(digest, due, parts, now, repeat=due.why == BLIND)
        with self.store.begin() as connection:
            if not ledger.begin(connection, claimed, digest.channel, now):
                return
        mark = Mark(KIND, str(due.id))
        posted = self.desk.slack.post_marked(digest.channel, said.text, said.blocks, mark)
        done = self.desk.clock.now()
        with self.store.begin() as connection:
            # The lease may have run out meanwhile; then it is somebody's to settle, and is now.
            _ = ledger.posted(connection, claimed, posted.channel, posted.ts, done) or ledger.found(
                connection, due.id, posted.channel, posted.ts, done
            )

    # -- what it shows ------------------------------------------------------------------------

    def _parts(self, digest: Digest, *, insist: bool) -> list[Part]:
        """What each line of a digest says, without its picture; all are asked at the same time.

        Raises:
            InsightsError: If LaunchDarkly does not answer and it is early enough to insist.
        """
        coming = [self._asking(line, digest) for line in digest.lines]
        return [
            _said(line, one, insist=insist) for line, one in zip(digest.lines, coming, strict=True)
        ]

    def _asking(self, line: str, digest: Digest) -> Asking | str:
        """The questions of a line, or why this version does not understand it."""
        try:
            request = request_of(
                line,
                now=self.desk.clock.now(),
                zone=digest.cadence.zone_info,
                defaults=self.desk.defaults,
            )
        except UsageError as error:
            return f"{error} Change it: /drumbeat digest edit {digest.id}"
        return asking(request, self.desk.ask)

    def preview(self, digest: Digest) -> Message:
        """What would come now, kept from everybody but one person.

        Raises:
            InsightsError: If LaunchDarkly does not answer.
        """
        now = self.desk.clock.now()
        parts = self._illustrated(self._parts(digest, insist=True), digest)
        with self.store.begin() as connection:
            calendar = kept.calendar(connection, Channel(digest.team, digest.channel))
        return digest_words.preview(digest, parts, now, calendar)

    def _illustrated(
        self, parts: list[Part], digest: Digest, *, insist: bool = False
    ) -> list[Part]:
        """Parts with their pictures, which are drawn and uploaded at the same time.

        Raises:
            SlackError: If it lasts, or Slack takes no pictures for now and it is early enough.
        """
        off = self.desk.days_off(digest.channel)
        coming = [self._picture(part, off) for part in parts]
        return [
            _placed(part, one, insist=insist) if one else part
            for part, one in zip(parts, coming, strict=True)
        ]

    def _picture(self, part: Part, off: frozenset[date]) -> Future[Uploaded] | None:
        answer = part.answer
        if answer is None or answer.is_empty:
            return None
        name = f"{file_name(answer.request, answer.chart.read_at)}.png"
        title = f"{answer.told.heading}, {answer.told.scope}"
        return self.pictures.ask(Wanted(answer.drawing(off), name, title))

    # -- what went wrong ----------------------------------------------------------------------

    def _end(self, claimed: Claim, state: State, why: str | None) -> None:
        with self.store.begin() as connection:
            ledger.ended(connection, claimed, state, why, self.desk.clock.now())

    def _again(self, claimed: Claim, due: Delivery, why: str, after: float | None = None) -> None:
        pause = after or _PAUSES[min(due.attempt, len(_PAUSES)) - 1]
        until = self.desk.clock.now() + timedelta(seconds=pause)
        kept = BLIND if due.why == BLIND else why  # it may stand there twice, however late it comes
        with self.store.begin() as connection:
            ledger.later(connection, claimed, until, kept)

    def _may_stand(self, claimed: Claim) -> bool:
        """Leave a post that was begun to be settled; False if none was."""
        with self.store.begin() as connection:
            return ledger.unsure(connection, claimed, self.desk.clock.now())

    def _failed(
        self, claimed: Claim, due: Delivery, digest: Digest | None, error: SlackError
    ) -> None:
        """Slack said no, or nothing."""
        _log.warning("Delivery %s: %s", due.id, error.code)
        if not error.sure and self._may_stand(claimed):
            return
        remedy = LASTING.get(error.code)
        if remedy is not None and digest is not None:
            self._refused(claimed, digest, remedy)
        elif error.passes:
            if error.retry_after is not None:
                self.pace.shut(error.retry_after)
            self._again(claimed, due, f"Slack did not take it ({error.code})", error.retry_after)
        else:
            self._give_up_or_again(claimed, due, digest, f"Slack refuses it ({error.code})")

    def _refused(self, claimed: Claim, digest: Digest, remedy: str) -> None:
        """It will not come before somebody has done something."""
        with self.store.begin() as connection:
            ledger.ended(connection, claimed, "refused", remedy, self.desk.clock.now())
            is_new = book.pause(connection, digest.id, remedy)
        if is_new:
            self._tell_owner(digest, "is paused", remedy, f"/drumbeat digest resume {digest.id}")

    def _give_up_or_again(
        self, claimed: Claim, due: Delivery, digest: Digest | None, why: str
    ) -> None:
        """Try a few times what nobody has an explanation for; the next slot is tried anew."""
        if due.attempt < _TRIES or digest is None:
            self._again(claimed, due, why)
            return
        _log.error("Delivery %s is given up: %s", due.id, why)
        self._end(claimed, "refused", why)
        self._tell_owner(digest, "was not sent", why, f"/drumbeat digest history {digest.id}")

    def _tell_owner(self, digest: Digest, what: str, why: str, command: str) -> None:
        said = message.sentence(f"{digest_words.title(digest)} {what}: {why}.", command)
        try:
            self.desk.slack.post(digest.owner, said.text, said.blocks)
        except SlackError as error:
            _log.error("%s was not told of digest %s: %s", digest.owner, digest.id, error.code)


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


def _placed(part: Part, coming: Future[Uploaded], *, insist: bool) -> Part:
    """A part with its picture, or with why there is none."""
    try:
        uploaded = coming.result()
    except DrawingFailed as error:
        return replace(part, problem=f"{error} The numbers stand.")
    except SlackError as error:
        lasts = error.code in LASTING and error.code != _MAY_LACK
        if lasts or (insist and error.retry_after is not None):
            raise
        _log.warning("A chart was not uploaded: %s", error.code)
        why = NO_PICTURE.get(error.code, "Slack did not take the chart.")
        return replace(part, problem=f"{why} The numbers stand.")
    return replace(part, picture=message.image(uploaded.file, uploaded.alt))
