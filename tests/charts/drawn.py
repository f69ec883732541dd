"""What tests look at: pictures as pixels."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from charts.draw import draw
from charts.frame import runs
from charts.model import Drawing, Sheet
from charts.palette import Ink

Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]


def pixels(shown: Drawing | Sheet) -> Pixels:
    """What a picture looks like: shape (height, width, 3)."""
    return np.asarray(Image.open(BytesIO(draw(shown).png)).convert("RGB"))


def having(seen: Pixels, ink: Ink) -> Flags:
    """Which pixels have exactly this colour."""
    found: Flags = (seen == ink.rgb).all(axis=2)
    return found


def stretches(flags: Flags, axis: int) -> list[slice]:
    """Where there is something, across the other axis: from where to where."""
    return list(runs(np.asarray(flags.any(axis=axis))))


def amount(seen: Pixels, ink: Ink) -> int:
    """How many pixels have exactly this colour."""
    return int(having(seen, ink).sum())
