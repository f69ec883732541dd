"""What data over time shows, in words: bars stand on each other, lines are told one by one."""

from collections.abc import Iterable, Iterator

import numpy as np

from charts.alt_words import (
    finite,
    in_buckets,
    known,
    median,
    one_bucket,
    ranging,
    value,
)
from charts.free_days import days_off
from charts.model import Bound
from charts.panel import Panel
from charts.table import Flags, Values, sums
from charts.text import readable
from charts.timeline import zone_of
from charts.wording import count


def told_over_time(panel: Panel) -> Iterator[str]:
    """What there is of the data, the most important first."""
    return _bars(panel) if panel.drawing.form == "bars" else _lines(panel)


def before(panel: Panel) -> str:
    """The period before, over the buckets that are complete in this one; nothing if undrawn."""
    values = _whole(panel, panel.table.before)
    if not panel.has_ghost or not _any(values):
        return ""
    has_gaps = bool(np.isnan(values[panel.table.whole]).any())
    if panel.drawing.measure == "duration":
        told = median(panel, values)
    elif not has_gaps and not values[panel.table.whole].any():
        told = "none"
    elif _adds_up(panel) and not has_gaps:
        told = _in_all(panel, values)
    else:  # what lacks a number does not add up
        low, high = value(panel, np.nanmin(values)), value(panel, np.nanmax(values))
        told = f"always {low}" if low == high else f"between {low} and {high}"
    return f"{panel.ghost_label}: {told}"


def unfinished(panel: Panel) -> str:
    """What there is of the last bucket, where it is open; otherwise nothing."""
    if not panel.is_open:
        return ""
    drawing, total = panel.drawing, float(panel.table.totals[-1])
    so_far = f": {value(panel, total)} {readable(drawing.open_label)}"
    return f"the last {one_bucket(drawing)} is not complete{so_far * (drawing.form == 'bars')}"


def held_against(panel: Panel) -> str:
    """The bounds of several lines; those of one, and of bars, are told with the numbers."""
    found = finite(panel.drawing)
    if not found or panel.drawing.form == "bars" or panel.is_alone:
        return ""
    return f"bounds: {', '.join(panel.named(bound) for bound in found)}"


def missing(panel: Panel) -> str:
    """In how many complete buckets there is no value; nothing where all have one."""
    amount = int((panel.table.whole & ~_has_all(panel)).sum())
    return f"a value is missing {in_buckets(panel.drawing, amount)}" if amount else ""


def marked_in(panels: Iterable[Panel]) -> str:
    """How many alerts are marked within the picture; nothing where none is."""
    found = {
        stretch
        for panel in panels
        for stretch in panel.drawing.alerts
        if panel.drawing.form != "rows"
        and stretch[0] < panel.table.starts[-1] + panel.table.step
        and stretch[1] > panel.table.starts[0]
    }
    return f"{count(len(found), ('alert', 'alerts'))} marked at the top" if found else ""


def shaded_in(panels: Iterable[Panel]) -> str:
    """How many days off are shaded, the same in all; nothing where none is."""
    return next(filter(None, map(_shaded, panels)), "")


def _shaded(panel: Panel) -> str:
    drawing = panel.drawing
    if drawing.form == "rows" or not drawing.off:
        return ""
    amount = len(days_off(panel.table, zone_of(drawing.zone), drawing.off))
    return f"{count(amount, ('day', 'days'))} off shaded" if amount else ""


def _has_all(panel: Panel) -> Flags:
    """In which buckets nothing is missing: every series has a value.

    Durations that stand on each other are stages, any of which may be skipped: one is enough.
    """
    known = ~np.isnan(panel.table.values)
    stages = panel.drawing.form == "bars" and panel.drawing.measure == "duration"
    found: Flags = (np.logical_or if stages else np.logical_and).reduce(known, axis=0)
    return found


def _adds_up(panel: Panel) -> bool:
    """Whether what is counted over time may be added."""
    drawing = panel.drawing
    return drawing.measure == "count" and (drawing.form == "bars" or drawing.adds_up)


def _in_all(panel: Panel, values: Values) -> str:
    return f"{value(panel, np.nansum(values))} in all"


def _bars(panel: Panel) -> Iterator[str]:
    totals = _whole(panel, panel.table.totals)
    if not _any(totals):
        return
    compared: Values = np.where(_has_all(panel), totals, np.nan)
    yield _against_bounds(panel, _summed(panel, totals, compared), compared)
    parts = [(shown.name, panel.table.values[shown.row]) for shown in panel.choice.shown]
    if len(parts) > 1:
        if panel.choice.others:
            parts.append((panel.choice.others_name, sums(panel.others)))
        yield _parts(panel, parts)


def _summed(panel: Panel, totals: Values, compared: Values) -> str:
    """142 in all, between 0 and 11 a day; between 3 h and 2.1 days a day, median 9 h.

    A bucket that lacks a number counts as far as it goes, and is not compared with others.
    """
    told = [_in_all(panel, totals)] if _adds_up(panel) else []
    return ", ".join([*told, *([_ranged(panel, compared)] if _any(compared) else [])])


def _parts(panel: Panel, parts: list[tuple[str, Values]]) -> str:
    """Web 90, api 52; of durations each part's median."""
    whole = [(name, _whole(panel, values)) for name, values in parts]
    if panel.drawing.measure == "duration":
        medians = (f"{name} {median(panel, values)}" for name, values in whole if _any(values))
        return ", ".join(medians)
    return ", ".join(
        f"{name} {value(panel, np.nansum(values)) if _any(values) else 'without a value'}"
        for name, values in whole
    )


def _lines(panel: Panel) -> Iterator[str]:
    """Lines do not stand on each other, so each is told on its own."""
    for shown in panel.choice.shown:
        values = _whole(panel, panel.table.values[shown.row])
        if _any(values):
            total = f"{_in_all(panel, values)}, " if _adds_up(panel) else ""
            told = f"{total}{_ranged(panel, values)}, last {value(panel, known(values)[-1])}"
            yield _against_bounds(panel, told, values) if panel.is_alone else f"{shown.name} {told}"
    others = known(panel.others)
    if len(others):
        low, high = value(panel, others.min()), value(panel, others.max())
        total = f"{_in_all(panel, sums(_whole(panel, panel.others)))}, " if _adds_up(panel) else ""
        yield f"{panel.choice.others_name} {total}between {low} and {high}"


def _ranged(panel: Panel, values: Values) -> str:
    is_duration = panel.drawing.measure == "duration"
    return ranging(panel, values) + (f", {median(panel, values)}" if is_duration else "")


# -- bounds ---------------------------------------------------------------------------------------


def _against_bounds(panel: Panel, told: str, values: Values) -> str:
    """What is told, with the bounds at its end."""
    bounds = finite(panel.drawing) if _any(values) else []
    return "; ".join([told, *(_against(panel, bound, values) for bound in bounds)])


def _against(panel: Panel, bound: Bound, values: Values) -> str:
    """Below lower 3 on 4 days, above it on 20; which side is good is not for a picture to say."""
    name = panel.named(bound)
    below, above = int((values < bound.value).sum()), int((values > bound.value).sum())
    if below and above:
        first, then = (in_buckets(panel.drawing, amount) for amount in (below, above))
        return f"below {name} {first}, above it {then}"
    if below or above:
        side = "below" if below else "above"
        return f"{side} {name} {in_buckets(panel.drawing, below or above)}"
    return f"never off {name}"


# -- complete buckets -----------------------------------------------------------------------------


def _whole(panel: Panel, values: Values) -> Values:
    """What is known of the buckets that are complete."""
    return np.where(panel.table.whole, values, np.nan)


def _any(values: Values) -> bool:
    return not bool(np.isnan(values).all())
