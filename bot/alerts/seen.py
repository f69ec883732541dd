"""What is seen of a series, as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chart import Number, Point
from bot.query import Window

NO_SKEW: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Answered:
    """LaunchDarkly told the points of a series; all times are aware, and in UTC.

    Attributes:
        points: In any order; none at all where the series is not in the answer.
        window: The time that was asked for. Buckets that it cuts through are not counted.
        read_at: When LaunchDarkly answered; buckets that ended later were still open.
        skew: By how much the clock here is ahead of LaunchDarkly's.
        others: Whether the answer has other series.
    """

    points: tuple[Point, ...]
    window: Window
    read_at: datetime
    skew: timedelta = NO_SKEW
    others: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now, of a chart without a past, or LaunchDarkly's own rating as its rank.

    The first of each day (UTC) stands for the day.

    Attributes:
        value: A number, or None where there is none or nothing is rated.
        read_at: When LaunchDarkly answered.
        skew: By how much the clock here is ahead of LaunchDarkly's.
    """

    value: Number | None
    read_at: datetime
    skew: timedelta = NO_SKEW


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing could be read, or nothing that makes sense.

    Attributes:
        reason: Which failure, a word such as "http_502".
        read_at: When.
        shared: Whether it is everybody's: one message for the workspace tells of it, none of a
            rule's own.
    """

    reason: str
    read_at: datetime
    shared: bool = False


Observation = Answered | Standing | Failed


@dataclass(frozen=True, slots=True)
class Counted:
    """A bucket that counts: over, not on a day off, not before its series began, with a value.

    Attributes:
        start: Where it starts (UTC).
        value: What it is compared by; of a drop the sum of the weeks that end with it, of a rating
            its rank.
        sent: False where LaunchDarkly sent none and it is read as a zero.
        base: What it is held against where that is no threshold: the weeks before, or the best
            rating so far.
    """

    start: datetime
    value: Number
    sent: bool = True
    base: Number | None = None
