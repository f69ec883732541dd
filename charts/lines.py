"""The form for values that do not add up, and for more buckets than bars can show: lines."""

from typing import Final

import numpy as np

from charts import palette
from charts.canvas import Canvas
from charts.frame import Frame, points, runs
from charts.ghost import draw_behind_line
from charts.letters import width
from charts.markers import marker
from charts.measures import written
from charts.page import VALUE
from charts.palette import Look
from charts.panel import Panel
from charts.strokes import Strokes, strokes
from charts.table import Flags, Values

_THICKNESS: Final = ((20, 6), (8, 5), (0, 3))
"""How thick a line is whose points are at least so far apart, in pixels."""
_THIN: Final = 2
_MOST_OTHERS: Final = 2_000
"""Points; more of them are drawn as the range they fill."""
_DASHES: Final = (14.0, 12.0)
_ALL_MARKED: Final = 60
"""Pixels from point to point from which on each has its marker."""
_CLEAR: Final = 20
"""Between a point and the number above it."""
_MARKED: Final = 200
"""Pixels from marker to marker along a denser line, so that colour is never the only cue."""


def draw_lines(canvas: Canvas, frame: Frame, panel: Panel) -> None:
    """A line for each series, the first on top, the rest thin and grey behind all."""
    layers = panel.layers
    ordered = list(reversed(list(enumerate(layers))))
    with strokes(canvas, frame.box) as pen:
        _draw_others(pen, frame, panel.others)
        if panel.has_ghost:
            draw_behind_line(pen, frame)
        for _, layer in ordered:
            _draw_line(pen, frame, layer)
    for at, (look, values) in ordered:
        offset = None if panel.is_alone else at / len(layers)
        for column in _marked(frame, values, offset):
            place = (frame.middles[column], frame.y(values[column]))
            canvas.stamp(place, marker(look, is_open=not frame.table.whole[column]))
    if panel.is_alone:
        _write_highest(canvas, frame, panel)


def _write_highest(canvas: Canvas, frame: Frame, panel: Panel) -> None:
    """A number above the highest point that is known for sure."""
    values = np.where(frame.table.whole, frame.table.values[0], np.nan)
    if np.isnan(values).all():
        return
    column = int(np.nanargmax(values))
    text = written(float(values[column]), panel.drawing.measure)
    x = frame.inside(float(frame.middles[column]), width(text, VALUE))
    y = frame.above(frame.y(values[column]) - _CLEAR, VALUE.figure, panel.bounds)
    canvas.text((x, y), text, VALUE, "centre", halo=True)


def _draw_others(pen: Strokes, frame: Frame, others: Values) -> None:
    """Thin lines; or, where they are so many that they hide each other, the range they fill."""
    if others.size <= _MOST_OTHERS:
        for values in others:
            for run in runs(~np.isnan(values)):
                pen.line(points(frame, values, run), palette.OTHERS, _THIN)
        return
    known: Flags = ~np.isnan(others)
    low = np.where(known, others, np.inf).min(axis=0)
    high = np.where(known, others, -np.inf).max(axis=0)
    for run in runs(np.asarray(known.any(axis=0))):
        there = points(frame, high, run)
        back = points(frame, low, run)[::-1]
        pen.area(np.concatenate((there, back)), palette.OTHERS.on_canvas(0.5), palette.OTHERS)


def _draw_line(pen: Strokes, frame: Frame, layer: tuple[Look, Values]) -> None:
    """What is known for sure as a full line, what leads to an open bucket as a dashed one."""
    look, values = layer
    thickness = next(thick for least, thick in _THICKNESS if frame.slot_width >= least)
    known = ~np.isnan(values)
    whole = known & frame.table.whole
    for run in runs(whole):
        pen.line(points(frame, values, run), look.ink, thickness)
    leading = known[:-1] & known[1:] & ~(whole[:-1] & whole[1:])
    for column in np.flatnonzero(leading).tolist():
        piece = points(frame, values, slice(column, column + 2))
        pen.line(piece, look.ink, thickness, _DASHES)


def _marked(frame: Frame, values: Values, offset: float | None) -> list[int]:
    """Which points of a line get a marker: the last, lonely ones, and some along the way.

    Args:
        frame: Where the line lies.
        values: Its values.
        offset: Of the way from marker to marker, so that those of several lines do not meet; None
            for a line that is alone and needs none.
    """
    known = np.flatnonzero(~np.isnan(values)).tolist()
    if not known or frame.slot_width >= _ALL_MARKED:
        return known
    lonely = [run.start for run in runs(~np.isnan(values)) if run.stop - run.start == 1]
    stride = round(_MARKED / frame.slot_width)
    along = [] if offset is None else known[round(offset * stride) :: stride]
    return sorted({*lonely, *along, known[-1]})
