"""Where values and moments lie on the picture: the plot's box, its grid and its labels."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from charts import bounds, palette, timeline
from charts.canvas import Box, Canvas
from charts.free_days import Stretch, days_off, weekends
from charts.letters import Style, width
from charts.model import Bound
from charts.page import TICK
from charts.scale import Scale
from charts.table import Flags, Table, Values
from charts.timeline import Mark
from charts.wording import ONE_DAY

LABEL_GAP: Final = 18
"""Between the plot and what is written beside it."""
DATES: Final = TICK.size
"""What dates take below the plot; they reach a little into the margin."""
_DATE_LINE: Final = 16 + TICK.size
_BAR: Final = 12
_LEAST_BAR: Final = 6
"""How thick the bar of an alert is, and how short at least."""
"""From the plot's bottom to the line on which its dates stand."""
_MARK_GAP: Final = 26


@dataclass(frozen=True)
class Frame:
    """The plot: its box, the buckets across it and the levels up it.

    Attributes:
        box: Where it lies.
        table: Its buckets.
        scale: Its levels.
        zone: In which its times are shown.
        reach: From where to where its dates may stand out.
        dates: How they are written.
    """

    box: Box
    table: Table
    scale: Scale
    zone: ZoneInfo
    reach: tuple[float, float]
    dates: Style = TICK

    @property
    def first(self) -> datetime:
        """Where time begins."""
        return self.table.starts[0]

    @property
    def last(self) -> datetime:
        """Where time ends."""
        return self.table.starts[-1] + self.table.step

    @cached_property
    def span(self) -> timedelta:
        """From the first bucket's start to the last one's end."""
        return self.last - self.first

    @cached_property
    def middles(self) -> Values:
        """The middle of each bucket, where its value stands."""
        lefts = np.array([self.x(start) for start in self.table.starts])
        return lefts + self.slot_width / 2

    @property
    def slot_width(self) -> float:
        """How much room a bucket has."""
        return self.table.step / self.span * (self.box.right - self.box.left)

    def x(self, moment: datetime) -> float:
        """Where a moment lies."""
        return self.box.left + (moment - self.first) / self.span * (self.box.right - self.box.left)

    def inside(self, x: float, wide: float) -> float:
        """The middle of what is so wide, near a place and within the plot's sides."""
        return min(max(x, self.box.left + wide / 2), self.box.right - wide / 2)

    def above(self, y: float, high: float, levels: Sequence[Bound]) -> float:
        """The line on which a number so high stands, above bounds that would strike it through."""
        return -bounds.beyond(-y, high, (-self.y(bound.value) for bound in levels))

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.box.bottom - self.scale.share(value) * (self.box.bottom - self.box.top)

    def ys(self, values: Values) -> Values:
        """Where values lie."""
        shares = (values - self.scale.low) / (self.scale.high - self.scale.low)
        return self.box.bottom - shares * (self.box.bottom - self.box.top)


def points(frame: Frame, values: Values, run: slice) -> Values:
    """Where the values of a run of buckets lie, shape (buckets, 2)."""
    return np.column_stack((frame.middles[run], frame.ys(values[run])))


def runs(flags: Flags) -> Iterator[slice]:
    """Stretches without a gap."""
    edges = np.flatnonzero(flags[1:] != flags[:-1]) + 1
    for start, end in pairwise((0, *edges.tolist(), len(flags))):
        if flags[start]:
            yield slice(start, end)


def room_for_levels(scale: Scale) -> float:
    """How much room the numbers beside the plot take."""
    return max(width(label, TICK) for label in scale.labels) + LABEL_GAP


def draw_grid(
    canvas: Canvas, frame: Frame, *, numbered: bool = True, off: frozenset[date] = frozenset()
) -> None:
    """Free days, level lines and, where the frame is the first in its row, their numbers."""
    _free_days(canvas, frame, off)
    for value, label in zip(frame.scale.levels, frame.scale.labels, strict=True):
        y = frame.y(value)
        canvas.level(frame.box.left, frame.box.right, y, palette.GRID)
        if numbered:
            x = frame.box.left - LABEL_GAP
            canvas.text((x, y + TICK.drop), label, TICK, "right")


def draw_axis(canvas: Canvas, frame: Frame, *, dated: bool = True) -> None:
    """The line of zero and, where the frame is the last in its column, the dates."""
    canvas.level(frame.box.left, frame.box.right, frame.y(0), palette.AXIS, 3)
    placed = timeline.marks(
        frame.table.starts, frame.table.step, frame.zone, lambda marks: _fit(marks, frame)
    )
    for mark in placed:
        x = round(_mark_x(mark, frame))
        canvas.rectangle((x - 1, frame.box.bottom, x + 2, frame.box.bottom + 12), palette.AXIS)
        if dated:
            left, _ = _label(mark, frame)
            canvas.text((left, frame.box.bottom + _DATE_LINE), mark.label, frame.dates)


def _fit(marks: Sequence[Mark], frame: Frame) -> bool:
    """Whether no label touches the next."""
    labels = (_label(mark, frame) for mark in marks)
    return all(after[0] - before[1] >= _MARK_GAP for before, after in pairwise(labels))


def _label(mark: Mark, frame: Frame) -> tuple[float, float]:
    """From where to where a label reaches: around its mark, moved in from the edges."""
    wide = width(mark.label, frame.dates)
    first, last = frame.reach
    left = max(first, min(_mark_x(mark, frame) - wide / 2, last - wide))
    return left, left + wide


def _mark_x(mark: Mark, frame: Frame) -> float:
    """Days are named in their middle; hours, and months over days, at their beginning."""
    x = frame.x(mark.at)
    if not mark.names_bucket or frame.table.step < ONE_DAY:
        return x
    return (x + frame.x(mark.at + frame.table.step)) / 2


def _free_days(canvas: Canvas, frame: Frame, off: frozenset[date]) -> None:
    """Weekends and days off where people are; of whole days the slots, so that bars fit them."""
    shaded = (*weekends(frame.table, frame.zone), *days_off(frame.table, frame.zone, off))
    for start, end in shaded:
        left, right = max(frame.x(start), frame.box.left), min(frame.x(end), frame.box.right)
        canvas.rectangle((left, frame.box.top, right, frame.box.bottom), palette.WEEKEND)


def draw_alerts(canvas: Canvas, frame: Frame, alerts: Iterable[Stretch]) -> None:
    """A bar along the top for each stretch in which an alert was open, as far as it is shown."""
    for start, end in alerts:
        left, right = max(frame.x(start), frame.box.left), min(frame.x(end), frame.box.right)
        if left < right:
            box = (left, frame.box.top, max(right, left + _LEAST_BAR), frame.box.top + _BAR)
            canvas.rectangle(box, palette.BOUND)
