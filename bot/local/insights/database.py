"""One SQLite database, shared by threads here and by other processes that have the file open."""

import contextlib
import itertools
import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.local.insights import schema

_BATCH: Final = 500
"""Rows in one transaction: short enough that the server answers in between."""

_Item = TypeVar("_Item")
_Values = Sequence[Any] | Mapping[str, Any]
"""What fills a statement in, as sqlite3 takes it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of rows that came in: new ones, others than before, and the same as before."""

    new: int = 0
    changed: int = 0
    known: int = 0


class StoreError(Exception):
    """The database cannot be used; the message is a sentence that says why."""


class Database:
    """A connection that any thread may use; trouble with it is always a `StoreError`.

    Args:
        path: A file, made if it is missing, or None to keep everything in memory.

    Raises:
        StoreError: If the file is no database of ours, or one of a newer version.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        with contextlib.ExitStack() as on_failure:
            try:
                self._db = sqlite3.connect(
                    path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10
                )
                on_failure.callback(self._db.close)
                schema.prepare(self._db)
                # SQLite's own `lower` knows the English alphabet and no other.
                self._db.create_function("casefold", 1, str.casefold, deterministic=True)
            except (sqlite3.Error, schema.SchemaError) as error:
                raise StoreError(f"Cannot use {path} for deployments: {error}.") from error
            on_failure.pop_all()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    def rows(self, statement: str, values: _Values = ()) -> list[tuple[Any, ...]]:
        """All that a statement finds."""
        with self._lock:
            try:
                return self._db.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise _explained(error) from error

    def row(self, statement: str, values: _Values = ()) -> tuple[Any, ...] | None:
        """The first that a statement finds, or None."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def change(self, statement: str, values: _Values = ()) -> int:
        """Carry a statement out, within a transaction; how many rows it touched."""
        return self._db.execute(statement, values).rowcount

    def change_each(self, statement: str, each: Iterable[_Values]) -> None:
        """Carry a statement out for each of some values, within a transaction."""
        self._db.executemany(statement, each)

    def put(
        self,
        items: Iterable[_Item],
        *,
        find: Callable[[_Item], _Item | None],
        put: Callable[[_Item, _Item | None], None],
    ) -> Added:
        """Store items as they are now; one that is there already, and the same, changes nothing.

        Args:
            items: The items.
            find: How one is stored, if it is.
            put: Stores one, which was stored like this before.
        """
        new = changed = known = 0
        for batch in batches(items):
            with self.transaction():
                for item in batch:
                    before = find(item)
                    new += before is None
                    changed += before is not None and before != item
                    known += before == item
                    if before != item:
                        put(item, before)
        return Added(new, changed, known)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of a block or nothing, with nobody else writing in between."""
        with self._lock:
            try:
                with self._db:  # commits, or rolls back
                    self._db.execute("BEGIN IMMEDIATE")
                    yield
            except sqlite3.Error as error:
                raise _explained(error) from error


def _explained(error: sqlite3.Error) -> StoreError:
    return StoreError(f"The deployments database does not answer: {error}.")


def batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Items in parts, each small enough for one transaction."""
    remaining = iter(items)
    while batch := list(itertools.islice(remaining, _BATCH)):
        yield batch


def listed(keys: Sequence[str]) -> str | None:
    """Keys as a statement takes them: a JSON list, or None for all there are."""
    return json.dumps(keys) if keys else None
