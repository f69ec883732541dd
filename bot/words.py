"""Numbers, dates and windows of time as people write them, in English and without surprises."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chart import Number
from bot.query import BucketType, Query
from bot.reading import BUCKET_ZONE, reaches_now

ONE_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def number(value: Number) -> str:
    """12,345 and 4.7; a fraction keeps one digit, a small one two that mean something."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2g}"


def count(value: Number, noun: tuple[str, str]) -> str:
    """1 deployment, 142 deployments."""
    return f"{number(value)} {noun[0] if value == 1 else noun[1]}"


def day(moment: datetime, *, year: bool = False) -> str:
    """4 Nov, or 4 Nov 2026; the moment is shown in the zone that it carries."""
    return f"{moment.day} {moment:%b}" + (f" {moment.year}" if year else "")


def length(span: timedelta) -> str:
    """30 days, 36 hours, 2 weeks is 14 days; the largest unit that comes out whole."""
    value, unit = _measured(span)
    return count(value, (unit, unit + "s"))


def _measured(span: timedelta) -> tuple[Number, str]:
    for unit, one in ((ONE_DAY, "day"), (_HOUR, "hour"), (timedelta(minutes=1), "minute")):
        if span >= unit and span % unit == timedelta(0):
            return span // unit, one
    return span.total_seconds(), "second"


def bucket(query: Query) -> tuple[str, str]:
    """What one bucket of a query is called, one and many: day, hour, 12-hour window, 7-day period.

    A sentence puts "in one" or "per" before it and never "a", since some take "an".
    """
    if is_plain(query):
        return query.bucket.value, query.bucket.value + "s"
    kind = "window" if query.bucket is BucketType.ROLLING else "period"
    value, unit = _measured(query.bucket_length)
    one = f"{number(value)}-{unit} {kind}"
    return one, one + "s"


def is_plain(query: Query) -> bool:
    """Whether a bucket is a day or an hour as the calendar has it."""
    return query.bucket is not BucketType.ROLLING and query.bucket_ms == query.bucket.unit_ms


def window(query: Query, *, read_at: datetime, zone: ZoneInfo) -> str:
    """Which time a query covers: "last 30 days", "1 Jul to 31 Jul 2026".

    Args:
        query: The question.
        read_at: When it was answered (UTC).
        zone: The zone of the person who asked; days that are counted in UTC are named in UTC.
    """
    runs = reaches_now(query, read_at=read_at)
    whole_days = query.bucket is BucketType.DAY and _is_midnight(query.start)
    if runs and whole_days:
        days = (read_at.astimezone(UTC) - query.start) // ONE_DAY
        recent = {0: f"today ({BUCKET_ZONE})", 1: f"yesterday and today ({BUCKET_ZONE})"}
        return recent.get(days, f"last {days} days")
    if runs and (query.end - query.start) % _HOUR == timedelta(0):
        return "last " + length(query.end - query.start).removeprefix("1 ")
    if whole_days and _is_midnight(query.end):
        return _days(query.start, query.end - ONE_DAY)
    return _instants(query.start, query.end, zone, runs=runs)


def _is_midnight(moment: datetime) -> bool:
    return moment.astimezone(UTC).time() == time()


def _days(first: datetime, last: datetime) -> str:
    if first == last:
        return day(first, year=True)
    return f"{day(first, year=first.year != last.year)} to {day(last, year=True)}"


def _instants(start: datetime, end: datetime, zone: ZoneInfo, *, runs: bool) -> str:
    first, last = start.astimezone(zone), end.astimezone(zone)
    if runs:
        return f"since {day(first, year=True)} {first:%H:%M} ({zone.key})"
    begin = f"{day(first, year=first.year != last.year)} {first:%H:%M}"
    return f"{begin} to {day(last, year=True)} {last:%H:%M} ({zone.key})"


def ago(age: timedelta) -> str:
    """How old something is: 18 s ago, 5 min ago."""
    seconds = max(0, int(age.total_seconds()))
    return f"{seconds} s ago" if seconds < 90 else f"{round(seconds / 60)} min ago"  # noqa: PLR2004 - a minute and a half is still told in seconds
