"""What every import has in common: who is told how far it is, and what it says at the end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.local.insights.model import Event, key_problem
from bot.local.insights.store import Store

SHOWN: Final = 20
"""Bad rows that a summary names; all of them are counted."""

Progress = Callable[[int, int], None]
"""Called now and then with how much is done and how much there is, in units of the source."""


class ImportingError(Exception):
    """Nothing could be imported; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out.

    Attributes:
        where: The number of its line in a file, or the name of a tag.
        reason: Why it was.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of a source.

    Attributes:
        read: Rows, tags or commits there were.
        added: How many of them became new deployments.
        known: How many were there already.
        bad: How many were left out.
        first_bad: The first of those.
        notes: What else to know, in sentences.
    """

    read: int
    added: int
    known: int
    bad: int
    first_bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()


def check_place(project: str, environment: str) -> None:
    """Refuse keys that could not be asked for later.

    Raises:
        ImportingError: If one of them is no key.
    """
    for what, key in (("project", project), ("environment", environment)):
        if problem := key_problem(key):
            raise ImportingError(f"The {what} key {key!r} {problem}.")


def store_all(
    store: Store, rows: Iterable[Event | BadRow], *, notes: tuple[str, ...] = ()
) -> ImportSummary:
    """Store what is good, count what is bad."""
    bad: list[BadRow] = []
    counts = {"read": 0, "bad": 0}

    def good() -> Iterator[Event]:
        for row in rows:
            counts["read"] += 1
            if isinstance(row, Event):
                yield row
                continue
            counts["bad"] += 1
            if len(bad) < SHOWN:
                bad.append(row)

    added = store.add(good())
    return ImportSummary(
        read=counts["read"],
        added=added.new,
        known=added.known,
        bad=counts["bad"],
        first_bad=tuple(bad),
        notes=notes,
    )
