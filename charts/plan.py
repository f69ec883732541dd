"""What a picture shows, before anything has a place: panels on one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from charts import palette
from charts.choice import Choice, choose
from charts.measures import written
from charts.model import MAX_PANELS, MIN_PANELS, Bound, Drawing, Sheet
from charts.palette import Look
from charts.scale import Scale, scale, split
from charts.table import Table, Values, sums, tables
from charts.text import readable

_INTERVALS: Final = 5
"""Between levels, at most; and how far these are apart, in pixels, at least."""
_APART: Final = 72
_NUMBER: Final = 60
_MARKER: Final = 14


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

    def length(self, row: Row) -> str:
        """How long a row is, in words: 5, 5 so far; of several durations the longest, up to 3 h."""
        if np.isnan(row.length):
            return "no value"
        text = written(row.length, self.drawing.measure)
        if row.look is palette.REST and self.drawing.measure == "duration":
            return f"up to {text}"
        return text if row.is_whole else f"{text} {readable(self.drawing.open_label)}"

    @property
    def has_ghost(self) -> bool:
        """Whether the period before can be drawn behind this one."""
        form, alone = self.drawing.form, len(self.drawing.series) == 1
        fits = form == "bars" or (form == "lines" and alone)
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
        has_number = self.drawing.form == "bars" or len(self.drawing.series) == 1
        return _NUMBER if has_number else _MARKER

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


def _drawings(shown: Drawing | Sheet) -> tuple[Drawing, ...]:
    """The drawing, or those of the sheet.

    Raises:
        ValueError: If a sheet has too few or too many, or such as cannot be compared.
    """
    if isinstance(shown, Drawing):
        return (shown,)
    amount = len(shown.drawings)
    if not MIN_PANELS <= amount <= MAX_PANELS:
        raise ValueError(f"A sheet has {MIN_PANELS} to {MAX_PANELS} charts, not {amount}.")
    kinds = {(each.form, each.bucket, each.unit, each.measure) for each in shown.drawings}
    if len(kinds) > 1:
        raise ValueError("The charts of a sheet must have one form, bucket, unit and measure.")
    return shown.drawings


@dataclass(frozen=True, slots=True)
class Plan:
    """All panels of a picture.

    Attributes:
        panels: One for each drawing.
        unreadable: Numbers and names of series that no font here can write.
    """

    panels: tuple[Panel, ...]
    unreadable: tuple[tuple[int, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no number at all."""
        return all(panel.table.is_empty for panel in self.panels)


def planned(shown: Drawing | Sheet, unwritable: Callable[[str], frozenset[str]]) -> Plan:
    """The plan of a picture. A bound far outside the data of all panels is told in words.

    Args:
        shown: What is to be drawn.
        unwritable: Tells which characters of a text no font here can write.

    Raises:
        ValueError: If there are more series, points or panels than a picture can show.
    """
    drawings = _drawings(shown)
    laid_out = tables(drawings)
    chosen = choose(drawings, laid_out, unwritable)
    panels = [Panel(*each) for each in zip(drawings, laid_out, chosen.choices, strict=True)]
    high = max(max(map(abs, panel.extremes)) for panel in panels)
    held = (split(drawing.bounds, high) for drawing in drawings)
    return Plan(
        tuple(
            replace(panel, bounds=near, told=far)
            for panel, (near, far) in zip(panels, held, strict=True)
        ),
        chosen.unreadable,
    )


def scaled(panels: Sequence[Panel], height: float) -> Scale:
    """The one scale on which all panels are drawn, each so many pixels high."""
    low, high = reach(panels)
    data = max(panel.extremes[1] for panel in panels)
    share = max(panel.headroom for panel in panels) / height
    return scale(
        (low, high, (data - low * share) / (1 - share)),
        measure=panels[0].drawing.measure,
        integers=all(_are_integers(panel.table.values) for panel in panels),
        intervals=int(max(2, min(_INTERVALS, height / _APART))),
    )


def reach(panels: Sequence[Panel]) -> tuple[float, float]:
    """The lowest and the highest that is drawn in any panel, bounds included."""
    values = [value for panel in panels for value in panel.extremes]
    values += [bound.value for panel in panels for bound in panel.bounds]
    return min(values), max(values)


def not_drawn(panels: Sequence[Panel]) -> str:
    """The bounds that have no line, in words."""
    named = [panel.named(bound, letters=24) for panel in panels for bound in panel.told]
    several = "s" * (len(named) > 1)
    return f"bound{several} not drawn: {', '.join(named)}" if named else ""


def _are_integers(values: Values) -> bool:
    known = values[~np.isnan(values)]
    return bool((known == np.floor(known)).all())
