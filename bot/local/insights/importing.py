"""What every import has in common: who is told how far it is, and what it says at the end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.local.insights.database import Added
from bot.local.insights.model import key_problem

SHOWN: Final = 20
"""Bad rows that a summary names; all of them are counted."""

Progress = Callable[[int, int], None]
"""Called now and then with how much is done and how much there is, in units of the source."""


_Row = TypeVar("_Row")


class ImportingError(Exception):
    """Nothing could be imported; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out.

    Attributes:
        where: Its line in a file, or the name of a tag.
        reason: Why it was.
    """

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of a source.

    Attributes:
        read: Rows, tags or commits there were.
        added: How many of them were new.
        known: How many were there already, the same.
        bad: How many were left out.
        first_bad: The first of those.
        notes: What else to know, in sentences.
        changed: How many were there already and said something else.
    """

    read: int
    added: int
    known: int
    bad: int
    first_bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    changed: int = 0


def check_place(project: str, environment: str | None = None) -> None:
    """Refuse keys that could not be asked for later.

    Raises:
        ImportingError: If one of them is no key.
    """
    for what, key in (("project", project), ("environment", environment)):
        if key is not None and (problem := key_problem(key)):
            raise ImportingError(f"The {what} key {key!r} {problem}.")


def store_all(
    put: Callable[[Iterable[_Row]], Added],
    rows: Iterable[_Row | BadRow],
    *,
    notes: tuple[str, ...] = (),
) -> ImportSummary:
    """Store what is good, count what is bad.

    Args:
        put: Stores rows.
        rows: What was read, in order.
        notes: For the summary.
    """
    bad: list[BadRow] = []
    counts = {"read": 0, "bad": 0}

    def good() -> Iterator[_Row]:
        for row in rows:
            counts["read"] += 1
            if not isinstance(row, BadRow):
                yield row
                continue
            counts["bad"] += 1
            if len(bad) < SHOWN:
                bad.append(row)

    added = put(good())
    return ImportSummary(
        read=counts["read"],
        added=added.new,
        changed=added.changed,
        known=added.known,
        bad=counts["bad"],
        first_bad=tuple(bad),
        notes=notes,
    )
