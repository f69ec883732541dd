"""What is asked of LaunchDarkly for an alert, what is seen in the answer, when to look again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.alerts.bounded import rule_of
from bot.alerts.counting import first_needed, is_off
from bot.alerts.engine import step
from bot.alerts.events import Step
from bot.alerts.memory import Memory
from bot.alerts.model import TOTAL, Alert
from bot.alerts.overlays import MOST_QUIET, Refused, end_silence, silence
from bot.alerts.rules import Fall, Rule
from bot.alerts.seen import Answered, Failed, Observation, Standing
from bot.buckets import buckets
from bot.chart import Chart, Metric, Point
from bot.digests.lines import request_of
from bot.grammar.defaults import Defaults
from bot.query import DAY_MS, BucketType, Query, Window, epoch_ms, from_epoch_ms
from bot.reading import BUCKET_ZONE

MOST_SERIES: Final = 50
"""Series of one alert that are watched; of more the first."""
SPREAD: Final = timedelta(minutes=10)
"""Over how long looks are spread that would all be at once."""
AGAIN: Final = timedelta(minutes=15)
"""When to look again after what did not work."""
LONGEST: Final = timedelta(hours=6)
"""Between two looks: what happened may be told late, and be corrected."""
_TOGETHER_MS: Final = 600_000
_RANKS: Final[dict[str, int]] = {"needsattention": 0, "fair": 1, "good": 2, "excellent": 3}
"""LaunchDarkly's own ratings, the worst first; all others rate nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for an alert, and what is watched for in the answer."""

    rule: Rule
    query: Query


def question(alert: Alert, now: datetime, defaults: Defaults) -> Question:
    """What an alert asks at a moment: as far back as its rule looks, and up to now.

    Raises:
        UsageError: If this version does not understand its line.
        AlertLineError: Likewise what it watches for.
    """
    zone = ZoneInfo(BUCKET_ZONE)
    request = request_of(alert.line, now=now, zone=zone, defaults=defaults)
    bucket = request.window.bucket if request.window else BucketType.DAY
    rule = rule_of(alert.phrase, request.kind, bucket)
    expand = ("metrics",) if isinstance(rule.condition, Fall) else ()
    query = replace(request.query, expand=expand)
    if query.window is not None:
        query = replace(query, window=_window(rule, query.window, now))
    return Question(rule, query)


def _window(rule: Rule, asked: Window, now: datetime) -> Window:
    """Whole buckets, and most of what there is of the open one, which does not count anyway.

    Whoever looks within the same ten minutes asks the same, and is answered once.
    """
    last = floor(now, asked.bucket_ms)
    start = first_needed(rule, last, asked.bucket_ms)
    return replace(asked, start=start, end=floor(now, _TOGETHER_MS))


def past(query: Query, rule: Rule, now: datetime, weeks: int) -> Query | None:
    """What is asked to try a rule on the last weeks; None where LaunchDarkly tells no past."""
    window = query.window
    if window is None:
        return None
    begin = floor(now, window.bucket_ms) - timedelta(weeks=weeks)
    start = first_needed(rule, begin, window.bucket_ms)
    whole = replace(window, start=start, end=floor(now, _TOGETHER_MS))
    return replace(query, window=whole, expand=())


def floor(moment: datetime, bucket_ms: int) -> datetime:
    """The start (UTC) of the bucket that a moment is in."""
    return from_epoch_ms(epoch_ms(moment) // bucket_ms * bucket_ms)


# -- seeing -------------------------------------------------------------------------------------


def look(
    alert: Alert,
    asked: Question,
    answer: Chart | Failed,
    now: datetime,
    off: frozenset[date] = frozenset(),
) -> dict[str, Step]:
    """Look at an answer: what comes of it for each series, those that are missing as well.

    Args:
        alert: As it is kept.
        asked: What was asked.
        answer: What was answered, or why there is no answer.
        now: The present.
        off: The days off of its channel, which do not count.
    """
    rule = replace(asked.rule, days_off=off)
    alert = replace(alert, memories=alert.watched)
    return {
        name: looked(rule, alert.memories.get(name, Memory()), seen, alert.quiet_until, now)
        for name, seen in _observations(alert, asked.query, answer).items()
    }


def looked(
    rule: Rule, memory: Memory, seen: Observation, quiet_until: datetime | None, now: datetime
) -> Step:
    """Keep quiet as long as the alert is to, and look at one series."""
    before = hushed(memory, quiet_until, now)
    after = step(rule, before.memory, seen, now)
    return replace(after, history=(*before.history, *after.history))


def hushed(memory: Memory, until: datetime | None, now: datetime) -> Step:
    """Keep quiet as long as the alert is to."""
    if until is None or until <= now:
        return end_silence(memory, now)
    quiet = silence(memory, until, now)
    return Step(memory) if isinstance(quiet, Refused) else quiet


def _observations(alert: Alert, query: Query, answer: Chart | Failed) -> Mapping[str, Observation]:
    """What is seen of each series: those in the answer, and those that are remembered."""
    if isinstance(answer, Failed):
        return dict.fromkeys(alert.memories or (TOTAL,), answer)
    if "metrics" in query.expand:
        return {TOTAL: Standing(_rank(answer.metrics), answer.read_at)}
    if query.window is None:
        return _standing(alert, query, answer)
    points = points_of(query, query.window, answer)
    names = dict.fromkeys((*alert.memories, *points))
    return {
        name: Answered(
            points.get(name, ()),
            query.window,
            answer.read_at,
            others=any(other != name for other in points),
        )
        for name in tuple(names)[:MOST_SERIES]
    }


def points_of(query: Query, window: Window, chart: Chart) -> dict[str, tuple[Point, ...]]:
    """The points of each series; of a chart that is not grouped, what they add up to."""
    if query.group_by is not None:
        return {series.name: series.points for series in chart.series}
    if not chart.series:
        return {}
    found = buckets(query, window, chart)
    sums = ((at, value) for at, value in found.sums.items() if at in found.complete)
    return {TOTAL: tuple(Point(at, value) for at, value in sorted(sums))}


def _standing(alert: Alert, query: Query, chart: Chart) -> dict[str, Observation]:
    """How things stand now; of a chart that is not grouped, what its series add up to."""
    latest = {
        series.name: series.points[-1].value if series.points else None for series in chart.series
    }
    if query.group_by is None:
        known = [value for value in latest.values() if value is not None]
        latest = {TOTAL: sum(known) if known else None}
    names = tuple(dict.fromkeys((*alert.memories, *latest)))[:MOST_SERIES]
    return {name: Standing(latest.get(name), chart.read_at) for name in names}


def _rank(metrics: tuple[Metric, ...]) -> int | None:
    ranks = (_RANKS.get(one.indicator.replace("_", "").casefold()) for one in metrics)
    return next((rank for rank in ranks if rank is not None), None)


# -- when ---------------------------------------------------------------------------------------


def next_look(alert: Alert, asked: Question, now: datetime) -> datetime:
    """When to look again: once the next bucket is over and its grace past, or in some hours.

    A silence ends with a look, so that what still is so is told then. Alerts that wait for the same
    bucket are spread over some minutes, each always to the same.
    """
    window = asked.query.window
    late = timedelta(seconds=crc32(f"{alert.team} {alert.id}".encode()) % SPREAD.total_seconds())
    soon = now + LONGEST
    if alert.quiet_until is not None and alert.quiet_until > now:
        soon = min(soon, alert.quiet_until)
    if window is None:
        return soon
    length = timedelta(milliseconds=window.bucket_ms)
    ends = floor(now - asked.rule.grace - late, window.bucket_ms) + length
    return min(soon, ends + asked.rule.grace + late)


def next_over(asked: Question, now: datetime) -> datetime:
    """When the next bucket that counts is over, its grace past; for a rule that knows the days off.

    How things stand now counts once a day. Nobody looks further ahead than anything can be quiet.
    """
    rule, window = asked.rule, asked.query.window
    length_ms = window.bucket_ms if window else DAY_MS
    length = timedelta(milliseconds=length_ms)
    start = floor(now - rule.grace, length_ms)
    last = start + MOST_QUIET - rule.grace - length
    while is_off(rule, start) and start < last:
        start += length
    return start + length + rule.grace
