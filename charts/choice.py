"""Which of many series a picture tells apart, and what they are called in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from charts.model import Drawing
from charts.table import Table, Values
from charts.text import readable

MOST: Final = 8
"""Series that an eye can tell apart; the rest are drawn together, in grey."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A series that is told apart.

    Attributes:
        number: Its place in the drawing, from 1.
        name: Its name as the picture shows it.
        values: Shape (buckets,).
    """

    number: int
    name: str
    values: Values


@dataclass(frozen=True, slots=True)
class Choice:
    """What is drawn of a drawing's series.

    Attributes:
        shown: Those told apart, the largest first.
        others: The rest, shape (series, buckets).
        unreadable: Numbers and names of shown series that no font here can write.
    """

    shown: tuple[Shown, ...]
    others: Values
    unreadable: tuple[tuple[int, str], ...]

    @property
    def others_name(self) -> str:
        """What the rest is called; a series that is named "others" is not mistaken for it."""
        amount = len(self.others)
        return f"{amount} other{'s' * (amount != 1)}"


def choose(drawing: Drawing, table: Table, unwritable: Callable[[str], frozenset[str]]) -> Choice:
    """Choose the series with the largest totals over complete buckets.

    Args:
        drawing: Where the names are.
        table: Where the numbers are.
        unwritable: Tells which characters of a text no font here can write.
    """
    sizes = np.abs(np.nan_to_num(table.values))
    in_whole, in_all = sizes[:, table.whole].sum(axis=1), sizes.sum(axis=1)
    order = np.lexsort((-in_all, -in_whole))
    shown, unreadable = [], []
    for row in order[:MOST]:
        name = readable(drawing.series[row].name)
        missing = unwritable(name)
        if missing:
            unreadable.append((int(row) + 1, name))
            name = _numbered(name, missing, int(row) + 1)
        shown.append(Shown(int(row) + 1, name, table.values[row]))
    return Choice(tuple(shown), table.values[order[MOST:]], tuple(sorted(unreadable)))


def _numbered(name: str, missing: frozenset[str], number: int) -> str:
    """What can be written of a name, with a number that tells it from all others."""
    rest = readable("".join(char for char in name if char not in missing))
    if not any(char.isalnum() for char in rest) or rest == readable(""):
        return f"series {number}"
    return f"{rest} (series {number})"
