"""Lines and areas of any direction, drawn by Matplotlib's Agg without figures, axes or artists."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol, cast

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image

from charts.canvas import Canvas
from charts.palette import CANVAS, Ink
from charts.shades import COLOURS, Shades, shade

Points = Sequence[tuple[float, float]] | NDArray[np.float64]
_DPI: Final = 72
_CLEAR: Final = int.from_bytes(bytes((*CANVAS.rgb, 255)), sys.byteorder)
"""An opaque pixel as one number, which fills areas several times as fast as four."""
_STRIP: Final = 600
"""Pixels from left to right that are drawn at once: a buffer for more is asked of the system, and
given back, for each picture."""
_OVER: Final = 8
"""Pixels drawn beside them: Agg cuts lines where their middle leaves what it draws on."""
_Face = tuple[float, float, float] | None


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
        rgbFace: _Face,  # noqa: N803 - the renderer's name
    ) -> None:
        """Draw lines or an area; y upwards."""
        ...


class Strokes:
    """Lines and areas, in the order in which they are to be drawn over a canvas."""

    def __init__(self) -> None:
        self._drawn: list[tuple[GraphicsContextBase, Path, _Face]] = []

    def line(
        self, points: Points, ink: Ink, thickness: float, dashes: tuple[float, ...] = ()
    ) -> None:
        """A line through points, with round ends and corners."""
        pen = _pen(ink, thickness)
        if dashes:
            pen.set_dashes(0, list(dashes))
            pen.set_capstyle("butt")
        self._drawn.append((pen, Path(np.asarray(points, dtype=np.float64)), None))

    def area(self, points: NDArray[np.float64], ink: Ink, edge: Ink, thickness: float = 2) -> None:
        """What lies within a closed line, and the line."""
        closed = Path(np.concatenate((points, points[:1])), closed=True)
        self._drawn.append((_pen(edge, thickness), closed, _unit(ink)))

    def shades(self, left: int, top: int, width: int, height: int) -> Shades:
        """A part of it in the colours of the house; the canvas where nothing is drawn.

        Agg works its way from row to row, and a chart's lines cross more rows than columns. So they
        are drawn lying on their side, which costs a third less.
        """
        agg = cast("_Agg", RendererAgg(height, width, _DPI))  # type: ignore[no-untyped-call]  # as all of it
        pixels = np.asarray(agg.buffer_rgba())
        pixels.view(np.uint32)[:] = _CLEAR
        onto = Affine2D.from_values(0, -1, 1, 0, -top, left + width)
        for pen, path, face in self._drawn:
            agg.draw_path(pen, path, onto, face)
        image = Image.frombuffer("RGBX", (height, width), pixels, "raw", "RGBX", 0, 1)
        found = image.convert("RGB").quantize(palette=_PALETTE, dither=Image.Dither.NONE)
        return np.ascontiguousarray(np.asarray(found).T)


@contextmanager
def strokes(
    canvas: Canvas, box: tuple[float, float, float, float], margin: int = 8
) -> Iterator[Strokes]:
    """Draw lines within a box of a canvas and so many pixels around it; laid over it at the end."""
    drawn = Strokes()
    yield drawn
    left, top, right, bottom = canvas.cut(
        (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
    )
    for start in range(left, right, _STRIP):
        wide = min(_STRIP, right - start)
        shades = drawn.shades(start - _OVER, top, wide + 2 * _OVER, bottom - top)[:, _OVER:-_OVER]
        ground = canvas.shades[top:bottom, start : start + wide]
        ground *= shades == shade(CANVAS)  # which is number 0: much faster than choosing
        ground += shades


def _pen(ink: Ink, thickness: float) -> GraphicsContextBase:
    pen = GraphicsContextBase()
    pen.set_foreground((*_unit(ink), 1.0), isRGBA=True)
    pen.set_linewidth(thickness)
    pen.set_capstyle("round")
    pen.set_joinstyle("round")
    pen.set_snap(False)
    return pen


def _unit(ink: Ink) -> tuple[float, float, float]:
    return (ink.red / 255, ink.green / 255, ink.blue / 255)


def _palette() -> Image.Image:
    image = Image.new("P", (1, 1))
    image.putpalette(COLOURS)
    return image


_PALETTE: Final = _palette()
