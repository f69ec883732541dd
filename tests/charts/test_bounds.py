"""Bounds as lines."""

import numpy as np
import pytest

from charts import palette
from charts.bounds import level, upright
from charts.canvas import Canvas
from charts.model import Bound, BoundKind, Series
from charts.shades import shade
from tests.charts.cases import counts, drawing
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
