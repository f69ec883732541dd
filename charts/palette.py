"""The colours of the house, and which second cue tells series apart where colours do not.

The eight inks were searched for: the least distance between any two of them, as people with normal
sight, protanopia, deuteranopia and tritanopia see them (Machado, Oliveira and Fernandes, 2009), is
as large as it gets among colours that stand out from the canvas. A test holds that distance.
"""

from dataclasses import dataclass
from typing import Final, Literal

Pattern = Literal["plain", "rising", "falling", "level", "upright", "dots", "mesh", "checks"]
Marker = Literal["disc", "square", "triangle", "diamond", "wedge", "star", "plus", "cross"]


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour: red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of(cls, text: str) -> "Ink":
        """From "#rrggbb"."""
        return cls(*bytes.fromhex(text.removeprefix("#")))

    @property
    def rgb(self) -> tuple[int, int, int]:
        """As three numbers."""
        return (self.red, self.green, self.blue)

    def on_canvas(self, share: float) -> "Ink":
        """The colour thinned to a share of itself."""
        pairs = zip(self.rgb, CANVAS.rgb, strict=True)
        return Ink(*(round(paper + (own - paper) * share) for own, paper in pairs))


CANVAS: Final = Ink.of("#fdfdfc")
"""Opaque, so that the picture reads on light and on dark."""
TEXT: Final = Ink.of("#1b1f24")
QUIET: Final = Ink.of("#59616c")
GRID: Final = Ink.of("#e3e5e8")
AXIS: Final = Ink.of("#8b929c")
WEEKEND: Final = Ink.of("#f2f3f5")
OTHERS: Final = Ink.of("#b4bac3")
BOUND: Final = Ink.of("#3b424c")
GHOST: Final = Ink.of("#e9ebef")
"""Under the outline of the period before."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one series is told from the rest: by its ink, and by a pattern or a marker."""

    ink: Ink
    pattern: Pattern
    marker: Marker


LOOKS: Final = (
    Look(Ink.of("#3468da"), "plain", "disc"),
    Look(Ink.of("#f98a14"), "rising", "square"),
    Look(Ink.of("#4b1481"), "dots", "triangle"),
    Look(Ink.of("#3db3ef"), "falling", "diamond"),
    Look(Ink.of("#8a1c14"), "level", "wedge"),
    Look(Ink.of("#857233"), "upright", "star"),
    Look(Ink.of("#036071"), "mesh", "plus"),
    Look(Ink.of("#bf9c96"), "checks", "cross"),
)
REST: Final = Look(OTHERS, "plain", "disc")
ANY: Final = Look(AXIS, "plain", "disc")
"""Whichever: in the key, what all series have in common."""
