"""One drawing on a page of its own: its unit, its key, names and bounds beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from charts import key, page, palette, signs
from charts.canvas import Box, Canvas
from charts.frame import DATES, Frame, room_for_levels
from charts.key import Entry
from charts.letters import fitted, width
from charts.page import NOTE, UNIT, Space
from charts.panel import Panel
from charts.plan import scaled
from charts.plot import draw_data
from charts.rows import draw_rows
from charts.text import readable
from charts.timeline import zone_of

_SHARE: Final = 0.55
"""Of its line that the unit may take where the ghost or bounds are named after it."""
_OPEN: Final = 150
"""Pixels for the word that says what is open."""
_EDGE: Final = 12
"""What stays clear along the picture's edge."""
_THREAD: Final = 16
"""Pixels between a thread and what it leads to; and the least that a thread is long."""
_ROUND_NAMES: Final = 24
"""Pixels around the names beside the plot, which may stand out above and below it."""


def draw_single(canvas: Canvas, panel: Panel, space: Space) -> None:
    """Draw all that lies between the heading and the footnote."""
    names, top = key.names((panel,)), space.unit
    beside = names if key.fits_beside(names) and _fits_beside_unit(panel, names) else ()
    if len(beside) < len(names):
        arranged = key.in_lines(names, page.ROOM)
        key.draw_above(canvas, arranged, page.MARGIN, space.head + 24)
        top += arranged.height + 4
    entries = beside or _bounds_beside(panel)
    frame = _frame(panel, entries, top, space.bottom)
    number = draw_data(canvas, frame, panel)
    end = float(page.WIDTH - page.MARGIN)
    if panel.is_open:
        end = _write_open(canvas, frame, panel, top, number) - key.BETWEEN
    _write_unit(canvas, panel, _named_above(panel, beside), top, end)
    wanted = _wanted(frame, panel, beside) or [frame.y(bound.value) for bound in panel.bounds]
    room = Box(
        frame.box.right + key.APART,
        top + _ROUND_NAMES,
        page.WIDTH - page.MARGIN,
        frame.box.bottom + _ROUND_NAMES,
    )
    key.draw_beside(canvas, entries, wanted, room)


def draw_rows_alone(canvas: Canvas, panel: Panel, space: Space) -> None:
    """As above, of what has no time."""
    unit, top = readable(panel.drawing.unit), space.head + _EDGE
    if unit.casefold() not in panel.drawing.title.casefold():
        canvas.text((page.MARGIN, space.unit), fitted(unit, UNIT, page.ROOM), UNIT)
        top = space.unit + _EDGE
    right = page.WIDTH - page.MARGIN
    draw_rows(canvas, (panel,), (Box(page.MARGIN, top + _EDGE, right, space.bottom),))


def _bounds_beside(panel: Panel) -> tuple[Entry, ...]:
    """The names of bounds, each at the end of its line."""
    named = (fitted(panel.named(bound), page.BOUND, key.BESIDE) for bound in panel.bounds)
    return tuple(Entry(name, thread=palette.BOUND) for name in named)


def _named_above(panel: Panel, beside: Sequence[Entry]) -> list[Entry]:
    """What is named beside the unit: the ghost, and bounds where series are named beside the plot.

    Among those names a bound would read as one more series.
    """
    ghost = [Entry(panel.ghost_label, signs.before(panel.drawing.form))] * panel.has_ghost
    levels = panel.bounds if beside else ()
    return ghost + [Entry(panel.named(bound), signs.bound(bound.kind)) for bound in levels]


def _fits_beside_unit(panel: Panel, names: Sequence[Entry]) -> bool:
    """Whether bounds can be named there, up to the word for what is open."""
    named = [width(_unit(panel), UNIT), *map(_wide, _named_above(panel, names))]
    opened = key.APART + key.room_beside(names) + _OPEN
    return not panel.bounds or sum(named) + key.BETWEEN * len(named) + opened <= page.ROOM


def _wide(entry: Entry) -> float:
    return entry.indent + width(entry.name, NOTE)


def _frame(panel: Panel, entries: Sequence[Entry], top: float, bottom: float) -> Frame:
    """As wide as levels and names leave it."""
    top, bottom = top + page.ABOVE, bottom - DATES
    levels = scaled((panel,), bottom - top)
    beside = key.APART + key.room_beside(entries) if entries else 0.0
    left, right = page.MARGIN + room_for_levels(levels), page.WIDTH - page.MARGIN - beside
    zone, reach = zone_of(panel.drawing.zone), (page.MARGIN, page.WIDTH - _EDGE)
    return Frame(Box(left, top, right, bottom), panel.table, levels, zone, reach)


def _wanted(frame: Frame, panel: Panel, names: Sequence[Entry]) -> list[float]:
    """Where names beside the plot would like to stand: at a line's end, or in a stack's order."""
    if not names:
        return []
    if panel.drawing.form == "bars":
        return [frame.box.top - at for at in range(len(names))]
    ends = [values[~np.isnan(values)] for _, values in panel.layers]
    heights = [frame.y(float(end[-1])) if len(end) else frame.box.bottom for end in ends]
    return heights + [frame.box.bottom] * (len(names) - len(heights))


def _write_unit(
    canvas: Canvas, panel: Panel, named: Sequence[Entry], y: float, right: float
) -> None:
    """What the numbers are, and what the ghost and bounds are called."""
    unit = fitted(_unit(panel), UNIT, (right - page.MARGIN) * (_SHARE if named else 1))
    canvas.text((page.MARGIN, y), unit, UNIT)
    x = page.MARGIN + width(unit, UNIT) + key.BETWEEN
    for entry in named:
        short = replace(entry, name=fitted(entry.name, NOTE, right - x - entry.indent))
        key.draw_entry(canvas, short, (x, y - NOTE.drop), NOTE)
        x += _wide(short) + key.BETWEEN


def _unit(panel: Panel) -> str:
    """What the numbers are, and whose, where the only series has a name that says more."""
    unit, name = readable(panel.drawing.unit), panel.choice.shown[0].label
    said = f"{panel.drawing.title} {unit}".casefold()
    return unit if not panel.is_alone or name.casefold() in said else f"{unit} · {name}"


def _write_open(
    canvas: Canvas, frame: Frame, panel: Panel, y: float, number: float | None
) -> float:
    """Say once what an open bar or a dashed line means, with a thread that leads to it.

    Args:
        canvas: Where to draw.
        frame: Where on it.
        panel: What is drawn.
        y: The line on which the words stand.
        number: The top of the number above the last bar, if there is one.

    Returns:
        Where the words begin.
    """
    label = fitted(readable(panel.drawing.open_label), NOTE, page.ROOM / 4)
    x, half = float(frame.middles[-1]), width(label, NOTE) / 2
    middle = min(x, page.WIDTH - _EDGE - half)
    canvas.text((middle, y), label, NOTE, "centre")
    known = frame.table.values[:, -1]
    highest = frame.table.totals[-1] if panel.drawing.form == "bars" else np.nanmax(known)
    top = frame.y(max(0.0, float(highest))) if number is None else number
    end = top - _THREAD
    if end > y + _THREAD:
        canvas.rectangle((x - 1, y + _EDGE, x + 1, end), palette.OTHERS)
    return middle - half
