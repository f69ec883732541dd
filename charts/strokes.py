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


class Strokes:
    """Something to draw lines on, clear from the start.

    Agg works its way from row to row, and a chart's lines cross more rows than columns. So they are
    drawn lying on their side, which costs a third less, and long ones no more than their parts.

    Args:
        left: Where it lies on the canvas.
        top: As above.
        width: How large it is.
        height: As above.
    """

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        agg = RendererAgg(height, width, _DPI)  # type: ignore[no-untyped-call]  # as all of it
        self._agg = cast("_Agg", agg)
        self._onto = Affine2D.from_values(0, -1, 1, 0, -top, left + width)
        self._pixels = np.asarray(self._agg.buffer_rgba())
        self._pixels.view(np.uint32)[:] = _CLEAR

    def line(
        self, points: Points, ink: Ink, thickness: float, dashes: tuple[float, ...] = ()
    ) -> None:
        """A line through points, with round ends and corners."""
        pen = _pen(ink, thickness)
        if dashes:
            pen.set_dashes(0, list(dashes))
            pen.set_capstyle("butt")
        self._agg.draw_path(pen, Path(np.asarray(points, dtype=np.float64)), self._onto)

    def area(self, points: NDArray[np.float64], ink: Ink, edge: Ink, thickness: float = 2) -> None:
        """What lies within a closed line, and the line."""
        closed = Path(np.concatenate((points, points[:1])), closed=True)
        self._agg.draw_path(_pen(edge, thickness), closed, self._onto, _unit(ink))

    def shades(self) -> Shades:
        """What was drawn, in the colours of the house; the canvas where nothing was."""
        across, down = self._pixels.shape[:2]
        pixels = (self._pixels, "raw", "RGBX", 0, 1)
        image = Image.frombuffer("RGBX", (down, across), *pixels).convert("RGB")
        found = image.quantize(palette=_PALETTE, dither=Image.Dither.NONE)
        return np.ascontiguousarray(np.asarray(found).T)


@contextmanager
def strokes(
    canvas: Canvas, box: tuple[float, float, float, float], margin: int = 8
) -> Iterator[Strokes]:
    """Draw lines within a box of a canvas and so many pixels around it; laid over it at the end."""
    left, top = max(0, round(box[0]) - margin), max(0, round(box[1]) - margin)
    right = min(canvas.width, round(box[2]) + margin)
    bottom = min(canvas.height, round(box[3]) + margin)
    made = Strokes(left, top, right - left, bottom - top)
    yield made
    shades = made.shades()
    ground = canvas.shades[top:bottom, left:right]
    ground *= shades == shade(CANVAS)  # the canvas is number 0: several times as fast as choosing
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
Image.core.set_blocks_max(4)  # type: ignore[attr-defined]  # keeps memory for the next picture
