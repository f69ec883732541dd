"""The page that a chart is drawn on: its size, its margins, its lines of text and their styles."""

from dataclasses import dataclass
from typing import Final

from charts import palette
from charts.letters import Style

WIDTH: Final = 1600
HEIGHT: Final = 900
"""Twice the 800 x 450 at which a chat shows it; at the 360 of a phone, dates and names keep a
height of 11 and 10. Half as many pixels again would double bytes and time, and show no more there.
"""
MARGIN: Final = 48
TITLE: Final = Style(60, palette.TEXT, "semibold")
SUBTITLE: Final = Style(44)
SUBTITLE_SMALL: Final = Style(38)
"""For one that is long; two lines of it are the most there can be."""
UNIT: Final = Style(42)
NOTE: Final = Style(38)
LABEL: Final = Style(44, palette.TEXT)
SMALL: Final = Style(38, palette.TEXT)
HEADING: Final = Style(46, palette.TEXT, "semibold")
HEADING_SMALL: Final = Style(38, palette.TEXT, "semibold")
BOUND: Final = Style(40, palette.BOUND)
TICK: Final = Style(48)
TICK_SMALL: Final = Style(40)
VALUE: Final = Style(40, palette.TEXT)
VALUE_OF_FEW: Final = Style(56, palette.TEXT)
NOTHING: Final = Style(52, palette.QUIET, "semibold")
TITLE_LINE: Final = 84
SUBTITLE_LINE: Final = 146
TO_SECOND: Final = 48
"""From its first line to its second."""
TO_UNIT: Final = 68
"""And from its last line to the unit's."""
FOOT_LINE: Final = HEIGHT - 30
ABOVE: Final = 42
"""Between the unit and the plot."""
FOOT: Final = 64
"""What a footnote takes from the plot's height."""
ROOM: Final = WIDTH - 2 * MARGIN
"""For a line of text."""
ASIDE: Final = 700
"""Beside the footnote, for bounds that have no line."""


@dataclass(frozen=True, slots=True)
class Space:
    """What heading and footnote leave for the rest.

    Attributes:
        head: The line on which the last of the heading stands.
        foot: How much room the footnote takes.
    """

    head: float
    foot: float

    @property
    def unit(self) -> float:
        """The line on which the unit stands."""
        return self.head + TO_UNIT

    @property
    def bottom(self) -> float:
        """Where what is drawn ends."""
        return HEIGHT - MARGIN - self.foot
