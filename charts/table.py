"""A drawing's points as one table of numbers: a row for each series, a column for each bucket."""

import itertools
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charts.model import MAX_POINTS, MAX_SERIES, Drawing, Number

_LARGEST: Final = 1e300
"""Anything beyond is no measurement; sums of what is left stay finite."""

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """The points of all series.

    Attributes:
        starts: Every bucket that any series has, in order of time, UTC.
        whole: For each bucket whether it is complete in every series.
        values: Shape (series, buckets); NaN where nothing is known.
        step: From one bucket to the next; shorter than a bucket where windows overlap.
    """

    starts: tuple[datetime, ...]
    whole: Flags
    values: Values
    step: timedelta

    @property
    def is_empty(self) -> bool:
        """Whether there is no number at all."""
        return bool(np.isnan(self.values).all())

    @property
    def totals(self) -> Values:
        """The sum of each bucket over all series; NaN where no series has a number."""
        return sums(self.values)


def sums(values: Values) -> Values:
    """The sum of each column; NaN where a column has no number."""
    known = ~np.isnan(values)
    added: Values = np.where(known.any(axis=0), np.where(known, values, 0).sum(axis=0), np.nan)
    return added


def table(drawing: Drawing) -> Table:
    """Lay a drawing's points out.

    Raises:
        ValueError: If there are more series or points than a picture can show.
    """
    if len(drawing.series) > MAX_SERIES:
        raise ValueError(f"A chart can show {MAX_SERIES} series, not {len(drawing.series):,}.")
    most = max((len(series.points) for series in drawing.series), default=0)
    if most > MAX_POINTS:
        raise ValueError(f"A chart can show {MAX_POINTS:,} points in a series, not {most:,}.")
    starts = sorted({point.start for series in drawing.series for point in series.points})
    column = {start: at for at, start in enumerate(starts)}
    values = np.full((len(drawing.series), len(starts)), np.nan)
    whole = np.ones(len(starts), dtype=bool)
    for row, series in enumerate(drawing.series):
        for point in series.points:
            values[row, column[point.start]] = _known(point.value)
            whole[column[point.start]] &= point.whole
    utc = tuple(start.astimezone(UTC) for start in starts)
    return Table(utc, whole, values, _step(utc, drawing.bucket))


def _known(value: Number | None) -> float:
    """A number that can be drawn, or NaN."""
    try:
        known = math.nan if value is None else float(value)
    except OverflowError:
        return math.nan
    return known if abs(known) <= _LARGEST else math.nan


def _step(starts: tuple[datetime, ...], bucket: timedelta) -> timedelta:
    gaps = [after - before for before, after in itertools.pairwise(starts)]
    return min([bucket, *gaps])
