"""From a chart to what is said about it: numbers that mean one thing each, and no more.

The bucket that is still running is not a drop: it is named apart, and rates and extremes leave it
out. A point that is missing is not a zero: it is counted as missing, no rate is made of what is
left, and no extreme. Windows that may overlap are not added up. What the data does not support is
left unsaid (`None`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chart import Bound, Chart, Metric, Number, Series
from bot.query import Query
from bot.reading import adds_up, is_running, is_whole, touches


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was counted in one bucket over all series."""

    start: datetime
    value: Number


@dataclass(frozen=True, slots=True)
class Share:
    """One series' part of the whole buckets, and of the running one."""

    name: str
    total: Number
    running: Number


@dataclass(frozen=True, slots=True)
class Breach:
    """A bound and how many whole buckets lie on either side; which side is bad is not said.

    Attributes:
        series: Whose bound it is.
        bound: The bound.
        below: How many whole buckets are below it.
        above: How many are above it.
        of: How many whole buckets have a number at all.
    """

    series: str
    bound: Bound
    below: int
    above: int
    of: int


@dataclass(frozen=True, slots=True)
class Report:
    """A chart and what can be said about it.

    Attributes:
        query: What was asked.
        chart: What was answered.
        total: Events in whole buckets, or None where buckets may overlap or none is whole.
        per_day: The same for a day, or None; also None where a whole bucket misses a number.
        whole: How many whole buckets the window has, with a number or without.
        missing: How many of them miss the number of some series.
        running: Events so far in the bucket that is still open, or None if there is none.
        cut: Events in buckets that the window's edge cuts through, or None.
        highest: The whole bucket with most, the first of equals, or None; only buckets for which
            every series has a number are compared.
        lowest: The one with fewest, likewise.
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
        """Whether nothing was counted in any part of the window."""
        return not any(
            point.value
            for series in self.chart.series
            for point in series.points
            if touches(point.start, self.query)
        )


def assess(query: Query, chart: Chart) -> Report:
    """Say what can be said about an answer."""
    sums, complete = _sums(query, chart), _complete(query, chart)
    starts = _whole_starts(query, chart)
    whole = [sums[start] for start in starts if start in sums]
    compared = [Bucket(start, sums[start]) for start in starts if start in complete]
    rest = [start for start in sums if not is_whole(start, query, read_at=chart.read_at)]
    running = [start for start in rest if is_running(start, query, read_at=chart.read_at)]
    total = sum(whole) if whole and adds_up(query) else None
    missing = len(starts) - len(compared)
    days = len(starts) * query.bucket_length / timedelta(days=1)
    return Report(
        query=query,
        chart=chart,
        total=total,
        per_day=total / days if total is not None and not missing else None,
        whole=len(starts),
        missing=missing,
        running=_sum_or_none(sums[start] for start in running),
        cut=_sum_or_none(sums[start] for start in rest if start not in running),
        highest=max(compared, key=lambda bucket: bucket.value, default=None),
        lowest=min(compared, key=lambda bucket: bucket.value, default=None),
        shares=_shares(query, chart) if adds_up(query) else (),
        breaches=tuple(_breaches(query, chart)),
    )


def _numbers(series: Series, query: Query) -> Iterable[tuple[datetime, Number]]:
    """The starts and values of a series; what is missing or outside the window is left out."""
    for point in series.points:
        if point.value is not None and touches(point.start, query):
            yield point.start, point.value


def _sums(query: Query, chart: Chart) -> dict[datetime, Number]:
    """The sum over all series for each start that has a number."""
    sums: defaultdict[datetime, Number] = defaultdict(int)
    for series in chart.series:
        for start, value in _numbers(series, query):
            sums[start] += value
    return dict(sums)


def _complete(query: Query, chart: Chart) -> set[datetime]:
    """The starts for which every series has a number."""
    numbered = [{start for start, _ in _numbers(series, query)} for series in chart.series]
    return set.intersection(*numbered) if numbered else set()


def _whole_starts(query: Query, chart: Chart) -> list[datetime]:
    """The starts of all whole buckets, in order: those that were sent and those that should be.

    Where buckets start is undocumented, so the gaps between those that were sent are filled by
    steps of a bucket's length, in both directions from the first.
    """
    sent = {point.start for series in chart.series for point in series.points}
    if not sent:
        return []
    step = query.bucket_length
    first = min(sent)
    moment = first - (first - query.start) // step * step
    expected = set(sent)
    while moment < query.end:
        expected.add(moment)
        moment += step
    return sorted(at for at in expected if is_whole(at, query, read_at=chart.read_at))


def _sum_or_none(values: Iterable[Number]) -> Number | None:
    listed = list(values)
    return sum(listed) if listed else None


def _shares(query: Query, chart: Chart) -> tuple[Share, ...]:
    shares = [_share(series, query, chart) for series in chart.series]
    return tuple(sorted(shares, key=lambda share: (-share.total, -share.running, share.name)))


def _share(series: Series, query: Query, chart: Chart) -> Share:
    total: Number = 0
    running: Number = 0
    for start, value in _numbers(series, query):
        if is_whole(start, query, read_at=chart.read_at):
            total += value
        elif is_running(start, query, read_at=chart.read_at):
            running += value
    return Share(series.name, total, running)


def _breaches(query: Query, chart: Chart) -> Iterable[Breach]:
    for series in chart.series:
        values = [
            value
            for start, value in _numbers(series, query)
            if is_whole(start, query, read_at=chart.read_at)
        ]
        for bound in series.bounds:
            below = sum(value < bound.value for value in values)
            above = sum(value > bound.value for value in values)
            yield Breach(series.name, bound, below, above, len(values))
