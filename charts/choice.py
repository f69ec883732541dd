"""Which of many series a picture tells apart, how they look and what they are called in it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from charts.looks import Identity, by_name, by_order
from charts.model import Drawing, Measure
from charts.palette import LOOKS, Look
from charts.table import Table, Values
from charts.text import readable

MOST: Final = 8
"""Series that an eye can tell apart; the rest are drawn together, in grey."""
_LINES: Final = 5
"""Rows that have room in one of several lines of panels, the others' among them."""
_ONE_LINE: Final = 3
"""Panels up to which there is one line."""
_ALIKE: Final = (0, LOOKS[0])
"""The rank and the look of things of one kind."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A series that is told apart.

    Attributes:
        row: Its place in the drawing, from 0.
        look: The same in every drawing of a sheet.
        rank: Its place among all that are told apart in the picture, from 0.
        name: Its name, fit to be read.
        label: Its name as the picture shows it: with a number where no font here can write it.
    """

    row: int
    look: Look
    rank: int
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is drawn of a drawing's series.

    Attributes:
        shown: Those told apart, the largest first; rows of up to MOST as they come.
        others: Where the rest are in the drawing.
    """

    shown: tuple[Shown, ...]
    others: tuple[int, ...]

    @property
    def others_name(self) -> str:
        """What the rest is called; a series that is named "others" is not mistaken for it."""
        amount = len(self.others)
        return f"{amount} other{'s' * (amount != 1)}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is drawn of the series of all drawings of a picture.

    Attributes:
        choices: One for each drawing.
        unreadable: Numbers and names of shown series that no font here can write.
    """

    choices: tuple[Choice, ...]
    unreadable: tuple[tuple[int, str], ...]


def choose(
    drawings: Sequence[Drawing],
    laid_out: Sequence[Table],
    unwritable: Callable[[str], frozenset[str]],
) -> Chosen:
    """Choose the series with the largest totals over complete buckets, of rows the longest.

    Durations never add up over time: of those the largest have the largest medians.

    Args:
        drawings: Where the names are; a name has one look in all of them.
        laid_out: Where the numbers are.
        unwritable: Tells which characters of a text no font here can write.
    """
    names = [_identities(drawing) for drawing in drawings]
    if drawings[0].form == "rows":
        lines = MOST + 1 if len(drawings) <= _ONE_LINE else _LINES
        picked = [_longest(*each, lines) for each in zip(names, laid_out, strict=True)]
    else:
        first = drawings[0]
        picked = _largest(names, laid_out, in_order=first.in_order, measure=first.measure)
    numbers = {name: at for at, name in enumerate(dict.fromkeys(chain(*names)), 1)}
    told = {name: readable(name[0]) for name in chain(*picked)}
    missing = {name: unwritable(told[name]) for name in told}
    labels = {name: _label(told[name], missing[name], numbers[name]) for name in told}
    choices = (_choice(*each, told, labels) for each in zip(names, picked, strict=True))
    unreadable = sorted((numbers[name], told[name]) for name in told if missing[name])
    return Chosen(tuple(choices), tuple(unreadable))


def _identities(drawing: Drawing) -> list[Identity]:
    seen: Counter[str] = Counter()
    names = []
    for series in drawing.series:
        names.append((series.name, seen[series.name]))
        seen[series.name] += 1
    return names


_Looks = dict[Identity, tuple[int, Look]]
"""Of each name its rank and its look."""
_Words = dict[Identity, str]


def _longest(names: Sequence[Identity], laid_out: Table, lines: int) -> _Looks:
    """Rows are one kind of thing and have one look; their order may mean something."""
    if len(names) <= min(lines, MOST):
        return dict.fromkeys(names, _ALIKE)
    sizes = np.abs(np.nan_to_num(laid_out.lengths))
    order = np.argsort(-sizes, kind="stable")[: lines - 1]
    return {names[row]: _ALIKE for row in order}


def _largest(
    names: Sequence[Sequence[Identity]],
    laid_out: Sequence[Table],
    *,
    in_order: bool,
    measure: Measure,
) -> list[_Looks]:
    """The same names for all; where each drawing has one series, that is one kind of thing, too.

    Those that are picked keep an order that means something, and of equals the first comes first.
    """
    if len(names) > 1 and all(len(each) <= 1 for each in names):
        return [dict.fromkeys(each, _ALIKE) for each in names]
    of = _median if measure == "duration" else _sum
    sizes: dict[Identity, Values] = {}
    for each, table in zip(names, laid_out, strict=True):
        for name, row in zip(each, np.abs(table.values), strict=True):
            size = np.array([of(row[table.whole]), of(row)])
            sizes[name] = sizes.get(name, 0) + size
    order = sorted(sizes, key=lambda name: tuple(-sizes[name]))[:MOST]
    if in_order:
        order = [name for name in sizes if name in order]
    looks = by_order(order) if in_order or len(order) == 1 else by_name(order)
    ranked = {name: (rank, look) for rank, (name, look) in enumerate(looks.items())}
    return [{name: ranked[name] for name in ranked if name in each} for each in names]


def _sum(values: Values) -> float:
    return float(np.nansum(values))


def _median(values: Values) -> float:
    """Of what is known; 0 of nothing."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else 0.0


def _choice(names: Sequence[Identity], picked: _Looks, told: _Words, labels: _Words) -> Choice:
    shown = (
        Shown(names.index(name), look, rank, told[name], labels[name])
        for name, (rank, look) in picked.items()
    )
    others = (row for row, name in enumerate(names) if name not in picked)
    return Choice(tuple(shown), tuple(others))


def _label(name: str, missing: frozenset[str], number: int) -> str:
    """What can be written of a name, with a number that tells it from all others."""
    if not missing:
        return name
    rest = readable("".join(char for char in name if char not in missing))
    if not any(char.isalnum() for char in rest) or rest == readable(""):
        return f"series {number}"
    return f"{rest} (series {number})"
