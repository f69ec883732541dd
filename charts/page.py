"""The sheet that a chart is drawn on: its size, its margins, its lines of text and their styles."""

from typing import Final

from charts import palette
from charts.letters import Style

WIDTH: Final = 1600
HEIGHT: Final = 900
"""Twice the 800 x 450 at which a chat shows it; at the 360 of a phone, title and dates keep a
height of 12 and 9. Half as many pixels again would double bytes and time, and show no more there.
"""
MARGIN: Final = 48
TITLE: Final = Style(56, palette.TEXT, "semibold")
NOTHING: Final = Style(48, palette.QUIET, "semibold")
SUBTITLE: Final = Style(40)
UNIT: Final = Style(36)
NOTE: Final = Style(32)
TITLE_LINE: Final = 84
SUBTITLE_LINE: Final = 142
UNIT_LINE: Final = 206
FOOT_LINE: Final = HEIGHT - 34
ABOVE: Final = 58
"""Between the unit and the highest level: room for a number above a bar."""
FOOT: Final = 54
"""What a footnote takes from the plot's height."""
ROOM: Final = WIDTH - 2 * MARGIN
"""For a line of text."""
BOUNDS_NOTE: Final = 640
"""Beside the footnote, for bounds that have no line."""
LONGEST: Final = 200
"""Characters of a line of text before it is fitted; ten times more would only cost time."""
