"""Small shapes around points: the second cue that tells one line from another."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charts import palette
from charts.canvas import Stamp
from charts.palette import CANVAS, Ink, Look, Marker
from charts.shades import LEAVE, shade
from charts.strokes import Strokes

_RADIUS: Final = 10
_RIM: Final = 5
"""Pixels that set a shape off from the line that runs through it, and how thick its edge is."""
_ARM: Final = 7
_OPEN_ARM: Final = 3
"""How thick the arms of a plus and of a cross are, and those of one that is open."""
_REACH: Final = 22
"""From the middle to the edge of the stamp."""
_ARMS: Final = {"plus": ((0, 1.2), (1.2, 0)), "cross": ((0.95, 0.95), (-0.95, 0.95))}
"""Where an arm ends; it begins opposite."""


@cache
def marker(look: Look, *, is_open: bool = False) -> Stamp:
    """The shape of a look, with a rim of canvas; hollow, or thin, where it is open."""
    field = (-_REACH, -_REACH, 2 * _REACH, 2 * _REACH)
    shades = _drawn(look, look.ink, is_open=is_open).shades(*field)
    under = _drawn(look, palette.TEXT, rim=_RIM, is_open=False).shades(*field)
    shades = np.where(under == shade(CANVAS), LEAVE, shades)
    return Stamp(shades.astype(np.uint8), -_REACH, _REACH)


def _drawn(look: Look, ink: Ink, *, rim: float = 0, is_open: bool) -> Strokes:
    """A shape, grown by a rim."""
    drawn = Strokes()
    if look.marker in _ARMS:
        arm = _OPEN_ARM if is_open else _ARM
        for x, y in _ARMS[look.marker]:
            ends = np.array([(-x, -y), (x, y)]) * (_RADIUS + rim / 2)
            drawn.line(ends, ink, arm + rim)
        return drawn
    face = CANVAS if is_open else ink
    drawn.area(_corners(look.marker) * _RADIUS, face, ink, _RIM + 2 * rim)
    return drawn


def _corners(shape: Marker) -> NDArray[np.float64]:
    """The outline of a shape, about one away from its middle."""
    around = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    tips = np.arange(10) * np.pi / 5
    star = np.column_stack((np.sin(tips), -np.cos(tips))) * np.tile((1.5, 0.7), 5)[:, None]
    corners = {
        "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        "triangle": [(-1, 0.8), (1, 0.8), (0, -1)],
        "diamond": [(0, -1.2), (1.1, 0), (0, 1.2), (-1.1, 0)],
        "wedge": [(-1, -0.8), (0, 1), (1, -0.8)],
        "star": star + np.array((0, 0.14)),
    }
    return np.array(corners.get(shape, np.column_stack((np.cos(around), np.sin(around)))))
