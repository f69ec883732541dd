"""Bringing the news of alerts to Slack: an incident has one message, and what is new its thread.

The message is posted once and changed as often as there is something to change, which does no harm
when it is done twice. What needs somebody's attention is posted in its thread, once.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot import ledger
from bot.alerts import book, directions, hours, looking, news, outages, silences
from bot.alerts.bounded import Bounded
from bot.alerts.model import Alert, Incident, Notice
from bot.alerts.outages import Outage
from bot.alerts.rules import Rule, Threshold
from bot.deliveries import Delivery
from bot.digests.lines import request_of
from bot.insights.errors import InsightsError
from bot.ledger import Claim
from bot.query import DAY_MS, Query
from bot.reading import BUCKET_ZONE
from charts import model
from charts.studio import DrawingFailed
from handlers import alert_words, bound_words, message
from handlers.alert_words import kind_of
from handlers.asking import asking
from handlers.calming import advice
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
_OVER: Final = "over"
"""How a message was posted that tells of the end as well."""
_IN_ITS_MESSAGE: Final = frozenset({"firing", "repeat", "closed"})
"""What of an incident such a message says, or what is no longer worth saying."""
Stretches = tuple[tuple[datetime, datetime], ...]
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
            unclear = directions.asked_by(connection, due.id)
            opened = news.opened_by(connection, due.id)
            notices = news.of_delivery(connection, due.id)
            outage = outages.of_delivery(connection, due.id)
            ids = [one.incident for one in notices if one.incident is not None]
            main = news.incident(connection, ids[0]) if ids and opened is None else None
            head = ledger.get(connection, main.delivery) if main else None
        if outage is not None:
            self._post(claimed, due, alert, alert_words.outage(outage))
        elif unclear:
            self._post(claimed, due, alert, bound_words.question(alert, unclear))
        elif opened is not None and opened.closed_at is not None and due.why == hours.WAITED:
            self._end(claimed, "it was over before the quiet hours were")
        elif opened is not None:
            self._post(claimed, due, alert, self._said(alert, opened), shown=opened)
        elif head is not None and head.state in ledger.OPEN:
            self._later(claimed)
        elif head is not None and head.ts is None:
            self._end(claimed, "its alert could not be posted")
        elif new := _untold(notices, head):
            thread = Posted(head.channel or alert.channel, head.ts) if head and head.ts else None
            self._post(claimed, due, alert, self._news(alert, new), thread=thread)
        else:
            self._end(claimed, "its alert was told late, and its end with it")

    def refresh(self) -> None:
        """Change the messages that do not say yet how things stand; nothing is raised."""
        with self.store.begin() as connection:
            stale = news.stale(connection, self.team, _AT_ONCE)
            over = outages.stale(connection, self.team)
        changes = [partial(self._refresh, one) for one in stale]
        changes += [partial(self._end_outage, one) for one in over]
        for change in changes:
            try:
                change()
            except Exception:  # noqa: BLE001 - this door's one boundary: the others are changed
                _log.exception("A message of an alert was not changed")

    def _end_outage(self, outage: Outage) -> None:
        """Say that alerts are looked at again; whoever deleted the message need not know."""
        said = alert_words.outage(outage)
        with self.store.begin() as connection:
            head = ledger.get(connection, outage.delivery or 0)
        try:
            self.desk.slack.update(
                Posted(head.channel or outage.channel, head.ts or ""), said.text, said.blocks
            )
        except SlackError as error:
            _log.warning("%s was not told that alerts are looked at: %s", head.channel, error.code)
            if error.passes:
                return
        with self.store.begin() as connection:
            outages.shown(connection, outage)

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
            manner = _OVER if shown is not None and shown.closed_at is not None else None
            if not ledger.begin(connection, claimed, place, manner, self.desk.clock.now()):
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
        picture, problem = self._picture(alert, rule, tuple(_stretches(shown, now)), now)
        calmer = advice(alert, shown.story.items(), self.desk)
        with self.store.begin() as connection:
            quiet = silences.over(alert, silences.current(connection, self.team, now))
        return alert_words.incident(
            alert,
            rule,
            shown,
            now,
            advice=calmer,
            picture=picture,
            problem=problem,
            quiet=quiet,
        )

    def _news(self, alert: Alert, notices: tuple[Notice, ...]) -> Message:
        """What is told in a thread, with what would make it calmer that fires too often."""
        calmer = advice(alert, ((one.series, one.event) for one in notices), self.desk)
        return alert_words.news(alert, notices, calmer)

    def _picture(
        self, alert: Alert, rule: Rule, alerts: Stretches, now: datetime
    ) -> tuple[Block | None, str]:
        """The block that shows the chart with threshold and breach in it, or why there is none."""
        if self.desk.pictures == "thread":
            return None, ""
        try:
            wanted = self._wanted(alert, rule, alerts, now)
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

    def _wanted(self, alert: Alert, rule: Rule, alerts: Stretches, now: datetime) -> Wanted | None:
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
        drawn = found.drawing(self.desk.days_off(alert.channel))
        shown = marked(with_threshold(drawn, rule), alerts)
        name = f"{file_name(request, found.chart.read_at)}.png"
        return Wanted(shown, name, f"{found.told.heading}, {found.told.scope}")


def _untold(notices: tuple[Notice, ...], head: Delivery | None) -> tuple[Notice, ...]:
    """What the message has not told already that was posted when all was over."""
    if head is None or head.manner != _OVER:
        return notices
    return tuple(one for one in notices if one.event.key.kind not in _IN_ITS_MESSAGE)


def _stretches(shown: Incident, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when to when each series of an incident is or was in breach."""
    for event in shown.story.values():
        if event.episode is not None:
            is_over = event.key.kind == "closed" and event.buckets
            yield event.episode.since, event.buckets[0].start if is_over else now


def marked(shown: model.Drawing | model.Sheet, alerts: Stretches) -> model.Drawing | model.Sheet:
    """A picture in which it is marked when an alert was open, or would have been."""
    if isinstance(shown, model.Drawing):
        return replace(shown, alerts=alerts)
    return replace(shown, drawings=tuple(replace(one, alerts=alerts) for one in shown.drawings))


def _is_hourly(query: Query) -> bool:
    return query.window is not None and query.window.bucket_ms < DAY_MS


def with_threshold(shown: model.Drawing | model.Sheet, rule: Rule) -> model.Drawing | model.Sheet:
    """A picture with the line beyond which the alert fires, if it has one."""
    condition = rule.condition
    if not isinstance(condition, Threshold) or isinstance(rule, Bounded):
        return shown  # the bounds are in it already
    name = f"alert: {condition.word.replace('_', ' ')}"
    line = model.Bound(name, condition.value, "plain")
    if isinstance(shown, model.Sheet):
        drawings = tuple(replace(one, bounds=(*one.bounds, line)) for one in shown.drawings)
        return replace(shown, drawings=drawings)
    return replace(shown, bounds=(*shown.bounds, line))
