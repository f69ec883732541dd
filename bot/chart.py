"""What LaunchDarkly answered, as frozen values; nothing in here is computed by us.

Source: https://launchdarkly.com/docs/api/insights-charts-beta (schema InsightsChart)
"""

from dataclasses import dataclass
from datetime import datetime

Number = int | float
"""A count is whole as documented; should a fraction arrive, it is kept as it is."""


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket of one series.

    Attributes:
        start: Where the bucket starts (UTC; see `bot.reading`).
        value: The count, or the duration in milliseconds; None where LaunchDarkly gave none, which
            is never a zero.
        extras: Further numbers of the bucket and their names, in LaunchDarkly's order, such as
            ("p90", 86400000); in the unit of the value.
    """

    start: datetime
    value: Number | None
    extras: tuple[tuple[str, Number], ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A line that LaunchDarkly sends along with a series; what it means is nowhere documented."""

    name: str
    value: Number


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one name, in order of time, each start once."""

    name: str
    points: tuple[Point, ...]
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """LaunchDarkly's own rating (`expand=metrics`), in its own words.

    Attributes:
        key: Such as "deploymentFrequency".
        indicator: Such as "excellent"; an open vocabulary.
        value: The measured number, or None.
        unit: Such as "count".
        modifier: Such as "per day".
        tiers: (indicator, description) pairs, the descriptions to be shown and never parsed.
    """

    key: str
    indicator: str
    value: Number | None
    unit: str
    modifier: str
    tiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One answer.

    Attributes:
        series: In LaunchDarkly's order, each name once.
        unit: The y axis' unit as LaunchDarkly names it, or "".
        metrics: Ratings, where they were asked for.
        read_at: When LaunchDarkly answered (UTC).
        notes: What in the answer was not as documented, a sentence each.
    """

    series: tuple[Series, ...]
    unit: str
    metrics: tuple[Metric, ...]
    read_at: datetime
    notes: tuple[str, ...] = ()
