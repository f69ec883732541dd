"""From a chart to what is said about it: numbers that mean one thing each, and no more.

The bucket that is still running is not a drop: it is named apart, and rates and extremes leave it
out. A point that is missing is not a zero: it is counted as missing. Windows that may overlap are
not added up. What the data does not support is left unsaid (`None`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chart import Bound, Chart, Metric, Number, Point, Series
from bot.query import Query
from bot.reading import adds_up, is_whole


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was counted in one bucket over all series, and whether the bucket is over."""

    start: datetime
    value: Number
    whole: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One series' part of the whole buckets, and of the running one."""

    name: str
    total: Number
    running: Number


@dataclass(frozen=True, slots=True)
class Breach:
    """A bound and how many whole buckets lie on either side; which side is bad is not said."""

    series: str
    bound: Bound
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Report:
    """A chart and what can be said about it.

    Attributes:
        query: What was asked.
        chart: What was answered.
        total: Events in whole buckets, or None where buckets may overlap or none is whole.
        per_day: The same for a day, or None.
        whole: How many buckets are whole.
        missing: How many whole buckets have a series without a point.
        running: Events so far in the bucket that is still open, or None if there is none.
        cut: Events in buckets that the window's edge cuts through, or None.
        highest: The whole bucket with most, the first of equals, or None.
        lowest: The whole bucket with fewest, the first of equals, or None.
        shares: One for each series, the largest first.
        breaches: One for each bound.
    """

    query: Query
    chart: Chart
    total: Number | None
    per_day: float | None
    whole: int
    missing: int
    running: Number | None
    cut: Number | None
    highest: Bucket | None
    lowest: Bucket | None
    shares: tuple[Share, ...]
    breaches: tuple[Breach, ...]

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """LaunchDarkly's own ratings, where they were asked for."""
        return self.chart.metrics

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(point.value for series in self.chart.series for point in series.points)


def assess(query: Query, chart: Chart) -> Report:
    """Say what can be said about an answer."""
    buckets = _buckets(query, chart)
    whole = [bucket for bucket in buckets if bucket.whole]
    rest = [bucket for bucket in buckets if not bucket.whole]
    summed = adds_up(query)
    total = sum(bucket.value for bucket in whole) if whole and summed else None
    days = len(whole) * query.bucket_length / timedelta(days=1)
    return Report(
        query=query,
        chart=chart,
        total=total,
        per_day=total / days if total is not None else None,
        whole=len(whole),
        missing=_missing(query, chart),
        running=_sum_or_none(b for b in rest if _is_running(b.start, query, chart)),
        cut=_sum_or_none(b for b in rest if not _is_running(b.start, query, chart)),
        highest=max(whole, key=lambda bucket: bucket.value, default=None),
        lowest=min(whole, key=lambda bucket: bucket.value, default=None),
        shares=_shares(query, chart) if summed else (),
        breaches=tuple(_breaches(query, chart)),
    )


def _buckets(query: Query, chart: Chart) -> list[Bucket]:
    """The sum over all series for each start, in order of time."""
    sums: defaultdict[datetime, Number] = defaultdict(int)
    for series in chart.series:
        for point in series.points:
            sums[point.start] += point.value or 0
    return [
        Bucket(start, sums[start], is_whole(start, query, read_at=chart.read_at))
        for start in sorted(sums)
    ]


def _is_running(start: datetime, query: Query, chart: Chart) -> bool:
    """Whether a bucket is not over yet, rather than cut by the edge of a window in the past."""
    return start + query.bucket_length > chart.read_at


def _sum_or_none(buckets: Iterable[Bucket]) -> Number | None:
    values = [bucket.value for bucket in buckets]
    return sum(values) if values else None


def _missing(query: Query, chart: Chart) -> int:
    """How many whole buckets, from the first start that any series has, lack a number somewhere."""
    starts = [point.start for series in chart.series for point in series.points]
    if not starts:
        return 0
    complete = set.intersection(*({p.start for p in _counted(s)} for s in chart.series))
    moment, missing = min(starts), 0
    while moment < query.end:
        if is_whole(moment, query, read_at=chart.read_at) and moment not in complete:
            missing += 1
        moment += query.bucket_length
    return missing


def _counted(series: Series) -> Iterable[Point]:
    return (point for point in series.points if point.value is not None)


def _shares(query: Query, chart: Chart) -> tuple[Share, ...]:
    shares = [_share(series, query, chart) for series in chart.series]
    return tuple(sorted(shares, key=lambda share: (-share.total, -share.running, share.name)))


def _share(series: Series, query: Query, chart: Chart) -> Share:
    total: Number = 0
    running: Number = 0
    for point in series.points:
        if is_whole(point.start, query, read_at=chart.read_at):
            total += point.value or 0
        elif _is_running(point.start, query, chart):
            running += point.value or 0
    return Share(series.name, total, running)


def _breaches(query: Query, chart: Chart) -> Iterable[Breach]:
    for series in chart.series:
        values = [
            point.value
            for point in series.points
            if point.value is not None and is_whole(point.start, query, read_at=chart.read_at)
        ]
        for bound in series.bounds:
            below = sum(value < bound.value for value in values)
            above = sum(value > bound.value for value in values)
            yield Breach(series.name, bound, below, above)
