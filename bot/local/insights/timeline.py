"""The time a chart covers: its window and its buckets, and series of counts over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.local.insights import decisions, document
from bot.local.insights.config import Config
from bot.local.insights.params import Params
from bot.local.insights.problems import Failure, invalid
from bot.local.insights.selection import Buckets

_MAX_BUCKET_MS: Final = 366 * decisions.DAY_MS

Counts = Mapping[int, int]
"""The buckets of a series that have any: their number from 0, and how many."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Buckets, and how many of them there are."""

    buckets: Buckets
    number: int

    @property
    def is_daily(self) -> bool:
        """Whether a bucket is as long as a day, which bounds of counts are meant for."""
        return self.buckets.width == decisions.DAY_MS

    def point(self, number: int, y: int, values: Mapping[str, int] | None = None) -> dict[str, Any]:
        """The point of a bucket, at its start."""
        return document.point(self.buckets.first + number * self.buckets.width, y, values)

    def series(self, name: str, counts: Counts, bounds: list[dict[str, Any]]) -> dict[str, Any]:
        """A series with a point for every bucket, zeros too."""
        data = (self.point(number, counts.get(number, 0)) for number in range(self.number))
        return document.series(name, sum(counts.values()), data, bounds)

    def per_day(self, total: int, now: int) -> float:
        """How many that is a day; time that has not come yet is no part of it."""
        elapsed = min(self.buckets.end, now) - self.buckets.start
        return total * decisions.DAY_MS / elapsed if elapsed > 0 else 0.0


def read(params: Params, now: int) -> Buckets:
    """Read `from`, `to`, `bucketType` and `bucketMs`."""
    bucket_type = params.choice("bucketType", decisions.UNIT_MS) or "rolling"
    start, end = params.window(now, decisions.DEFAULT_WINDOW_MS)
    width = params.whole(
        "bucketMs", decisions.default_bucket_ms(bucket_type), least=1, most=_MAX_BUCKET_MS
    )
    unit = decisions.UNIT_MS[bucket_type]
    if unit is not None and width % unit:
        params.fail("bucketMs", f"must be a multiple of {unit}, one {bucket_type}")
    return Buckets(start, end, decisions.first_bucket(start, bucket_type), width)


def checked(buckets: Buckets, config: Config) -> Timeline:
    """Count the buckets, once all parameters are known to be right.

    Raises:
        ProblemError: A 400 if they are more than are answered.
    """
    number = decisions.bucket_count(buckets.first, buckets.end, buckets.width)
    if number > config.max_points:
        raise invalid(
            Failure(
                "bucketMs",
                f"would give {number:,} points in a series and at most {config.max_points:,} are "
                "answered; ask for a shorter time or longer buckets",
            )
        )
    return Timeline(buckets, number)
