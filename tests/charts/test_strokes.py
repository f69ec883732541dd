"""Lines and areas."""

import numpy as np

from charts.canvas import Canvas
from charts.palette import GRID, LOOKS
from charts.shades import COLOURS, shade
from charts.strokes import Strokes, strokes

_INK = shade(LOOKS[0].ink)


def test_a_line_lies_where_its_points_are() -> None:
    """From left to right and from the top down, whatever way Agg works inside."""
    canvas = Canvas(200, 100)
    with strokes(canvas, (0, 0, 200, 100)) as pen:
        pen.line([(20, 30), (180, 30), (180, 90)], LOOKS[0].ink, 6)
    drawn = canvas.shades == _INK
    assert drawn[30, 25:175].all()
    assert drawn[35:85, 180].all()
    assert not drawn[60:, :150].any()


def test_what_is_below_stays_where_nothing_is_drawn() -> None:
    """Lines are laid over grid and bars; only the box of them is touched."""
    canvas = Canvas(200, 100)
    canvas.rectangle((0, 0, 200, 100), GRID)
    with strokes(canvas, (50, 20, 150, 80), margin=0) as pen:
        pen.line([(0, 50), (200, 50)], LOOKS[0].ink, 6)
    assert (canvas.shades[50] == _INK).sum() == 100
    assert (canvas.shades[:40] == shade(GRID)).all()


def test_edges_are_smooth() -> None:
    """In shades of the ink that is drawn, or in such as nobody could tell from them."""
    canvas = Canvas(200, 100)
    with strokes(canvas, (0, 0, 200, 100)) as pen:
        pen.line([(10, 10), (190, 83)], LOOKS[0].ink, 5)
    colours = np.frombuffer(COLOURS, dtype=np.uint8).reshape(-1, 3).astype(int)
    own = colours[[shade(LOOKS[0].ink, at) for at in range(17)]]
    found = colours[np.unique(canvas.shades)]
    away = np.abs(found[:, None] - own).max(axis=2).min(axis=1)
    assert len(found) > 8
    assert away.max() <= 12


def test_dashes_have_gaps_and_areas_are_filled() -> None:
    """As many as fit."""
    canvas = Canvas(200, 100)
    with strokes(canvas, (0, 0, 200, 100)) as pen:
        pen.line([(0, 20), (200, 20)], LOOKS[0].ink, 6, (10, 10))
        pen.area(np.array([(20.0, 40.0), (180.0, 40.0), (100.0, 90.0)]), LOOKS[0].ink, GRID)
    row = (canvas.shades[20] == _INK).astype(int)
    assert (np.diff(row) == 1).sum() in {9, 10}
    assert (canvas.shades[60, 60:140] == _INK).all()


def test_there_is_no_seam() -> None:
    """A wide canvas is drawn in strips, and looks as if it were not."""
    zigzag = [(4.3 * at, 20 + 360 * (at % 2)) for at in range(300)]
    canvas, whole = Canvas(1300, 400), Strokes()
    with strokes(canvas, (0, 0, 1300, 400)) as pen:
        for drawn in (pen, whole):
            drawn.line(zigzag, LOOKS[0].ink, 6)
    assert np.array_equal(canvas.shades, whole.shades(0, 0, 1300, 400))
