"""Bringing a digest to its channel: fetched, drawn, uploaded, then posted in one call.

All that can be seen of a delivery is that one call. What comes before may be done over again, what
comes after is written into the ledger; if nobody knows whether the call arrived, Slack is asked.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine

from bot import ledger
from bot.alerts import book as alerts
from bot.alerts import changing
from bot.alerts.model import Alert
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.deliveries import Delivery, State
from bot.digests import book, noting, planning
from bot.digests.ahead import Slot
from bot.digests.model import Digest
from bot.insights.errors import InsightsError
from bot.ledger import Claim
from handlers import alert_words, digest_words, message
from handlers.contents import Contents
from handlers.desk import Desk
from handlers.digest_words import Form
from handlers.early import Early, Made, make
from handlers.lasting import LASTING
from handlers.message import Message
from handlers.pace import Pace
from handlers.settling import BLIND, KIND
from handlers.slack import Mark, Posted, SlackError
from handlers.telling import Telling

_log = logging.getLogger(__name__)

_INSISTS: Final = timedelta(minutes=30)
"""How long a LaunchDarkly that does not answer is asked again, and a Slack that has seen enough
pictures for now; then the digest says so."""
_TRIES: Final = 5
"""How often is tried what nobody has an explanation for."""
_INSIDE: Final = "something went wrong inside Drumbeat; its log says what"
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
class _Whose:
    """Whose a delivery is: a digest's, or an alert's.

    Attributes:
        title: What that is called.
        owner: Who set it up, and hears of trouble.
        command: How it is named in a command: `digest 3`, of which the verb comes second.
        pause: Lets it rest, and says why; False if it does already.
    """

    title: str
    owner: str
    command: tuple[str, int]
    pause: Callable[[Connection, str, datetime], bool]

    def to(self, verb: str) -> str:
        """A command that does something with it."""
        what, number = self.command
        return f"/drumbeat {what} {verb} {number}"


@dataclass(frozen=True, slots=True)
class Delivering:
    """Somebody who delivers.

    Attributes:
        store: The database.
        desk: All that answering takes.
        team: The workspace.
        name: Of this process, different from every other's.
        contents: Finds out what they say.
        early: What was made ahead of its slot.
        telling: Brings what alerts have to tell.
        pace: How fast messages may follow each other.
    """

    store: Engine
    desk: Desk
    team: str
    name: str
    contents: Contents
    early: Early
    telling: Telling
    pace: Pace

    def deliver(self, delivery: int) -> None:
        """Bring a delivery to its end, or leave it for later; one that another has is left alone.

        Whatever goes wrong is written into the ledger.

        Raises:
            SQLAlchemyError: If the ledger cannot be written; then the lease runs out, or there is
                none.
        """
        now = self.desk.clock.now()
        with self.store.begin() as connection:
            claimed = ledger.claim(connection, delivery, self.name, now)
            if claimed is None:
                return
            due = ledger.get(connection, delivery)
            digest = book.find(connection, self.team, due.digest or 0)
            alert = alerts.get(connection, self.team, due.alert) if due.alert else None
        whose = _of_alert(alert) if alert else _of_digest(digest) if digest else None
        try:
            if alert is not None:
                self.telling.tell(claimed, due, alert)
            else:
                self._deliver(claimed, due, digest)
        except SlackError as error:
            self._failed(claimed, due, whose, error)
        except Exception:  # noqa: BLE001 - this door's one boundary: no slot is lost silently
            _log.exception("Delivery %s failed", delivery)
            if not self._may_stand(claimed):
                self._give_up_or_again(claimed, due, whose, _INSIDE)

    def make_ahead(self, slot: Slot) -> None:
        """Make what is due soon; on its slot it is made in any case.

        Raises:
            SQLAlchemyError: If the database cannot be read.
        """
        with self.store.begin() as connection:
            digest = book.find(connection, self.team, slot.digest)
        if digest is None or digest.paused is not None:
            return
        try:
            self.early.make(slot, digest, self.contents)
        except Exception:  # noqa: BLE001 - this door's one boundary: the slot itself is still to come
            _log.exception("Digest %s was not made ahead", slot.digest)

    def _deliver(self, claimed: Claim, due: Delivery, digest: Digest | None) -> None:
        now = self.desk.clock.now()
        if digest is None or (digest.paused is not None and due.asked_by is None):
            self._end(claimed, "skipped", "deleted" if digest is None else "paused")
            return
        if now - due.due > planning.GRACE:
            self._end(claimed, "skipped", due.why or "too late to be of use")
            return
        try:
            made = self.early.find(digest, due.due) or self._made(digest, due, now)
        except InsightsError as error:
            self._again(claimed, due, error.sentence.rstrip("."))
            return
        if made.manner == "silent":
            self._end(claimed, "quiet", None)
            return
        self._post(claimed, due, digest, made)

    def _made(self, digest: Digest, due: Delivery, now: datetime) -> Made:
        """Make it now.

        Raises:
            InsightsError: If LaunchDarkly does not answer, and that is no reason yet to say so.
            SlackError: If Slack takes no pictures, likewise.
        """
        insist = now - due.due < _INSISTS
        return make(self.contents, digest, now, insist=insist, is_asked=due.asked_by is not None)

    def _post(self, claimed: Claim, due: Delivery, digest: Digest, made: Made) -> None:
        """Post it; the short form where Slack refuses what it is made of.

        Raises:
            SlackError: If Slack refuses both, or does not say.
        """
        try:
            posted = self._post_as(digest_words.digest, claimed, due, digest, made)
        except SlackError as error:
            if error.code not in _TOO_MUCH:
                raise
            _log.error("Slack refuses digest %s as it is: %s", digest.id, error.code)
            self._post_as(digest_words.short, claimed, due, digest, made)
            return
        if posted is not None and made.manner == "show":
            self._share(posted, due, digest, made)

    def _post_as(
        self, form: Form, claimed: Claim, due: Delivery, digest: Digest, made: Made
    ) -> Posted | None:
        """Post it; None if it is somebody else's by now."""
        self.pace.wait(digest.channel)
        now = self.desk.clock.now()
        said = form(digest, due, made.parts, now, repeat=due.why == BLIND)
        with self.store.begin() as connection:
            if not ledger.begin(connection, claimed, digest.channel, made.manner, now):
                return None
        mark = Mark(KIND, str(due.id))
        posted = self.desk.slack.post_marked(digest.channel, said.text, said.blocks, mark)
        done = self.desk.clock.now()
        with self.store.begin() as connection:
            # The lease may have run out meanwhile; then it is somebody's to settle, and is now.
            _ = ledger.posted(connection, claimed, posted.channel, posted.ts, done) or ledger.found(
                connection, due.id, posted.channel, posted.ts, done
            )
        return posted

    def _share(self, posted: Posted, due: Delivery, digest: Digest, made: Made) -> None:
        """Put its pictures into its thread where they go there, each once, and say which failed.

        The digest itself has come; whoever dies here leaves it without pictures.
        """
        if self.desk.pictures != "thread":
            return
        shared = self.contents.shared(made.parts, posted)
        if shared == made.parts:
            return
        said = digest_words.digest(digest, due, shared, self.desk.clock.now(), repeat=False)
        try:
            self.desk.slack.update(posted, said.text, said.blocks)
        except SlackError as error:
            _log.warning("Digest %s does not say why it lacks charts: %s", digest.id, error.code)

    # -- what it shows ------------------------------------------------------------------------

    def preview(self, digest: Digest) -> Message:
        """What would come now, kept from everybody but one person.

        Raises:
            InsightsError: If LaunchDarkly does not answer.
        """
        now = self.desk.clock.now()
        parts = self.contents.said(digest, now, insist=True)
        shown = self.contents.illustrated(parts, digest.channel)
        with self.store.begin() as connection:
            calendar = kept.calendar(connection, Channel(digest.team, digest.channel))
        return digest_words.preview(digest, shown, now, calendar)

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
        self, claimed: Claim, due: Delivery, whose: _Whose | None, error: SlackError
    ) -> None:
        """Slack said no, or nothing."""
        _log.warning("Delivery %s: %s", due.id, error.code)
        if not error.sure and self._may_stand(claimed):
            return
        remedy = LASTING.get(error.code)
        if remedy is not None and whose is not None:
            self._refused(claimed, whose, remedy)
        elif error.passes:
            if error.retry_after is not None:
                self.pace.shut(error.retry_after)
            self._again(claimed, due, f"Slack did not take it ({error.code})", error.retry_after)
        else:
            self._give_up_or_again(claimed, due, whose, f"Slack refuses it ({error.code})")

    def _refused(self, claimed: Claim, whose: _Whose, remedy: str) -> None:
        """It will not come before somebody has done something."""
        now = self.desk.clock.now()
        with self.store.begin() as connection:
            ledger.ended(connection, claimed, "refused", remedy, now)
            is_new = whose.pause(connection, remedy, now)
        if is_new:
            self._tell_owner(whose, "is paused", remedy, whose.to("resume"))

    def _give_up_or_again(
        self, claimed: Claim, due: Delivery, whose: _Whose | None, why: str
    ) -> None:
        """Try a few times what nobody has an explanation for; the next slot is tried anew."""
        if due.attempt < _TRIES or whose is None:
            self._again(claimed, due, why)
            return
        _log.error("Delivery %s is given up: %s", due.id, why)
        self._end(claimed, "refused", why)
        self._tell_owner(whose, "was not sent", why, whose.to("history"))

    def _tell_owner(self, whose: _Whose, what: str, why: str, command: str) -> None:
        said = message.sentence(f"{whose.title} {what}: {why}.", command)
        try:
            self.desk.slack.post(whose.owner, said.text, said.blocks)
        except SlackError as error:
            _log.error("%s was not told of %s: %s", whose.owner, whose.title, error.code)


def _of_digest(digest: Digest) -> _Whose:
    return _Whose(
        digest_words.title(digest),
        digest.owner,
        ("digest", digest.id),
        lambda connection, why, now: noting.stop(connection, digest, why, now),
    )


def _of_alert(alert: Alert) -> _Whose:
    return _Whose(
        alert_words.title(alert),
        alert.owner,
        ("alert", alert.id),
        lambda connection, why, now: changing.stop(connection, alert, why, now),
    )
