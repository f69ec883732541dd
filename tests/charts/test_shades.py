"""Colours by number."""

import numpy as np
import pytest

from charts import palette
from charts.palette import CANVAS, LOOKS, Ink
from charts.shades import COLOURS, LEAVE, STEPS, between, shade


def colour(number: int) -> tuple[int, ...]:
    """What a number looks like."""
    return tuple(COLOURS[3 * number : 3 * number + 3])


def test_a_picture_has_fewer_colours_than_a_byte_has_numbers() -> None:
    """And one number says that there is none."""
    assert len(COLOURS) // 3 <= LEAVE


@pytest.mark.parametrize(
    "ink",
    [palette.TEXT, palette.QUIET, palette.GRID, palette.WEEKEND, *(look.ink for look in LOOKS)],
)
def test_an_ink_is_shown_as_it_is(ink: Ink) -> None:
    """Areas have exactly the colours of the house."""
    assert colour(shade(ink)) == ink.rgb


def test_the_canvas_is_number_zero() -> None:
    """Strokes are laid over a picture by arithmetic that relies on it."""
    assert shade(CANVAS) == shade(palette.TEXT, 0) == 0


def test_a_mask_becomes_shades_from_none_to_full() -> None:
    """Evenly, both ends included; from full to half where that is asked for."""
    ink, mask = LOOKS[2].ink, np.array([[0, 128, 255]], dtype=np.uint8)
    assert between(mask, ink).tolist() == [[0, shade(ink, 8), shade(ink)]]
    assert between(mask, ink, STEPS, 8).tolist() == [[shade(ink), shade(ink, 12), shade(ink, 8)]]
