"""One drawing of a picture, with what is drawn of it and how."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from charts import palette
from charts.choice import Choice
from charts.measures import written
from charts.model import Bound, Drawing
from charts.palette import Look
from charts.table import Table, Values, sums
from charts.text import readable

_NUMBER: Final = 60
"""Pixels above the highest value for its number."""
_MARKER: Final = 14
"""The same for a marker, where there is no number."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bar from left to right.

    Attributes:
        name: Fit to be read.
        label: As the picture shows it.
        length: NaN if unknown.
        look: Of the bar.
        is_whole: Whether its bucket is complete.
    """

    name: str
    label: str
    length: float
    look: Look
    is_whole: bool = True


@dataclass(frozen=True)
class Panel:
    """One drawing and what of it is drawn how.

    Attributes:
        drawing: Its words.
        table: Its numbers.
        choice: Its series.
        bounds: Those that are drawn.
        told: Those that are told in words.
    """

    drawing: Drawing
    table: Table
    choice: Choice
    bounds: tuple[Bound, ...] = ()
    told: tuple[Bound, ...] = ()

    @cached_property
    def layers(self) -> tuple[tuple[Look, Values], ...]:
        """A look and values for each series that is told apart, and in bars for the rest."""
        layers = [(shown.look, self.table.values[shown.row]) for shown in self.choice.shown]
        if self.drawing.form == "bars" and self.choice.others:
            layers.append((palette.REST, sums(self.others)))
        return tuple(layers)

    @property
    def others(self) -> Values:
        """The rest, shape (series, buckets)."""
        return self.table.values[list(self.choice.others)]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """One for each series that is told apart, and one for the rest; none of nothing."""
        if self.table.is_empty:
            return ()
        lengths, whole = self.table.lengths, self.table.whole[self.table.ends]
        rows = []
        for shown in self.choice.shown:
            length, is_whole = float(lengths[shown.row]), bool(whole[shown.row])
            rows.append(Row(shown.name, shown.label, length, shown.look, is_whole))
        rest = lengths[list(self.choice.others)]
        rest = rest[~np.isnan(rest)]
        if self.choice.others:
            length = rest.sum() if self.drawing.measure == "count" else rest.max(initial=0)
            name = self.choice.others_name
            rows.append(Row(name, name, float(length), palette.REST))
        return tuple(rows)

    def amount(self, row: Row) -> str:
        """How long a row is: 5; of several durations the longest: up to 3 h."""
        if np.isnan(row.length):
            return "no value"
        text = written(row.length, self.drawing.measure)
        is_rest = row.look is palette.REST
        return f"up to {text}" if is_rest and self.drawing.measure == "duration" else text

    def length(self, row: Row) -> str:
        """The same, with a word for what is not over yet: 5 so far."""
        is_known = row.is_whole or np.isnan(row.length)
        amount, label = self.amount(row), readable(self.drawing.open_label)
        return amount if is_known else f"{amount} {label}"

    @property
    def is_alone(self) -> bool:
        """Whether there is one series, which shares its place with none."""
        return len(self.drawing.series) == 1

    @property
    def has_ghost(self) -> bool:
        """Whether the period before is drawn behind this one."""
        fits = self.drawing.form == "bars" or (self.drawing.form == "lines" and self.is_alone)
        return fits and not bool(np.isnan(self.table.before).all())

    @property
    def ghost_label(self) -> str:
        """What the period before is called."""
        return readable(self.drawing.ghost.label) if self.drawing.ghost else ""

    @property
    def is_open(self) -> bool:
        """Whether there is something in a bucket at the end that is not complete."""
        return not self.table.whole[-1] and not bool(np.isnan(self.table.values[:, -1]).all())

    @property
    def headroom(self) -> int:
        """Pixels above the highest value for its number, or for its marker."""
        return _NUMBER if self.drawing.form == "bars" or self.is_alone else _MARKER

    @cached_property
    def extremes(self) -> tuple[float, float]:
        """The lowest and the highest of the data, zero among them.

        The rest of the rows is left out: what it adds up to would flatten all others.
        """
        table = self.table
        if self.drawing.form == "rows":
            drawn = np.array([row.length for row in self.rows if row.look is not palette.REST])
        elif self.drawing.form == "bars":
            known = np.nan_to_num(table.values)
            stacks = (np.minimum(known, 0).sum(axis=0), np.maximum(known, 0).sum(axis=0))
            drawn = np.concatenate(stacks)
        else:
            drawn = table.values.ravel()
        if self.has_ghost:
            drawn = np.concatenate((drawn, table.before))
        drawn = drawn[~np.isnan(drawn)]
        return float(drawn.min(initial=0)), float(drawn.max(initial=0))

    def named(self, bound: Bound, letters: int = 40) -> str:
        """What a bound is called and where it lies."""
        return f"{readable(bound.label, letters)} {written(bound.value, self.drawing.measure)}"
