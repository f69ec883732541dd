"""What is watched for: rules, which refuse what could never work."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bot.catalog import Kind
from bot.chart import Number
from bot.query import BucketType

MOST_BUCKETS: Final = 30
"""Buckets in a row that a rule may wait for."""
MOST_WEEKS: Final = 4
"""Weeks that may be held against as many before them."""
LEAST_EVENTS: Final = 10
"""Events in the weeks before; of fewer, half are gone by chance every twelfth time."""
MOST_VALUE: Final = 10**15
"""The largest number that is taken for a count or a duration."""
MOST_GRACE: Final = timedelta(hours=24)
LEAST_REPEAT: Final = timedelta(hours=1)
ALL_WEEKDAYS: Final = frozenset(range(7))
WEEKEND: Final = frozenset({5, 6})

Word = Literal["below", "at_most", "above", "at_least"]
"""How a value is compared; equal is neither below nor above."""
Missing = Literal["zero", "skip"]
"""What a bucket without a value is: a zero once the series is known, or no bucket at all."""


class RuleError(ValueError):
    """A rule could never work. The message is a sentence for who typed it."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value is below, at most, above or at least a number.

    Raises:
        RuleError: If that is never true, or always.
    """

    word: Word
    value: Number

    def __post_init__(self) -> None:
        if not _is_number(self.value):
            raise RuleError("A threshold is a number from 0 to a quadrillion.")
        if self.value == 0 and self.word == "below":
            raise RuleError("Nothing is ever below 0; say at most 0, or below 1.")
        if self.value == 0 and self.word == "at_least":
            raise RuleError("Everything is at least 0; say above 0, or at least 1.")


@dataclass(frozen=True, slots=True)
class Drop:
    """The last whole weeks have so many percent less than as many weeks before.

    Attributes:
        percent: From 1 to 100.
        weeks: How many weeks are held against as many.
        least: Events that the weeks before must have for a change to mean anything.

    Raises:
        RuleError: If there is no such drop.
    """

    percent: int
    weeks: int = 1
    least: int = LEAST_EVENTS

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= 100:  # noqa: PLR2004 - all there is
            raise RuleError(f"A drop is by 1 to 100 percent, not by {self.percent}.")
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise RuleError(f"1 to {MOST_WEEKS} whole weeks can be compared, not {self.weeks}.")
        if self.least < 1:
            raise RuleError("Without a single event before there is no drop.")


@dataclass(frozen=True, slots=True)
class Fall:
    """LaunchDarkly's own rating is lower than it has been."""


Condition = Threshold | Drop | Fall


@dataclass(frozen=True, slots=True)
class Rule:
    """What is watched for in a series, and how patiently.

    Attributes:
        condition: What breaches it.
        missing: What a bucket without a value is.
        for_n: Counted buckets in a row that have to breach before it fires.
        recover_at: From which value on it is over, where that is not the threshold itself; of a
            drop, the percentage by which it is no longer down.
        recover_n: Counted buckets in a row that have to be over it.
        nodata_n: Buckets without a value in a row that are worth a word.
        error_n: Failures in a row that are worth a word.
        weekdays_off: Weekdays that do not count, Monday is 0 (UTC).
        days_off: Days that do not count (UTC).
        grace: How long after its end a bucket may still change.
        repeat: How long after it was told of something still alerting is told again; None is never.

    Raises:
        RuleError: If it could never fire or never end.
    """

    condition: Condition
    missing: Missing
    for_n: int = 1
    recover_at: Number | None = None
    recover_n: int = 1
    nodata_n: int = 3
    error_n: int = 3
    weekdays_off: frozenset[int] = frozenset()
    days_off: frozenset[date] = frozenset()
    grace: timedelta = timedelta(hours=2)
    repeat: timedelta | None = timedelta(hours=24)

    def __post_init__(self) -> None:
        _check_patience(self)
        _check_kind(self)
        if self.recover_at is not None:
            _check_recovery(self.condition, self.recover_at)


def _is_number(value: Number) -> bool:
    if isinstance(value, bool) or not 0 <= value <= MOST_VALUE:
        return False
    return isinstance(value, int) or math.isfinite(value)


def _check_patience(rule: Rule) -> None:
    for count in (rule.for_n, rule.recover_n):
        if not 1 <= count <= MOST_BUCKETS:
            raise RuleError(f"A rule waits for 1 to {MOST_BUCKETS} buckets, not for {count}.")
    if min(rule.nodata_n, rule.error_n) < 1:
        raise RuleError("At least one bucket or failure has to pass before it is told.")
    if not rule.weekdays_off < ALL_WEEKDAYS:
        raise RuleError("At least one weekday has to count; Monday is 0 and Sunday is 6.")
    if not timedelta(0) <= rule.grace <= MOST_GRACE:
        raise RuleError("Buckets are waited for up to 24 hours after their end.")
    if rule.repeat is not None and rule.repeat < LEAST_REPEAT:
        raise RuleError("An alert is repeated after an hour at the earliest.")


def _check_kind(rule: Rule) -> None:
    if isinstance(rule.condition, Drop) and rule.missing != "zero":
        raise RuleError("Only counts drop by a percentage; durations do not add up over weeks.")
    if isinstance(rule.condition, Fall) and rule.missing != "skip":
        raise RuleError("A rating that is not there is no rating, and no zero.")


def _check_recovery(condition: Condition, at: Number) -> None:
    """A value at which it is over must not breach."""
    if isinstance(condition, Fall):
        raise RuleError("A rating recovers by being what it was; there is nothing to choose.")
    if not _is_number(at):
        raise RuleError("What it recovers at is a number from 0 on.")
    if isinstance(condition, Drop):
        if at > condition.percent:
            raise RuleError(f"Down by {at} % is still down by {condition.percent} % or more.")
        return
    falls = condition.word in {"below", "at_most"}
    if (at < condition.value) if falls else (at > condition.value):
        breach = f"{condition.word.replace('_', ' ')} {condition.value}"
        raise RuleError(f"It cannot recover at {at}, which is itself {breach}.")
    if condition.word == "at_least" and at == 0:
        raise RuleError("It would never recover, since nothing is below 0.")


# -- what is usual ----------------------------------------------------------------------------

GRACE: Final[dict[BucketType, timedelta]] = {
    BucketType.DAY: timedelta(hours=2),
    BucketType.HOUR: timedelta(minutes=15),
}
REPEAT: Final[dict[BucketType, timedelta]] = {
    BucketType.DAY: timedelta(hours=24),
    BucketType.HOUR: timedelta(hours=6),
}


def usual(condition: Condition, kind: Kind, bucket: BucketType = BucketType.DAY) -> Rule:
    """The rule as it is unless somebody says otherwise.

    A day without a deployment is a zero, and the most useful alert there is; a day without a lead
    time is nothing to count. How things stand now leaves no gaps to be filled with zeros either.

    Args:
        condition: What breaches it.
        kind: The chart.
        bucket: Days or hours; windows that overlap would count one thing twice.

    Raises:
        RuleError: If the condition cannot be held against such a chart.
    """
    if bucket is BucketType.ROLLING:
        raise RuleError("An alert counts days or hours; rolling windows overlap.")
    counts = kind.measure == "count" and kind.has_time and not isinstance(condition, Fall)
    return Rule(
        condition,
        missing="zero" if counts else "skip",
        grace=GRACE[bucket],
        repeat=REPEAT[bucket],
    )
