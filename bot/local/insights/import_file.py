"""Bringing in a file of records."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.local.insights.importing import (
    BadRow,
    ImportSummary,
    Progress,
    check_place,
    store_all,
)
from bot.local.insights.kinds import Kind, Place
from bot.local.insights.params import Params
from bot.local.insights.problems import ProblemError
from bot.local.insights.records import Record, read_records
from bot.local.insights.store import Store

_Row = TypeVar("_Row")


def import_file(  # noqa: PLR0913 (one use case; all but three are keywords)
    path: Path,
    store: Store,
    kind: Kind[_Row],
    *,
    project: str,
    environment: str = "",
    now: int | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Read a file of records; reading it twice changes nothing.

    Args:
        path: CSV, a JSON array or JSON lines (see `records`).
        store: Where they go.
        kind: What they are.
        project: Their project's key.
        environment: Their environment's key, if they belong to one.
        now: The present in epoch milliseconds, if what lies in the future is to be left out.
        progress: Told how much is read, and how much there is.

    Raises:
        ImportingError: If there is no such file, or its columns are others.
    """
    check_place(project, environment if kind.is_placed else None)
    records = read_records(
        path,
        columns=[column.name for column in kind.columns],
        required=kind.required,
        progress=progress,
    )
    filled: set[str] = set()
    rows = _rows(_noted(records, filled), kind, Place(project, environment), now)
    summary = store_all(kind.put(store), rows)
    return replace(summary, notes=_notes(kind, filled)) if summary.read > summary.bad else summary


def _noted(records: Iterable[Record], filled: set[str]) -> Iterator[Record]:
    """The records; notes which columns have anything in them."""
    for record in records:
        filled |= {name for name, text in record.cells.items() if text}
        yield record


def _notes(kind: Kind[_Row], filled: Collection[str]) -> tuple[str, ...]:
    """What else to know about columns in which there was nothing."""
    return tuple(
        f"Nothing has {column.name}, so {column.without}."
        for column in kind.columns
        if column.without and column.name not in filled
    )


def read_row(
    cells: Mapping[str, str], kind: Kind[_Row], place: Place, *, now: int | None = None
) -> _Row:
    """Read the cells of a record.

    Args:
        cells: Its text by column.
        kind: What it is.
        place: Where it belongs.
        now: The present in epoch milliseconds, if nothing of it may be later.

    Raises:
        ProblemError: A 400 that names every cell that is wrong.
    """
    params = Params(cells, now=now)
    row = kind.read(params, place)
    params.check()
    return row


def _rows(
    records: Iterable[Record], kind: Kind[_Row], place: Place, now: int | None
) -> Iterator[_Row | BadRow]:
    for record in records:
        if record.problem:
            yield BadRow(record.where, record.problem)
            continue
        try:
            row = read_row(record.cells, kind, place, now=now)
        except ProblemError as problem:
            reasons = (f"{one.attribute} {one.reason}" for one in problem.failures)
            yield BadRow(record.where, "; ".join(reasons))
        else:
            yield row
