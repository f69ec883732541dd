"""What a rule would have done: the engine walked over the past, and what chance alone would do.

A past that did not change since is laid out once and walked bucket by bucket, each at the moment
when it was over, as the engine would have seen it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean
from typing import Final

from bot.alerts.counting import Laid, first_needed, lay_out, problem, reach
from bot.alerts.memory import Episode, Memory
from bot.alerts.rules import MOST_BUCKETS, Fall, Rule, Threshold
from bot.alerts.seen import Answered, Counted
from bot.alerts.states import advance
from bot.chart import Point
from bot.query import DAY_MS, BucketType, Window
from bot.statistics.counts import at_most, expected_runs

WEEKS: Final = 8
LEAST_PAST: Final = timedelta(weeks=4)
"""How much past it takes to know what is usual on a weekday."""
_MOST: Final = 20_000
"""Buckets that are laid out at most: those of a few years of days, or of months of hours."""
_LARGE: Final = 1_000
"""From here on counts are normal, as far as anybody can tell."""


class BacktestError(ValueError):
    """A rule cannot be tried on such a past. The message is a sentence for whoever wanted it."""


@dataclass(frozen=True, slots=True)
class Would:
    """An episode that would have been.

    Attributes:
        episode: As the engine has it: since when, fired when, on which buckets.
        closed_at: When it would have ended, or None if it would be open still.
        closed_on: The counted bucket that would have ended it.
    """

    episode: Episode
    closed_at: datetime | None = None
    closed_on: datetime | None = None

    @property
    def fired_on(self) -> datetime:
        """The bucket on which it would have fired."""
        return self.episode.buckets[-1].start


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a rule would have done.

    Attributes:
        firings: The episodes, in order.
        counted: The buckets that it would have been held against.
        by_chance: How often it would fire on as many if nothing were wrong; None where that cannot
            be told: of durations, of drops, of too short a past.
    """

    firings: tuple[Would, ...]
    counted: tuple[Counted, ...]
    by_chance: float | None


def backtest(
    rule: Rule,
    points: tuple[Point, ...],
    until: datetime,
    weeks: int = WEEKS,
    *,
    bucket_ms: int = DAY_MS,
) -> Backtest:
    """Try a rule on the past: on the buckets that came to be over in it, the last as it ends.

    Args:
        rule: What would have been watched for.
        points: Of one series; those before the weeks count where a run reaches back to them.
        until: Where the past ends, such as now.
        weeks: How much of it is walked.
        bucket_ms: How long a bucket is.

    Raises:
        BacktestError: If there is no past, or none that makes sense.
    """
    begin = until - timedelta(weeks=weeks) - rule.grace - timedelta(milliseconds=bucket_ms)
    laid = _laid(rule, points, begin, until, bucket_ms)
    first = next((at for at, one in enumerate(laid.counted) if one.start > begin), None)
    if first is None:
        return Backtest((), (), None)
    counted = laid.counted[first:]
    return Backtest(
        firings=tuple(_firings(rule, laid, first)),
        counted=counted,
        by_chance=_by_chance(rule, counted, bucket_ms),
    )


def _laid(
    rule: Rule, points: tuple[Point, ...], begin: datetime, until: datetime, bucket_ms: int
) -> Laid:
    if isinstance(rule.condition, Fall):
        raise BacktestError("LaunchDarkly tells no ratings of the past.")
    kind = BucketType.DAY if bucket_ms >= DAY_MS else BucketType.HOUR
    window = Window(first_needed(rule, begin, bucket_ms), until, kind, bucket_ms)
    past = Answered(points, window, until)
    if wrong := problem(past, rule, _MOST):
        raise BacktestError(f"This past cannot be counted ({wrong}).")
    return lay_out(rule, Memory(), past, until)


def _firings(rule: Rule, laid: Laid, first: int) -> Iterator[Would]:
    memory, back = Memory(), reach(rule)
    until_over = timedelta(milliseconds=laid.bucket_ms) + rule.grace
    for at in range(first, len(laid.counted)):
        newest, episode = laid.counted[at].start, memory.episode
        seen = Laid(laid.bucket_ms, laid.counted[max(0, at + 1 - back) : at + 1], newest=newest)
        memory, _ = advance(rule, memory, seen, newest + until_over)
        if episode is not None and memory.episode is not episode:
            yield Would(episode, newest + until_over, newest)
    if memory.episode is not None:
        yield Would(memory.episode)


# -- what chance alone would do ---------------------------------------------------------------


def _by_chance(rule: Rule, counted: Sequence[Counted], bucket_ms: int) -> float | None:
    """As often as each weekday's usual count, and in hours each hour's, would breach by chance."""
    condition = rule.condition
    if not isinstance(condition, Threshold) or rule.missing != "zero" or not counted:
        return None
    if counted[-1].start - counted[0].start + timedelta(milliseconds=bucket_ms) < LEAST_PAST:
        return None
    alike: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for bucket in counted:
        alike[_like(bucket)].append(bucket.value)
    chances = {like: _chance(condition, fmean(values)) for like, values in alike.items()}
    return expected_runs([chances[_like(bucket)] for bucket in counted], rule.for_n)


def _like(bucket: Counted) -> tuple[int, int]:
    return bucket.start.weekday(), bucket.start.hour


def _chance(condition: Threshold, mean: float) -> float:
    """How likely a count with such a mean breaches."""
    with_equal = condition.word in {"at_most", "above"}
    k = math.floor(condition.value) if with_equal else math.ceil(condition.value) - 1
    low = _at_most(k, mean)
    return low if condition.word in {"below", "at_most"} else 1 - low


def _at_most(k: int, mean: float) -> float:
    if max(k, mean) < _LARGE:
        return at_most(k, mean)
    return math.erfc((mean - k - 0.5) / math.sqrt(2 * mean)) / 2 if mean else 1.0


# -- what would be calmer ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calmer:
    """A more patient rule.

    Attributes:
        rule: It.
        firings: How often it would have fired.
        instead_of: How often the one does that there is.
    """

    rule: Rule
    firings: int
    instead_of: int


def calmer(
    rule: Rule,
    points: tuple[Point, ...],
    until: datetime,
    weeks: int = WEEKS,
    *,
    bucket_ms: int = DAY_MS,
) -> Calmer | None:
    """The least patient rule that would have fired at most half as often; None if there is none.

    Args:
        rule: One that fires too often.
        points: As for a back-test, and so is the rest.
        until: Where the past ends.
        weeks: How much of it is walked.
        bucket_ms: How long a bucket is.

    Raises:
        BacktestError: If there is no past, or none that makes sense.
    """
    now = len(backtest(rule, points, until, weeks, bucket_ms=bucket_ms).firings)
    for patience in range(rule.for_n + 1, min(MOST_BUCKETS, rule.for_n + _MORE) + 1):
        tried = replace(rule, for_n=patience)
        firings = len(backtest(tried, points, until, weeks, bucket_ms=bucket_ms).firings)
        if 2 * firings <= now:
            return Calmer(tried, firings, now)
    return None


_MORE: Final = 5
"""Buckets more that a rule may wait for and still be worth having."""
