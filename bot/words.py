"""Numbers, dates and windows of time as people write them, in English and without surprises."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.catalog import Kind
from bot.chart import Number
from bot.earlier import WEEK, Earlier
from bot.query import BucketType, Window
from bot.reading import BUCKET_ZONE, reaches_now
from charts.durations import duration

ONE_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def number(value: Number) -> str:
    """12,345 and 4.7; a fraction keeps one digit, a small one two that mean something."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2g}"


def value(amount: Number, kind: Kind) -> str:
    """One of a chart's values: 142, or 2.5 days."""
    return duration(amount) if kind.measure == "duration" else number(amount)


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


def bucket(window: Window) -> tuple[str, str]:
    """What one bucket is called, one and many: day, hour, 12-hour window, 7-day period.

    A sentence puts "in one" or "per" before it and never "a", since some take "an".
    """
    if is_plain(window):
        return window.bucket.value, window.bucket.value + "s"
    kind = "window" if window.bucket is BucketType.ROLLING else "period"
    value, unit = _measured(window.bucket_length)
    one = f"{number(value)}-{unit} {kind}"
    return one, one + "s"


def is_plain(window: Window) -> bool:
    """Whether a bucket is a day or an hour as the calendar has it."""
    return window.bucket is not BucketType.ROLLING and window.bucket_ms == window.bucket.unit_ms


def covered(window: Window, *, read_at: datetime, zone: ZoneInfo) -> str:
    """Which time a window covers: "last 30 days", "1 Jul to 31 Jul 2026".

    Args:
        window: The time that was asked for.
        read_at: When it was answered (UTC).
        zone: The zone of the person who asked; days that are counted in UTC are named in UTC.
    """
    runs = reaches_now(window, read_at=read_at)
    whole_days = window.bucket is BucketType.DAY and is_midnight(window.start)
    if whole_days and is_midnight(window.end) and window.end <= read_at:
        # Nothing runs any more, however short a while ago that was: today is another day.
        return _days(window.start, window.end - ONE_DAY)
    if runs and whole_days:
        days = (min(read_at, window.end).astimezone(UTC) - window.start) // ONE_DAY
        recent = {0: f"today ({BUCKET_ZONE})", 1: f"yesterday and today ({BUCKET_ZONE})"}
        return recent.get(days, f"last {days} days")
    if runs and (window.end - window.start) % _HOUR == timedelta(0):
        return "last " + length(window.end - window.start).removeprefix("1 ")
    return _instants(window.start, window.end, zone, runs=runs)


def before(earlier: Earlier, window: Window, start: datetime, span: timedelta) -> str:
    """When a window is held against: "in the week before", "on the same weekdays 5 weeks before".

    Args:
        earlier: The period before.
        window: The window that is held against it.
        start: Where that begins of the period which is compared: its first whole bucket.
        span: How long all that is compared is.
    """
    weeks = earlier.shift // WEEK
    if not earlier.same_weekdays:
        return _from(start, span, window.bucket)
    if earlier.shift == span:
        return "in the week before" if weeks == 1 else f"in the {weeks} weeks before"
    ago = "a week" if weeks == 1 else f"{weeks} weeks"
    return f"{_SAME[window.bucket]} {ago} before"


def _from(start: datetime, span: timedelta, bucket: BucketType) -> str:
    """On 23 Nov 2026, in the 7 days from 8 Nov 2026; hours with the one that they begin with."""
    begin = day(start, year=True)
    if bucket is BucketType.DAY:
        return f"on {begin}" if span <= ONE_DAY else f"in the {length(span)} from {begin}"
    many = "hour" if span <= _HOUR else length(span)
    return f"in the {many} from {begin} {start:%H:%M} {BUCKET_ZONE}"


def how_long_before(earlier: Earlier) -> str:
    """The same in two words, for a key or a column: "week before", "5 weeks before"."""
    weeks, rest = divmod(earlier.shift, WEEK)
    if rest:
        return f"{length(earlier.shift)} before"
    return "week before" if weeks == 1 else f"{weeks} weeks before"


_SAME = {BucketType.HOUR: "in the same hours", BucketType.DAY: "on the same weekdays"}


def is_midnight(moment: datetime) -> bool:
    """Whether a day of LaunchDarkly's begins at a moment."""
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
