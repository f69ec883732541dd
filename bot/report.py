"""What can be said of an answer, as frozen values; `bot.assess` works them out."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.buckets import Bucket
from bot.change import Change
from bot.chart import Bound, Chart, Metric, Number
from bot.query import Query
from bot.reading import touches


@dataclass(frozen=True, slots=True)
class Share:
    """One series' part.

    Attributes:
        name: The series.
        value: Its count in whole buckets, the median of its lead times in them, or how many there
            are now; None where it has no number.
        running: Its count in the running bucket; None where it has no number.
    """

    name: str
    value: Number | None
    running: Number | None = None


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
        per_day: The same for a day, or None; also None where a whole bucket misses a number, or
            where what is covered is no whole day.
        whole: How many whole buckets the window has, with a number or without.
        missing: How many of them miss the number of some series.
        running: Events so far in the bucket that is still open, or None if there is none; also
            None where several overlap.
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
        is_apart: Whether there are several series that may not be added.
    """

    middle: float | None
    whole: int
    known: int
    highest: Bucket | None
    lowest: Bucket | None
    running: Number | None
    is_apart: bool


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
        """Whether there is nothing to show: no numbers, or zeros where there was nothing before.

        Zeros that follow on something are news.
        """
        known = [value for value in self._values() if value is not None]
        before = self.change.ghost if self.change else ()
        return not any(known) and not (known and any(value for _, value in before))

    @property
    def is_unknown(self) -> bool:
        """Whether LaunchDarkly named buckets or series and gave a number of none."""
        values = list(self._values())
        return bool(values) and all(value is None for value in values)

    def _values(self) -> Iterator[Number | None]:
        """All that was sent of the window."""
        window = self.query.window
        for series in self.chart.series:
            for point in series.points:
                if window is None or touches(point.start, window):
                    yield point.value
