"""What data over time shows, in words: bars add up, lines and durations do not."""

from collections.abc import Iterator

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
from charts.model import Bound
from charts.panel import Panel
from charts.table import Values, sums
from charts.text import readable


def told_over_time(panel: Panel) -> Iterator[str]:
    """What there is of the data, the most important first."""
    return _bars(panel) if panel.drawing.form == "bars" else _lines(panel)


def before(panel: Panel) -> str:
    """The period before, over the buckets that are complete in this one; nothing if undrawn."""
    values = _whole(panel, panel.table.before)
    if not panel.has_ghost or not _any(values):
        return ""
    if panel.drawing.measure == "duration":
        told = median(panel, values)
    elif panel.drawing.form == "bars" and not np.isnan(values[panel.table.whole]).any():
        told = f"{value(panel, np.nansum(values))} in all"
    else:  # lines never add up, and neither does what lacks a number
        told = f"between {value(panel, np.nanmin(values))} and {value(panel, np.nanmax(values))}"
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
    """In how many complete buckets a series has no value; nothing where all have one."""
    table = panel.table
    amount = int(np.isnan(table.values[:, table.whole]).any(axis=0).sum())
    return f"a value is missing {in_buckets(panel.drawing, amount)}" if amount else ""


def _bars(panel: Panel) -> Iterator[str]:
    totals = _whole(panel, panel.table.totals)
    if not _any(totals):
        return
    yield _against_bounds(panel, _summed(panel, totals), totals)
    parts = [(shown.name, panel.table.values[shown.row]) for shown in panel.choice.shown]
    if len(parts) > 1:
        if panel.choice.others:
            parts.append((panel.choice.others_name, sums(panel.others)))
        yield _parts(panel, parts)


def _summed(panel: Panel, totals: Values) -> str:
    """142 in all, between 0 and 11 a day; between 3 h and 2.1 days a day, median 9 h."""
    if panel.drawing.measure == "duration":
        return f"{ranging(panel, totals)}, {median(panel, totals)}"
    return f"{value(panel, np.nansum(totals))} in all, {ranging(panel, totals)}"


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
    """Lines do not add up, so each is told on its own."""
    for shown in panel.choice.shown:
        values = _whole(panel, panel.table.values[shown.row])
        if _any(values):
            told = f"{_ranged(panel, values)}, last {value(panel, known(values)[-1])}"
            yield _against_bounds(panel, told, values) if panel.is_alone else f"{shown.name} {told}"
    others = known(panel.others)
    if len(others):
        low, high = value(panel, others.min()), value(panel, others.max())
        yield f"{panel.choice.others_name} between {low} and {high}"


def _ranged(panel: Panel, values: Values) -> str:
    is_duration = panel.drawing.measure == "duration"
    return ranging(panel, values) + (f", {median(panel, values)}" if is_duration else "")


# -- bounds ---------------------------------------------------------------------------------------


def _against_bounds(panel: Panel, told: str, values: Values) -> str:
    """What is told, with the bounds at its end."""
    return "; ".join([told, *(_against(panel, bound, values) for bound in finite(panel.drawing))])


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
