"""When a counted bucket breaches a condition, and when it is past it."""

import operator
from collections.abc import Callable
from typing import Final, Literal

from bot.alerts.rules import Condition, Drop, Rule, Threshold, Word
from bot.alerts.seen import Counted
from bot.chart import Number

Test = Callable[[Counted], bool]
Verdict = Literal["breach", "ok", "too_few", "undefined"]

_COMPARED: Final[dict[Word, Callable[[Number, Number], bool]]] = {
    "below": operator.lt,
    "at_most": operator.le,
    "above": operator.gt,
    "at_least": operator.ge,
}
_OPPOSITE: Final[dict[Word, Word]] = {
    "below": "at_least",
    "at_most": "above",
    "above": "at_most",
    "at_least": "below",
}

RATINGS: Final = ("needsAttention", "fair", "good", "excellent")
"""LaunchDarkly's ratings, the best one last; any other word is no rating."""


def rank(indicator: str) -> int | None:
    """The place of a rating among all, or None for what is not rated."""
    return RATINGS.index(indicator) if indicator in RATINGS else None


def falls(condition: Condition) -> bool:
    """Whether too little breaches it, and so do the first days of a series that is just new."""
    return not isinstance(condition, Threshold) or condition.word in {"below", "at_most"}


def breaching(condition: Condition) -> Test:
    """The test that a bucket breaches, by exactly the word that was used."""
    if isinstance(condition, Threshold):
        compared, value = _COMPARED[condition.word], condition.value
        return lambda bucket: compared(bucket.value, value)
    if isinstance(condition, Drop):
        percent = condition.percent
        return lambda bucket: _is_down(bucket.value, bucket.base or 0, percent)
    return _is_lower


def recovered(rule: Rule) -> Test:
    """The test that a bucket is past it: what the word says no longer, or by more than that."""
    condition, at = rule.condition, rule.recover_at
    if isinstance(condition, Threshold):
        compared = _COMPARED[_OPPOSITE[condition.word]]
        value = condition.value if at is None else at
        return lambda bucket: compared(bucket.value, value)
    if isinstance(condition, Drop):
        percent = condition.percent if at is None else at
        return lambda bucket: not _is_down(bucket.value, bucket.base or 0, percent)
    return lambda bucket: not _is_lower(bucket)


def _is_lower(bucket: Counted) -> bool:
    return bucket.base is not None and bucket.value < bucket.base


def _is_down(now: Number, before: Number, percent: Number) -> bool:
    """In whole numbers, since 0.29 * 100 is not 29."""
    return now * 100 <= before * (100 - percent)


def drop(now: Number, before: Number, condition: Drop) -> Verdict:
    """What is to be said of a count and the one before; of few events, nothing."""
    if before == 0:
        return "undefined"
    if before < condition.least:
        return "too_few"
    return "breach" if _is_down(now, before, condition.percent) else "ok"


def change(now: Number, before: Number) -> float | None:
    """By which part of it a count changed, or None where there was nothing."""
    return (now - before) / before if before else None
