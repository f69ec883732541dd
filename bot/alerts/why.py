"""Why an alert may be alerting: the buckets that it fired on, held against those before, by parts.

Each bucket is held against one of the same weekday and hour, whole weeks before. What LaunchDarkly
did not send is no zero: a part of which a number is missing has no share, and no other part has,
since nobody knows then what the parts add up to. A bucket that was still open is never looked at.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from bot.alerts.counting import WEEK_MS, is_off
from bot.alerts.memory import Episode
from bot.alerts.rules import MOST_VALUE, Drop, Fall, Rule
from bot.chart import Chart, Number, Point
from bot.query import Query, Window, epoch_ms, from_epoch_ms
from bot.reading import is_total, is_whole, stands_together
from bot.statistics.rates import MOST_EXACT, equal_rates, quasi_poisson

_WEEK: Final = timedelta(weeks=1)
_MORE_WEEKS: Final = 3
"""Weeks further back that are looked at for one without a day off."""
_UNLIKELY: Final = 0.01
"""How likely chance alone is at most in what is said to be more than chance."""
AROUND: Final[Mapping[str, tuple[str, ...]]] = {
    "deploys": ("releases",),
    "releases": ("deploys",),
    "leadtime": ("deploys",),
}
"""What else is counted where a chart counts or measures, and may have to do with it."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Buckets that are held against each other.

    Attributes:
        now: Where those start that the alert fired on, in order.
        weeks: How many weeks before each lies the one that it is held against.
        bucket_ms: How long a bucket is.
    """

    now: tuple[datetime, ...]
    weeks: int
    bucket_ms: int

    @property
    def then(self) -> tuple[datetime, ...]:
        """Where those start that they are held against."""
        return tuple(start - self.weeks * _WEEK for start in self.now)

    def window(self, asked: Window) -> Window:
        """The time that has all of them in it whole, wherever buckets are anchored.

        Args:
            asked: What the alert asks; nothing after its end is asked for.
        """
        first = epoch_ms(min(self.then)) // self.bucket_ms * self.bucket_ms
        end = max(self.now) + timedelta(milliseconds=2 * self.bucket_ms)
        return Window(from_epoch_ms(first), min(end, asked.end), asked.bucket, self.bucket_ms)


def spans(rule: Rule, episode: Episode) -> Spans | None:
    """What an episode is held against; None where there is nothing to hold it against.

    Args:
        rule: What is watched for, with the days off of its channel.
        episode: What fired.
    """
    condition, starts = episode.condition, tuple(one.start for one in episode.buckets)
    if isinstance(condition, Fall) or not starts:
        return None
    if isinstance(condition, Drop):
        return _weeks(rule, condition, starts[-1], episode.bucket_ms)
    least = (starts[-1] - starts[0]) // _WEEK + 1
    free = (
        weeks
        for weeks in range(least, least + _MORE_WEEKS)
        if not any(is_off(rule, start - weeks * _WEEK) for start in starts)
    )
    return Spans(starts, next(free, least), episode.bucket_ms)


def _weeks(rule: Rule, condition: Drop, last: datetime, bucket_ms: int) -> Spans | None:
    """The buckets of whole weeks, as the rule itself pairs them."""
    step = timedelta(milliseconds=bucket_ms)
    count = condition.weeks * WEEK_MS // bucket_ms
    starts = (last - back * step for back in reversed(range(count)))
    before = condition.weeks * _WEEK
    counted = (one for one in starts if not is_off(rule, one) and not is_off(rule, one - before))
    now = tuple(counted)
    return Spans(now, condition.weeks, bucket_ms) if now else None


# -- what became of something ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one series.

    Attributes:
        name: The series.
        now: What it counted in the buckets that the alert fired on, or its middle duration; None
            where that is not known.
        then: The same of the buckets before.
        share: How much of all that moved the same way this is, from 0 to 1; None where that cannot
            be told.
    """

    name: str
    now: Number | None
    then: Number | None
    share: float | None = None

    def moved(self, *, fell: bool) -> Number | None:
        """By how much it fell or rose, negative for the other way; None where nobody knows."""
        if self.now is None or self.then is None:
            return None
        return self.then - self.now if fell else self.now - self.then


def whole(between: Spans, query: Query, points: Iterable[Point], read_at: datetime) -> Part:
    """What became of one series.

    Args:
        between: What is held against what.
        query: What was asked, with a window.
        points: What was answered.
        read_at: When.
    """
    known = {
        one.start: one.value
        for one in points
        if _is_number(one.value)
        and query.window is not None
        and is_whole(one.start, query.window, read_at=read_at)
    }
    return Part("", *(_amount(starts, known, query) for starts in (between.now, between.then)))


def _is_number(value: Number | None) -> bool:
    if value is None or isinstance(value, bool):
        return False
    return (isinstance(value, int) or math.isfinite(value)) and 0 <= value <= MOST_VALUE


def _amount(
    starts: tuple[datetime, ...], known: Mapping[datetime, Number | None], query: Query
) -> Number | None:
    """Counts add up if all are there; of durations the middle one of those that are."""
    values = [value for start in starts if (value := known.get(start)) is not None]
    if query.kind.measure == "duration":
        return median(values) if values else None
    return sum(values) if len(values) == len(starts) else None


def parts(between: Spans, query: Query, chart: Chart, *, fell: bool) -> tuple[Part, ...]:
    """The series that went where the alert went, those that make up most of it first.

    Those of which only one side is known come last; those that stood still or went the other way
    explain nothing and are left out.

    Args:
        between: What is held against what.
        query: What was asked, grouped.
        chart: What was answered.
        fell: Whether something fell that should not, or else rose.
    """
    found = [
        Part(one.name, part.now, part.then)
        for one in chart.series
        if not is_total(one.name, query)
        for part in (whole(between, query, one.points, chart.read_at),)
    ]
    moves = {part.name: part.moved(fell=fell) for part in found}
    went = {name: move for name, move in moves.items() if move is not None and move > 0}
    all_of_it = sum(went.values())
    adds_up = stands_together(query) and None not in moves.values()
    sure = [
        Part(one.name, one.now, one.then, went[one.name] / all_of_it if adds_up else None)
        for one in found
        if one.name in went
    ]
    half = [one for one in found if (one.now is None) != (one.then is None)]
    return (
        *sorted(sure, key=lambda one: (-went[one.name], one.name)),
        *sorted(half, key=lambda one: (-(one.now or one.then or 0), one.name)),
    )


def standing(chart: Chart) -> tuple[Part, ...]:
    """How things stand now by parts, the largest first: of a chart without a past."""
    latest = {one.name: one.points[-1].value for one in chart.series if one.points}
    known = {
        name: value for name, value in latest.items() if value is not None and _is_number(value)
    }
    total = sum(known.values())
    is_sure = total > 0 and len(known) == len(chart.series)
    found = (
        Part(name, value, None, value / total if is_sure else None) for name, value in known.items()
    )
    return tuple(
        sorted((one for one in found if one.now), key=lambda one: (-(one.now or 0), one.name))
    )


def is_supported(part: Part) -> bool:
    """Whether counts moved by more than chance alone would let them."""
    if part.now is None or part.then is None or part.now == part.then:
        return False
    first, second = round(part.now), round(part.then)
    if first + second > MOST_EXACT:
        return quasi_poisson(first, 1, second, 1, 1)[1] < _UNLIKELY
    return equal_rates(first, 1, second, 1).two_sided < _UNLIKELY
