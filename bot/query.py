"""What is asked of LaunchDarkly: one frozen value and its query string.

Source: https://launchdarkly.com/docs/api/insights-charts-beta
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot import catalog
from bot.catalog import Parameter

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
class Window:
    """A stretch of time and how it is cut.

    Attributes:
        start: The first instant that counts (UTC, whole milliseconds).
        end: The first instant that no longer counts (UTC, whole milliseconds); up to a minute
            ahead of the clock where "now" was meant.
        bucket: How time is cut.
        bucket_ms: The length of a bucket in milliseconds.
    """

    start: datetime
    end: datetime
    bucket: BucketType
    bucket_ms: int

    @property
    def bucket_length(self) -> timedelta:
        """The length of a bucket."""
        return timedelta(milliseconds=self.bucket_ms)

    @property
    def points(self) -> int:
        """How many buckets the window touches at most, wherever they are anchored."""
        return (epoch_ms(self.end) - epoch_ms(self.start)) // self.bucket_ms + 2

    def moved(self, by: timedelta) -> "Window":
        """The same window at another time."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Query:
    """A question about one chart.

    Attributes:
        chart: A name in the catalog.
        project: Project key; None asks for all projects that the token sees.
        environment: Environment key, or None for all.
        applications: Application keys, empty for all.
        window: The time it covers; None for a chart of how things stand now.
        group_by: One series for each of these, or None for one series.
        expand: What LaunchDarkly adds to its answer.
        filters: A chart's further parameters and their values, as the API takes them.
    """

    chart: str
    project: str | None
    environment: str | None
    applications: tuple[str, ...] = ()
    window: Window | None = None
    group_by: str | None = None
    expand: tuple[str, ...] = ()
    filters: tuple[tuple[Parameter, str], ...] = ()

    @property
    def kind(self) -> catalog.Kind:
        """The catalog's row of this chart."""
        return catalog.BY_NAME[self.chart]

    def params(self) -> dict[str, str]:
        """The query string, under the API's own names; what is left out is left to the API.

        Times are sent as epoch milliseconds, which LaunchDarkly's prose and examples use, and the
        bucket is always named: the API's own default, overlapping windows, is nobody's guess.
        """
        sent: dict[str, str | None] = {
            "projectKey": self.project,
            "environmentKey": self.environment,
            "applicationKey": ",".join(self.applications),
            **_times(self.window),
            "groupBy": self.group_by,
            "expand": ",".join(self.expand),
        }
        sent |= dict(self.filters)
        return {name: value for name, value in sent.items() if value}


def _times(window: Window | None) -> dict[str, str]:
    if window is None:
        return {}
    return {
        "from": str(epoch_ms(window.start)),
        "to": str(epoch_ms(window.end)),
        "bucketType": window.bucket.value,
        "bucketMs": str(window.bucket_ms),
    }


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970, exactly (a float of seconds would round)."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """The instant (UTC); raises OverflowError beyond the year 9999."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
