"""What is said of lead times: the middle one and the range, since they never add up."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Final

from bot import words
from bot.chart import Number, Series
from bot.describe.counts import foremost, running_name
from bot.query import Query, Window
from bot.reading import is_whole, percentile
from bot.report import Durations, Report
from charts.durations import duration
from charts.text import readable

TOLD: Final = frozenset({50.0, 90.0})
"""The usual one, and one of the slow ones; the picture and the table have them all."""
_MOST_NAMED: Final = 3
_MOST_PERCENTILES: Final = 3
"""Series whose percentiles are told in words; the table has them all."""


def headline(query: Query, summary: Durations) -> Iterator[str]:
    """The middle bucket's lead time, the range, what runs, and how many buckets have none."""
    window = query.window
    if window is None:
        return
    one, many = words.bucket(window)
    if summary.middle is not None and summary.lowest and summary.highest:
        typical = f"{duration(summary.middle)} on the middle {one}"
        yield typical if summary.known > 1 else f"{duration(summary.middle)} on the only {one}"
        low, high = duration(summary.lowest.value), duration(summary.highest.value)
        if low != high:
            yield f"from {low} to {high}"
    if summary.running is not None:
        yield f"{duration(summary.running)} {running_name(window)} so far"
    if summary.is_apart:
        yield f"lead times of several {query.group_by}s, which do not add up"
    elif not summary.whole and summary.running is None:
        yield f"no whole {one} in that time"
    elif without := summary.whole - summary.known:
        yield f"none on {words.number(without)} of {words.count(summary.whole, (one, many))}"


def shares(report: Report) -> Iterator[str]:
    """The median of each series, and of its percentiles where they are there."""
    known = [
        (readable(share.name), share.value) for share in report.shares if share.value is not None
    ]
    if len(report.chart.series) > 1 and known:
        named, rest = foremost(known)
        shown = [f"{name} {duration(value)}" for name, value in named]
        if rest:
            shown.append(f"{len(rest)} others")
        yield f"medians: {' · '.join(shown)}"
    yield from _percentiles(report)


def _percentiles(report: Report) -> Iterator[str]:
    window = report.query.window
    if window is None:
        return
    told = [
        (series.name, values)
        for series in report.chart.series
        if (values := _medians(series, window, report))
    ]
    for name, values in told[:_MOST_PERCENTILES]:
        listed = " · ".join(f"{label} {duration(value)}" for label, value in values)
        whose = f"{readable(name)}: " if len(report.chart.series) > 1 else ""
        yield f"{whose}{listed} on the middle {words.bucket(window)[0]}"
    if len(told) > _MOST_PERCENTILES:
        yield f"and {words.number(len(told) - _MOST_PERCENTILES)} more in the table"


def _medians(series: Series, window: Window, report: Report) -> list[tuple[str, Number]]:
    """The median over whole buckets of the percentiles of a series that are told, in order."""
    found: defaultdict[str, list[Number]] = defaultdict(list)
    for point in series.points:
        if is_whole(point.start, window, read_at=report.chart.read_at):
            for name, value in point.extras:
                if percentile(name) is not None:
                    found[name].append(value)
    ordered = sorted(found, key=lambda name: percentile(name) or 0.0)
    told = [name for name in ordered if percentile(name) in TOLD] or ordered[:_MOST_NAMED]
    return [(readable(name), median(found[name])) for name in told]
