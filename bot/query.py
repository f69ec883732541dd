"""What is asked of LaunchDarkly: one frozen value, its query string and its request line.

Source: https://launchdarkly.com/docs/api/insights-charts-beta/get-deployment-frequency-chart
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot import catalog
from bot.times import iso

MAX_RANGE: Final = timedelta(days=366)
MAX_POINTS: Final = 2_200
"""Points in one series: 90 days by the hour, and a little."""
DAY_MS: Final = 86_400_000
HOUR_MS: Final = 3_600_000


class BucketType(StrEnum):
    """How LaunchDarkly cuts time into buckets."""

    ROLLING = "rolling"
    HOUR = "hour"
    DAY = "day"

    @property
    def unit_ms(self) -> int:
        """The length of a bucket unless another is asked for."""
        return HOUR_MS if self is BucketType.HOUR else DAY_MS


@dataclass(frozen=True, slots=True)
class Query:
    """A chart over a window of time.

    Attributes:
        chart: A name in the catalog.
        project: Project key; None asks for all projects that the token sees.
        environment: Environment key, or None for all.
        applications: Application keys, empty for all.
        start: The first instant that counts (UTC, whole milliseconds).
        end: The first instant that no longer counts (UTC, whole milliseconds); up to a minute
            ahead of the clock where "now" was meant.
        bucket: How time is cut.
        bucket_ms: The length of a bucket in milliseconds.
        group_by: One series for each of these, or None for one series.
        expand: What LaunchDarkly adds to its answer.
    """

    chart: str
    project: str | None
    environment: str | None
    applications: tuple[str, ...]
    start: datetime
    end: datetime
    bucket: BucketType
    bucket_ms: int
    group_by: str | None = None
    expand: tuple[str, ...] = ()

    @property
    def kind(self) -> catalog.Kind:
        """The catalog's row of this chart."""
        return catalog.BY_NAME[self.chart]

    @property
    def bucket_length(self) -> timedelta:
        """The length of a bucket."""
        return timedelta(milliseconds=self.bucket_ms)

    @property
    def points(self) -> int:
        """How many buckets the window touches at most."""
        return points(self.start, self.end, self.bucket_ms)

    def params(self) -> dict[str, str]:
        """The query string, under the API's own names; what is left out is left to the API.

        Times are sent as epoch milliseconds, which LaunchDarkly's prose and examples use, and the
        bucket is always named: the API's own default, overlapping windows, is nobody's guess.
        """
        sent = {
            "projectKey": self.project,
            "environmentKey": self.environment,
            "applicationKey": ",".join(self.applications),
            "from": str(epoch_ms(self.start)),
            "to": str(epoch_ms(self.end)),
            "bucketType": self.bucket.value,
            "bucketMs": str(self.bucket_ms),
            "groupBy": self.group_by,
            "expand": ",".join(self.expand),
        }
        return {name: value for name, value in sent.items() if value}

    def line(self) -> str:
        """The request line that `bot.grammar.parse` reads back as this very query."""
        words = {
            "--project": self.project,
            "--env": self.environment,
            "--app": ",".join(self.applications),
            "--from": iso(self.start),
            "--to": iso(self.end),
            "--bucket": self.bucket.value,
            "--every": f"{self.bucket_ms}ms",
            "--by": self.group_by,
            "--expand": ",".join(self.expand),
        }
        return " ".join(f"{option} {value}" for option, value in words.items() if value)


def points(start: datetime, end: datetime, bucket_ms: int) -> int:
    """How many buckets of a length a window touches at most, wherever they are anchored."""
    return (epoch_ms(end) - epoch_ms(start)) // bucket_ms + 2


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970, exactly (a float of seconds would round)."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """The instant (UTC); raises OverflowError beyond the year 9999."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
