"""Which buckets of an answer count: over, not on a day off, since the series began, with a value.

A bucket is over once its end and the grace are past, as of when it was read: one that was still
open then is not told from a drop. What was over once never opens again. Buckets lie side by side,
a bucket's length apart, and any point that was sent says where; points that do not fit are an
error, since what lies between them would be zeros that nobody meant.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Final

from bot.alerts.conditions import drop
from bot.alerts.memory import Memory
from bot.alerts.rules import MOST_VALUE, Drop, Rule
from bot.alerts.seen import Answered, Counted
from bot.chart import Number, Point
from bot.query import DAY_MS, MAX_POINTS, BucketType, Window, epoch_ms, from_epoch_ms

WEEK_MS: Final = 7 * DAY_MS
_MS: Final = timedelta(milliseconds=1)
SETTLING: Final = 7
"""Counted buckets that a series which turned up by itself is watched for, and that are read anew
each time, since what happened may be told late."""


@dataclass(frozen=True, slots=True)
class Laid:
    """An answer, laid out.

    Attributes:
        bucket_ms: How long a bucket is.
        counted: The buckets that count, in order.
        valued: Those and the ones on days off, in order.
        missing: The buckets behind the last that counts that would, had they a value.
        first: Where the first bucket starts that could count; None where the past is not read anew.
        newest: Where the newest bucket starts that is over, or None.
        first_seen: Where the first bucket starts that ever had a value, or None.
        last_seen: Where the last one does.
    """

    bucket_ms: int
    counted: tuple[Counted, ...]
    valued: tuple[Counted, ...] = ()
    missing: tuple[datetime, ...] = ()
    first: datetime | None = None
    newest: datetime | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None


def problem(observation: Answered, rule: Rule, most: int = MAX_POINTS) -> str:
    """What is wrong with an answer, a word; "" where nothing is.

    Args:
        observation: The answer.
        rule: What is watched for.
        most: How many buckets are looked at.
    """
    window = observation.window
    if window.bucket is BucketType.ROLLING:
        return "rolling"
    if window.bucket_ms <= 0 or window.points > most + 2:
        return "bad_window"
    if isinstance(rule.condition, Drop) and WEEK_MS % window.bucket_ms:
        return "uneven_weeks"
    return bad_value(observation.points) or _bad_start(observation.points, window)


def bad_value(points: Sequence[Point]) -> str:
    """Negative, no number at all, or too large to be one; to Python, true is a number."""
    for point in points:
        value = point.value
        if value is None:
            continue
        if isinstance(value, bool) or not (isinstance(value, int) or math.isfinite(value)):
            return "bad_y"
        if value < 0:
            return "negative_y"
        if value > MOST_VALUE:
            return "bad_y"
    return ""


def _bad_start(points: Sequence[Point], window: Window) -> str:
    """Two values for one bucket, or buckets that do not lie side by side."""
    found: dict[int, Number | None] = {}
    for start, value in _inside(points, window):
        if found.setdefault(start, value) != value:
            return "conflicting_duplicate"
    places = {start % window.bucket_ms for start in found}
    return "uneven_x" if len(places) > 1 else ""


def _inside(points: Sequence[Point], window: Window) -> Iterator[tuple[int, Number | None]]:
    """The starts, in milliseconds, and values of what lies in the window."""
    first, end = epoch_ms(window.start), epoch_ms(window.end)
    for point in points:
        start = epoch_ms(point.start)
        if first <= start < end:
            yield start, point.value


def lay_out(rule: Rule, memory: Memory, observation: Answered, now: datetime) -> Laid:
    """Lay an answer out that has no problem.

    Args:
        rule: What is watched for.
        memory: What is remembered.
        observation: The answer.
        now: The present.
    """
    window = observation.window
    step = window.bucket_ms
    sent = dict(_inside(observation.points, window))
    first_seen, last_seen = _seen(memory, sent)
    first = _first(window, sent, first_seen)
    last = min(_closed_until(rule, memory, step, min(now, observation.read_at)), _last(window))
    starts = range(first, last + 1, step)
    found = list(_buckets(rule, starts, sent, first_seen))
    if isinstance(rule.condition, Drop):
        over = rule.condition.weeks * WEEK_MS // step
        found = list(_weeks(rule.condition, found, over))
        first += (2 * over - 1) * step
    counted = tuple(one.counted for one in found if one.counted and not one.off)
    behind = epoch_ms(counted[-1].start) if counted else -math.inf
    return Laid(
        bucket_ms=step,
        counted=counted,
        valued=tuple(one.counted for one in found if one.counted),
        missing=tuple(
            one.start for one in found if one.lacks and not one.off and epoch_ms(one.start) > behind
        ),
        first=from_epoch_ms(first) if starts and first <= starts[-1] else None,
        newest=from_epoch_ms(starts[-1]) if starts else None,
        first_seen=None if first_seen is None else from_epoch_ms(first_seen),
        last_seen=None if last_seen is None else from_epoch_ms(last_seen),
    )


def _seen(memory: Memory, sent: Mapping[int, Number | None]) -> tuple[int | None, int | None]:
    """Where the first and the last bucket start that ever had a value, open ones too."""
    valued = [start for start, value in sent.items() if value is not None]
    before = [epoch_ms(one) for one in (memory.first_seen, memory.last_seen) if one is not None]
    known = [*valued, *before]
    return min(known, default=None), max(known, default=None)


def _first(window: Window, sent: Mapping[int, Number | None], first_seen: int | None) -> int:
    """Where the first bucket starts that lies whole inside the window."""
    begin = epoch_ms(window.start)
    anchor = next(iter(sent), begin if first_seen is None else first_seen)
    return begin + (anchor - begin) % window.bucket_ms


def _last(window: Window) -> int:
    """Where the last bucket starts at the latest that lies whole inside the window."""
    return epoch_ms(window.end) - window.bucket_ms


def _closed_until(rule: Rule, memory: Memory, step: int, seen: datetime) -> int:
    """Where the newest bucket starts at the latest that is over."""
    over = epoch_ms(seen) + -rule.grace // _MS - step
    return over if memory.high_water is None else max(over, epoch_ms(memory.high_water))


@dataclass(slots=True)
class _Bucket:
    """A bucket that is over.

    Attributes:
        start: Where it starts.
        off: Whether it is on a day off.
        counted: What it counts as, or None without a value.
        lacks: Whether it should have a value and has none.
    """

    start: datetime
    off: bool
    counted: Counted | None
    lacks: bool


def _buckets(
    rule: Rule, starts: range, sent: Mapping[int, Number | None], first_seen: int | None
) -> Iterator[_Bucket]:
    weekdays, days, zero = rule.weekdays_off, rule.days_off, rule.missing == "zero"
    for at in starts:
        start = from_epoch_ms(at)
        off = start.weekday() in weekdays or (bool(days) and start.date() in days)
        value = sent.get(at)
        began = first_seen is not None and at >= first_seen
        if value is not None:
            yield _Bucket(start, off, Counted(start, value), lacks=False)
        elif zero and began:
            yield _Bucket(start, off, Counted(start, 0, sent=False), lacks=False)
        else:
            yield _Bucket(start, off, None, lacks=began)


def _weeks(condition: Drop, found: Sequence[_Bucket], over: int) -> Iterator[_Bucket]:
    """Each bucket as the sums of the weeks that end with it and of as many weeks before.

    A bucket and the one with which it is compared are both left out if either is on a day off, so
    that a holiday is no drop. What is too few to compare counts as nothing.
    """
    pairs = [_pair(then, now) for then, now in zip(found, found[over:], strict=False)]
    before = list(accumulate((then for then, _ in pairs), initial=0))
    after = list(accumulate((now for _, now in pairs), initial=0))
    for end in range(over, len(pairs) + 1):
        begin, bucket = end - over, found[end + over - 1]
        now, then = after[end] - after[begin], before[end] - before[begin]
        usable = found[begin].counted and drop(now, then, condition) in {"breach", "ok"}
        counted = Counted(bucket.start, now, base=then) if usable else None
        yield _Bucket(bucket.start, bucket.off, counted, lacks=False)


def _pair(then: _Bucket, now: _Bucket) -> tuple[Number, Number]:
    """What two buckets are compared by."""
    if then.counted is None or now.counted is None or then.off or now.off:
        return 0, 0
    return then.counted.value, now.counted.value


# -- how much is to be read -------------------------------------------------------------------


def reach(rule: Rule) -> int:
    """How many buckets that count decide, and those that may be told late."""
    return max(rule.for_n + rule.recover_n, rule.nodata_n) + SETTLING


def first_needed(rule: Rule, end: datetime, bucket_ms: int) -> datetime:
    """From where on a series is to be read.

    Args:
        rule: What is watched for.
        end: Where the newest bucket ends.
        bucket_ms: How long a bucket is.
    """
    needed, step, start = reach(rule), timedelta(milliseconds=bucket_ms), end
    for _ in range(MAX_POINTS):
        if needed <= 0:
            break
        start -= step
        needed -= not is_off(rule, start)
    if isinstance(rule.condition, Drop):
        start -= timedelta(weeks=2 * rule.condition.weeks)
    return start


def is_off(rule: Rule, start: datetime) -> bool:
    """Whether a bucket is on a day off (UTC)."""
    day = start.astimezone(UTC).date()
    return day.weekday() in rule.weekdays_off or day in rule.days_off
