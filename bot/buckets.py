"""The numbers of an answer bucket by bucket: summed where they may be, and what is missing.

A bucket has a sum only if the series may stand on each other (see `bot.reading`). The sum of counts
is complete only if every series has its number, that of the stages of a lead time if any has.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.chart import Chart, Number, Series
from bot.query import Query, Window
from bot.reading import is_total, is_whole, may_lack_some, overlaps, stands_together, touches


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was counted or measured in one bucket over all series."""

    start: datetime
    value: Number


@dataclass(frozen=True, slots=True)
class Buckets:
    """All buckets of an answer.

    Attributes:
        whole: The starts of all whole buckets in order, those that were sent and, unless windows
            may overlap, those that should have been.
        sums: What the series of every bucket add up to that has a number, whole or not; a bucket
            of which a series lacks its number is in here with what there is.
        complete: The starts for which every series has a number, or of stages any.
    """

    whole: tuple[datetime, ...]
    sums: dict[datetime, Number]
    complete: frozenset[datetime]

    @property
    def compared(self) -> tuple[Bucket, ...]:
        """The whole buckets whose sum is complete, in order."""
        return tuple(
            Bucket(start, self.sums[start]) for start in self.whole if start in self.complete
        )


def buckets(query: Query, window: Window, chart: Chart) -> Buckets:
    """Lay an answer out.

    Args:
        query: What was asked, to know what may be added up.
        window: The time that counts.
        chart: What was answered.
    """
    parts = addends(query, chart)
    found: defaultdict[datetime, Number] = defaultdict(int)
    for series in parts:
        for start, value in numbers(series, window):
            found[start] += value
    numbered = [{start for start, _ in numbers(series, window)} for series in parts]
    together = set.union if may_lack_some(query) else set.intersection
    return Buckets(
        whole=_whole(window, chart),
        sums=dict(found),
        complete=frozenset(together(*numbered) if numbered else ()),
    )


def addends(query: Query, chart: Chart) -> tuple[Series, ...]:
    """The series that make up the whole: a total if there is one, or else all that may be added.

    Empty where several series may not be added.
    """
    totals = tuple(series for series in chart.series if is_total(series.name, query))
    apart = query.kind.measure == "duration" and not stands_together(query)
    return totals[:1] or (() if apart and len(chart.series) > 1 else chart.series)


def numbers(series: Series, window: Window) -> Iterator[tuple[datetime, Number]]:
    """The starts and values of a series; what is missing or outside the window is left out."""
    for point in series.points:
        if point.value is not None and touches(point.start, window):
            yield point.start, point.value


def whole_numbers(series: Series, window: Window, *, read_at: datetime) -> list[Number]:
    """The values of a series in buckets that are whole."""
    return [
        value
        for start, value in numbers(series, window)
        if is_whole(start, window, read_at=read_at)
    ]


def _whole(window: Window, chart: Chart) -> tuple[datetime, ...]:
    """The starts of all whole buckets, in order: those that were sent and those that should be.

    Where buckets start is undocumented, so the gaps between those that were sent are filled by
    steps of a bucket's length, in both directions from the first. How closely rolling windows
    follow each other is not known at all.
    """
    sent = {point.start for series in chart.series for point in series.points}
    if not sent or overlaps(window):
        return tuple(sorted(at for at in sent if is_whole(at, window, read_at=chart.read_at)))
    step, first = window.bucket_length, min(sent)
    moment = first - (first - window.start) // step * step
    expected = set(sent)
    while moment < window.end:
        expected.add(moment)
        moment += step
    return tuple(sorted(at for at in expected if is_whole(at, window, read_at=chart.read_at)))
