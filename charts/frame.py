"""Where values and moments lie on the picture: the plot's box, its grid and its labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from charts import palette, timeline, wording
from charts.canvas import Canvas
from charts.letters import Style, width
from charts.model import Form
from charts.scale import Scale
from charts.table import Table
from charts.timeline import Mark
from charts.wording import ONE_DAY

TICK: Final = Style(43)
LABEL_GAP: Final = 18
"""Between the plot and what is written beside it."""
_MARK_GAP: Final = 28
_SATURDAY: Final = 5
_MOST_WEEKENDS: Final = 120
"""Days; in a longer stretch weekends are stripes that say nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture, in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot: its box, the buckets across it and the levels up it."""

    box: Box
    table: Table
    scale: Scale
    form: Form

    @property
    def first(self) -> datetime:
        """Where time begins."""
        return self.table.starts[0]

    @property
    def span(self) -> timedelta:
        """From the first bucket's start to the last one's end."""
        return self.table.starts[-1] - self.first + self.table.step

    def x(self, moment: datetime) -> float:
        """Where a moment lies."""
        return self.box.left + (moment - self.first) / self.span * (self.box.right - self.box.left)

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.box.bottom - self.scale.share(value) * (self.box.bottom - self.box.top)

    def slot(self, column: int) -> tuple[float, float]:
        """From where to where a bucket reaches."""
        start = self.table.starts[column]
        return self.x(start), self.x(start + self.table.step)

    def middle(self, column: int) -> float:
        """The middle of a bucket, where its value stands."""
        left, right = self.slot(column)
        return (left + right) / 2


def levels(scale: Scale) -> tuple[str, ...]:
    """What is written beside each level."""
    return tuple(wording.level(value, scale.step) for value in scale.levels)


def room_for_levels(scale: Scale) -> float:
    """How much room the numbers beside the plot take."""
    return max(width(label, TICK) for label in levels(scale)) + LABEL_GAP


def draw_grid(canvas: Canvas, frame: Frame) -> None:
    """Weekends, level lines with their numbers."""
    _weekends(canvas, frame)
    for value, label in zip(frame.scale.levels, levels(frame.scale), strict=True):
        y = frame.y(value)
        canvas.level(frame.box.left, frame.box.right, y, palette.GRID)
        x = frame.box.left - LABEL_GAP
        canvas.text((x, y + TICK.drop), label, TICK, "right")


def draw_axis(canvas: Canvas, frame: Frame, zone: str) -> None:
    """The line of zero, and the dates."""
    canvas.level(frame.box.left, frame.box.right, frame.y(0), palette.AXIS, 3)
    local = timeline.zone_of(zone)
    placed = timeline.marks(
        frame.table.starts, frame.table.step, local, lambda marks: _fit(marks, frame)
    )
    for mark in placed:
        x = _mark_x(mark, frame)
        half = width(mark.label, TICK) / 2
        inside = min(max(x, frame.box.left - LABEL_GAP + half), canvas.width - 12 - half)
        canvas.rectangle((x - 1, frame.box.bottom, x + 2, frame.box.bottom + 12), palette.AXIS)
        y = frame.box.bottom + 16 + TICK.size
        canvas.text((inside, y), mark.label, TICK, "centre")


def _fit(marks: Sequence[Mark], frame: Frame) -> bool:
    """Whether no label touches the next."""
    end = float("-inf")
    for mark in marks:
        x, half = _mark_x(mark, frame), width(mark.label, TICK) / 2
        if x - half < end:
            return False
        end = x + half + _MARK_GAP
    return True


def _mark_x(mark: Mark, frame: Frame) -> float:
    """Days are named in their middle; hours, and months over days, at their beginning."""
    x = frame.x(mark.at)
    if not mark.names_bucket or frame.table.step < ONE_DAY:
        return x
    return (x + frame.x(mark.at + frame.table.step)) / 2


def _weekends(canvas: Canvas, frame: Frame) -> None:
    if frame.table.step != ONE_DAY or frame.span > ONE_DAY * _MOST_WEEKENDS:
        return
    day = frame.first
    while day < frame.first + frame.span:
        if day.weekday() >= _SATURDAY:
            box = (frame.x(day), frame.box.top, frame.x(day + ONE_DAY), frame.box.bottom)
            canvas.rectangle(box, palette.WEEKEND)
        day += ONE_DAY
