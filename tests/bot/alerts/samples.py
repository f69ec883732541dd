"""Rules and observations to test alerts with: buckets from a Monday on."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.alerts.rules import Rule, Threshold, Word
from bot.alerts.seen import Answered, Counted
from bot.chart import Number, Point
from bot.query import BucketType, Window

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GRACE = 2 * HOUR
Values = Sequence[Number | None]


def below(value: Number = 3, word: Word = "below", **more: Any) -> Rule:  # noqa: ANN401 - what a rule has
    """A rule of counts, told of once and never again unless said otherwise."""
    return Rule(Threshold(word, value), **({"missing": "zero", "repeat": None} | more))


def above(value: Number = 3, **more: Any) -> Rule:  # noqa: ANN401 - as above
    """A rule of durations."""
    return below(value, "above", **({"missing": "skip"} | more))


def closing(days: int) -> datetime:
    """The moment at which so many days are over, and the grace of the last."""
    return MONDAY + days * DAY + GRACE


def answer(
    values: Values,
    *,
    read_at: datetime | None = None,
    start: datetime = MONDAY,
    step_: timedelta = DAY,
    **more: Any,  # noqa: ANN401 - what an answer has
) -> Answered:
    """What LaunchDarkly says of so many buckets, read when the last of them closes.

    A None is a point that was not sent.
    """
    end = start + len(values) * step_
    points = tuple(
        Point(start + at * step_, value) for at, value in enumerate(values) if value is not None
    )
    kind = BucketType.DAY if step_ == DAY else BucketType.HOUR
    window = Window(start, end, kind, int(step_ / timedelta(milliseconds=1)))
    return Answered(points, window, read_at or end + GRACE, **more)


def counted(day: int, value: Number, **more: Any) -> Counted:  # noqa: ANN401 - what it has
    """A day that counts."""
    return Counted(MONDAY + day * DAY, value, **more)
