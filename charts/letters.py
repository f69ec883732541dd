"""Text as bitmaps: one typeface that ships with the package, with fallbacks for other scripts.

Inter (SIL Open Font License 1.1, `fonts/OFL.txt`) has wide, open letters that stay legible when a
chat shows the picture small. What it lacks comes from DejaVu Sans, which ships with Matplotlib, and
from up to three fonts for Chinese, Japanese and Korean that are installed. Nothing is downloaded.

There is no mathematics and no mark-up here: a dollar sign is a dollar sign.
"""

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import (
    OSXFontDirectories,
    X11FontDirectories,
    findSystemFonts,
    get_font,
)
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from charts.palette import QUIET, Ink

Mask = NDArray[np.uint8]
Weight = Literal["regular", "semibold"]

_HERE: Final = Path(__file__).parent / "fonts"
_OWN: Final[dict[Weight, str]] = {
    "regular": "Inter-Regular.ttf",
    "semibold": "Inter-SemiBold.ttf",
}
_OTHER_SCRIPTS: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansCJKjp-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSans-Regular.ttc",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "Hiragino Sans GB.ttc",
    "PingFang.ttc",
    "msyh.ttc",
    "msgothic.ttc",
    "malgun.ttf",
)
"""Files, not families: Matplotlib finds those in a list that it makes once and keeps for good."""
_FOLDERS: Final = (*X11FontDirectories, *OSXFontDirectories, "C:/Windows/Fonts")
_MOST_SCRIPTS: Final = 3
"""Each takes some 10 ms and 5 MB to open."""
_DPI: Final = 72
"""One point is one pixel."""


@dataclass(frozen=True, slots=True)
class Style:
    """How large, in pixels of the picture, how heavy and in which colour."""

    size: int
    ink: Ink = QUIET
    weight: Weight = "regular"

    @property
    def drop(self) -> float:
        """From the middle of a figure down to the line on which it stands."""
        return self.size * 0.36

    @property
    def figure(self) -> float:
        """How high a figure is."""
        return 2 * self.drop


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text, rendered.

    Attributes:
        mask: How much ink each pixel takes, 0 to 255; shape (height, width).
        left: From where the text begins to the mask's left edge, in pixels.
        above: Rows of the mask that lie above the line on which letters stand.
        advance: From where the text begins to where more text would.
    """

    mask: Mask
    left: int
    above: int
    advance: float


@cache
def _files(weight: Weight) -> tuple[str, ...]:
    """Where the typeface and its fallbacks are; the order says who is asked first."""
    dejavu = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    installed = {Path(file).name: str(file) for file in sorted(findSystemFonts(list(_FOLDERS)))}
    scripts = [installed[name] for name in _OTHER_SCRIPTS if name in installed][:_MOST_SCRIPTS]
    return (str(_HERE / _OWN[weight]), str(dejavu), *scripts)


@cache
def _written() -> frozenset[int]:
    """Every character that some font here has."""
    return frozenset().union(*(get_font(file).get_charmap() for file in _files("regular")))


def unwritable(text: str) -> frozenset[str]:
    """The characters of a text that no font here can write."""
    return frozenset(char for char in text if ord(char) not in _written() and char != " ")


def _font(style: Style) -> FT2Font:
    font = get_font(_files(style.weight))
    font.set_size(style.size, _DPI)
    return font


def _set(font: FT2Font, text: str) -> None:
    shown = "".join(char if ord(char) in _written() else "\ufffd" for char in text)
    font.set_text(shown, 0.0, flags=LoadFlags.NO_HINTING)


@lru_cache(maxsize=1024)
def width(text: str, style: Style) -> float:
    """How wide a text is, in pixels."""
    if not text:
        return 0.0
    font = _font(style)
    _set(font, text)
    return float(font.get_width_height()[0]) / 64


def word(text: str, style: Style) -> Word:
    """A text as a bitmap. What no font here has is shown as U+FFFD."""
    if not text.strip():
        return Word(np.zeros((0, 0), dtype=np.uint8), 0, 0, 0.0)
    font = _font(style)
    _set(font, text)
    advance = font.get_width_height()[0] / 64
    left = math.floor(font.get_bitmap_offset()[0] / 64)
    below = math.ceil(font.get_descent() / 64)
    font.draw_glyphs_to_bitmap(antialiased=True)
    mask = np.array(font.get_image(), dtype=np.uint8)
    mask.flags.writeable = False
    return Word(mask, left, mask.shape[0] - below, advance)


def fitted(text: str, style: Style, room: float) -> str:
    """A text that fits, its middle left out if need be: names tend to differ at both ends."""
    if width(text, style) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        keep = (low + high + 1) // 2
        low, high = (
            (keep, high) if width(_without_middle(text, keep), style) <= room else (low, keep - 1)
        )
    return _without_middle(text, low)


def _without_middle(text: str, keep: int) -> str:
    head = (keep + 1) // 2
    return f"{text[:head].rstrip()}…{text[len(text) - (keep - head) :].lstrip()}"
