"""The page that a chart is drawn on: its size, its margins, its lines of text and their styles."""

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
UNIT: Final = Style(42)
NOTE: Final = Style(38)
LABEL: Final = Style(44, palette.TEXT)
SMALL: Final = Style(38, palette.TEXT)
HEADING: Final = Style(46, palette.TEXT, "semibold")
BOUND: Final = Style(40, palette.BOUND)
TICK: Final = Style(48)
VALUE: Final = Style(40, palette.TEXT)
NOTHING: Final = Style(52, palette.QUIET, "semibold")
TITLE_LINE: Final = 84
SUBTITLE_LINE: Final = 146
UNIT_LINE: Final = 214
FOOT_LINE: Final = HEIGHT - 30
ABOVE: Final = 42
"""Between the unit and the plot."""
FOOT: Final = 64
"""What a footnote takes from the plot's height."""
ROOM: Final = WIDTH - 2 * MARGIN
"""For a line of text."""
ASIDE: Final = 700
"""Beside the footnote, for bounds that have no line."""
