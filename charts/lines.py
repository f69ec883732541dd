"""The form for values that do not add up, and for more buckets than bars can show: lines."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import numpy as np

from charts import palette
from charts.canvas import Canvas
from charts.frame import Frame
from charts.palette import Look
from charts.table import Flags, Values

_THICKNESS: Final = ((0, 6), (60, 5), (180, 3))
"""How thick a line is from so many points on, in pixels."""
_THIN: Final = 2
_MOST_OTHERS: Final = 40
_DASHES: Final = (14.0, 12.0)
_ALL_MARKED: Final = 16
"""Up to this many points each has its marker."""
_MARKED: Final = 6
"""Markers along a longer line, so that colour is never the only cue."""


def draw_lines(
    canvas: Canvas, frame: Frame, layers: Sequence[tuple[Look, Values]], others: Values
) -> None:
    """A line for each series, the first on top, the rest thin and grey behind all."""
    middles = np.array([frame.middle(column) for column in range(len(frame.table.starts))])
    _draw_others(canvas, frame, middles, others)
    for at, (look, values) in reversed(list(enumerate(layers))):
        _draw_line(canvas, frame, middles, (look, values))
        for column in _marked(values, at, amount=len(layers)):
            x, y = middles[column], frame.y(values[column])
            is_open = not frame.table.whole[column]
            canvas.marker((x, y), look, is_open=is_open)


def _draw_others(canvas: Canvas, frame: Frame, middles: Values, others: Values) -> None:
    """Thin lines; or, where they are so many that they hide each other, the range they fill."""
    if len(others) <= _MOST_OTHERS:
        for values in others:
            for run in _runs(~np.isnan(values)):
                canvas.line(_points(frame, middles, values, run), palette.OTHERS, _THIN)
        return
    known: Flags = ~np.isnan(others)
    low = np.where(known, others, np.inf).min(axis=0)
    high = np.where(known, others, -np.inf).max(axis=0)
    for run in _runs(np.asarray(known.any(axis=0))):
        there = _points(frame, middles, high, run)
        back = _points(frame, middles, low, run)[::-1]
        canvas.area(np.concatenate((there, back)), palette.OTHERS.on_canvas(0.5), palette.OTHERS)


def _draw_line(canvas: Canvas, frame: Frame, middles: Values, layer: tuple[Look, Values]) -> None:
    """What is known for sure as a full line, what leads to an open bucket as a dashed one."""
    look, values = layer
    thickness = next(thick for least, thick in reversed(_THICKNESS) if len(values) >= least)
    known = ~np.isnan(values)
    whole = known & frame.table.whole
    for run in _runs(whole):
        canvas.line(_points(frame, middles, values, run), look.ink, thickness)
    for left, right in zip(range(len(values)), range(1, len(values)), strict=False):
        if known[left] and known[right] and not (whole[left] and whole[right]):
            points = _points(frame, middles, values, slice(left, right + 1))
            canvas.line(points, look.ink, thickness, _DASHES)


def _runs(flags: Flags) -> Iterator[slice]:
    """Stretches without a gap."""
    for flag, group in groupby(range(len(flags)), key=lambda at: bool(flags[at])):
        if flag:
            columns = list(group)
            yield slice(columns[0], columns[-1] + 1)


def _points(frame: Frame, middles: Values, values: Values, run: slice) -> Values:
    shares = (values[run] / frame.scale.step - frame.scale.low) / (
        frame.scale.high - frame.scale.low
    )
    heights = frame.box.bottom - shares * (frame.box.bottom - frame.box.top)
    return np.column_stack((middles[run], heights))


def _marked(values: Values, at: int, *, amount: int) -> list[int]:
    """Which points of a line get a marker: the last, lonely ones, and some along the way."""
    known = np.flatnonzero(~np.isnan(values))
    if len(known) <= _ALL_MARKED:
        return [int(column) for column in known]
    lonely = {int(known[0])} if len(known) == 1 else set()
    for run in _runs(~np.isnan(values)):
        if run.stop - run.start == 1:
            lonely.add(int(run.start))
    along: set[int] = set()
    if amount > 1:
        stride = max(1, len(known) // _MARKED)
        offset = stride * at // amount
        along = {int(column) for column in known[offset::stride]}
    return sorted(lonely | along | {int(known[-1])})
