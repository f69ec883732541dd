"""Pixels to a PNG file: a fixed palette, no dither, a fast deflate, no metadata.

A chart has few colours, each on its way to the canvas at every edge. A palette of such ramps shows
it as well as 24 bits would, in a third of the bytes and of the time.

Source: https://www.w3.org/TR/png-3/
"""

import struct
import zlib
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from charts import palette

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_RAMP: Final = 17
"""Shades of each ink between the canvas and itself; fewer show bands in small grey text."""


def _deflate() -> Callable[[memoryview], bytes]:
    """The fastest deflate here; what it makes differs in bytes, not in pixels."""
    try:
        from isal import isal_zlib  # noqa: PLC0415 - it is not there on every machine
    except ImportError:
        return lambda raw: zlib.compress(raw, 2)
    return lambda raw: bytes(isal_zlib.compress(raw, 2))


def _colours() -> bytes:
    """Red, green and blue of each entry."""
    inks = (palette.TEXT, palette.QUIET, palette.OTHERS, *(look.ink for look in palette.LOOKS))
    ramps = (ink.on_canvas(at / _RAMP) for ink in inks for at in range(2, _RAMP + 1))
    flat = (palette.CANVAS, palette.GRID, palette.WEEKEND, palette.AXIS, palette.BOUND)
    return bytes(part for ink in dict.fromkeys((*flat, *ramps)) for part in ink.rgb)


def _palette_image(colours: bytes) -> Image.Image:
    image = Image.new("P", (1, 1))
    image.putpalette(colours)
    return image


_COMPRESS: Final = _deflate()
_COLOURS: Final = _colours()
_PALETTE: Final = _palette_image(_COLOURS)


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file.

    Args:
        pixels: Shape (height, width, 4); the fourth value of each is left out.
    """
    height, width = pixels.shape[:2]
    image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1).convert("RGB")
    indices = np.asarray(image.quantize(palette=_PALETTE, dither=Image.Dither.NONE))
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", _COLOURS),
            _chunk(b"IDAT", _COMPRESS(rows.data)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
