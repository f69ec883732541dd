"""Every colour that a picture can have, by number: the inks, most of them in sixteen shades.

A chart has few colours, each on its way to the canvas at every edge. So a pixel is one byte that
says which, from the first stroke to the file: a third of the bytes of full colours, and no colour
has to be looked for when the file is written.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from charts import palette
from charts.palette import Ink

Shades = NDArray[np.uint8]

STEPS: Final = 16
"""Shades of an ink, the last of which is the ink; fewer show bands in small grey text."""
LEAVE: Final = 255
"""No colour: what is laid over a picture leaves it there as it is."""

_FLAT: Final = (palette.CANVAS, palette.GRID, palette.WEEKEND, palette.GHOST)
_INKS: Final = (
    palette.TEXT,
    palette.QUIET,
    palette.BOUND,
    palette.AXIS,
    palette.OTHERS,
    *(look.ink for look in palette.LOOKS),
)
_RAMPS: Final = {ink: len(_FLAT) + STEPS * at for at, ink in enumerate(_INKS)}
"""Where the shades of an ink begin."""


def _all() -> tuple[Ink, ...]:
    ramps = (ink.on_canvas(at / STEPS) for ink in _INKS for at in range(1, STEPS + 1))
    return (*_FLAT, *ramps)


COLOURS: Final = bytes(part for ink in _all() for part in ink.rgb)
"""Red, green and blue of each number."""


@cache
def shade(ink: Ink, sixteenths: int = STEPS) -> int:
    """The number of an ink, or of so many sixteenths of it; none is the canvas."""
    if sixteenths == 0:
        return _FLAT.index(palette.CANVAS)
    if ink in _FLAT:
        return _FLAT.index(ink)
    return _RAMPS[ink] + sixteenths - 1


def between(mask: NDArray[np.uint8], ink: Ink, none: int = 0, full: int = STEPS) -> Shades:
    """Where a mask says how much there is of something, the shade that shows it.

    Args:
        mask: 0 to 255.
        ink: Of which the shades are.
        none: Sixteenths of it where there is nothing.
        full: Sixteenths of it where there is all.
    """
    numbers = np.array([shade(ink, at) for at in range(STEPS + 1)], dtype=np.uint8)
    shares = none + np.rint(np.arange(256) / 255 * (full - none)).astype(int)
    found: Shades = numbers[shares][mask]
    return found
