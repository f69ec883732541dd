"""The numbers of an answer as a table: the very ones that are drawn, as a file and as text.

A table is harmless wherever it is opened: a text that a spreadsheet would take for a formula is
marked as text (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import words
from bot.answer import Answer
from bot.catalog import Kind
from bot.chart import Number, Series
from bot.describe.compared import name_of
from bot.query import DAY_MS, Window
from bot.reading import is_whole, touches
from bot.report import Report
from charts.text import readable

Cell = str | Number | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with names, and rows of as many cells.

    Attributes:
        kind: What the numbers are.
        days: Whether each moment is a day.
        columns: Names.
        rows: Cells; None is a number that is missing.
        open: For each row whether it is of a bucket that is not whole.
    """

    kind: Kind
    days: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    open: tuple[bool, ...]

    @property
    def over_time(self) -> bool:
        """Whether each row is a bucket, in order of time; otherwise the largest comes first."""
        return any(isinstance(row[0], datetime) for row in self.rows)


def table(answer: Answer) -> Table:
    """Lay an answer out: a row for each bucket, or for each series of what has no time."""
    if answer.request.window is None:
        return _standing(answer)
    return _over_time(answer, answer.request.window)


def _standing(answer: Answer) -> Table:
    """A row for each name, a column for each of what is compared."""
    kind, query = answer.request.kind, answer.request.query
    group = query.group_by or ("all" if kind.group_by else "status")
    names = dict.fromkeys(share.name for report in answer.reports for share in report.shares)
    by_report = [{share.name: share.value for share in report.shares} for report in answer.reports]
    rows = tuple((name, *(values.get(name) for values in by_report)) for name in names)
    counts = (_prefix(report, answer) + kind.noun[1] for report in answer.reports)
    return Table(kind, days=False, columns=(group, *counts), rows=rows, open=(False,) * len(rows))


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    values: Mapping[datetime, Number | None]


def _over_time(answer: Answer, window: Window) -> Table:
    columns = [column for report in answer.reports for column in _columns(report, answer, window)]
    starts = sorted(
        {
            point.start
            for report in answer.reports
            for series in report.chart.series
            for point in series.points
            if touches(point.start, window)
        }
    )
    read_at = answer.chart.read_at
    return Table(
        kind=answer.request.kind,
        days=window.bucket_ms % DAY_MS == 0 and all(_is_midnight(start) for start in starts),
        columns=("start (UTC)", *(column.name for column in columns)),
        rows=tuple((start, *(column.values.get(start) for column in columns)) for start in starts),
        open=tuple(not is_whole(start, window, read_at=read_at) for start in starts),
    )


def _is_midnight(start: datetime) -> bool:
    return start.hour == start.minute == start.second == start.microsecond == 0


def _columns(report: Report, answer: Answer, window: Window) -> Iterator[_Column]:
    prefix = _prefix(report, answer)
    for series in report.chart.series:
        name = prefix + (series.name or "(no name)")
        points = [point for point in series.points if touches(point.start, window)]
        yield _Column(name, {point.start: point.value for point in points})
        for extra in _extras(series):
            values = {point.start: dict(point.extras).get(extra) for point in points}
            yield _Column(f"{name} {extra}", values)
    if report.change and report.change.ghost:
        yield _Column(words.how_long_before(report.change.earlier), dict(report.change.ghost))


def _extras(series: Series) -> list[str]:
    return list(dict.fromkeys(name for point in series.points for name, _ in point.extras))


def _prefix(report: Report, answer: Answer) -> str:
    dimension = answer.request.compared
    return f"{name_of(report, dimension)}: " if dimension else ""


# -- as a file --------------------------------------------------------------------------------

_FORMULA: Final = ("=", "+", "-", "@")
_DIGEST: Final = 12


def as_csv(found: Table) -> bytes:
    """A table as a CSV file: times in UTC, durations in milliseconds, what is missing left empty.

    UTF-8; marked as such only where it holds more than ASCII, which spreadsheets guess right.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    in_ms = " (ms)" if found.kind.measure == "duration" else ""
    first, *names = found.columns
    complete = ["complete"] if found.over_time else []
    write([_safe(first), *complete, *(_safe(name + in_ms) for name in names)])
    for (head, *cells), is_open in zip(found.rows, found.open, strict=True):
        whole = ["no" if is_open else "yes"] if found.over_time else []
        write([_in_file(head, found), *whole, *(_in_file(cell, found) for cell in cells)])
    text = out.getvalue()
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")


def _in_file(cell: Cell, found: Table) -> str | Number:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if found.days else f"{cell:%Y-%m-%dT%H:%M:%SZ}"
    return _safe(cell) if isinstance(cell, str) else cell


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whatever stands unseen before it.

    Wide signs are the same to one that is set to a language which writes them.
    """
    first = next((char for char in text if char.isprintable() and not char.isspace()), "")
    is_formula = unicodedata.normalize("NFKC", first).startswith(_FORMULA)
    return "'" + text if is_formula or not text[:1].isprintable() else text


def digest(file: bytes) -> str:
    """A short name of a file's content, by which it is known again."""
    return hashlib.sha256(file).hexdigest()[:_DIGEST]


# -- as text ----------------------------------------------------------------------------------

_WIDEST: Final = 14
_MOST_COLUMNS: Final = 5
_MOST_ROWS: Final = 32
_MOST_LETTERS: Final = 2_800
"""A chat takes 3,000 in one piece."""


@dataclass(frozen=True, slots=True)
class Text:
    """A table in letters of one width.

    Attributes:
        text: The latest rows, or of what has no time the first; and the first columns; as many as
            fit.
        rows: How many rows are left out.
        columns: How many columns are left out.
    """

    text: str
    rows: int
    columns: int


def as_text(found: Table) -> Text:
    """Write a table for people; a row that is not complete is marked with a star."""
    columns = found.columns[:_MOST_COLUMNS]
    head = [readable(name, _WIDEST) for name in columns]
    rows = [_written(row[: len(columns)], found, open_) for row, open_ in _fitting(found)]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(columns))]
    lines = [_line(row, widths) for row in [head, *rows]]
    while len("\n".join(lines)) > _MOST_LETTERS:
        del lines[1 if found.over_time else -1]
    return Text("\n".join(lines), len(found.rows) + 1 - len(lines), len(found.columns) - len(head))


def _fitting(found: Table) -> list[tuple[tuple[Cell, ...], bool]]:
    rows = list(zip(found.rows, found.open, strict=True))
    return rows[-_MOST_ROWS:] if found.over_time else rows[:_MOST_ROWS]


def _written(row: Sequence[Cell], found: Table, is_open: bool) -> list[str]:  # noqa: FBT001 - private
    first, *rest = (_shown(cell, found) for cell in row)
    return [first + (" *" if is_open else ""), *rest]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = cells
    padded = [first.ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
    return "  ".join(padded).rstrip()


def _shown(cell: Cell, found: Table) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return f"{cell:%a} {words.day(cell)}" + ("" if found.days else f" {cell:%H:%M}")
    return readable(cell, _WIDEST) if isinstance(cell, str) else words.value(cell, found.kind)
