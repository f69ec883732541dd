"""Every case on one sheet, at the size of a desktop and of a phone: `out/gallery.png`."""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from charts.draw import draw
from tests.charts.cases import CASES

OUT: Final = Path(__file__).parents[2] / "out" / "gallery.png"
_LARGE: Final = (800, 450)
_SMALL: Final = (360, 203)
_GAP: Final = 20
_COLUMNS: Final = 2


def sheet() -> Image.Image:
    """All cases, each large and small."""
    wide, high = _LARGE[0] + _SMALL[0] + 2 * _GAP, _LARGE[1] + _GAP
    rows = -(-len(CASES) // _COLUMNS)
    whole = Image.new("RGB", (wide * _COLUMNS + _GAP, high * rows + _GAP), "#777777")
    for at, drawing in enumerate(CASES.values()):
        picture = Image.open(BytesIO(draw(drawing).png)).convert("RGB")
        left, top = _GAP + at % _COLUMNS * wide, _GAP + at // _COLUMNS * high
        whole.paste(picture.resize(_LARGE, Image.Resampling.LANCZOS), (left, top))
        small = picture.resize(_SMALL, Image.Resampling.LANCZOS)
        whole.paste(small, (left + _LARGE[0] + _GAP, top))
    return whole


def main() -> None:
    """Hang the sheet."""
    OUT.parent.mkdir(exist_ok=True)
    sheet().save(OUT)
    print(OUT)  # noqa: T201 - a command says where its result is


if __name__ == "__main__":
    main()
