"""Looking at alerts: LaunchDarkly is asked, and what comes of it is kept, to be told."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from bot.alerts import book, changing, holding, knowing, looking, news, outages
from bot.alerts.bounded import Bounded
from bot.alerts.looking import Question
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertLineError
from bot.alerts.seen import Failed
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.chart import Chart
from bot.clock import Clock
from bot.grammar.errors import UsageError
from bot.insights.errors import BadRequestError, InsightsError, NotFoundError
from handlers import message
from handlers.desk import Desk
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
"""How long somebody may look: longer than LaunchDarkly is waited for."""
AT_ONCE: Final = 50
"""Alerts that are looked at together, so that the same question is asked once."""
_T = TypeVar("_T")
_OWN: Final = (NotFoundError, BadRequestError)
"""What is wrong with one alert's question; everything else is wrong with all of them."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is under way."""

    question: Question
    coming: Future[Chart]

    def answer(self, clock: Clock) -> Chart | Failed:
        """What was answered, or why there is no answer; waits as long as the client does."""
        try:
            return self.coming.result()
        except InsightsError as error:
            shared = not isinstance(error, _OWN)
            return Failed(type(error).__name__, clock.now(), shared=shared)


@dataclass(frozen=True, slots=True)
class Watching:
    """Somebody who looks.

    Attributes:
        store: The database.
        desk: All that asking takes.
        team: The workspace.
    """

    store: Engine
    desk: Desk
    team: str

    def watch(self) -> int:
        """Look at the alerts that are due; returns how many were.

        Each is left to itself: one that cannot be looked at keeps no other from it.
        """
        now = self.desk.clock.now()
        with self.store.begin() as connection:
            due = book.due(connection, self.team, now + LEASE, now, AT_ONCE)
        # All are asked before the first is waited for, and those that ask the same share an answer.
        asked = [(alert, self._safely(alert, partial(self._ask, alert, now))) for alert in due]
        for alert, coming in asked:
            if coming is not None:
                self._safely(alert, partial(self._look, alert, coming))
        return len(due)

    def _safely(self, alert: Alert, do: Callable[[], _T]) -> _T | None:
        """Do something for one alert; what goes wrong with it keeps no other from its turn."""
        try:
            return do()
        except (UsageError, AlertLineError) as error:
            self._stop(alert, str(error))
        except Exception:  # noqa: BLE001 - this door's one boundary
            _log.exception("Alert %s was not looked at", alert.id)
        return None

    def _stop(self, alert: Alert, why: str) -> None:
        """This version does not understand it: somebody has to say it anew."""
        remedy = f"{why} Change it: /drumbeat alert edit {alert.id}"
        with self.store.begin() as connection:
            is_new = changing.stop(connection, alert, remedy, self.desk.clock.now())
        if is_new:
            said = message.sentence(f"Alert {alert.id} is paused.", remedy)
            try:
                self.desk.slack.post(alert.owner, said.text, said.blocks)
            except SlackError as error:
                _log.error("%s was not told of alert %s: %s", alert.owner, alert.id, error.code)

    def _ask(self, alert: Alert, now: datetime) -> _Asked:
        asked = looking.question(alert, now, self.desk.defaults)
        return _Asked(asked, self.desk.ask(asked.query))

    def _look(self, alert: Alert, asked: _Asked) -> None:
        answer = asked.answer(self.desk.clock)
        now = self.desk.clock.now()
        after = looking.next_look(alert, asked.question, now)
        if isinstance(answer, Failed):
            after = min(after, now + looking.AGAIN)
        with self.store.begin() as connection:
            off = kept.calendar(connection, Channel(alert.team, alert.channel)).days
            if not self._keep(connection, alert, asked.question, answer, off, now, after):
                return
            if not isinstance(answer, Failed):
                outages.ends(connection, alert, now)
            elif answer.shared:
                outages.fails(connection, alert, answer.reason, now)

    def _keep(  # noqa: PLR0913, PLR0917 - all that a look takes
        self,
        connection: Connection,
        alert: Alert,
        asked: Question,
        answer: Chart | Failed,
        off: frozenset[date],
        now: datetime,
        after: datetime,
    ) -> bool:
        """Keep what comes of a look; False if somebody else kept something meanwhile."""
        if not isinstance(asked.rule, Bounded):
            steps = looking.look(alert, asked, answer, now, off)
            return news.keep(connection, alert, steps, now, after)
        known = knowing.known(connection, alert, asked, now, self.desk.defaults)
        found = holding.look(alert, asked, answer, now, replace(known, off=off))
        if not news.keep(connection, alert, found.steps, now, after):
            return False
        knowing.keep(connection, alert, found, asked, now)
        return True
