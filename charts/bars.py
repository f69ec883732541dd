"""The form for counts that add up: bars, stacked where there are several series."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from charts import palette, wording
from charts.canvas import Canvas
from charts.frame import Frame
from charts.key import showing_through
from charts.letters import Style, width
from charts.palette import CANVAS, Look
from charts.table import Values

VALUE: Final = Style(32, palette.TEXT)
_SHARE: Final = 0.82
"""Of its slot that a bar takes."""
_WIDEST: Final = 220
"""Pixels; one bar alone is still a bar."""
_STUB: Final = 5
"""Pixels that a zero stands above the line, which a missing value does not."""
_MOST_VALUES: Final = 16
_OUTLINE: Final = 3


def draw_bars(canvas: Canvas, frame: Frame, layers: Sequence[tuple[Look, Values]]) -> None:
    """A bar for each bucket, its parts on top of each other, the first at the bottom."""
    for column in range(len(frame.table.starts)):
        sides = _sides(*frame.slot(column))
        up = down = 0.0
        for look, values in layers:
            value = values[column]
            if np.isnan(value) or value == 0:
                continue
            base = up if value > 0 else down
            _part(canvas, frame, (sides, base, base + value), look, column)
            if value > 0:
                up += value
            else:
                down += value
        if up == down == 0 and not np.isnan(frame.table.totals[column]):
            zero = frame.y(0)
            look = layers[0][0] if len(layers) == 1 else palette.REST
            canvas.rectangle((sides[0], zero - _STUB, sides[1], zero), look.ink)


def _sides(left: float, right: float) -> tuple[int, int]:
    """The edges of a bar within its slot, in whole pixels, at least one apart."""
    gap = max((right - left) * (1 - _SHARE), right - left - _WIDEST) / 2
    edge = round(left + gap)
    return edge, max(edge + 1, round(right - gap))


def _part(
    canvas: Canvas,
    frame: Frame,
    place: tuple[tuple[int, int], float, float],
    look: Look,
    column: int,
) -> None:
    """One series' part of a bar; open where the bucket is."""
    (left, right), start, end = place
    top, bottom = sorted((round(frame.y(start)), round(frame.y(end))))
    top = min(top, bottom - 1)
    is_stacked = start != 0
    box = (left, top, right, bottom - 2 * (is_stacked and bottom - top > 2 * _STUB))
    if frame.table.whole[column]:
        canvas.patterned(box, look.ink, showing_through(look), look.pattern)
        return
    canvas.rectangle(box, look.ink)
    inner = (left + _OUTLINE, top + _OUTLINE, right - _OUTLINE, box[3] - _OUTLINE)
    if inner[2] > inner[0] and inner[3] > inner[1]:
        canvas.patterned(inner, CANVAS, look.ink.on_canvas(0.6), "rising")


def draw_values(canvas: Canvas, frame: Frame) -> bool:
    """Numbers above the bars: all where there is room, else only the highest.

    Returns:
        Whether the last bar has its number.
    """
    totals = frame.table.totals
    known = [column for column in range(len(totals)) if not np.isnan(totals[column])]
    texts = {column: wording.number(float(totals[column])) for column in known}
    room = frame.slot(0)[1] - frame.slot(0)[0]
    if len(known) > _MOST_VALUES or any(width(text, VALUE) > room for text in texts.values()):
        whole = [column for column in known if frame.table.whole[column] and totals[column] > 0]
        known = [max(whole, key=lambda column: float(totals[column]))] if whole else []
    for column in known:
        y = frame.y(max(0.0, float(totals[column]))) - 12
        x = frame.middle(column)
        canvas.text((x, y), texts[column], VALUE, "centre", halo=True)
    return len(totals) - 1 in known
