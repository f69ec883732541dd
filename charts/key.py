"""Which look belongs to which name: beside the plot where names are short, above it where not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from charts import palette
from charts.canvas import Canvas
from charts.frame import Box
from charts.letters import Style, fitted, width
from charts.model import Form
from charts.palette import Look

LABEL: Final = Style(37, palette.TEXT)
SMALL: Final = Style(32, palette.TEXT)
NOTE: Final = Style(32, palette.BOUND)
"""For what matters less than names."""
_SWATCH: Final = 34
_GAP: Final = 14
_BETWEEN: Final = 44
APART: Final = 34
"""Between the plot and names beside it; a thread leads from a line's end to its name."""
BESIDE: Final = 300
"""The widest name that may stand beside the plot; a wider one leaves the plot too narrow."""
_MOST_ROWS: Final = 3
_LINE: Final = 1.4


@dataclass(frozen=True, slots=True)
class Entry:
    """A look and its name; without a look it names a line that ends where the name begins."""

    look: Look | None
    name: str

    @property
    def style(self) -> Style:
        """How the name is written beside the plot."""
        return LABEL if self.look else NOTE

    @property
    def indent(self) -> float:
        """How far from the plot's side the name begins."""
        return _SWATCH + _GAP if self.look else 0.0


def fits_beside(entries: Sequence[Entry]) -> bool:
    """Whether all names are short enough to stand to the right of the plot."""
    return all(width(entry.name, LABEL) <= BESIDE for entry in entries)


def room_beside(entries: Sequence[Entry]) -> float:
    """How much room names to the right of the plot take."""
    return max((entry.indent + width(entry.name, entry.style) for entry in entries), default=0.0)


def draw_beside(
    canvas: Canvas, entries: Sequence[Entry], wanted: Sequence[float], box: Box, form: Form
) -> None:
    """Names in a column, each with a thread to the line it names.

    Args:
        canvas: Where to draw.
        entries: Looks and names.
        wanted: The height at which each name would like to stand, in pixels.
        box: The room there is.
        form: What the swatches stand for.
    """
    height = LABEL.size * _LINE
    placed = spread(wanted, height, box.top, box.bottom)
    for entry, wish, y in zip(entries, wanted, placed, strict=True):
        if entry.look is None or (form == "lines" and entry.look is not palette.REST):
            ink = entry.look.ink if entry.look else palette.BOUND
            canvas.line([(box.left - APART + 10, wish), (box.left - 6, y)], ink, 2)
        _entry(canvas, entry, (box.left, y), entry.style, form)


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
class Rows:
    """Names in rows, and how large they are written."""

    rows: tuple[tuple[Entry, ...], ...]
    style: Style
    column: float | None

    @property
    def height(self) -> float:
        """How much room the rows take."""
        return len(self.rows) * self.style.size * _LINE


def rows(entries: Sequence[Entry], room: float) -> Rows:
    """Names in rows: as they come where they fit, else smaller, else in two columns, shortened."""
    for style in (LABEL, SMALL):
        flowing = _flow(entries, style, room)
        if len(flowing) <= _MOST_ROWS:
            return Rows(flowing, style, None)
    column = (room - _BETWEEN) / 2
    short = tuple(
        Entry(entry.look, fitted(entry.name, SMALL, column - _SWATCH - _GAP)) for entry in entries
    )
    return Rows(
        tuple(short[at : at + 2] for at in range(0, len(short), 2)), SMALL, column + _BETWEEN
    )


def _flow(entries: Sequence[Entry], style: Style, room: float) -> tuple[tuple[Entry, ...], ...]:
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        needed = _SWATCH + _GAP + width(entry.name, style)
        if lines[-1] and used + needed > room:
            lines.append([])
            used = 0.0
        name = fitted(entry.name, style, room - _SWATCH - _GAP)
        lines[-1].append(Entry(entry.look, name))
        used += needed + _BETWEEN
    return tuple(tuple(line) for line in lines)


def draw_rows(canvas: Canvas, arranged: Rows, left: float, top: float, form: Form) -> None:
    """Names above the plot."""
    for at, line in enumerate(arranged.rows):
        x, y = left, top + (at + 0.5) * arranged.style.size * _LINE
        for entry in line:
            _entry(canvas, entry, (x, y), arranged.style, form)
            flowing = _SWATCH + _GAP + width(entry.name, arranged.style) + _BETWEEN
            x += arranged.column or flowing


def _entry(
    canvas: Canvas, entry: Entry, place: tuple[float, float], style: Style, form: Form
) -> None:
    x, y = place
    if entry.look is None:
        canvas.text((x, y + style.drop), entry.name, style)
        return
    if form == "bars":
        half = _SWATCH / 2 - 2
        box = (x, y - half, x + 2 * half, y + half)
        canvas.patterned(box, entry.look.ink, showing_through(entry.look), entry.look.pattern)
    elif entry.look is palette.REST:
        canvas.line([(x + 2, y), (x + _SWATCH - 4, y)], entry.look.ink, 3)
    else:
        canvas.line([(x + 2, y), (x + _SWATCH - 4, y)], entry.look.ink, 5)
        canvas.marker((x + _SWATCH / 2 - 1, y), entry.look)
    canvas.text((x + entry.indent, y + style.drop), entry.name, style)


def showing_through(look: Look) -> palette.Ink:
    """The lighter colour of a look's pattern."""
    return look.ink.on_canvas(0.68)
