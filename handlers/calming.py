"""What would make an alert calmer that fires too often: more patient rules, tried on its past."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.alerts import looking
from bot.alerts.backtest import WEEKS, BacktestError, calmer
from bot.alerts.events import Event
from bot.alerts.looking import points_of
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertLineError
from bot.alerts.sentences import calmer as said
from bot.grammar.errors import UsageError
from bot.insights.errors import InsightsError
from handlers.desk import Desk


def advice(alert: Alert, events: Iterable[tuple[str, Event]], desk: Desk) -> Mapping[str, str]:
    """What would have been calmer lately, for each series that is told to flap.

    It is no reason to keep the news back: where LaunchDarkly does not answer, or no rule would have
    been calmer, there is none.
    """
    flapping = frozenset(
        series
        for series, event in events
        if event.key.kind == "flapping" and event.reason != "calm"
    )
    try:
        return dict(_tried(alert, flapping, desk)) if flapping else {}
    except (AlertLineError, BacktestError, InsightsError, UsageError):
        return {}


def _tried(alert: Alert, flapping: frozenset[str], desk: Desk) -> Iterator[tuple[str, str]]:
    now = desk.clock.now()
    asked = looking.question(alert, now, desk.defaults)
    rule = replace(asked.rule, days_off=desk.days_off(alert.channel))
    query = looking.past(asked.query, rule, now, WEEKS)
    if query is None or query.window is None:
        return
    window = query.window
    for series, points in points_of(query, window, desk.ask(query).result()).items():
        if series in flapping:
            found = calmer(rule, points, now, bucket_ms=window.bucket_ms)
            if found is not None and found.instead_of > 1:
                yield series, said(rule, found, window.bucket_ms)
