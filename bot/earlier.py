"""Which period before a chart's own it is held against, and what has to be asked for that.

A Monday is held against a Monday: the earlier period begins whole weeks before, the fewest that
keep the two apart. Thirty days are therefore held against the thirty days that began five weeks
before them, and a week against the week before. Where somebody names another beginning, the
weekdays may differ, and then chance is not judged.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.query import BucketType, Window, epoch_ms, from_epoch_ms

WEEK: Final = timedelta(days=7)
BASELINE: Final = timedelta(days=28)
"""How many whole days it takes to tell how far days scatter by themselves: four weeks."""
_CUT: Final = timedelta(days=1)
"""What the edges of a window may cut off whole days."""


@dataclass(frozen=True, slots=True)
class Back:
    """What a word such as `last month` means for any chart.

    Attributes:
        least: How far back at least, in weeks, so that weekdays stay weekdays.
        most: How long a chart can be that it is before; with a longer one it would overlap.
    """

    least: timedelta
    most: timedelta


AGO: Final[dict[str, Back]] = {
    "last-week": Back(WEEK, WEEK),
    "last-month": Back(4 * WEEK, timedelta(days=31)),
    "last-quarter": Back(13 * WEEK, timedelta(days=92)),
    "last-year": Back(52 * WEEK, timedelta(days=366)),
    "before": Back(WEEK, timedelta.max),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """A period before, bucket for bucket.

    Attributes:
        window: What is asked for: that period, and as much around it as the baseline takes.
        shift: From a bucket of it to the bucket that it is held against.
        length: How long the period is.
    """

    window: Window
    shift: timedelta
    length: timedelta

    @property
    def same_weekdays(self) -> bool:
        """Whether each bucket is held against one of the same weekday and hour."""
        return self.shift % WEEK == timedelta(0)


def length_of(window: Window) -> timedelta:
    """How long the buckets of a window are that can be held against earlier ones; 0 if none can.

    Only whole days and hours can: windows that may overlap do not add up, and how LaunchDarkly
    anchors buckets of other lengths is undocumented.
    """
    if window.bucket is BucketType.ROLLING or window.bucket_ms != window.bucket.unit_ms:
        return timedelta(0)
    return (window.end - window.start) // window.bucket_length * window.bucket_length


def whole_part(window: Window, *, until: datetime) -> tuple[datetime, timedelta]:
    """Where the first whole bucket of a window begins, and how long all of them are together.

    Args:
        window: The window, of whole days or hours.
        until: When it was read; what is not over by then is not whole.
    """
    almost = window.bucket_length - timedelta(milliseconds=1)
    start = _floor(window.start + almost, window)
    return start, max(_floor(min(window.end, until), window) - start, timedelta(0))


def weeks_before(window: Window, least: timedelta = WEEK) -> Earlier | None:
    """The period that begins whole weeks before, at least so long before."""
    length = length_of(window)
    if not length:
        return None
    weeks = max(-(-length // WEEK), -(-least // WEEK))
    return _earlier(window, weeks * WEEK, length)


def latest_start(window: Window) -> datetime:
    """Where a period of the same length begins that ends just where the window begins."""
    return _floor(window.start, window) - length_of(window)


def starting_at(window: Window, start: datetime) -> Earlier | None:
    """The period of the same length that begins with the bucket in which a moment lies.

    None if it would not be over before the window begins. A bucket is only ever held against a
    whole one, so nothing begins between two.
    """
    length = length_of(window)
    shift = _floor(window.start, window) - _floor(start, window)
    return _earlier(window, shift, length) if length and shift >= length else None


def _floor(moment: datetime, window: Window) -> datetime:
    """The start of the bucket in which a moment lies; days and hours are those of UTC."""
    milliseconds = epoch_ms(moment)
    return from_epoch_ms(milliseconds - milliseconds % window.bucket_ms)


def _earlier(window: Window, shift: timedelta, length: timedelta) -> Earlier:
    start = window.start - shift
    end = min(window.start, start + max(length, BASELINE + _CUT))
    begin = min(start, end - BASELINE - _CUT)
    asked = Window(begin, end, window.bucket, window.bucket_ms)
    return Earlier(asked, shift, length)
