"""Bounds: quiet lines, as firm as their meaning is sure."""

from collections.abc import Iterable
from typing import Final

from charts import palette
from charts.canvas import Canvas
from charts.model import BoundKind

TAIL: Final = 10
"""Pixels by which a line stands out of the plot, towards its name."""
_NEAR: Final = 6
"""Pixels from a line within which a number is no longer read well."""
_CLEAR: Final = 8
"""And by which one that gives way stands off."""
_PENS: Final[dict[BoundKind, tuple[int, int, int]]] = {
    "plain": (4, 1, 0),
    "documented": (4, 20, 12),
    "unclear": (3, 3, 9),
}
"""How thick a line is, how long its dashes are and how long the gaps between them."""


def beyond(start: float, length: float, lines: Iterable[float]) -> float:
    """Where what is so long begins, so that no line strikes it through.

    Args:
        start: Where it would like to begin.
        length: From where it begins, in the direction in which it may be moved.
        lines: Where lines cross that direction.
    """
    for line in sorted(lines):
        if start - _NEAR < line < start + length + _NEAR:
            start = line + _CLEAR
    return start


def level(canvas: Canvas, kind: BoundKind, ends: tuple[float, float], y: float) -> None:
    """From left to right."""
    for start, end, thickness in _dashes(kind, ends):
        canvas.level(start, end, y, palette.BOUND, thickness)


def upright(canvas: Canvas, kind: BoundKind, ends: tuple[float, float], x: float) -> None:
    """From top to bottom."""
    for start, end, thickness in _dashes(kind, ends):
        left = round(x - thickness / 2)
        canvas.rectangle((left, start, left + thickness, end), palette.BOUND)


def _dashes(kind: BoundKind, ends: tuple[float, float]) -> list[tuple[int, int, int]]:
    """Where each dash begins and ends, and how thick it is."""
    thickness, dash, gap = _PENS[kind]
    first, last = round(ends[0]), round(ends[1])
    if not gap:
        return [(first, last, thickness)]
    return [(at, min(at + dash, last), thickness) for at in range(first, last, dash + gap)]
