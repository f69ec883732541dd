"""Bringing the news of alerts to Slack: an incident has one message, and what is new its thread.

The message is posted once and changed as often as there is something to change, which does no harm
when it is done twice. What needs somebody's attention is posted in its thread, once.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot import ledger
from bot.alerts import book, hours, looking, news, silences
from bot.alerts.model import Alert, Incident
from bot.alerts.rules import Rule, Threshold
from bot.deliveries import Delivery
from bot.digests.lines import request_of
from bot.insights.errors import InsightsError
from bot.ledger import Claim
from bot.query import DAY_MS, Query
from bot.reading import BUCKET_ZONE
from charts import model
from charts.studio import DrawingFailed
from handlers import alert_words, message
from handlers.alert_words import kind_of
from handlers.asking import asking
from handlers.desk import Desk
from handlers.message import Block, Message
from handlers.pace import Pace
from handlers.pictures import Pictures, Wanted
from handlers.showing import NO_PICTURE, file_name
from handlers.slack import Mark, Posted, SlackError

_log = logging.getLogger(__name__)

KIND: Final = "drumbeat_alert"
"""What marks the messages of alerts, unseen."""
_AFTER: Final = timedelta(seconds=15)
"""How long what belongs into a thread waits for its message, and is tried again."""
_AT_ONCE: Final = 20
"""Messages that are changed in one go."""
_DAYS: Final = "30d"
_HOURS: Final = "4d"
"""How much of the past the picture shows."""
_GONE: Final = frozenset({"message_not_found", "cant_update_message"})


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody who tells.

    Attributes:
        store: The database.
        desk: All that answering takes.
        team: The workspace.
        pictures: Draws and uploads.
        pace: How fast messages may follow each other.
    """

    store: Engine
    desk: Desk
    team: str
    pictures: Pictures
    pace: Pace

    def tell(self, claimed: Claim, due: Delivery, alert: Alert) -> None:
        """Post what a delivery has to tell: an incident's message, or news in its thread.

        Raises:
            SlackError: If Slack refuses it, or does not say.
        """
        with self.store.begin() as connection:
            opened = news.opened_by(connection, due.id)
            notices = news.of_delivery(connection, due.id)
            ids = [one.incident for one in notices if one.incident is not None]
            main = news.incident(connection, ids[0]) if ids and opened is None else None
            head = ledger.get(connection, main.delivery) if main else None
        if opened is not None and opened.closed_at is not None and due.why == hours.WAITED:
            self._end(claimed, "it was over before the quiet hours were")
        elif opened is not None:
            self._post(claimed, due, alert, self._said(alert, opened), shown=opened)
        elif head is not None and head.state in ledger.OPEN:
            self._later(claimed)
        elif head is not None and head.ts is None:
            self._end(claimed, "its alert could not be posted")
        else:
            thread = Posted(head.channel or alert.channel, head.ts) if head and head.ts else None
            self._post(claimed, due, alert, alert_words.news(alert, notices), thread=thread)

    def refresh(self) -> None:
        """Change the messages that do not say yet how things stand; nothing is raised."""
        with self.store.begin() as connection:
            stale = news.stale(connection, self.team, _AT_ONCE)
        for one in stale:
            try:
                self._refresh(one)
            except Exception:  # noqa: BLE001 - this door's one boundary: the others are changed
                _log.exception("The message of incident %s was not changed", one.id)

    def _refresh(self, shown: Incident) -> None:
        with self.store.begin() as connection:
            alert = book.get(connection, self.team, shown.alert)
            head = ledger.get(connection, shown.delivery)
        said = self._said(alert, shown)
        try:
            self.desk.slack.update(
                Posted(head.channel or alert.channel, head.ts or ""), said.text, said.blocks
            )
        except SlackError as error:
            if error.passes:
                _log.warning("Alert %s does not say yet how it stands: %s", alert.id, error.code)
                return
            if error.code in _GONE:
                with self.store.begin() as connection:
                    if news.post_anew(connection, shown, alert, self.desk.clock.now()):
                        return
            _log.error("The message of alert %s stays as it is: %s", alert.id, error.code)
        with self.store.begin() as connection:
            news.shown(connection, shown)

    # -- posting ------------------------------------------------------------------------------

    def _post(  # noqa: PLR0913 - what is posted, for whom and where
        self,
        claimed: Claim,
        due: Delivery,
        alert: Alert,
        said: Message,
        *,
        shown: Incident | None = None,
        thread: Posted | None = None,
    ) -> None:
        place = thread.channel if thread else alert.channel
        self.pace.wait(place)
        with self.store.begin() as connection:
            if not ledger.begin(connection, claimed, place, None, self.desk.clock.now()):
                return
        mark, ts = Mark(KIND, str(due.id)), thread.ts if thread else None
        posted = self.desk.slack.post_marked(place, said.text, said.blocks, mark, thread=ts)
        now = self.desk.clock.now()
        with self.store.begin() as connection:
            _ = ledger.posted(connection, claimed, posted.channel, posted.ts, now) or ledger.found(
                connection, due.id, posted.channel, posted.ts, now
            )
            if shown is not None:
                news.shown(connection, shown)

    def _later(self, claimed: Claim) -> None:
        until = self.desk.clock.now() + _AFTER
        with self.store.begin() as connection:
            ledger.later(connection, claimed, until, "its alert is to be posted first")

    def _end(self, claimed: Claim, why: str) -> None:
        with self.store.begin() as connection:
            ledger.ended(connection, claimed, "skipped", why, self.desk.clock.now())

    # -- what it shows ------------------------------------------------------------------------

    def _said(self, alert: Alert, shown: Incident) -> Message:
        """An incident's message, with its picture or why there is none."""
        now = self.desk.clock.now()
        rule = looking.question(alert, now, self.desk.defaults).rule
        picture, problem = self._picture(alert, rule, now)
        with self.store.begin() as connection:
            quiet = silences.over(alert, silences.current(connection, self.team, now))
        return alert_words.incident(
            alert, rule, shown, now, picture=picture, problem=problem, quiet=quiet
        )

    def _picture(self, alert: Alert, rule: Rule, now: datetime) -> tuple[Block | None, str]:
        """The block that shows the chart with the threshold in it, or why there is none."""
        if self.desk.pictures == "thread":
            return None, ""
        try:
            wanted = self._wanted(alert, rule, now)
            if wanted is None:
                return None, ""
            uploaded = self.pictures.ask(wanted).result()
        except InsightsError as error:
            return None, f"{error.sentence} So there is no chart."
        except DrawingFailed as error:
            return None, str(error)
        except SlackError as error:
            _log.warning("The chart of alert %s was not uploaded: %s", alert.id, error.code)
            return None, NO_PICTURE.get(error.code, "Slack did not take the chart.")
        return message.image(uploaded.file, uploaded.alt), ""

    def _wanted(self, alert: Alert, rule: Rule, now: datetime) -> Wanted | None:
        kind, zone = kind_of(alert), ZoneInfo(BUCKET_ZONE)
        line = alert.line
        if kind.has_time:
            span = (
                _HOURS
                if _is_hourly(looking.question(alert, now, self.desk.defaults).query)
                else _DAYS
            )
            line = f"{line} {span}"
        request = request_of(line, now=now, zone=zone, defaults=self.desk.defaults)
        found = asking(request, self.desk.ask).whole()
        if found.is_empty:
            return None
        shown = with_threshold(found.drawing(self.desk.days_off(alert.channel)), rule)
        name = f"{file_name(request, found.chart.read_at)}.png"
        return Wanted(shown, name, f"{found.told.heading}, {found.told.scope}")


def _is_hourly(query: Query) -> bool:
    return query.window is not None and query.window.bucket_ms < DAY_MS


def with_threshold(shown: model.Drawing | model.Sheet, rule: Rule) -> model.Drawing | model.Sheet:
    """A picture with the line beyond which the alert fires, if it has one."""
    condition = rule.condition
    if not isinstance(condition, Threshold):
        return shown
    name = f"alert: {condition.word.replace('_', ' ')}"
    line = model.Bound(name, condition.value, "plain")
    if isinstance(shown, model.Sheet):
        drawings = tuple(replace(one, bounds=(*one.bounds, line)) for one in shown.drawings)
        return replace(shown, drawings=drawings)
    return replace(shown, bounds=(*shown.bounds, line))
