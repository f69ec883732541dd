"""The form for what has no time: bars from left to right, each with its name and its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from charts import bounds, palette
from charts.bars import draw_open
from charts.canvas import Box, Canvas
from charts.key import spread
from charts.letters import Style, fitted, width
from charts.page import BOUND, LABEL, SMALL
from charts.panel import Panel, Row
from charts.plan import reach

_PITCH: Final = 56
"""Pixels from one row to the next below which names are no longer read on a phone."""
_LOOSE: Final = 150
"""And above which rows fall apart."""
_RAISED: Final = 0.4
"""Of the height that few rows leave: above them, where they have a picture of their own."""
_THICK: Final = 0.68
"""Of its pitch that a bar takes."""
_NAMES: Final = 0.54
"""Of the room that names may take; longer ones are shortened in the middle."""
_NUMBERS: Final = 0.3
"""Of the room that a number may take together with the word for what is not over yet."""
_BARS: Final = 0.25
"""Of the room that bars have, whatever the rest is."""
_GAP: Final = 20
"""Between a name and its bar, and between the names of bounds."""
_NEAR: Final = 14
"""Between a bar and its number."""
_STUB: Final = 5
"""Pixels of a zero, which a row without a number does not have."""
_BREAK: Final = 8
"""Pixels of each gap in a bar that is longer than its room."""
_BOUNDS: Final = 66
"""What the names of bounds take from the height."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows lie.

    Attributes:
        box: Their bars, the longest from its left to its right.
        pitch: From one row to the next.
        low: The value at the left.
        high: The value at the right.
        style: How names and numbers are written.
    """

    box: Box
    pitch: float
    low: float
    high: float
    style: Style

    def x(self, value: float) -> float:
        """Where a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.box.left + share * (self.box.right - self.box.left)

    def end(self, row: Row) -> float:
        """Where a row's bar ends: where its value lies, and where its room does at the latest."""
        return self.x(0) if np.isnan(row.length) else min(self.x(row.length), self.box.right)


def draw_rows(canvas: Canvas, panels: Sequence[Panel], boxes: Sequence[Box]) -> None:
    """Draw panels, each in its box, all boxes of one size, on one scale."""
    for panel, box in zip(panels, boxes, strict=True):
        if panel.rows:
            _draw_panel(canvas, panel, box, _placed(panels, box))


def _draw_panel(canvas: Canvas, panel: Panel, box: Box, place: _Place) -> None:
    middles = [place.box.top + (at + 0.5) * place.pitch for at in range(len(panel.rows))]
    for row, y in zip(panel.rows, middles, strict=True):
        _draw_bar(canvas, place, row, y)
    zero = place.x(0)
    canvas.rectangle((zero - 2, place.box.top, zero + 1, place.box.bottom), palette.AXIS)
    _draw_bounds(canvas, panel, place)
    for row, y in zip(panel.rows, middles, strict=True):
        line = y + place.style.drop
        number = _number(panel, row, place.style, box.right - box.left)
        start = _beside(panel, place, max(zero, place.end(row)), width(number, place.style))
        canvas.text((start, line), number, place.style, halo=True)
        name = fitted(row.label, place.style, place.box.left - box.left - _GAP)
        canvas.text((place.box.left - _GAP, line), name, place.style, "right")


def _beside(panel: Panel, place: _Place, end: float, wide: float) -> float:
    """Where a number begins: beside its bar, beyond bounds that would strike it through."""
    lines = [place.x(bound.value) for bound in panel.bounds]
    start = bounds.beyond(end + _NEAR, wide, lines)
    return start if start + wide <= place.box.right or start == end + _NEAR else end + _NEAR


def _placed(panels: Sequence[Panel], box: Box) -> _Place:
    """Rows close to each other, names as wide as they are, and what is left for the bars."""
    most = max(len(panel.rows) for panel in panels)
    top = box.top + _BOUNDS * any(panel.bounds for panel in panels)
    pitch = min(_LOOSE, (box.bottom - top) / most)
    style = LABEL if pitch >= _PITCH else SMALL
    rows = [(panel, row) for panel in panels for row in panel.rows]
    room = box.right - box.left
    numbers = max(width(_number(panel, row, style, room), style) for panel, row in rows) + _NEAR
    names = max(width(row.label, style) for _, row in rows) + _GAP
    names = min(names, _NAMES * room, (1 - _BARS) * room - numbers)
    raised = _RAISED if len(panels) == 1 else 0
    top += raised * (box.bottom - top - pitch * most)
    bars = Box(box.left + names, top, box.right - numbers, top + pitch * most)
    low, high = reach(panels)
    return _Place(bars, pitch, low, high if high > low else low + 1, style)


def _number(panel: Panel, row: Row, style: Style, room: float) -> str:
    """How long a row is; nothing of a number is ever left out, words are where they do not fit."""
    text = panel.length(row)
    return text if width(text, style) <= _NUMBERS * room else panel.amount(row)


def _draw_bar(canvas: Canvas, place: _Place, row: Row, y: float) -> None:
    if np.isnan(row.length):
        return
    half, end = place.pitch * _THICK / 2, place.end(row)
    left, right = min(place.x(0), end), max(place.x(0), end)
    box = (left, y - half, max(right, left + _STUB), y + half)
    if row.is_whole:
        canvas.rectangle(box, row.look.ink)
    else:
        draw_open(canvas, box, row.look)
    if end < place.x(row.length):
        for at in (end - 5 * _BREAK, end - 3 * _BREAK):
            canvas.rectangle((at, y - half, at + _BREAK, y + half), palette.CANVAS)


def _draw_bounds(canvas: Canvas, panel: Panel, place: _Place) -> None:
    """Upright lines, their names above them and beside each other."""
    wanted = [place.x(bound.value) for bound in panel.bounds]
    room = (place.box.right - place.box.left) / max(1, len(wanted)) - _GAP
    names = [fitted(panel.named(bound), BOUND, room) for bound in panel.bounds]
    widest = max((width(name, BOUND) for name in names), default=0.0)
    places = spread(wanted, widest + _GAP, place.box.left, place.box.right)
    for bound, name, x in zip(panel.bounds, names, places, strict=True):
        canvas.text((x, place.box.top - _BOUNDS + BOUND.size), name, BOUND, "centre")
        ends = (place.box.top - bounds.TAIL, place.box.bottom)
        bounds.upright(canvas, bound.kind, ends, place.x(bound.value))
