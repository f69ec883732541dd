"""What stands before a name in a key: a piece of what is called that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from charts import bounds, ghost, palette, weave
from charts.bars import draw_open
from charts.canvas import Canvas
from charts.markers import marker
from charts.model import BoundKind, Form
from charts.palette import Look

_SQUARE: Final = 34
_LINE: Final = 52
_DASH: Final = 20


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign.

    Attributes:
        wide: Pixels from left to right.
        draw: Draws it on a canvas, given its left edge and the height of its middle.
    """

    wide: int
    draw: Callable[[Canvas, float, float], None]


def series(look: Look, form: Form) -> Sign:
    """A series, or all the others."""

    def bar(canvas: Canvas, x: float, y: float) -> None:
        canvas.woven(_square(x, y), weave.full(look))

    def line(canvas: Canvas, x: float, y: float) -> None:
        is_rest = look is palette.REST
        canvas.level(x, x + _LINE, y, look.ink, 3 if is_rest else 6)
        if not is_rest:
            canvas.stamp((x + _LINE / 2, y), marker(look))

    return Sign(_LINE, line) if form == "lines" else Sign(_SQUARE, bar)


def unfinished(form: Form, look: Look) -> Sign:
    """What is drawn open."""

    def bar(canvas: Canvas, x: float, y: float) -> None:
        draw_open(canvas, _square(x, y), look)

    def line(canvas: Canvas, x: float, y: float) -> None:
        canvas.level(x, x + _DASH, y, look.ink, 6)
        canvas.level(x + _LINE - _DASH, x + _LINE, y, look.ink, 6)

    return Sign(_LINE, line) if form == "lines" else Sign(_SQUARE, bar)


def before(form: Form) -> Sign:
    """The period before."""

    def bar(canvas: Canvas, x: float, y: float) -> None:
        left, top, right, bottom = _square(x, y)
        ghost.silhouette(canvas, [(round(left), round(right), round(top))], round(bottom))

    def line(canvas: Canvas, x: float, y: float) -> None:
        ghost.dots(canvas, x, x + _LINE, y)

    return Sign(_LINE, line) if form == "lines" else Sign(_SQUARE, bar)


def bound(kind: BoundKind) -> Sign:
    """A bound."""

    def line(canvas: Canvas, x: float, y: float) -> None:
        bounds.level(canvas, kind, (x, x + _LINE), y)

    return Sign(_LINE, line)


def _square(x: float, y: float) -> tuple[float, float, float, float]:
    return (x, y - _SQUARE / 2, x + _SQUARE, y + _SQUARE / 2)
