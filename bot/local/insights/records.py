"""Files of records: CSV, a JSON array, or JSON objects one after the other (JSON lines).

Which of them a file is shows where it begins. All three come out as the same: cells of text by
column, with the line that each record starts on.
"""

import contextlib
import csv
import difflib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TextIO

from bot.local.insights.importing import ImportingError, Progress

_JSON_SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})
_SEPARATORS: Final = ",;\t"
"""Spreadsheets write semicolons where the comma is in their numbers, and tabs."""
_TELL_EVERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file.

    Attributes:
        line: The line that it starts on.
        cells: Its text by column, blanks around it taken off; empty where there is none.
        problem: Why it cannot be read, if so.
        number: Which one it is of an array, where many may stand on a line; 0 elsewhere.
    """

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    number: int = 0

    @property
    def where(self) -> str:
        """Where it is, for whoever has to mend it."""
        return f"line {self.line}, record {self.number}" if self.number else f"line {self.line}"


def read_records(
    path: Path,
    *,
    columns: Collection[str],
    required: Sequence[str],
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Read a file, record by record.

    Args:
        path: UTF-8. The columns of a CSV file are named in its first line.
        columns: Which are read; others are ignored.
        required: Those of them that a CSV file must have.
        progress: Told how much is read, and how much there is.

    Raises:
        ImportingError: If there is no such file, or it is another sort of file.
    """
    try:
        # What is not UTF-8 becomes lone surrogates, so that one bad name does not end the file.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            begins = file.read(1_000).lstrip()[:1]
            file.seek(0)
            if begins in {"[", "{"}:
                found = _json(file.read(), progress)
            elif path.suffix.casefold() in _JSON_SUFFIXES:
                raise ImportingError(f"{path} is no JSON: it must begin with [ or {{.")
            else:
                found = _csv(file, path, columns, required, progress)
            for record in found:
                cells = {name: text for name, text in record.cells.items() if name in columns}
                yield replace(record, cells=cells, problem=record.problem or _problem(cells))
    except OSError as error:
        raise ImportingError(f"Cannot read {path}: {error.strerror or error}.") from error


def cells_of(document: object) -> dict[str, str]:
    """The cells of a JSON object.

    Raises:
        ValueError: If it is none, or holds more than text, numbers, true, false, null, and lists
            of these; the message completes "record 3 ...".
    """
    if not isinstance(document, dict):
        raise ValueError("must be an object")  # noqa: TRY004 (what somebody wrote, not our types)
    return {name.strip().casefold(): _cell(name, value) for name, value in document.items()}


def _cell(name: str, value: object) -> str:
    if isinstance(value, list):
        return ",".join(_cell(name, one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise ValueError(f"has more than text, a number, true, false or a list of these as {name}")


def _problem(cells: Mapping[str, str]) -> str | None:
    try:
        "".join(cells.values()).encode()
    except UnicodeEncodeError:
        return "is not UTF-8"
    return None


# -- CSV --------------------------------------------------------------------------------------


def _csv(
    file: TextIO,
    path: Path,
    columns: Collection[str],
    required: Sequence[str],
    progress: Progress | None,
) -> Iterator[Record]:
    size = path.stat().st_size
    separator = _separator(file.readline(), required)
    file.seek(0)
    rows = _rows(file, separator)
    _, header, _ = next(rows, (1, [], None))
    places = _places(header, path, columns, required)
    for number, (line, cells, problem) in enumerate(rows):
        if problem:
            yield Record(line, problem=problem)
        elif cells:
            yield _filled(line, cells, places, of=len(header))
        if progress and number % _TELL_EVERY == 0:
            progress(min(file.buffer.tell(), size), size)
    if progress:
        progress(size, size)


def _separator(header: str, required: Sequence[str]) -> str:
    """What stands between cells: a comma, unless more columns are there with something else."""

    def found(separator: str) -> int:
        with contextlib.suppress(csv.Error):  # it is told where the header is read
            names = next(csv.reader([header], delimiter=separator), [])
            return len({name.strip().casefold() for name in names}.intersection(required))
        return 0

    return max(_SEPARATORS, key=found)


def _filled(line: int, cells: Sequence[str], places: Mapping[str, int], *, of: int) -> Record:
    """A row under a header of so many columns; blank cells behind them are a spreadsheet's."""
    if len(cells) <= max(places.values(), default=0):
        return Record(line, problem=f"has {len(cells)} of {of} columns")
    if any(cell.strip() for cell in cells[of:]):
        reason = f"has {len(cells)} cells for {of} columns; lists belong in quotes"
        return Record(line, problem=reason)
    return Record(line, {name: cells[place].strip() for name, place in places.items()})


def _rows(file: TextIO, separator: str) -> Iterator[tuple[int, list[str], str | None]]:
    """The lines that rows start on, and their cells or what is wrong with them."""
    reader = csv.reader(file, delimiter=separator)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], str(error)


def _places(
    header: Sequence[str], path: Path, columns: Collection[str], required: Sequence[str]
) -> Mapping[str, int]:
    names = [name.strip().casefold() for name in header]
    if missing := [name for name in required if name not in names]:
        raise ImportingError(
            f"{path} has no column {' and no column '.join(missing)}. "
            f"Its first line must name the columns: {','.join(required)}."
            + "".join(_meant(name, header) for name in missing)
        )
    return {name: names.index(name) for name in columns if name in names}


def _meant(name: str, header: Sequence[str]) -> str:
    """Which column of the file is probably another's, as a further sentence."""
    plain = {one.casefold().replace("_", "").replace(" ", ""): one.strip() for one in header}
    near = difflib.get_close_matches(name.replace("_", ""), plain, n=1)
    return f" Is {plain[near[0]]} meant to be {name}?" if near else ""


# -- JSON -------------------------------------------------------------------------------------


def _json(text: str, progress: Progress | None) -> Iterator[Record]:
    """The objects of an array, or those that follow one another."""
    number, at, line = 0, 0, 1
    is_array = text.lstrip()[:1] == "["
    decoder = json.JSONDecoder(parse_constant=_refuse)
    while True:
        # An array's objects have its brackets and commas before and behind them.
        begins = _skip(text, at, "[,]" if is_array else "")
        line += text.count("\n", at, begins)
        if begins == len(text):
            break
        number += 1
        try:
            document, at = decoder.raw_decode(text, begins)
        except (ValueError, RecursionError):
            at = text.find("\n", begins) + 1 or len(text)  # the next line may be better
            record = Record(line, problem="is no JSON")
        else:
            record = _record(line, document)
        yield replace(record, number=number) if is_array else record
        line += text.count("\n", begins, at)
        if progress and number % _TELL_EVERY == 0:
            progress(at, len(text))
    if progress:
        progress(len(text), len(text))


def _record(line: int, document: object) -> Record:
    try:
        return Record(line, cells_of(document))
    except ValueError as error:
        return Record(line, problem=str(error))


def _skip(text: str, at: int, also: str) -> int:
    """Where something other than blanks and a few more characters follows."""
    while at < len(text) and (text[at].isspace() or text[at] in also):
        at += 1
    return at


def _refuse(word: str) -> Any:  # noqa: ANN401 (json's signature)
    msg = f"{word} is not JSON"
    raise ValueError(msg)
