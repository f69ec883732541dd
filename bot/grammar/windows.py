"""Which time a line covers, and which earlier time that is held against."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalog import Kind
from bot.earlier import AGO, Earlier, latest_start, length_of, starting_at, weeks_before
from bot.grammar.errors import UsageError, refuse, shown
from bot.grammar.examples import example_of, with_needed
from bot.grammar.typed import Typed
from bot.query import DAY_MS, MAX_POINTS, MAX_RANGE, BucketType, Window, epoch_ms
from bot.request import line
from bot.times import (
    Ago,
    Day,
    Moment,
    Period,
    TimeWordError,
    end_of,
    end_of_minute,
    iso,
    parse_moment,
    parse_span,
    resolve,
)

_SHORTEST: Final = timedelta(hours=1)
_FUTURE: Final = "That starts in the future; there is nothing to count yet."
_EARLIEST: Final = datetime(1972, 1, 1, tzinfo=UTC)
"""What it is held against, and the weeks around that, still have a year that can be typed."""
_BARE_MS: Final = re.compile(r"[0-9]{1,13}", re.ASCII)


def window(
    kind: Kind, typed: Typed, *, usual: timedelta, now: datetime, zone: ZoneInfo
) -> Window | None:
    """The time that a line covers; None where a chart has none.

    Args:
        kind: The chart.
        typed: What was said, checked.
        usual: How long it is where no start was said.
        now: The present (aware).
        zone: The zone in which times are read.

    Raises:
        TimeWordError: If a word is no time.
        UsageError: If the times make no window, or one that is too large.
    """
    if not kind.has_time:
        return None
    bucket, bucket_ms = _bucket(kind, typed)
    begin = parse_moment(typed["from"], now=now, zone=zone) if "from" in typed else Ago(usual)
    if bucket is None:
        bucket = _usual_bucket(begin, bucket_ms)
        bucket_ms = bucket_ms or bucket.unit_ms
    utc_days = bucket is BucketType.DAY
    _check_begin(kind, typed, begin, now.astimezone(zone))
    end = _end(typed, begin, now=now, zone=zone, utc_days=utc_days)
    if "from" in typed:
        start = resolve(begin, now=now, zone=zone, utc_days=utc_days)
    else:
        start = (_day_of(end) if utc_days else end) - usual
    found = Window(_whole_ms(start), _whole_ms(end), bucket, bucket_ms)
    _check(kind, found, now=now)
    return found


def _end(typed: Typed, begin: Moment, *, now: datetime, zone: ZoneInfo, utc_days: bool) -> datetime:
    """Where the window ends: a period ends by itself, and nothing ends in the future."""
    latest = end_of_minute(now)
    if "to" in typed:
        until = parse_moment(typed["to"], now=now, zone=zone)
        end = resolve(until, now=now, zone=zone, utc_days=utc_days, is_end=True)
        return min(end, latest)
    if isinstance(begin, Period):
        return min(end_of(begin, zone=zone, utc_days=utc_days), latest)
    return latest


def _day_of(moment: datetime) -> datetime:
    """The start of the UTC day in which a moment lies."""
    return datetime.combine(moment.date(), time(), tzinfo=UTC)


def _check_begin(kind: Kind, typed: Typed, begin: Moment, now: datetime) -> None:
    if isinstance(begin, Day) and begin.date > now.date():
        raise refuse(kind, _FUTURE)
    if isinstance(begin, Ago) and begin.span < _SHORTEST:
        sentence = f"“{shown(typed['from'])}” is less than an hour; a month is 30d or 1 month."
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
        days, rest = divmod(end - start, timedelta(days=1))
        many = f"{days + 1:,} days, the last one only begun" if rest else f"{days:,} days"
        raise refuse(kind, f"That is {many}; a chart covers {longest}.", with_needed(kind, "52w"))
    if start < _EARLIEST:
        sentence = f"That starts before {_EARLIEST.year}; there is nothing to count."
        raise refuse(kind, sentence)
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
    if covered is None:
        return None
    if covered.end == end_of_minute(now) and epoch_ms(covered.end) % covered.bucket_ms == 0:
        # In the last minute of a bucket that is its end, and it is not over all the same.
        covered = replace(covered, end=max(covered.start, now))
    word = typed.get("vs")
    if word is None:
        return weeks_before(covered)
    if not length_of(covered):
        raise refuse(kind, _why_none(covered), example_of(kind, "vs"))
    if word in AGO:
        return _ago(kind, typed, word, covered)
    begin = _beginning(word, covered, now=now, zone=zone)
    found = starting_at(covered, begin)
    if found is None:
        raise _overlap(kind, typed, covered)
    return found


def _why_none(covered: Window) -> str:
    """Why no bucket of a window can be held against an earlier one."""
    if covered.bucket is BucketType.ROLLING:
        return "Rolling windows overlap, so they are not held against earlier ones: leave “vs” out."
    if covered.bucket_ms != covered.bucket.unit_ms:
        return "Only whole days and hours are held against earlier ones: leave “every” out."
    one, hint = covered.bucket.value, "; “bucket hour” has hours that are"
    hint = hint if covered.bucket is BucketType.DAY else ""
    return f"No {one} of that time is over yet, so none can be held against an earlier one{hint}."


def _ago(kind: Kind, typed: Typed, word: str, covered: Window) -> Earlier | None:
    """The period whole weeks before that a word such as `last month` means."""
    length = length_of(covered)
    if length <= AGO[word].most:
        return weeks_before(covered, AGO[word].least)
    longer = next(other for other in AGO if length <= AGO[other].most)
    sentence = (
        f"“{word.replace('-', ' ')}” is less far back than the {_counted(covered)} of the chart, "
        "so the two would overlap. Without “vs” they are held against the same weekdays right "
        "before; or name a time further back."
    )
    raise refuse(kind, sentence, line({**typed, "vs": longer}))


def _beginning(word: str, covered: Window, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Where the earlier period begins that a word names.

    A month that is over when the chart begins may be shorter than the chart; then as much of the
    time before it belongs to the earlier period as makes it as long.
    """
    utc_days = covered.bucket is BucketType.DAY
    there = parse_moment(word, now=now, zone=zone)
    begin = resolve(there, now=now, zone=zone, utc_days=utc_days)
    if isinstance(there, Period) and end_of(there, zone=zone, utc_days=utc_days) <= covered.start:
        begin = min(begin, latest_start(covered))
    if begin < datetime(1970, 1, 1, tzinfo=UTC):
        raise TimeWordError(f"“{shown(word)}” is before the year 1970.")
    return begin


def _overlap(kind: Kind, typed: Typed, covered: Window) -> UsageError:
    """The earlier period would be none, because the chart has begun before it ends."""
    latest = latest_start(covered)
    written = f"{latest:%Y-%m-%d}" if covered.bucket is BucketType.DAY else iso(latest)
    sentence = (
        f"{_counted(covered)} from “{shown(typed['vs'])}” on reach into the chart itself. To be "
        f"over before it begins, they have to begin by {written}."
    )
    return refuse(kind, sentence, line({**typed, "vs": written}))


def _counted(covered: Window) -> str:
    """How long a window is that can be held against earlier ones: 30 days, 1 hour."""
    number = length_of(covered) // covered.bucket_length
    return f"{number:,} {covered.bucket.value}{'' if number == 1 else 's'}"
