"""The form for counts that add up: bars, stacked where there are several series."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from charts import palette, weave
from charts.canvas import Canvas
from charts.frame import Frame
from charts.letters import width
from charts.measures import written
from charts.model import Measure
from charts.page import VALUE, VALUE_OF_FEW
from charts.palette import Look
from charts.panel import Panel
from charts.table import Values

_SHARE: Final = 0.82
"""Of its slot that a bar takes."""
_WIDEST: Final = 420
"""Pixels; one bar alone is still a bar, and not lost."""
_FEW: Final = 3
"""Buckets up to which numbers are larger."""
_STUB: Final = 5
"""Pixels that a zero stands above the line, which a missing value does not."""
_SEAM: Final = 2
"""Pixels between two parts of a bar."""
_MOST_VALUES: Final = 16
_OUTLINE: Final = 3
_PALE: Final = 8
"""Sixteenths of its ink."""
_APART: Final = 4
"""Pixels between two numbers."""
_CLEAR: Final = 12
"""And between a bar and its number."""


def draw_bars(canvas: Canvas, frame: Frame, layers: Sequence[tuple[Look, Values]]) -> None:
    """A bar for each bucket, its parts on top of each other, the first at the bottom."""
    sides, whole = _sides(frame), frame.table.whole.tolist()
    for (look, _), parts in zip(layers, _parts(frame, layers), strict=True):
        cloth = weave.full(look)
        for (left, right), is_whole, (top, bottom) in zip(sides, whole, parts, strict=True):
            if top == bottom:
                continue
            if is_whole:
                canvas.woven((left, top, right, bottom), cloth)
            else:
                draw_open(canvas, (left, top, right, bottom), look)
    _stubs(canvas, frame, sides, layers[0][0] if len(layers) == 1 else palette.REST)


def _sides(frame: Frame) -> list[tuple[int, int]]:
    """The edges of the bars in whole pixels: all equally wide, one at least."""
    slot = frame.slot_width
    wide = max(1, round(min(slot * _SHARE, _WIDEST)))
    lefts = np.floor(frame.middles - wide / 2 + 0.5).astype(int).tolist()
    return [(left, left + wide) for left in lefts]


def _parts(frame: Frame, layers: Sequence[tuple[Look, Values]]) -> Iterator[list[tuple[int, int]]]:
    """The top and bottom of each layer's part in each bucket, equal where there is none."""
    up = down = np.zeros(len(frame.table.starts))
    for _, values in layers:
        known = np.nan_to_num(values)
        base = np.where(known > 0, up, down)
        ends = np.rint(frame.ys(np.stack((base, base + known)))).astype(int)
        top, bottom = ends.min(axis=0), ends.max(axis=0)
        top = np.where(known == 0, bottom, np.minimum(top, bottom - 1))
        seam = _SEAM * ((base != 0) & (bottom - top > 2 * _STUB))
        yield list(zip(top.tolist(), (bottom - seam).tolist(), strict=True))
        up, down = up + np.maximum(known, 0), down + np.minimum(known, 0)


def draw_open(canvas: Canvas, box: tuple[float, float, float, float], look: Look) -> None:
    """What is not over yet: its outline, hatched; pale where it is too small for one."""
    left, top, right, bottom = box
    if min(right - left, bottom - top) <= 2 * _OUTLINE:
        canvas.rectangle(box, look.ink, _PALE)
        return
    canvas.rectangle(box, look.ink)
    inner = (left + _OUTLINE, top + _OUTLINE, right - _OUTLINE, bottom - _OUTLINE)
    canvas.woven(inner, weave.hatched(look))


def _stubs(canvas: Canvas, frame: Frame, sides: Sequence[tuple[int, int]], look: Look) -> None:
    """What a zero looks like."""
    zero = frame.y(0)
    for column in np.flatnonzero(~(np.abs(frame.table.values) > 0).any(axis=0)).tolist():
        if not np.isnan(frame.table.totals[column]):
            left, right = sides[column]
            canvas.rectangle((left, zero - _STUB, right, zero), look.ink)


def draw_values(canvas: Canvas, frame: Frame, panel: Panel) -> float | None:
    """Numbers above the bars: all where there is room, else only the highest.

    Returns:
        The top of the last bar's number, if it has one.
    """
    totals, measure = frame.table.totals, panel.drawing.measure
    style = VALUE if len(totals) > _FEW else VALUE_OF_FEW
    columns = np.flatnonzero(~np.isnan(totals)).tolist()
    if len(columns) > _MOST_VALUES or not _fit(frame, totals[columns], measure):
        highest = np.where(frame.table.whole, np.nan_to_num(totals), 0)
        columns = [int(highest.argmax())] if highest.max() > 0 else []
    tops = {}
    for column in columns:
        value = float(totals[column])
        text = written(value, measure)
        x = frame.inside(float(frame.middles[column]), width(text, style))
        y = frame.above(frame.y(max(0.0, value)) - _CLEAR, style.figure, panel.bounds)
        canvas.text((x, y), text, style, "centre", halo=True)
        tops[column] = y - style.figure
    return tops.get(len(totals) - 1)


def _fit(frame: Frame, totals: Values, measure: Measure) -> bool:
    """Whether all numbers stand beside each other without touching."""
    room = frame.slot_width - _APART
    return all(width(written(float(total), measure), VALUE) <= room for total in totals)
