"""A rule in words: those that can be typed again, and those for people."""

from datetime import timedelta
from typing import Final

from bot.alerts.amounts import in_words, plain, shortest, written
from bot.alerts.rules import (
    ALL_WEEKDAYS,
    GRACE,
    REPEAT,
    WEEKEND,
    Condition,
    Drop,
    Fall,
    Rule,
    Threshold,
)
from bot.alerts.said import WORDS
from bot.catalog import Kind
from bot.chart import Number
from bot.query import BucketType
from bot.times import WEEKDAYS

_MS: Final = timedelta(milliseconds=1)


def phrase(rule: Rule, kind: Kind, bucket: BucketType = BucketType.DAY) -> str:
    """A rule in the one spelling that can be typed again; of what is usual nothing is said.

    Args:
        rule: What is watched for.
        kind: The chart.
        bucket: Days or hours.
    """
    many = f"{bucket.value}s"
    watched = [
        _condition(rule.condition, kind),
        f"for {rule.for_n} {many}" if rule.for_n > 1 else "",
        _on(rule.weekdays_off),
    ]
    parts = [
        " ".join(filter(None, watched)),
        _recovers(rule, kind, many),
        "" if rule.grace == GRACE[bucket] else f"grace {shortest(rule.grace // _MS)}",
        "" if rule.repeat == REPEAT[bucket] else _repeat(rule.repeat),
    ]
    return ", ".join(filter(None, parts))


def _condition(condition: Condition, kind: Kind) -> str:
    if isinstance(condition, Threshold):
        return f"{WORDS[condition.word]} {written(condition.value, kind)}"
    if isinstance(condition, Fall):
        return "rating falls"
    over = f" over {condition.weeks} weeks" if condition.weeks > 1 else ""
    return f"drops by {condition.percent} %{over}"


def _on(weekdays_off: frozenset[int]) -> str:
    if not weekdays_off:
        return ""
    return "on weekdays" if weekdays_off == WEEKEND else f"on {_days(ALL_WEEKDAYS - weekdays_off)}"


def _days(days: frozenset[int]) -> str:
    return _all([WEEKDAYS[day] for day in sorted(days)])


def _all(words: list[str]) -> str:
    """Monday, tuesday and friday."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _recovers(rule: Rule, kind: Kind, many: str) -> str:
    run = rule.recover_n
    if rule.recover_at is None:
        return f"recovers after {run} {many}" if run > 1 else ""
    return f"recovers at {_at(rule, kind)}" + (f" for {run} {many}" if run > 1 else "")


def _at(rule: Rule, kind: Kind) -> str:
    """The value at which it is over; of a drop, a percentage."""
    at = rule.recover_at or 0
    return f"{plain(at)} %" if isinstance(rule.condition, Drop) else written(at, kind)


def _repeat(repeat: timedelta | None) -> str:
    return "never repeat" if repeat is None else f"repeat every {shortest(repeat // _MS)}"


# -- for people -------------------------------------------------------------------------------


def spelled(rule: Rule, kind: Kind, bucket: BucketType = BucketType.DAY) -> str:
    """A rule as a sentence for people, without its capital and its full stop.

    Below 3 on 2 days in a row; weekends do not count; it recovers at 5.

    Args:
        rule: What is watched for.
        kind: The chart.
        bucket: Days or hours.
    """
    one = bucket.value
    parts = [
        _watched(rule.condition, kind) + _run(rule, bucket),
        _off(rule),
        _over(rule, kind, f"{one}s"),
        "" if rule.grace == GRACE[bucket] else _waits(rule.grace, one),
        "" if rule.repeat == REPEAT[bucket] else _repeated(rule.repeat),
    ]
    return "; ".join(filter(None, parts))


def _watched(condition: Condition, kind: Kind) -> str:
    if isinstance(condition, Threshold):
        return f"{WORDS[condition.word]} {_told(condition.value, kind)}"
    if isinstance(condition, Fall):
        return "LaunchDarkly’s own rating is lower than it was"
    days = 7 * condition.weeks
    return (
        f"down by {condition.percent} % or more in the last {days} days that are over, against the "
        f"{days} days before"
    )


def _run(rule: Rule, bucket: BucketType) -> str:
    if rule.for_n == 1:
        return ""
    comma = "" if isinstance(rule.condition, Threshold) else ","
    preposition = "on" if bucket is BucketType.DAY else "in"
    return f"{comma} {preposition} {rule.for_n} {bucket.value}s in a row"


def _told(value: Number, kind: Kind) -> str:
    return in_words(value) if kind.measure == "duration" else plain(value)


def _off(rule: Rule) -> str:
    if rule.weekdays_off == WEEKEND:
        off = ["weekends"]
    else:
        off = [f"{WEEKDAYS[day].capitalize()}s" for day in sorted(rule.weekdays_off)]
    off += ["days off"] if rule.days_off else []
    return f"{_all(off)} do not count" if off else ""


def _over(rule: Rule, kind: Kind, many: str) -> str:
    """When it is over; on the very edge where that does not breach."""
    run = f"{rule.recover_n} {many} in a row" if rule.recover_n > 1 else ""
    if rule.recover_at is None:
        return f"it recovers after {run}" if run else ""
    if isinstance(rule.condition, Drop):
        at = f"once it is down by less than {plain(rule.recover_at)} %"
    else:
        at = f"{_edge(rule.condition)} {_told(rule.recover_at, kind)}"
    return f"it recovers {at}{run and f' for {run}'}"


def _edge(condition: Condition) -> str:
    """Of at most 3 and at least 3, 3 itself is not past it."""
    beyond = {"at_most": "above", "at_least": "below"}
    return beyond.get(condition.word, "at") if isinstance(condition, Threshold) else "at"


def _waits(grace: timedelta, one: str) -> str:
    if not grace:
        return f"it does not wait once the {one} has ended"
    return f"it waits {in_words(grace // _MS)} once the {one} has ended"


def _repeated(repeat: timedelta | None) -> str:
    if repeat is None:
        return "it is told once and not repeated"
    return f"it is repeated every {in_words(repeat // _MS)}"
