"""The period before, behind the one that is drawn: pale, and never to be taken for data of now."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from charts import palette
from charts.canvas import Canvas
from charts.frame import Frame, points, runs
from charts.strokes import Strokes

_EDGE: Final = 3
_SHADE: Final = 10
"""Sixteenths of the axis's ink in an edge."""
_DOT: Final = 4
_GAP: Final = 8

Step = tuple[int, int, int]
"""From where to where something reaches, and its height."""


def draw_behind_bars(canvas: Canvas, frame: Frame) -> None:
    """A silhouette of the totals; a gap in them is a gap in it."""
    before = frame.table.before
    lefts = np.rint(frame.middles - frame.slot_width / 2).astype(int)
    rights = np.rint(frame.middles + frame.slot_width / 2).astype(int)
    for run in runs(~np.isnan(before)):
        heights = np.rint(frame.ys(before[run])).astype(int)
        edges = (lefts[run].tolist(), rights[run].tolist(), heights.tolist())
        silhouette(canvas, list(zip(*edges, strict=True)), round(frame.y(0)))


def silhouette(canvas: Canvas, steps: Sequence[Step], base: int) -> None:
    """An area that stands on a base, and its outline."""
    for left, right, height in steps:
        top, bottom = sorted((height, base))
        canvas.rectangle((left, top, right, bottom), palette.GHOST)
    level = base
    for left, right, height in steps:
        _edge(canvas, (left, level, left + _EDGE, height))
        if height != base:
            _edge(canvas, (left, height, right, height + _EDGE))
        level = height
    end = steps[-1][1]
    _edge(canvas, (end - _EDGE, level, end, base))


def _edge(canvas: Canvas, box: tuple[int, int, int, int]) -> None:
    left, start, right, end = box
    canvas.rectangle((left, min(start, end), right, max(start, end)), palette.AXIS, _SHADE)


def draw_behind_line(pen: Strokes, frame: Frame) -> None:
    """A line of dots; a gap in it stays one."""
    before = frame.table.before
    for run in runs(~np.isnan(before)):
        pen.line(points(frame, before, run), palette.AXIS, _DOT, (_DOT, _GAP))


def dots(canvas: Canvas, left: float, right: float, y: float) -> None:
    """A piece of such a line."""
    for at in range(round(left), round(right), _DOT + _GAP):
        canvas.level(at, at + _DOT, y, palette.AXIS, _DOT)
