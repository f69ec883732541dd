"""A table in letters of one width, for a chat and for a terminal."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.cells import cell_len

from bot import words
from bot.table import Cell, Column, Table
from charts.text import readable

_GAP: Final = "  "
_LONG_NAME: Final = 28
_SHORT_NAME: Final = 14
"""What a name is cut to where the columns would not fit otherwise."""
_OPEN: Final = " *"


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a table is shown at most.

    Attributes:
        width: Letters in a line.
        rows: Lines, without the heading.
        letters: In all.
    """

    width: float = math.inf
    rows: float = math.inf
    letters: float = math.inf


CHAT: Final = Room(width=64, rows=32, letters=2_800)
"""A message on a desk is about as wide, and 3,000 letters are taken in one piece."""
TERMINAL: Final = Room()
"""A terminal scrolls, and pipes."""


@dataclass(frozen=True, slots=True)
class Text:
    """A table as text.

    Attributes:
        text: The latest rows, or of what has no time the first; and the first columns; as many as
            fit.
        rows: How many rows are left out.
        columns: How many columns are left out.
        open: Whether a row that is shown is marked as not complete.
    """

    text: str
    rows: int
    columns: int
    open: bool

    def notes(self, found: Table) -> str:
        """What has to be said below it, or nothing."""
        which = "earlier" if found.over_time else "more"
        parts = [words.count(self.rows, (f"{which} row", f"{which} rows"))] if self.rows else []
        if self.columns:
            parts.append(words.count(self.columns, ("more column", "more columns")))
        are = "is" if self.rows + self.columns == 1 else "are"
        marked = ["* is not complete"] if self.open else []
        left_out = [f"{' and '.join(parts)} {are} in the CSV"] if parts else []
        return " · ".join(marked + left_out)


def as_text(found: Table, room: Room = CHAT) -> Text:
    """Write a table for people; a row that is not complete is marked with a star."""
    rows = _fitting(found, room)
    fits = _all_columns(found, rows, _LONG_NAME)
    if _width(fits) > room.width:
        fits = _as_wide_as(_all_columns(found, rows, _SHORT_NAME), room.width)
    lines = [_line(cells) for cells in zip(*(one.padded() for one in fits), strict=True)]
    heading = len(lines) - len(rows)
    shown = list(rows)
    while sum(map(len, lines)) + len(lines) > room.letters and shown:
        at = 0 if found.over_time else -1
        del shown[at], lines[heading if found.over_time else -1]
    return Text(
        text="\n".join(lines),
        rows=len(found.rows) - len(shown),
        columns=len(found.columns) + 1 - len(fits),
        open=any(is_open for _, is_open in shown),
    )


_Row = tuple[tuple[Cell, ...], bool]


def _fitting(found: Table, room: Room) -> list[_Row]:
    rows = list(zip(found.rows, found.open, strict=True))
    most = int(min(room.rows, len(rows)))
    return rows[len(rows) - most :] if found.over_time else rows[:most]


@dataclass(frozen=True, slots=True)
class _Cells:
    """A column from its heading down, as text."""

    cells: tuple[str, ...]
    is_first: bool = False

    @property
    def width(self) -> int:
        return max(map(cell_len, self.cells))

    def padded(self) -> Iterator[str]:
        """All cells in one width: what names a row begins on the left, numbers end on the right."""
        for cell in self.cells:
            pad = " " * (self.width - cell_len(cell))
            yield cell + pad if self.is_first else pad + cell


def _all_columns(found: Table, rows: Sequence[_Row], longest: int) -> list[_Cells]:
    """Every column; where things are compared a line above the names says whose they are."""
    two_lines = any(column.owner and column.name for column in found.columns)
    above = [""] if two_lines else []
    first = [_shown(row[0], found, longest) + _OPEN * is_open for row, is_open in rows]
    columns = [_Cells((*above, readable(found.head, longest), *first), is_first=True)]
    for at, column in enumerate(found.columns, start=1):
        values = (_shown(row[at], found, longest) for row, _ in rows)
        columns.append(_Cells((*_heading(column, longest, two_lines), *values)))
    return columns


def _heading(column: Column, longest: int, two_lines: bool) -> list[str]:  # noqa: FBT001 - private
    parts = [column.owner, column.name] if two_lines else [column.title]
    return [readable(part, longest) if part else "" for part in parts]


def _width(columns: Sequence[_Cells]) -> int:
    return sum(one.width for one in columns) + len(_GAP) * (len(columns) - 1)


def _as_wide_as(columns: Sequence[_Cells], width: float) -> list[_Cells]:
    """The first columns, as many as fit and at least one beside the names of the rows."""
    return list(
        columns[: max(2, sum(_width(columns[:n]) <= width for n in range(1, len(columns) + 1)))]
    )


def _line(cells: Sequence[str]) -> str:
    return _GAP.join(cells).rstrip()


def _shown(cell: Cell, found: Table, longest: int) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return f"{cell:%a} {words.day(cell)}" + ("" if found.days else f" {cell:%H:%M}")
    return readable(cell, longest) if isinstance(cell, str) else words.value(cell, found.kind)
