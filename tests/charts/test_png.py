"""Pixels to files."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from charts.png import encode
from charts.shades import COLOURS, Shades


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (40, 30)])
def test_every_number_comes_back_as_its_colour(size: tuple[int, int]) -> None:
    """Whatever is drawn, row by row."""
    colours = np.frombuffer(COLOURS, dtype=np.uint8).reshape(-1, 3)
    drawn: Shades = np.random.default_rng(3).integers(0, len(colours), size).astype(np.uint8)
    image = Image.open(BytesIO(encode(drawn)))
    assert image.mode == "P"
    assert np.array_equal(np.asarray(image.convert("RGB")), colours[drawn])


def test_rows_that_repeat_cost_nothing() -> None:
    """Bars are as high as they like."""
    row = np.random.default_rng(3).integers(0, 200, 1600)
    low, high = (encode(np.tile(row, (rows, 1)).astype(np.uint8)) for rows in (2, 800))
    assert len(high) < len(low) + 10_000
