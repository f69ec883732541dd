"""Every case on one wall, on light and on dark, at the size of a desktop and of a phone.

Written to `out/gallery.png`. The cases of many series follow as colour-blind eyes see them.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from charts.draw import draw
from tests.charts.cases import CASES
from tests.charts.sight import SIGHT, seen, shown

OUT: Final = Path(__file__).parents[2] / "out" / "gallery.png"
_LARGE: Final = (800, 450)
_SMALL: Final = (360, 203)
_GAP: Final = 20
_BACKDROPS: Final = ("#ffffff", "#1a1d21")
"""Of a column each, as chats have them."""
_MANY: Final = ("bars of eight and others", "lines of eight and others")


def wall() -> Image.Image:
    """All pictures, each large and small."""
    pictures = [_drawn(case) for case in CASES]
    pictures += [_as_seen(_drawn(case), sight) for sight in SIGHT for case in _MANY]
    wide, high = _LARGE[0] + _SMALL[0] + 3 * _GAP, _LARGE[1] + _GAP
    columns = len(_BACKDROPS)
    size = (wide * columns, high * -(-len(pictures) // columns) + _GAP)
    whole = Image.new("RGB", size, _BACKDROPS[0])
    for column, colour in enumerate(_BACKDROPS):
        whole.paste(Image.new("RGB", (wide, size[1]), colour), (column * wide, 0))
    for at, picture in enumerate(pictures):
        left, top = _GAP + at % columns * wide, _GAP + at // columns * high
        whole.paste(picture.resize(_LARGE, Image.Resampling.LANCZOS), (left, top))
        small = picture.resize(_SMALL, Image.Resampling.LANCZOS)
        whole.paste(small, (left + _LARGE[0] + _GAP, top))
    return whole


def _drawn(case: str) -> Image.Image:
    return Image.open(BytesIO(draw(CASES[case]).png)).convert("RGB")


def _as_seen(picture: Image.Image, sight: str) -> Image.Image:
    return Image.fromarray(shown(seen(np.asarray(picture, dtype=np.float64), sight)))


def main() -> None:
    """Hang the pictures."""
    OUT.parent.mkdir(exist_ok=True)
    wall().save(OUT)
    print(OUT)  # noqa: T201 - a command says where its result is


if __name__ == "__main__":
    main()
