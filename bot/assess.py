"""From a chart to what is said about it: numbers that mean one thing each, and no more.

The bucket that is still running is not a drop: it is named apart, and rates and extremes leave it
out. A point that is missing is not a zero: it is counted as missing, no rate is made of what is
left, and no extreme. Windows that may overlap are not added up, and lead times never are: of those
the middle one is told. What the data does not support is left unsaid (`None`).
"""

from collections.abc import Iterable
from datetime import timedelta
from statistics import median
from typing import Final

from bot.buckets import Bucket, Buckets, addends, buckets, numbers, whole_numbers
from bot.change import Before, change
from bot.chart import Bound, Chart, Number, Series
from bot.query import Query, Window
from bot.reading import adds_up, is_running, is_total, is_whole, overlaps, rank
from bot.report import Breach, Counts, Durations, Report, Share, Standing

_ONE_DAY: Final = timedelta(days=1)
_MANY_DAYS: Final = 7 * _ONE_DAY
"""Of so many a few hours more or less make no other rate."""


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
        change=change(query, chart, laid_out, before) if before else None,
    )


# -- events over time -------------------------------------------------------------------------


def _counts(query: Query, window: Window, chart: Chart, laid_out: Buckets) -> Counts:
    whole = [laid_out.sums[start] for start in laid_out.whole if start in laid_out.sums]
    open_, cut = _rest(window, chart, laid_out)
    total = sum(whole) if whole and adds_up(query) else None
    missing = len(laid_out.whole) - len(laid_out.compared)
    low, high = _extremes(laid_out)
    return Counts(
        total=total,
        per_day=_per_day(total, laid_out, window) if total is not None and not missing else None,
        whole=len(laid_out.whole),
        missing=missing,
        running=_running(open_, window),
        cut=_sum_or_none(cut) if adds_up(query) else None,
        highest=high,
        lowest=low,
    )


def _per_day(total: Number, laid_out: Buckets, window: Window) -> float | None:
    """A rate of days that there were; a few hours tell none, since no day is like its hours."""
    covered = len(laid_out.whole) * window.bucket_length
    if covered < _MANY_DAYS and covered % _ONE_DAY:
        return None
    return total / (covered / _ONE_DAY)


def _running(values: list[Number], window: Window) -> Number | None:
    """What is counted so far; of several windows that overlap none is the present one."""
    if overlaps(window) and len(values) > 1:
        return None
    return _sum_or_none(values)


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
    if query.group_by == "impact":
        return tuple(sorted(shares, key=_place))
    everything = {
        series.name: sum(value for _, value in numbers(series, window)) for series in chart.series
    }
    return tuple(
        sorted(shares, key=lambda one: (-(one.value or 0), -everything[one.name], one.name))
    )


def _share(series: Series, window: Window, chart: Chart) -> Share:
    whole: list[Number] = []
    running: list[Number] = []
    for start, value in numbers(series, window):
        if is_whole(start, window, read_at=chart.read_at):
            whole.append(value)
        elif is_running(start, window, read_at=chart.read_at):
            running.append(value)
    return Share(series.name, _sum_or_none(whole), _sum_or_none(running))


# -- lead times -------------------------------------------------------------------------------


def _durations(query: Query, window: Window, chart: Chart, laid_out: Buckets) -> Durations:
    known = [bucket.value for bucket in laid_out.compared]
    low, high = _extremes(laid_out)
    open_, _ = _rest(window, chart, laid_out)
    return Durations(
        middle=_middle(known),
        whole=len(laid_out.whole),
        known=len(known),
        highest=high,
        lowest=low,
        running=open_[0] if len(open_) == 1 else None,
        is_apart=not addends(query, chart),
    )


def _measured(query: Query, window: Window, chart: Chart) -> tuple[Share, ...]:
    """Stages in the order in which they follow each other, applications by the longest."""
    parts = [series for series in chart.series if not is_total(series.name, query)]
    shares = [
        Share(series.name, _middle(whole_numbers(series, window, read_at=chart.read_at)))
        for series in parts
    ]
    if query.group_by == "stage":
        return tuple(sorted(shares, key=lambda share: rank(share.name)))
    everything = {
        series.name: _middle([value for _, value in numbers(series, window)]) or 0
        for series in parts
    }
    return tuple(
        sorted(shares, key=lambda one: (-(one.value or 0), -everything[one.name], one.name))
    )


def _middle(values: list[Number]) -> float | None:
    return median(values) if values else None


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
