"""What a picture shows, before anything has a place: panels on one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from charts.choice import choose
from charts.model import MAX_PANELS, MIN_PANELS, Drawing, Sheet
from charts.panel import Panel
from charts.scale import Scale, scale, split
from charts.table import Values, tables

_INTERVALS: Final = 5
"""Between levels, at most."""
_APART: Final = 72
"""Pixels from one level to the next, at least."""


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
