"""A sheet of pixels to draw on: areas, words and small shapes, in the colours of the house.

Everything is placed in pixels, x to the right and y downwards, and cut where the sheet ends. What
is neither level nor upright is drawn by Matplotlib's Agg: see `charts.strokes`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np

from charts import letters
from charts.letters import Style
from charts.palette import CANVAS, Ink
from charts.shades import LEAVE, STEPS, Shades, between, shade
from charts.weave import TILE, WIDE

Align = Literal["left", "centre", "right"]
_SHARE: Final[dict[Align, float]] = {"left": 0, "centre": 0.5, "right": 1}
_HALO: Final = 5


class Box(NamedTuple):
    """A rectangle of the picture."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """Something small to lay over a picture, as often as needed.

    Attributes:
        shades: Its pixels, LEAVE where what is below stays.
        left: From its place to its left edge.
        above: Rows above its place.
        advance: How wide it is, if it is a text.
    """

    shades: Shades
    left: int
    above: int
    advance: float = 0.0


class Canvas:
    """Something to draw on, opaque from the start."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.shades: Shades = np.full((height, width), shade(CANVAS), dtype=np.uint8)

    def rectangle(
        self, box: tuple[float, float, float, float], ink: Ink, sixteenths: int = STEPS
    ) -> None:
        """Fill a box with an ink or a part of it, rounded to whole pixels so that it is crisp."""
        left, top, right, bottom = self.cut(box)
        self.shades[top:bottom, left:right] = shade(ink, sixteenths)

    def woven(self, box: tuple[float, float, float, float], cloth: Shades) -> None:
        """Fill a box with a cloth of `charts.weave`."""
        left, top, right, bottom = self.cut(box)
        for start in range(left, right, WIDE):
            end, seam = min(start + WIDE, right), start % TILE
            self.shades[top:bottom, start:end] = cloth[top:bottom, seam : seam + end - start]

    def level(self, left: float, right: float, y: float, ink: Ink, thickness: int = 2) -> None:
        """A straight line from left to right, crisp."""
        top = round(y - thickness / 2)
        self.rectangle((left, top, right, top + thickness), ink)

    def stamp(self, place: tuple[float, float], stamp: Stamp) -> None:
        """Lay a stamp over what is there."""
        height, width = stamp.shades.shape
        x, y = round(place[0]) + stamp.left, round(place[1]) - stamp.above
        left, top, right, bottom = self.cut((x, y, x + width, y + height))
        shades = stamp.shades[top - y : bottom - y, left - x : right - x]
        np.copyto(self.shades[top:bottom, left:right], shades, where=shades != LEAVE)

    def text(
        self,
        place: tuple[float, float],
        text: str,
        style: Style,
        align: Align = "left",
        *,
        halo: bool = False,
    ) -> None:
        """Write on one line.

        Args:
            place: Where the text begins, is centred or ends, and the line on which letters stand.
            text: What to write, literally.
            style: How.
            align: Which part of the text lies at the place.
            halo: Whether to clear a little room around the letters first.
        """
        written = _written(text, style, halo=halo)
        self.stamp((place[0] - _SHARE[align] * written.advance, place[1]), written)

    def cut(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        """What of a box lies on the canvas, in whole pixels."""
        left, top, right, bottom = map(round, box)
        right, bottom = min(max(0, right), self.width), min(max(0, bottom), self.height)
        return min(max(0, left), right), min(max(0, top), bottom), right, bottom


@lru_cache(maxsize=128)  # the words of a few charts; a long subtitle's stamp weighs 50 kB
def _written(text: str, style: Style, *, halo: bool) -> Stamp:
    """A text as a stamp."""
    word = letters.word(text, style)
    mask = np.pad(word.mask, _HALO) if halo else word.mask
    shades = between(mask, style.ink)
    clear = _grown(mask) if halo else shades
    shades[clear == 0] = LEAVE
    shades.flags.writeable = False
    margin = _HALO if halo else 0
    return Stamp(shades, word.left - margin, word.above + margin, word.advance)


def _grown(mask: Shades) -> Shades:
    """A mask that reaches further, to all sides."""
    for axis in (0, 1):
        steps = range(-_HALO, _HALO + 1)
        mask = np.max([np.roll(mask, by, axis) for by in steps], axis=0)
    return mask
