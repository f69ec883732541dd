"""Deployments from a CSV file with the columns application, version and released_at."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from bot.local.insights import moments
from bot.local.insights.importing import (
    BadRow,
    ImportingError,
    ImportSummary,
    Progress,
    check_place,
    store_all,
)
from bot.local.insights.model import MAX_TIME, VERSION, Event, key_problem
from bot.local.insights.store import Store

COLUMNS: Final = ("application", "version", "released_at")
_TELL_EVERY: Final = 1_000


def import_csv(
    path: Path, store: Store, *, project: str, environment: str, progress: Progress | None = None
) -> ImportSummary:
    """Read finished deployments from a file; reading it twice changes nothing.

    Args:
        path: UTF-8 with a header line; further columns are ignored. `released_at` is ISO 8601
            with a time zone.
        store: Where they go.
        project: Their project's key.
        environment: Their environment's key.
        progress: Told the bytes that are read, and those there are.

    Raises:
        ImportingError: If there is no such file, or its columns are others.
    """
    check_place(project, environment)
    try:
        # What is not UTF-8 becomes lone surrogates, so that one bad name does not end the file.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            size = path.stat().st_size
            rows = _records(file, size, progress)
            columns = _columns(next(rows, _Record(1, ())), path)
            return store_all(
                store.add, (_event(row, columns, project, environment) for row in rows if row.cells)
            )
    except OSError as error:
        raise ImportingError(f"Cannot read {path}: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of the file: the line it starts on, and its cells or why it has none."""

    line: int
    cells: Sequence[str]
    problem: str | None = None


def _records(file: TextIO, size: int, progress: Progress | None) -> Iterator[_Record]:
    reader = csv.reader(file)
    for number in range(size + 2):  # a record takes at least a byte
        line = reader.line_num + 1
        try:
            yield _Record(line, next(reader))
        except StopIteration:
            break
        except csv.Error as error:
            yield _Record(line, ("",), str(error))
        if progress and number % _TELL_EVERY == 0:
            progress(file.buffer.tell(), size)
    if progress:
        progress(size, size)


def _columns(header: _Record, path: Path) -> Mapping[str, int]:
    names = [name.strip().casefold() for name in header.cells]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ImportingError(
            f"{path} has no column {' and no column '.join(missing)}. "
            f"Its first line must name the columns: {','.join(COLUMNS)}."
        )
    return {name: names.index(name) for name in COLUMNS}


def _event(
    row: _Record, columns: Mapping[str, int], project: str, environment: str
) -> Event | BadRow:
    try:
        application, version, released_at = _cells(row, columns)
        return Event(
            project, environment, application, version, "finished", at=_released_at(released_at)
        )
    except ValueError as error:
        return BadRow(f"line {row.line}", str(error))


def _cells(row: _Record, columns: Mapping[str, int]) -> tuple[str, str, str]:
    if row.problem:
        raise ValueError(row.problem)
    if len(row.cells) <= max(columns.values()):
        raise ValueError(f"has {len(row.cells)} of {max(columns.values()) + 1} columns")
    application, version, released_at = (row.cells[columns[name]].strip() for name in COLUMNS)
    if not f"{application}{version}{released_at}".isprintable():
        raise ValueError("is not UTF-8 or has control characters")
    if problem := key_problem(application):
        raise ValueError(f"application {problem}")
    if not VERSION.fullmatch(version):
        raise ValueError("version must be letters, numbers, periods, hyphens or underscores")
    return application, version, released_at


def _released_at(text: str) -> int:
    try:
        moment = moments.parse_iso(text)
    except ValueError:
        raise ValueError("released_at is no ISO 8601 time such as 2026-10-01T09:00Z") from None
    if moment.tzinfo is None:
        raise ValueError("released_at has no time zone, as in 2026-10-01T09:00Z")
    if not 0 <= moments.to_ms(moment) <= MAX_TIME:
        raise ValueError("released_at is not between 1970 and 2100")
    return moments.to_ms(moment)
