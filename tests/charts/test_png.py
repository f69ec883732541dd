"""Pixels to files."""

from io import BytesIO

import numpy as np
from PIL import Image

from charts import palette
from charts.png import encode


def test_house_colours_survive() -> None:
    """What is flat comes back exactly as it went in."""
    inks = [palette.CANVAS, palette.GRID, palette.TEXT, *(look.ink for look in palette.LOOKS)]
    pixels = np.array([[(*ink.rgb, 255) for ink in inks]] * 3, dtype=np.uint8)
    image = Image.open(BytesIO(encode(pixels)))
    assert image.mode == "P"
    assert np.array_equal(np.asarray(image.convert("RGB")), pixels[:, :, :3])


def test_edges_come_back_close_to_what_they_were() -> None:
    """Every shade between an ink and the canvas has one near it."""
    shades = [palette.LOOKS[0].ink.on_canvas(at / 99) for at in range(100)]
    pixels = np.array([[(*ink.rgb, 255) for ink in shades]], dtype=np.uint8)
    back = np.asarray(Image.open(BytesIO(encode(pixels))).convert("RGB"), dtype=int)
    assert np.abs(back - pixels[:, :, :3]).max() <= 18
