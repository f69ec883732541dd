"""What is said of lead times: what is typical and the range, since they never add up.

Typical is the middle of the buckets: half of the days were quicker, half were slower.
"""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Final

from bot import words
from bot.chart import Number, Series
from bot.describe.counts import foremost, others, running_name
from bot.query import Window
from bot.reading import is_whole, percentile
from bot.report import Durations, Report
from charts.durations import duration
from charts.text import readable

TOLD: Final = frozenset({50.0, 90.0})
"""The usual one, and one of the slow ones; the picture and the table have them all."""
_MOST_NAMED: Final = 3
_MOST_PERCENTILES: Final = 3
"""Series whose percentiles are told in words; the table has them all."""


def headline(report: Report, summary: Durations, window: Window) -> Iterator[str]:
    """What is typical, the range, what runs, and how many buckets have no lead time."""
    one, many = words.bucket(window)
    if summary.is_apart:
        yield from each(report) or [f"no {one} that is over has a lead time"]
        return
    if summary.middle is not None and summary.lowest and summary.highest:
        middle = duration(summary.middle)
        yield f"typically {middle}" if summary.known > 1 else f"{middle} on the only {one}"
        low, high = duration(summary.lowest.value), duration(summary.highest.value)
        if low != high:
            yield f"from {low} to {high}"
    if summary.running is not None:
        yield f"{duration(summary.running)} {running_name(window)} so far"
    if not summary.whole and summary.running is None:
        yield f"no whole {one} in that time"
    elif without := summary.whole - summary.known:
        yield f"none on {words.number(without)} of {words.count(summary.whole, (one, many))}"


def shares(report: Report) -> Iterator[str]:
    """What is typical of each series, and of its percentiles where they are there."""
    if isinstance(report.summary, Durations) and not report.summary.is_apart:
        yield from each(report)
    yield from percentiles(report)


def each(report: Report) -> list[str]:
    """What is typical of each of several series; nothing where there are no several."""
    known = [
        (readable(share.name), share.value) for share in report.shares if share.value is not None
    ]
    if len(report.chart.series) == 1 or not known:
        return []
    named, rest = foremost(known)
    shown = [f"{name} {duration(value)}" for name, value in named]
    if rest:
        shown.append(others(len(report.shares) - len(named)))
    return [f"typically {' · '.join(shown)}"]


def percentiles(report: Report) -> Iterator[str]:
    """What is typical of the percentiles of each series that has them, of a few series."""
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
        yield f"{whose}typically {listed}"
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
