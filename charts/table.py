"""Points as tables of numbers: a row for each series, a column for each bucket."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from statistics import median_low
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charts.model import MAX_POINTS, MAX_SERIES, Drawing, Number, Point

_LARGEST: Final = 1e300
"""Anything beyond is no measurement; sums of what is left stay finite."""

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """The points of all series of a drawing.

    Attributes:
        starts: Every bucket from the first to the last, in order of time, UTC; also those that
            nobody sent.
        whole: For each bucket whether it is complete in every series.
        values: Shape (series, buckets); NaN where nothing is known.
        ends: In which bucket each series has its last point.
        before: The period before, shape (buckets,); NaN where nothing is known.
        step: From one bucket to the next; shorter than a bucket where windows overlap.
    """

    starts: tuple[datetime, ...]
    whole: Flags
    values: Values
    ends: NDArray[np.intp]
    before: Values
    step: timedelta

    @property
    def is_empty(self) -> bool:
        """Whether there is no number at all."""
        return bool(np.isnan(self.values).all())

    @property
    def totals(self) -> Values:
        """The sum of each bucket over all series; NaN where no series has a number."""
        return sums(self.values)

    @property
    def lengths(self) -> Values:
        """The value of each series' last point, NaN where there is none."""
        if not self.starts:
            return np.full(len(self.ends), np.nan)
        found: Values = self.values[np.arange(len(self.ends)), self.ends]
        return found


def sums(values: Values) -> Values:
    """The sum of each column; NaN where a column has no number."""
    known = ~np.isnan(values)
    added: Values = np.where(known.any(axis=0), np.where(known, values, 0).sum(axis=0), np.nan)
    return added


def tables(drawings: Sequence[Drawing]) -> tuple[Table, ...]:
    """Lay drawings out, each over the buckets that any of them has and those in between.

    Raises:
        ValueError: If there are more series or points than a picture can show.
    """
    for drawing in drawings:
        _check(drawing)
    points = chain.from_iterable(_all_points(drawing) for drawing in drawings)
    utc = {start: start.astimezone(UTC) for start in {point.start for point in points}}
    sent = sorted(set(utc.values()))
    ways = [after - before for before, after in pairwise(sent)]
    step = min([drawings[0].bucket, *ways])
    starts = sent if drawings[0].form == "rows" else _filled(sent, ways, drawings[0].bucket)
    place = {start: at for at, start in enumerate(starts)}
    column = {start: place[there] for start, there in utc.items()}
    return tuple(_table(drawing, tuple(starts), column, step) for drawing in drawings)


def _filled(
    sent: Sequence[datetime], ways: Sequence[timedelta], bucket: timedelta
) -> Sequence[datetime]:
    """The buckets that were sent, and between them those that were not: gaps, as any other.

    Windows that overlap follow each other faster than they are long: as fast as most of them do.
    Where there would be more than a picture can show, they are no buckets of that length.

    Args:
        sent: When buckets start, in order of time.
        ways: From each to the next.
        bucket: How long one is.
    """
    if not ways:
        return sent
    pitch = min(bucket, median_low(ways))
    if 2 * max(ways) < 3 * pitch:
        return sent
    missing = [max(0, round(way / pitch) - 1) for way in ways]
    if len(sent) + sum(missing) > MAX_POINTS:
        return sent
    starts = list(sent[:1])
    for (before, after), amount in zip(pairwise(sent), missing, strict=True):
        part = (after - before) / (amount + 1)
        starts += [*(before + part * at for at in range(1, amount + 1)), after]
    return starts


def _check(drawing: Drawing) -> None:
    if len(drawing.series) > MAX_SERIES:
        raise ValueError(f"A chart can show {MAX_SERIES} series, not {len(drawing.series):,}.")
    most = max((len(series.points) for series in drawing.series), default=0)
    if most > MAX_POINTS:
        raise ValueError(f"A chart can show {MAX_POINTS:,} points in a series, not {most:,}.")


def _all_points(drawing: Drawing) -> Iterable[Point]:
    yield from drawing.ghost.points if drawing.ghost else ()
    for series in drawing.series:
        yield from series.points


def _table(
    drawing: Drawing,
    starts: tuple[datetime, ...],
    column: dict[datetime, int],
    step: timedelta,
) -> Table:
    values = np.full((len(drawing.series), len(starts)), np.nan)
    whole = np.ones(len(starts), dtype=bool)
    before = np.full(len(starts), np.nan)
    for row, series in zip(values, drawing.series, strict=True):
        row[[column[point.start] for point in series.points]] = _numbers(series.points)
        whole[[column[point.start] for point in series.points if not point.whole]] = False
    if drawing.ghost:
        points = drawing.ghost.points
        before[[column[point.start] for point in points]] = _numbers(points)
    ends = [column[series.points[-1].start] if series.points else -1 for series in drawing.series]
    return Table(starts, whole, values, np.array(ends, dtype=np.intp), before, step)


def _numbers(points: Sequence[Point]) -> Values:
    """The values that can be drawn, and NaN in place of the rest."""
    values = [point.value for point in points]
    try:
        numbers = np.array(values, dtype=np.float64)
    except OverflowError:
        numbers = np.array([_number(value) for value in values])
    numbers[~(np.abs(numbers) <= _LARGEST)] = np.nan
    return numbers


def _number(value: Number | None) -> float:
    try:
        return math.nan if value is None else float(value)
    except OverflowError:
        return math.nan
