"""The plot: data on a frame, the key, bounds beside it, and what is said about the open bucket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from charts import key, page, palette, wording
from charts.bars import draw_bars, draw_values
from charts.canvas import Canvas
from charts.choice import Choice
from charts.frame import TICK, Box, Frame, draw_axis, draw_grid, room_for_levels
from charts.key import Entry
from charts.letters import fitted, width
from charts.lines import draw_lines
from charts.model import Bound, Drawing
from charts.palette import Look
from charts.scale import Scale, scale, split
from charts.table import Table, Values, sums
from charts.text import readable


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a plot shows, before it has a place.

    Attributes:
        layers: A look and values for each series that is told apart, and in bars for the rest.
        entries: The key; empty for one series.
        scale: The levels.
        bounds: Those that are drawn.
        told: Those that are told in words.
    """

    layers: tuple[tuple[Look, Values], ...]
    entries: tuple[Entry, ...]
    scale: Scale
    bounds: tuple[Bound, ...]
    told: tuple[Bound, ...]


def _plan(drawing: Drawing, laid_out: Table, choice: Choice) -> _Plan:
    looks = list(zip(palette.LOOKS, choice.shown, strict=False))  # the largest has the first look
    layers = [(look, series.values) for look, series in looks]
    entries = [Entry(look, series.name) for look, series in looks]
    if len(choice.others):
        entries.append(Entry(palette.REST, choice.others_name))
        if drawing.form == "bars":
            layers.append((palette.REST, sums(choice.others)))
    values = _extremes(drawing, laid_out)
    bounds, told = split(drawing.bounds, max(map(abs, values)))
    levels = scale(
        [*values, *(bound.value for bound in bounds)], integers=_are_integers(laid_out.values)
    )
    return _Plan(tuple(layers), tuple(entries) if len(entries) > 1 else (), levels, bounds, told)


def _extremes(drawing: Drawing, laid_out: Table) -> tuple[float, float]:
    """The lowest and highest that is drawn."""
    if drawing.form == "bars":
        known = np.nan_to_num(laid_out.values)
        low, high = np.minimum(known, 0).sum(axis=0), np.maximum(known, 0).sum(axis=0)
        return float(low.min()), float(high.max())
    return float(np.nanmin(laid_out.values)), float(np.nanmax(laid_out.values))


def _are_integers(values: Values) -> bool:
    known = values[~np.isnan(values)]
    return bool((known == np.floor(known)).all())


def draw_plot(canvas: Canvas, drawing: Drawing, laid_out: Table, choice: Choice) -> None:
    """Draw all that lies between the heading and the footnote."""
    plan = _plan(drawing, laid_out, choice)
    side = _side(plan)
    top = float(page.UNIT_LINE)
    if plan.entries and not side.names:
        arranged = key.rows(plan.entries, page.ROOM)
        key.draw_rows(canvas, arranged, page.MARGIN, page.SUBTITLE_LINE + 24, drawing.form)
        top += arranged.height + 4
    _unit(canvas, drawing, choice, top)
    _note(canvas, plan)
    foot = page.FOOT if drawing.footnote or plan.told else 0
    box = Box(
        left=page.MARGIN + room_for_levels(plan.scale),
        top=top + page.ABOVE,
        right=page.WIDTH - page.MARGIN - side.room,
        bottom=page.HEIGHT - page.MARGIN - foot - TICK.size,
    )
    frame = Frame(box, laid_out, plan.scale, drawing.form)
    draw_grid(canvas, frame)
    labelled = _data(canvas, drawing, frame, plan, choice)
    label = fitted(readable(drawing.open_label), page.NOTE, page.ROOM / 4)
    _open(canvas, frame, label, top, clear=54 if labelled else 16)
    wanted = [*_wanted(frame, plan, drawing)] if side.names else []
    wanted += [frame.y(bound.value) for bound in plan.bounds]
    room = Box(box.right + key.APART, top + 24, page.WIDTH - page.MARGIN, box.bottom + 24)
    key.draw_beside(canvas, side.entries, wanted, room, drawing.form)


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands to the right of the plot: names where all are short, and bounds."""

    names: tuple[Entry, ...]
    bounds: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.names + self.bounds

    @property
    def room(self) -> float:
        return key.APART + key.room_beside(self.entries) if self.entries else 0.0


def _side(plan: _Plan) -> _Side:
    named = (f"{readable(bound.label, 40)} {wording.number(bound.value)}" for bound in plan.bounds)
    bounds = tuple(Entry(None, fitted(name, key.NOTE, key.BESIDE)) for name in named)
    return _Side(plan.entries if key.fits_beside(plan.entries) else (), bounds)


def _wanted(frame: Frame, plan: _Plan, drawing: Drawing) -> Sequence[float]:
    """Where names beside the plot would like to stand: at a line's end, or in a stack's order."""
    if drawing.form == "bars":
        return [frame.box.top - at for at in range(len(plan.entries))]
    ends = [values[~np.isnan(values)] for _, values in plan.layers]
    heights = [frame.y(float(end[-1])) if len(end) else frame.box.bottom for end in ends]
    return heights + [frame.box.bottom] * (len(plan.entries) - len(heights))


def _unit(canvas: Canvas, drawing: Drawing, choice: Choice, y: float) -> None:
    """What the numbers are, and whose, where the only series has a name that says more."""
    unit = readable(drawing.unit)
    name = choice.shown[0].name
    if len(drawing.series) == 1 and name.casefold() not in f"{drawing.title} {unit}".casefold():
        unit = f"{unit} · {name}"
    canvas.text((page.MARGIN, y), fitted(unit, page.UNIT, page.ROOM * 0.85), page.UNIT)


def _note(canvas: Canvas, plan: _Plan) -> None:
    """The bounds that have no line."""
    named = [f"{readable(bound.label, 24)} {wording.number(bound.value)}" for bound in plan.told]
    if named:
        words = f"bound{'s' * (len(named) > 1)} not drawn: {', '.join(named)}"
        shown = fitted(words, page.NOTE, page.BOUNDS_NOTE - page.MARGIN)
        canvas.text((page.WIDTH - page.MARGIN, page.FOOT_LINE), shown, page.NOTE, "right")


def _data(canvas: Canvas, drawing: Drawing, frame: Frame, plan: _Plan, choice: Choice) -> bool:
    """Draw the data; returns whether the last bucket has its number above it."""
    if drawing.form == "bars":
        draw_bars(canvas, frame, plan.layers)
        draw_axis(canvas, frame, drawing.zone)
        _bounds(canvas, frame, plan.bounds)
        return draw_values(canvas, frame)
    draw_axis(canvas, frame, drawing.zone)
    _bounds(canvas, frame, plan.bounds)
    draw_lines(canvas, frame, plan.layers, choice.others)
    return False


# -- what is drawn over the data ------------------------------------------------------------------

_PENS: Final[dict[str, tuple[float, tuple[float, ...]]]] = {
    "plain": (4, ()),
    "documented": (4, (20, 12)),
    "unclear": (2.5, (3, 9)),
}


def _bounds(canvas: Canvas, frame: Frame, bounds: Sequence[Bound]) -> None:
    """Quiet lines; their names stand beside the plot."""
    for bound in bounds:
        y = frame.y(bound.value)
        thickness, dashes = _PENS[bound.kind]
        ends = [(frame.box.left, y), (frame.box.right + 10, y)]
        canvas.line(ends, palette.BOUND, thickness, dashes)


def _open(canvas: Canvas, frame: Frame, label: str, y: float, *, clear: float) -> None:
    """Say once what an open bar or a dashed line means, with a thread that leads to it."""
    last = len(frame.table.starts) - 1
    known = frame.table.values[~np.isnan(frame.table.values[:, last]), last]
    if frame.table.whole[last] or not len(known):
        return
    x = frame.middle(last)
    half = width(label, page.NOTE) / 2
    canvas.text((min(x, page.WIDTH - 16 - half), y), label, page.NOTE, "centre")
    total = frame.table.totals[last] if frame.form == "bars" else known.max()
    end = frame.y(max(0.0, float(total))) - clear
    if end > y + 16:
        canvas.rectangle((x - 1, y + 12, x + 1, end), palette.OTHERS)
