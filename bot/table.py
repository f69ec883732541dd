"""The numbers of an answer as a table: the very ones that are drawn, and as a file.

A table is harmless wherever it is opened: a text that a spreadsheet would take for a formula is
marked as text (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import words
from bot.answer import Answer
from bot.buckets import buckets
from bot.catalog import Kind
from bot.chart import Number, Series
from bot.describe.compared import name_of
from bot.query import DAY_MS, Window
from bot.reading import BUCKET_ZONE, is_total, is_whole, stands_together, touches
from bot.report import Report
from charts.text import NO_NAME

Cell = str | Number | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """What the numbers below each other are.

    Attributes:
        name: The series, or what is counted; empty where the owner says it all.
        owner: Which of several things that are compared it belongs to; empty for one alone.
        is_sum: Whether it is the sum of columns that stand beside it, for people only.
    """

    name: str
    owner: str = ""
    is_sum: bool = False

    @property
    def title(self) -> str:
        """Both names in one."""
        return ": ".join(part for part in (self.owner, self.name) if part)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with names, and rows of as many cells.

    Attributes:
        kind: What the numbers are.
        days: Whether each moment is a day.
        head: What the first cell of each row is.
        columns: The others.
        rows: Cells; None is a number that is missing.
        open: For each row whether it is of a bucket that is not whole.
    """

    kind: Kind
    days: bool
    head: str
    columns: tuple[Column, ...]
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
    columns = tuple(Column(kind.noun[1], _owner(report, answer)) for report in answer.reports)
    return Table(
        kind, days=False, head=group, columns=columns, rows=rows, open=(False,) * len(rows)
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    """A column with what stands in it."""

    column: Column
    values: Mapping[datetime, Number | None]


def _over_time(answer: Answer, window: Window) -> Table:
    filled = [one for report in answer.reports for one in _filled(report, answer, window)]
    starts = _starts(filled, answer, window)
    read_at = answer.chart.read_at
    return Table(
        kind=answer.request.kind,
        days=window.bucket_ms % DAY_MS == 0 and all(map(words.is_midnight, starts)),
        head=f"start ({BUCKET_ZONE})",
        columns=tuple(one.column for one in filled),
        rows=tuple((start, *(one.values.get(start) for one in filled)) for start in starts),
        open=tuple(not is_whole(start, window, read_at=read_at) for start in starts),
    )


def _starts(filled: Iterable[_Filled], answer: Answer, window: Window) -> list[datetime]:
    """Every bucket from the first to the last of which anything is known, as a picture has it.

    One in between that nobody sent is a row of empty cells, not a row less.
    """
    sent = {start for one in filled for start in one.values}
    first, last = min(sent, default=window.end), max(sent, default=window.end)
    expected = {
        start
        for report in answer.reports
        for start in buckets(report.query, window, report.chart).whole
    }
    return sorted(sent | {start for start in expected if first < start < last})


def _filled(report: Report, answer: Answer, window: Window) -> Iterator[_Filled]:
    """The columns of a report: the sum, the series with what goes with them, the time before."""
    owner, series = _owner(report, answer), report.chart.series
    is_alone = bool(owner) and len(series) == 1
    by_series = [list(_of_series(one, owner, window, is_alone=is_alone)) for one in series]
    if len(series) > 1 and _has_sum(report):
        yield _Filled(Column("total", owner, is_sum=True), _sum(one[0] for one in by_series))
    for columns in by_series:
        yield from columns
    if report.change and report.change.ghost:
        name = words.how_long_before(report.change.earlier)
        yield _Filled(Column(name, owner), dict(report.change.ghost))


def _of_series(series: Series, owner: str, window: Window, *, is_alone: bool) -> Iterator[_Filled]:
    name = "" if is_alone else series.name or NO_NAME
    points = [point for point in series.points if touches(point.start, window)]
    yield _Filled(Column(name, owner), {point.start: point.value for point in points})
    for extra in _extras(series):
        values = {point.start: dict(point.extras).get(extra) for point in points}
        yield _Filled(Column(f"{name} {extra}".strip(), owner), values)


def _has_sum(report: Report) -> bool:
    """Whether the series of a bucket may be added up, and none is their sum already."""
    query = report.query
    return stands_together(query) and not any(
        is_total(one.name, query) for one in report.chart.series
    )


def _sum(columns: Iterable[_Filled]) -> dict[datetime, Number | None]:
    """The sum of what is known in each bucket; a bucket of which nothing is known has none."""
    found: dict[datetime, Number | None] = {}
    for column in columns:
        for start, value in column.values.items():
            so_far = found.get(start)
            known = [part for part in (so_far, value) if part is not None]
            found[start] = sum(known) if known else None
    return found


def _extras(series: Series) -> list[str]:
    return list(dict.fromkeys(name for point in series.points for name, _ in point.extras))


def _owner(report: Report, answer: Answer) -> str:
    dimension = answer.request.compared
    return name_of(report, dimension) if dimension else ""


# -- as a file --------------------------------------------------------------------------------

_FORMULA: Final = ("=", "+", "-", "@")
_DIGEST: Final = 12


def as_csv(found: Table) -> bytes:
    """A table as a CSV file: times in UTC, durations in milliseconds, what is missing left empty.

    Sums are left to whoever opens it: a column that holds others would be counted twice.

    UTF-8; marked as such only where it holds more than ASCII, which spreadsheets guess right.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    in_ms = " (ms)" if found.kind.measure == "duration" else ""
    complete = ["complete"] if found.over_time else []
    given = [at for at, column in enumerate(found.columns) if not column.is_sum]
    titles = (found.columns[at].title + in_ms for at in given)
    write([_safe(found.head), *complete, *map(_safe, titles)])
    for (head, *cells), is_open in zip(found.rows, found.open, strict=True):
        whole = ["no" if is_open else "yes"] if found.over_time else []
        write([_in_file(head, found), *whole, *(_in_file(cells[at], found) for at in given)])
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
