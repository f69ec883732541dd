"""Patterns in two shades of an ink: the second cue that tells one bar from another."""

from functools import cache
from typing import Final

import numpy as np

from charts.palette import Ink, Look, Pattern
from charts.shades import STEPS, Shades, between

TILE: Final = 16
"""Pixels after which a pattern repeats, each way."""
WIDE: Final = 16 * TILE
"""Pixels from left to right that can be cut from a cloth at once."""
_HIGH: Final = 64 * TILE
"""More than a picture is high."""
_THROUGH: Final = 11
"""Sixteenths of its ink in what shows through a series' pattern."""
_HATCH: Final = 10
"""Sixteenths of its ink in the hatching of what is open."""
_FINE: Final = 8
"""Samples a pixel, each way, which smooth the edges."""
_THICK: Final = 3.0
_THIN: Final = 1.8
_DOT: Final = 1.7
_HALF: Final = TILE // 2


def full(look: Look) -> Shades:
    """The cloth for the bars of a series."""
    return _cloth(look.ink, look.pattern, STEPS, _THROUGH)


def hatched(look: Look) -> Shades:
    """The cloth for what is open: the canvas, hatched."""
    return _cloth(look.ink, "rising", 0, _HATCH)


@cache
def _cloth(ink: Ink, pattern: Pattern, ground: int, figure: int) -> Shades:
    """Shades enough for any bar, cut where it stands, so that a pattern never jumps.

    Args:
        ink: Of which the shades are.
        pattern: What is woven into it.
        ground: Sixteenths of the ink around the pattern.
        figure: Sixteenths of the ink in the pattern.
    """
    tile = between(_tile(pattern), ink, ground, figure)
    return np.tile(tile, (_HIGH // TILE, WIDE // TILE + 1))


def _tile(pattern: Pattern) -> Shades:
    """How much of each pixel of a tile belongs to the pattern, 0 to 255."""
    at = (np.arange(TILE * _FINE) + 0.5) / _FINE
    x, y = np.meshgrid(at, at)
    across, down = x % _HALF, y % _HALF
    drawn = {
        "plain": np.zeros_like(x, dtype=bool),
        "rising": (x + y) % TILE < _THICK,
        "falling": (x - y) % TILE < _THICK,
        "level": down < _THIN,
        "upright": across < _THIN,
        "dots": np.hypot(across - _HALF / 2, down - _HALF / 2) < _DOT,
        "mesh": (across < _THIN) | (down < _THIN),
        "checks": (x < _HALF) ^ (y < _HALF),
    }[pattern]
    fine = drawn.reshape(TILE, _FINE, TILE, _FINE)
    tile: Shades = np.rint(fine.mean(axis=(1, 3)) * 255).astype(np.uint8)
    return tile
