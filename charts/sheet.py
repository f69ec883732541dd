"""Several drawings on one page, to be compared: one scale, one time axis, one key."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from charts import key, page, signs
from charts.canvas import Box, Canvas
from charts.frame import DATES, Frame, room_for_levels
from charts.key import Entry
from charts.letters import Style, fitted, width
from charts.model import Bound
from charts.page import BOUND, HEADING, HEADING_SMALL, NOTE, TICK, TICK_SMALL, Space
from charts.palette import ANY, LOOKS
from charts.panel import Panel
from charts.plan import scaled
from charts.plot import draw_data
from charts.rows import draw_rows
from charts.text import readable
from charts.timeline import zone_of

_COLUMNS: Final = {2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4}
"""How many panels stand beside each other, of how many."""
_ONE_LINE: Final = 4
"""Panels of bars that stand beside each other if their headings are short: tall bars say more."""
_NARROW: Final = 4
"""Panels beside each other from which on dates are smaller, so that there is room for two."""
_SHORT: Final = 300
"""Pixels of such a heading."""
_HEADING: Final = 66
"""What a heading takes from a panel's height."""
_LINE: Final = 16
"""From the line on which it stands to what it heads."""
_BETWEEN: Final = 48
"""Pixels between two panels beside each other."""
_LINES: Final = 26
"""And between two below each other."""
_GAP: Final = 28
"""Between a heading and the names of bounds."""
_TITLE: Final = 0.5
"""Of its panel's width that a heading may take where there are bounds to name."""


def draw_sheet(canvas: Canvas, title: str, panels: Sequence[Panel], space: Space) -> None:
    """Draw all that lies between the heading and the footnote.

    Args:
        canvas: Where to draw.
        title: Of them all.
        panels: What to draw.
        space: Where.
    """
    top = space.head + 24
    shared = [bound for bound in panels[0].bounds if all(bound in p.bounds for p in panels)]
    entries = _entries(title, panels, shared)
    if entries:
        arranged = key.in_lines(entries, page.ROOM)
        key.draw_above(canvas, arranged, page.MARGIN, top)
        top += arranged.height
    room = Box(page.MARGIN, top, page.WIDTH - page.MARGIN, space.bottom)
    draw = _draw_rows if panels[0].drawing.form == "rows" else _draw_over_time
    boxes = draw(canvas, panels, room)
    style = _heading_style(panels, boxes[0].right - boxes[0].left)
    for panel, box in zip(panels, boxes, strict=True):
        is_named = panel.drawing.form == "rows"  # rows write the names of bounds above them
        own = [bound for bound in panel.bounds if not is_named and bound not in shared]
        _write_heading(canvas, panel, box, own, style)


def _entries(title: str, panels: Sequence[Panel], shared: Sequence[Bound]) -> list[Entry]:
    """What the numbers are, the names and bounds that panels share, the ghost, what is open."""
    form, unit = panels[0].drawing.form, readable(panels[0].drawing.unit)
    entries = [] if unit.casefold() in title.casefold() else [Entry(unit)]
    if form == "rows":
        return entries  # each row has its name beside it
    names = key.names(panels)
    entries += names
    ghosts = (panel.ghost_label for panel in panels if panel.has_ghost)
    opened = (readable(panel.drawing.open_label) for panel in panels if panel.is_open)
    entries += [Entry(panels[0].named(bound), signs.bound(bound.kind)) for bound in shared]
    entries += [Entry(label, signs.before(form)) for label in dict.fromkeys(ghosts)]
    look = ANY if names else LOOKS[0]
    entries += [Entry(label, signs.unfinished(form, look)) for label in dict.fromkeys(opened)]
    return entries


def _draw_over_time(canvas: Canvas, panels: Sequence[Panel], room: Box) -> list[Box]:
    """Frames of one size; only the first of a row has levels, only the last of a column dates."""
    room = room._replace(bottom=room.bottom - DATES)
    columns = _columns(panels)
    first = _cells(room, len(panels), columns)[0]
    levels = scaled(panels, first.bottom - first.top)
    room = room._replace(left=room.left + room_for_levels(levels))
    boxes = _cells(room, len(panels), columns)
    dates = TICK if columns < _NARROW else TICK_SMALL
    for at, (panel, box) in enumerate(zip(panels, boxes, strict=True)):
        edges, zone = (box.left, box.right), zone_of(panel.drawing.zone)
        frame = Frame(box, panel.table, levels, zone, edges, dates)
        is_first, is_last = at % columns == 0, at + columns >= len(panels)
        draw_data(canvas, frame, panel, numbered=is_first, dated=is_last)
    return boxes


def _draw_rows(canvas: Canvas, panels: Sequence[Panel], room: Box) -> list[Box]:
    boxes = _cells(room, len(panels), _COLUMNS[len(panels)])
    draw_rows(canvas, panels, boxes)
    return boxes


def _columns(panels: Sequence[Panel]) -> int:
    """How many panels over time stand beside each other."""
    if len(panels) == _ONE_LINE and panels[0].drawing.form == "bars":
        headings = (readable(panel.drawing.title) for panel in panels)
        are_short = all(width(heading, HEADING) <= _SHORT for heading in headings)
        if are_short and len({panel.bounds for panel in panels}) == 1:
            return _ONE_LINE
    return _COLUMNS[len(panels)]


def _cells(room: Box, amount: int, columns: int) -> list[Box]:
    """Where each panel lies below its heading: row by row, all of one size."""
    lines = -(-amount // columns)
    wide = (room.right - room.left + _BETWEEN) / columns
    high = (room.bottom - room.top + _LINES) / lines
    boxes = []
    for at in range(amount):
        line, column = divmod(at, columns)
        left, top = room.left + column * wide, room.top + line * high
        boxes.append(Box(left, top + _HEADING, left + wide - _BETWEEN, top + high - _LINES))
    return boxes


def _heading_style(panels: Sequence[Panel], room: float) -> Style:
    """Smaller in all of them where one is long."""
    headings = (readable(panel.drawing.title) for panel in panels)
    is_short = all(width(heading, HEADING) <= room for heading in headings)
    return HEADING if is_short else HEADING_SMALL


def _write_heading(
    canvas: Canvas, panel: Panel, box: Box, own: Sequence[Bound], style: Style
) -> None:
    """What the panel shows, then bounds of its own; a word where it shows nothing."""
    room, y = box.right - box.left, box.top - _LINE
    most = room * (_TITLE if own else 1)
    title = fitted(readable(panel.drawing.title), style, most)
    canvas.text((box.left, y), title, style)
    each = (room - width(title, style)) / max(1, len(own)) - _GAP
    right = box.right
    for bound in reversed(own):
        entry = Entry("", signs.bound(bound.kind))
        name = fitted(panel.named(bound), BOUND, each - entry.indent)
        left = right - width(name, BOUND) - entry.indent
        key.draw_entry(canvas, replace(entry, name=name), (left, y - BOUND.drop), BOUND)
        right = left - _GAP
    if panel.table.is_empty:
        words = fitted(f"no {panel.drawing.noun[1]}", NOTE, room)
        middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        canvas.text(middle, words, NOTE, "centre")
