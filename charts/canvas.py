"""A sheet of pixels to draw on: Matplotlib's Agg renderer, without figures, axes or artists.

Everything is placed in pixels, x to the right and y downwards. Lines and markers are drawn by Agg,
anti-aliased; bars, grid and text are written into its buffer, which costs a fraction of a path.
"""

import sys
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal, Protocol, cast

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from charts.letters import Mask, Style, word
from charts.palette import CANVAS, Ink, Look, Marker, Pattern

Pixels = NDArray[np.uint8]
Align = Literal["left", "centre", "right"]
_DPI: Final = 72
_PIECE: Final = 48
"""Points that Agg is given at once: long paths cost more than their parts."""
_HALO: Final = 5
_MARKER: Final = 20


class _Agg(Protocol):
    """What is used of Matplotlib's renderer, which ships without types."""

    def buffer_rgba(self) -> memoryview:
        """The pixels themselves; that they can be written to is seen, not promised."""
        ...

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Affine2D,
        rgbFace: tuple[float, float, float] | None = None,  # noqa: N803 - the renderer's name
    ) -> None:
        """Draw lines or an area; y upwards."""
        ...

    def new_gc(self) -> GraphicsContextBase:
        """A pen."""
        ...


class Canvas:
    """Something to draw on, opaque from the start."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        agg = RendererAgg(width, height, _DPI)  # type: ignore[no-untyped-call]  # as all of it
        self._agg = cast("_Agg", agg)
        self.pixels: Pixels = np.asarray(self._agg.buffer_rgba())
        self._whole = self.pixels.view(np.uint32)[:, :, 0]
        self._whole[:] = _whole(CANVAS)
        self._upside_down = Affine2D().scale(1, -1).translate(0, height)

    # -- areas --------------------------------------------------------------------------------

    def rectangle(self, box: tuple[float, float, float, float], ink: Ink) -> None:
        """Fill a box (left, top, right, bottom), rounded to whole pixels so that it is crisp."""
        left, top, right, bottom = (round(edge) for edge in box)
        self._whole[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = _whole(ink)

    def patterned(
        self, box: tuple[float, float, float, float], ink: Ink, ground: Ink, pattern: Pattern
    ) -> None:
        """Fill a box with an ink, and a pattern of the ground showing through it."""
        self.rectangle(box, ink)
        if pattern != "plain":
            left, top, right, bottom = (max(0, round(edge)) for edge in box)
            self._blend(_tiled(pattern, top, bottom, left, right), left, top, ground)

    # -- lines --------------------------------------------------------------------------------

    def level(self, left: float, right: float, y: float, ink: Ink, thickness: int = 2) -> None:
        """A straight line from left to right, crisp."""
        top = round(y - thickness / 2)
        self.rectangle((left, top, right, top + thickness), ink)

    def line(
        self,
        points: Sequence[tuple[float, float]] | NDArray[np.float64],
        ink: Ink,
        thickness: float,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """A line through points, with round ends and corners."""
        path = np.asarray(points, dtype=np.float64)
        pen = self._pen(ink, thickness)
        if dashes:
            pen.set_dashes(0, list(dashes))
            pen.set_capstyle("butt")
            self._agg.draw_path(pen, Path(path), self._upside_down)
            return
        for at in range(0, max(1, len(path) - 1), _PIECE):
            self._agg.draw_path(pen, Path(path[at : at + _PIECE + 1]), self._upside_down)

    def area(self, points: NDArray[np.float64], ink: Ink, edge: Ink) -> None:
        """What lies within a closed line, and the line."""
        closed = Path(np.concatenate((points, points[:1])), closed=True)
        self._agg.draw_path(self._pen(edge, 2), closed, self._upside_down, _unit(ink))

    def marker(self, place: tuple[float, float], look: Look, *, is_open: bool = False) -> None:
        """A small shape around a point, set off from the line that runs through it."""
        x, y = place
        onto = Affine2D().scale(_MARKER / 2).translate(x, self.height - y)
        shape = _shape(look.marker)
        if look.marker in {"plus", "cross"}:
            for ink, thickness in ((CANVAS, _MARKER * 0.75), (look.ink, _MARKER * 0.35)):
                self._agg.draw_path(self._pen(ink, thickness, round_ends=False), shape, onto)
            return
        self._agg.draw_path(self._pen(CANVAS, _MARKER / 2), shape, onto)
        face = CANVAS if is_open or look.marker == "ring" else look.ink
        self._agg.draw_path(self._pen(look.ink, _MARKER / 4), shape, onto, _unit(face))

    def _pen(self, ink: Ink, thickness: float, *, round_ends: bool = True) -> GraphicsContextBase:
        pen = self._agg.new_gc()
        pen.set_foreground((*_unit(ink), 1.0), isRGBA=True)
        pen.set_linewidth(thickness)
        pen.set_capstyle("round" if round_ends else "butt")
        pen.set_joinstyle("round")
        pen.set_snap(False)
        return pen

    # -- text ---------------------------------------------------------------------------------

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
        x, y = place
        written = word(text, style)
        left = round(x - {"left": 0, "centre": 0.5, "right": 1}[align] * written.advance)
        left, top = left + written.left, round(y) - written.above
        if halo and written.mask.size:
            around = _dilated(written.mask)
            self._blend(around, left - _HALO, top - _HALO, CANVAS)
        self._blend(written.mask, left, top, style.ink)

    def _blend(self, mask: Mask, left: int, top: int, ink: Ink) -> None:
        """Lay an ink over the pixels, as much of it as the mask says; what lies outside is cut."""
        x, y = max(0, left), max(0, top)
        mask = mask[y - top : max(0, self.height - top), x - left : max(0, self.width - left)]
        height, width = mask.shape
        ground = self.pixels[y : y + height, x : x + width, :3]
        share = mask[:, :, None].astype(np.int32)
        colour = np.array(ink.rgb, dtype=np.int32)
        ground[:] = (ground * (255 - share) + colour * share + 127) // 255


@cache
def _whole(ink: Ink) -> np.uint32:
    """An opaque pixel as one number, which fills areas several times as fast as four."""
    return np.uint32(int.from_bytes(bytes((*ink.rgb, 255)), sys.byteorder))


def _unit(ink: Ink) -> tuple[float, float, float]:
    return (ink.red / 255, ink.green / 255, ink.blue / 255)


def _dilated(mask: Mask) -> Mask:
    """A mask grown by the width of a halo on every side."""
    grown = np.pad(mask, _HALO)
    for axis in (0, 1):
        grown = np.max([np.roll(grown, by, axis) for by in range(-_HALO, _HALO + 1)], axis=0)
    return grown


@cache
def _shape(marker: Marker) -> Path:
    """The outline of a marker within a circle of radius 1; y upwards."""
    if marker in {"disc", "ring"}:
        return Path.unit_circle()
    corners: dict[str, list[tuple[float, float]]] = {
        "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        "triangle": [(-1, -0.8), (1, -0.8), (0, 1)],
        "diamond": [(0, -1.2), (1.1, 0), (0, 1.2), (-1.1, 0)],
        "wedge": [(-1, 0.8), (0, -1), (1, 0.8)],
    }
    if marker in corners:
        return Path([*corners[marker], corners[marker][0]], closed=True)
    arm = 1.2 if marker == "plus" else 0.95
    ends = [(-arm, 0), (arm, 0), (0, -arm), (0, arm)]
    if marker == "cross":
        ends = [(-arm, -arm), (arm, arm), (-arm, arm), (arm, -arm)]
    return Path(ends, [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO])


# -- patterns -------------------------------------------------------------------------------------

_TILE: Final = 16
_FINE: Final = 8
"""Samples a pixel, each way, which smooth the edges."""
_THICK: Final = 3.0
_THIN: Final = 1.8
_DOT: Final = 1.7
_HALF: Final = _TILE // 2


def _tiled(pattern: Pattern, top: int, bottom: int, left: int, right: int) -> Mask:
    """A pattern over an area; where it falls depends on the picture alone, so it never jumps."""
    rows = np.arange(top, max(top, bottom)) % _TILE
    columns = np.arange(left, max(left, right)) % _TILE
    return _tile(pattern)[np.ix_(rows, columns)]


@cache
def _tile(pattern: Pattern) -> Mask:
    """One tile of a pattern, its edges smoothed."""
    at = (np.arange(_TILE * _FINE) + 0.5) / _FINE
    x, y = np.meshgrid(at, at)
    across, down = x % _HALF, y % _HALF
    drawn = {
        "plain": np.zeros_like(x, dtype=bool),
        "rising": (x + y) % _TILE < _THICK,
        "falling": (x - y) % _TILE < _THICK,
        "level": down < _THIN,
        "upright": across < _THIN,
        "dots": np.hypot(across - _HALF / 2, down - _HALF / 2) < _DOT,
        "mesh": (across < _THIN) | (down < _THIN),
        "checks": (x < _HALF) ^ (y < _HALF),
    }[pattern]
    fine = drawn.reshape(_TILE, _FINE, _TILE, _FINE)
    tile: Mask = np.round(fine.mean(axis=(1, 3)) * 255).astype(np.uint8)
    return tile
