"""Which time a line covers, and which earlier time that is held against."""

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalog import Kind
from bot.earlier import AGO, Earlier, starting_at, weeks_before
from bot.grammar.errors import refuse, shown
from bot.grammar.examples import example_of, with_needed
from bot.grammar.typed import Typed
from bot.query import DAY_MS, MAX_POINTS, MAX_RANGE, BucketType, Window
from bot.times import (
    Ago,
    Day,
    Moment,
    Period,
    end_of,
    end_of_minute,
    parse_moment,
    parse_span,
    resolve,
)

_SHORTEST: Final = timedelta(hours=1)
_FUTURE: Final = "That starts in the future; there is nothing to count yet."
_BARE_MS: Final = re.compile(r"[0-9]{1,13}", re.ASCII)


def window(kind: Kind, typed: Typed, *, now: datetime, zone: ZoneInfo) -> Window | None:
    """The time that a line covers; None where a chart has none.

    Args:
        kind: The chart.
        typed: What was said, checked, and where the chart starts in any case.
        now: The present (aware).
        zone: The zone in which times are read.

    Raises:
        TimeWordError: If a word is no time.
        UsageError: If the times make no window, or one that is too large.
    """
    if not kind.has_time:
        return None
    bucket, bucket_ms = _bucket(kind, typed)
    begin = parse_moment(typed["from"], now=now, zone=zone)
    if bucket is None:
        bucket = _usual_bucket(begin, bucket_ms)
        bucket_ms = bucket_ms or bucket.unit_ms
    utc_days = bucket is BucketType.DAY
    _check_begin(kind, typed, begin, now.astimezone(zone))
    start = resolve(begin, now=now, zone=zone, utc_days=utc_days)
    end = _end(typed, begin, now=now, zone=zone, utc_days=utc_days)
    found = Window(_whole_ms(start), _whole_ms(end), bucket, bucket_ms)
    _check(kind, found, now=now)
    return found


def _end(typed: Typed, begin: Moment, *, now: datetime, zone: ZoneInfo, utc_days: bool) -> datetime:
    """Where the window ends: a period ends by itself, and nothing ends in the future."""
    latest = end_of_minute(now)
    if "to" in typed:
        until = parse_moment(typed["to"], now=now, zone=zone)
        return min(resolve(until, now=now, zone=zone, utc_days=utc_days), latest)
    if isinstance(begin, Period):
        return min(end_of(begin, zone=zone, utc_days=utc_days), latest)
    return latest


def _check_begin(kind: Kind, typed: Typed, begin: Moment, now: datetime) -> None:
    if isinstance(begin, Day) and begin.date > now.date():
        raise refuse(kind, _FUTURE)
    if isinstance(begin, Ago) and begin.span < _SHORTEST:
        sentence = f"“{shown(typed['from'])}” is less than an hour; a month is 30d."
        raise refuse(kind, sentence, example_of(kind, "from"))


def _bucket(kind: Kind, typed: Typed) -> tuple[BucketType | None, int]:
    """The bucket that was typed and its length; None and 0 for what was not."""
    word = typed.get("bucketType")
    bucket = BucketType(word) if word else None
    every = typed.get("bucketMs")
    if every is None:
        return bucket, bucket.unit_ms if bucket else 0
    length = timedelta(milliseconds=int(every)) if _BARE_MS.fullmatch(every) else parse_span(every)
    if length <= timedelta(0):
        raise refuse(kind, "A bucket has to be longer than nothing.", example_of(kind, "bucketMs"))
    if length > MAX_RANGE:
        sentence = f"A bucket of “{shown(every)}” is longer than the longest chart."
        raise refuse(kind, sentence, example_of(kind, "bucketMs"))
    return bucket, length // timedelta(milliseconds=1)


def _usual_bucket(begin: Moment, bucket_ms: int) -> BucketType:
    """Days; hours where two days or less are asked for; rolling for any other length."""
    if bucket_ms:
        return BucketType.DAY if bucket_ms % DAY_MS == 0 else BucketType.ROLLING
    short = isinstance(begin, Ago) and begin.span <= timedelta(days=2)
    return BucketType.HOUR if short else BucketType.DAY


def _whole_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _check(kind: Kind, found: Window, *, now: datetime) -> None:
    """Bound the work before anybody is asked for it."""
    start, end, longest = found.start, found.end, f"{MAX_RANGE.days} at most"
    if start >= now:
        raise refuse(kind, _FUTURE)
    if start == end:
        sentence = "That is no time at all: “to” is the first moment that no longer counts."
        raise refuse(kind, f"{sentence} For one day say the next one.", example_of(kind, "to"))
    if start > end:
        read = f"I read it as {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
        raise refuse(kind, f"That ends before it starts: {read}.", example_of(kind, "to"))
    if end - start > MAX_RANGE:
        days = (end - start) // timedelta(days=1)
        raise refuse(
            kind, f"That is {days:,} days; a chart covers {longest}.", with_needed(kind, "52w")
        )
    if found.points > MAX_POINTS:
        count = (end - start) // found.bucket_length
        sentence = f"That would be {count:,} buckets; {MAX_POINTS:,} is the most one chart shows."
        raise refuse(kind, sentence, with_needed(kind, "90d bucket hour"))


# -- the period before ------------------------------------------------------------------------


def earlier(
    kind: Kind, typed: Typed, covered: Window | None, *, now: datetime, zone: ZoneInfo
) -> Earlier | None:
    """The period that a window is held against, where there is one.

    Raises:
        TimeWordError: If `vs` names no time.
        UsageError: If the window cannot be held against what `vs` names.
    """
    word = typed.get("vs")
    if covered is None:
        return None
    if word is None or word in AGO:
        found = weeks_before(covered, AGO[word or "before"])
    else:
        there = parse_moment(word, now=now, zone=zone)
        utc_days = covered.bucket is BucketType.DAY
        begin = resolve(there, now=now, zone=zone, utc_days=utc_days)
        found = starting_at(covered, begin)
    if word is not None and found is None:
        sentence = (
            "Only whole days and hours can be held against earlier ones, which have to be over "
            "before the chart begins."
        )
        raise refuse(kind, sentence, example_of(kind, "vs"))
    return found
