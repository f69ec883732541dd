"""Bounds as lines."""

import numpy as np
import pytest

from charts import palette
from charts.bounds import beyond, level, upright
from charts.canvas import Canvas
from charts.model import Bound, BoundKind, Point, Series
from charts.shades import shade
from tests.charts.cases import DAY, END, counts, drawing
from tests.charts.drawn import having, pixels

_ONE = Series("deployments", counts(1, 6, 30))


@pytest.mark.parametrize(("kind", "pieces"), [("plain", 1), ("documented", 7), ("unclear", 17)])
def test_a_bound_is_as_firm_as_its_meaning_is_sure(kind: BoundKind, pieces: int) -> None:
    """A line, dashes, dots; the same from left to right as from top to bottom."""
    canvas = Canvas(300, 300)
    level(canvas, kind, (20, 220), 10)
    upright(canvas, kind, (20, 220), 10)
    ink = canvas.shades == shade(palette.BOUND)
    across, down = ink[10, 14:], ink[14:, 10]
    assert (np.diff(across.astype(int), prepend=0) == 1).sum() == pieces
    assert np.array_equal(across, down)


def test_a_bound_is_drawn_where_it_fits() -> None:
    """A bound is a line; one far outside the data is told in words and flattens nothing."""
    without = pixels(drawing("bars", [_ONE]))
    near = pixels(drawing("bars", [_ONE], Bound("lower", 3, "plain")))
    far = pixels(drawing("bars", [_ONE], Bound("upper", 500, "plain")))
    assert having(near[240:760], palette.BOUND).sum() > 3000
    assert np.array_equal(far[:800], without[:800])
    assert not np.array_equal(far[800:], without[800:])


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        ((), 100),
        ((80, 150), 100),
        ((110,), 118),
        ((98,), 106),
        ((110, 130), 138),
        ((110, 160), 118),
    ],
)
def test_a_number_gives_way_to_lines(lines: tuple[float, ...], start: float) -> None:
    """As far as it must, and over the next one where there is no room between two."""
    assert beyond(100, 30, lines) == start


@pytest.mark.parametrize("high", [20, 14])
def test_no_bound_strikes_a_number_above_a_bar_through(high: int) -> None:
    """Its line is whole between the bars, whether above the last bar or above a zero."""
    points = tuple(Point(END + DAY * at, value) for at, value in enumerate((0, 0, 0, high)))
    seen = pixels(drawing("bars", [Series("x", points)], Bound("goal", 1, "plain")))
    line = having(seen, palette.BOUND)[240:760, :1300]
    (row,) = np.flatnonzero(line.sum(axis=1) > 1000)[:1]
    columns = np.flatnonzero(line[row])
    assert (np.diff(columns) == 1).all()
