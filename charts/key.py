"""Which look belongs to which name: beside the plot where names are short, above it where not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from charts import bounds, signs
from charts.canvas import Box, Canvas
from charts.letters import Style, fitted, width
from charts.page import BOUND, LABEL, SMALL
from charts.palette import QUIET, REST, Ink
from charts.panel import Panel
from charts.signs import Sign
from charts.strokes import strokes

_GAP: Final = 14
BETWEEN: Final = 44
"""Between two names in a line."""
APART: Final = 34
"""Between the plot and names beside it; a thread leads from a line's end to its name."""
BESIDE: Final = 380
"""The widest name that may stand beside the plot; a wider one leaves the plot too narrow."""
_MOST_LINES: Final = 3
_LINE: Final = 1.36


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a key.

    Attributes:
        name: As it is written.
        sign: What stands before it; none before a name that ends a line.
        thread: The ink of the thread that leads to it, if one does.
    """

    name: str
    sign: Sign | None = None
    thread: Ink | None = None

    @property
    def style(self) -> Style:
        """How the name is written beside the plot."""
        return LABEL if self.sign else BOUND

    @property
    def indent(self) -> float:
        """How far from its side the name begins."""
        return self.sign.wide + _GAP if self.sign else 0.0


def names(panels: Sequence[Panel]) -> tuple[Entry, ...]:
    """The names of all looks, each once; nothing where there is one, which needs no name."""
    form = panels[0].drawing.form
    listed = sorted(
        (shown for panel in panels for shown in panel.choice.shown), key=lambda one: one.rank
    )
    looks = {shown.look: shown.label for shown in listed}
    drawn = {
        shown.look
        for panel in panels
        for shown in panel.choice.shown
        if not np.isnan(panel.table.values[shown.row]).all()
    }
    entries = [
        Entry(
            label if look in drawn else f"{label}: no value",
            signs.series(look, form),
            look.ink if form == "lines" and look in drawn else None,
        )
        for look, label in looks.items()
    ]
    others = {panel.choice.others_name for panel in panels if panel.choice.others}
    if others:
        name = others.pop() if len(others) == 1 else "others"
        entries.append(Entry(name, signs.series(REST, form)))
    return tuple(entries) if len(entries) > 1 else ()


def fits_beside(entries: Sequence[Entry]) -> bool:
    """Whether all names are short enough to stand to the right of the plot."""
    return all(width(entry.name, LABEL) <= BESIDE for entry in entries)


def room_beside(entries: Sequence[Entry]) -> float:
    """How much room names to the right of the plot take."""
    return max((entry.indent + width(entry.name, entry.style) for entry in entries), default=0.0)


def draw_beside(
    canvas: Canvas, entries: Sequence[Entry], wanted: Sequence[float], box: Box
) -> None:
    """Names in a column, each with a thread to what it names.

    Args:
        canvas: Where to draw.
        entries: The names.
        wanted: The height at which each name would like to stand, in pixels.
        box: The room there is.
    """
    if not entries:
        return
    placed = spread(wanted, LABEL.size * _LINE, box.top, box.bottom)
    with strokes(canvas, (box.left - APART, box.top, box.left, box.bottom), margin=0) as pen:
        for entry, wish, y in zip(entries, wanted, placed, strict=True):
            if entry.thread:
                pen.line(
                    [(box.left - APART + bounds.TAIL, wish), (box.left - 6, y)], entry.thread, 2
                )
    for entry, y in zip(entries, placed, strict=True):
        draw_entry(canvas, entry, (box.left, y), entry.style)


def spread(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Heights near those wanted, in their order, none closer to the next than a line is high.

    Where there is no room for all, they are spread evenly and overlap as little as possible.
    """
    height = min(height, (bottom - top) / max(1, len(wanted)))
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    placed = [0.0] * len(wanted)
    floor = top + height / 2
    for at in order:
        placed[at] = floor = max(floor, wanted[at])
        floor += height
    ceiling = bottom - height / 2
    for at in reversed(order):
        placed[at] = ceiling = min(ceiling, placed[at])
        ceiling -= height
    return placed


@dataclass(frozen=True, slots=True)
class Lines:
    """Names in lines, and how large they are written; in columns so wide, or as they come."""

    lines: tuple[tuple[Entry, ...], ...]
    style: Style
    column: float | None

    @property
    def height(self) -> float:
        """How much room the lines take."""
        return len(self.lines) * self.style.size * _LINE


def in_lines(entries: Sequence[Entry], room: float) -> Lines:
    """Names in lines: as they come where they fit, smaller where that takes fewer lines.

    Where they do not fit at all they stand in columns, shortened.
    """
    styles = (LABEL, SMALL)
    fewest = min(((style, _flow(entries, style, room)) for style in styles), key=_lines_of)
    if _lines_of(fewest) <= _MOST_LINES:
        return Lines(fewest[1], fewest[0], None)
    columns = -(-len(entries) // _MOST_LINES)
    column = (room + BETWEEN) / columns
    short = tuple(_shortened(entry, SMALL, column - BETWEEN) for entry in entries)
    lines = (short[at : at + columns] for at in range(0, len(short), columns))
    return Lines(tuple(lines), SMALL, column)


def _lines_of(flowing: tuple[Style, tuple[tuple[Entry, ...], ...]]) -> int:
    return len(flowing[1])


def _between(style: Style) -> float:
    """Between two names in a line of that size."""
    return BETWEEN * style.size / LABEL.size


def _flow(entries: Sequence[Entry], style: Style, room: float) -> tuple[tuple[Entry, ...], ...]:
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        needed = entry.indent + width(entry.name, style)
        if lines[-1] and used + needed > room:
            lines.append([])
            used = 0.0
        lines[-1].append(_shortened(entry, style, room))
        used += needed + _between(style)
    return tuple(tuple(line) for line in lines)


def _shortened(entry: Entry, style: Style, room: float) -> Entry:
    return replace(entry, name=fitted(entry.name, style, room - entry.indent))


def draw_above(canvas: Canvas, arranged: Lines, left: float, top: float) -> None:
    """Names above the plot."""
    for at, line in enumerate(arranged.lines):
        x, y = left, top + (at + 0.5) * arranged.style.size * _LINE
        for entry in line:
            style = arranged.style if entry.sign else replace(arranged.style, ink=QUIET)
            draw_entry(canvas, entry, (x, y), style)
            flowing = entry.indent + width(entry.name, arranged.style) + _between(arranged.style)
            x += arranged.column or flowing


def draw_entry(canvas: Canvas, entry: Entry, place: tuple[float, float], style: Style) -> None:
    """A sign and its name.

    Args:
        canvas: Where to draw.
        entry: Which.
        place: Where it begins, and the height of its middle.
        style: How the name is written.
    """
    x, y = place
    if entry.sign:
        entry.sign.draw(canvas, x, y)
    canvas.text((x + entry.indent, y + style.drop), entry.name, style)
