"""Areas, words and stamps."""

import numpy as np
import pytest

from charts.canvas import Canvas, Stamp
from charts.letters import Style
from charts.palette import GRID, LOOKS, TEXT
from charts.shades import LEAVE, shade
from charts.weave import full

_INK = shade(TEXT)


def test_a_rectangle_has_whole_pixels() -> None:
    """Its edges are rounded, so that it is crisp."""
    canvas = Canvas(10, 8)
    canvas.rectangle((1.4, 2.6, 4.4, 5.4), TEXT)
    assert np.argwhere(canvas.shades == _INK).tolist() == [
        [row, column] for row in (3, 4) for column in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "box", [(-5, -5, 30, 30), (8, 8, 2, 2), (20, 3, 30, 5), (-9, -9, -2, -2), (3, 9, 5, 99)]
)
def test_what_lies_outside_is_cut(box: tuple[int, int, int, int]) -> None:
    """Nothing is drawn where there is no canvas, and nothing comes in at the other side."""
    canvas = Canvas(10, 8)
    canvas.rectangle(box, TEXT)
    canvas.woven(box, full(LOOKS[1]))
    left, top, right, bottom = box
    inside = np.zeros((8, 10), dtype=bool)
    inside[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    assert np.array_equal(canvas.shades != 0, inside)


def test_a_stamp_leaves_what_it_does_not_cover() -> None:
    """Also where it hangs over the edge."""
    stamp = Stamp(np.array([[_INK, LEAVE], [LEAVE, _INK]], dtype=np.uint8), -1, 1)
    canvas = Canvas(4, 4)
    canvas.rectangle((0, 0, 4, 4), GRID)
    canvas.stamp((0, 0), stamp)
    canvas.stamp((2, 2), stamp)
    found = {(row, column) for row, column in np.argwhere(canvas.shades == _INK).tolist()}
    assert found == {(0, 0), (1, 1), (2, 2)}
    assert (canvas.shades == shade(GRID)).sum() == 13


@pytest.mark.parametrize(("align", "edge"), [("left", 0), ("centre", 0.5), ("right", 1)])
def test_text_lies_where_it_is_aligned(align: str, edge: float) -> None:
    """Beginning, middle or end at the place."""
    canvas = Canvas(400, 80)
    canvas.text((200, 60), "HHHH", Style(40, TEXT), align)  # type: ignore[arg-type]  # one of the three
    columns = np.flatnonzero((canvas.shades == _INK).any(axis=0))
    wide = columns[-1] - columns[0]
    assert abs(columns[0] + edge * wide - 200) < 8


def test_a_halo_clears_the_room_around_letters() -> None:
    """So that a number can be read over a bar; without one the bar stays."""
    plain, clear = Canvas(200, 80), Canvas(200, 80)
    for canvas, halo in ((plain, False), (clear, True)):
        canvas.rectangle((0, 0, 200, 80), TEXT)
        canvas.text((20, 60), "12", Style(40, TEXT), halo=halo)
    assert plain.shades.all()
    assert (clear.shades == 0).sum() > 500
