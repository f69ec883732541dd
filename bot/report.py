"""From a chart to what is said about it: numbers that mean one thing each, and no more.

The bucket that is still running is not a drop: it is named apart, and rates and extremes leave it
out. A point that is missing is not a zero: it is counted as missing, no rate is made of what is
left, and no extreme. Windows that may overlap are not added up, and lead times never are: of those
the middle one is told. What the data does not support is left unsaid (`None`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from bot.buckets import Bucket, Buckets, buckets, numbers, whole_numbers
from bot.change import Before, Change, change
from bot.chart import Bound, Chart, Metric, Number, Series
from bot.query import Query, Window
from bot.reading import adds_up, is_running, is_total, is_whole, rank, touches


@dataclass(frozen=True, slots=True)
class Share:
    """One series' part.

    Attributes:
        name: The series.
        value: Its count in whole buckets, the median of its lead times in them, or how many there
            are now; None where it has no number.
        running: Its count in the running bucket.
    """

    name: str
    value: Number | None
    running: Number = 0


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
class Counts:
    """What can be said of events over time.

    Attributes:
        total: Events in whole buckets, or None where buckets may overlap or none is whole.
        per_day: The same for a day, or None; also None where a whole bucket misses a number.
        whole: How many whole buckets the window has, with a number or without.
        missing: How many of them miss the number of some series.
        running: Events so far in the bucket that is still open, or None if there is none.
        cut: Events in buckets that the window's edge cuts through, or None.
        highest: The whole bucket with most, the first of equals, or None; only buckets for which
            every series has a number are compared.
        lowest: The one with fewest, likewise.
    """

    total: Number | None
    per_day: float | None
    whole: int
    missing: int
    running: Number | None
    cut: Number | None
    highest: Bucket | None
    lowest: Bucket | None


@dataclass(frozen=True, slots=True)
class Durations:
    """What can be said of lead times over time, in milliseconds.

    Attributes:
        middle: The median of the whole buckets that have a lead time, or None where series may
            not be added or there is none.
        whole: How many whole buckets the window has.
        known: How many of them have a lead time.
        highest: The one with the longest, or None.
        lowest: The one with the shortest, or None.
        running: The lead time so far of the bucket that is still open, or None.
    """

    middle: float | None
    whole: int
    known: int
    highest: Bucket | None
    lowest: Bucket | None
    running: Number | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now.

    Attributes:
        total: Over all series; None where there is no number.
        missing: How many series lack their number.
    """

    total: Number | None
    missing: int


@dataclass(frozen=True, slots=True)
class Report:
    """A chart and what can be said about it.

    Attributes:
        query: What was asked.
        chart: What was answered.
        summary: The numbers over all series.
        shares: One for each series; the largest first, statuses and stages in their own order.
        breaches: One for each bound.
        change: What became of the numbers since an earlier period, where that was asked.
    """

    query: Query
    chart: Chart
    summary: Counts | Durations | Standing
    shares: tuple[Share, ...]
    breaches: tuple[Breach, ...]
    change: Change | None = None

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """LaunchDarkly's own ratings, where they were asked for."""
        return self.chart.metrics

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted or measured in any part of the window."""
        window = self.query.window
        return not any(
            point.value
            for series in self.chart.series
            for point in series.points
            if window is None or touches(point.start, window)
        )


def assess(query: Query, chart: Chart, before: Before | None = None) -> Report:
    """Say what can be said about an answer.

    Args:
        query: What was asked.
        chart: What was answered.
        before: The period that the answer is held against, if it is held against any.
    """
    window = query.window
    if window is None:
        return _standing(query, chart)
    laid_out = buckets(query, window, chart)
    is_count = query.kind.measure == "count"
    summary = _counts if is_count else _durations
    return Report(
        query=query,
        chart=chart,
        summary=summary(query, window, chart, laid_out),
        shares=_counted(query, window, chart) if is_count else _measured(query, window, chart),
        breaches=tuple(_breaches(window, chart)),
        change=change(query, laid_out, before) if before else None,
    )


# -- events over time -------------------------------------------------------------------------


def _counts(query: Query, window: Window, chart: Chart, laid_out: Buckets) -> Counts:
    whole = [laid_out.sums[start] for start in laid_out.whole if start in laid_out.sums]
    open_, cut = _rest(window, chart, laid_out)
    total = sum(whole) if whole and adds_up(query) else None
    missing = len(laid_out.whole) - len(laid_out.compared)
    days = len(laid_out.whole) * window.bucket_length / timedelta(days=1)
    low, high = _extremes(laid_out)
    return Counts(
        total=total,
        per_day=total / days if total is not None and not missing else None,
        whole=len(laid_out.whole),
        missing=missing,
        running=_sum_or_none(open_),
        cut=_sum_or_none(cut),
        highest=high,
        lowest=low,
    )


def _rest(window: Window, chart: Chart, laid_out: Buckets) -> tuple[list[Number], list[Number]]:
    """The sums of buckets that are not whole: those still running, and those that an edge cuts."""
    open_: list[Number] = []
    cut: list[Number] = []
    for start, value in laid_out.sums.items():
        if is_running(start, window, read_at=chart.read_at):
            open_.append(value)
        elif not is_whole(start, window, read_at=chart.read_at):
            cut.append(value)
    return open_, cut


def _extremes(laid_out: Buckets) -> tuple[Bucket | None, Bucket | None]:
    """The lowest and the highest whole bucket, the first of equals."""
    compared = laid_out.compared
    low = min(compared, key=lambda bucket: bucket.value, default=None)
    return low, max(compared, key=lambda bucket: bucket.value, default=None)


def _sum_or_none(values: Iterable[Number]) -> Number | None:
    listed = list(values)
    return sum(listed) if listed else None


def _counted(query: Query, window: Window, chart: Chart) -> tuple[Share, ...]:
    if not adds_up(query):
        return ()
    shares = [_share(series, window, chart) for series in chart.series]
    return tuple(
        sorted(shares, key=lambda share: (-(share.value or 0), -share.running, share.name))
    )


def _share(series: Series, window: Window, chart: Chart) -> Share:
    total: Number = 0
    running: Number = 0
    for start, value in numbers(series, window):
        if is_whole(start, window, read_at=chart.read_at):
            total += value
        elif is_running(start, window, read_at=chart.read_at):
            running += value
    return Share(series.name, total, running)


# -- lead times -------------------------------------------------------------------------------


def _durations(query: Query, window: Window, chart: Chart, laid_out: Buckets) -> Durations:  # noqa: ARG001 - as for counts
    known = [bucket.value for bucket in laid_out.compared]
    low, high = _extremes(laid_out)
    open_, _ = _rest(window, chart, laid_out)
    return Durations(
        middle=median(known) if known else None,
        whole=len(laid_out.whole),
        known=len(known),
        highest=high,
        lowest=low,
        running=open_[0] if len(open_) == 1 else None,
    )


def _measured(query: Query, window: Window, chart: Chart) -> tuple[Share, ...]:
    """Stages in the order in which they follow each other, applications by the longest."""
    shares = [
        Share(series.name, median(values) if values else None)
        for series in chart.series
        if not is_total(series.name, query)
        for values in [whole_numbers(series, window, read_at=chart.read_at)]
    ]
    if query.group_by == "stage":
        return tuple(sorted(shares, key=lambda share: rank(share.name)))
    return tuple(sorted(shares, key=lambda share: (-(share.value or 0), share.name)))


# -- how things stand -------------------------------------------------------------------------


def _standing(query: Query, chart: Chart) -> Report:
    shares = [
        Share(series.name, series.points[-1].value if series.points else None)
        for series in chart.series
    ]
    known = [share.value for share in shares if share.value is not None]
    ordered = sorted(shares, key=lambda share: (-(share.value or 0), share.name))
    return Report(
        query=query,
        chart=chart,
        summary=Standing(sum(known) if known else None, len(shares) - len(known)),
        shares=tuple(ordered if query.group_by else sorted(shares, key=_place)),
        breaches=tuple(_beside(chart)),
    )


def _place(share: Share) -> int:
    return rank(share.name)


def _beside(chart: Chart) -> Iterable[Breach]:
    """Bounds of how things stand: each series has one number to hold against them."""
    for series in chart.series:
        values = [point.value for point in series.points if point.value is not None]
        yield from (_breach(series.name, bound, values) for bound in series.bounds)


# -- bounds -----------------------------------------------------------------------------------


def _breaches(window: Window, chart: Chart) -> Iterable[Breach]:
    for series in chart.series:
        values = whole_numbers(series, window, read_at=chart.read_at)
        yield from (_breach(series.name, bound, values) for bound in series.bounds)


def _breach(series: str, bound: Bound, values: list[Number]) -> Breach:
    below = sum(value < bound.value for value in values)
    above = sum(value > bound.value for value in values)
    return Breach(series, bound, below, above, len(values))
