"""What a picture shows, in words and numbers, for those who do not see it."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np

from charts import wording
from charts.choice import Choice, choose
from charts.model import Bound, Drawing
from charts.table import Table, Values, sums, table
from charts.text import readable
from charts.timeline import zone_of
from charts.wording import ONE_DAY, number

LONGEST: Final = 1_900
"""Characters; a chat takes 2,000."""
_LONGEST_PART: Final = 200


def alt_text(drawing: Drawing, laid_out: Table | None = None) -> str:
    """A few sentences: total, range, highest, bounds, series, and what is open or missing.

    Args:
        drawing: What is drawn.
        laid_out: Its table, where somebody has it already.

    Raises:
        ValueError: If there are more series or points than a picture can show.
    """
    laid_out = laid_out or table(drawing)
    if laid_out.is_empty:
        return _short(f"{_heading(drawing)}: no {drawing.noun[1]} to show.")
    choice = choose(drawing, laid_out, lambda _: frozenset())
    told = _bars if drawing.form == "bars" else _lines
    sentences = [*told(drawing, laid_out, choice), *_rest(drawing, laid_out)]
    heading, last = _heading(drawing), _last(drawing, laid_out)
    until = "" if last in heading else f", to {last}"
    return _short(f"{heading}{until}: {' '.join(sentences)}")


def _heading(drawing: Drawing) -> str:
    """Deployments per day, mobile / production, last 30 days."""
    title, unit = readable(drawing.title, _LONGEST_PART), readable(drawing.unit, _LONGEST_PART)
    what = unit if title.casefold() in unit.casefold() else f"{title}, {unit}"
    where = readable(drawing.subtitle, _LONGEST_PART).replace(" · ", ", ")
    return f"{what[:1].upper()}{what[1:]}" + (f", {where}" if drawing.subtitle else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


# -- the two forms --------------------------------------------------------------------------------


def _bars(drawing: Drawing, laid_out: Table, choice: Choice) -> Iterator[str]:
    totals = np.where(laid_out.whole, laid_out.totals, np.nan)
    if not np.isnan(totals).all():
        in_all = number(float(np.nansum(totals)))
        yield _ended(f"{in_all} in all, {_range(drawing, laid_out, totals)}", drawing, totals)
    if len(choice.shown) > 1:
        amounts = [(series.name, _total(laid_out, series.values)) for series in choice.shown]
        if len(choice.others):
            amounts.append((choice.others_name, _total(laid_out, sums(choice.others))))
        yield f"{', '.join(f'{name} {number(amount)}' for name, amount in amounts)}."


def _total(laid_out: Table, values: Values) -> float:
    return float(np.nansum(values[laid_out.whole]))


def _lines(drawing: Drawing, laid_out: Table, choice: Choice) -> Iterator[str]:
    """Lines do not add up, so each has its own sentence."""
    several = len(drawing.series) > 1
    for series in choice.shown:
        values = np.where(laid_out.whole, series.values, np.nan)
        if np.isnan(values).all():
            continue
        told = f"{_range(drawing, laid_out, values)}, last {number(float(_known(values)[-1]))}"
        yield f"{series.name} {told}." if several else _ended(told, drawing, values)
    others = _known(choice.others)
    if len(others):
        low, high = number(float(others.min())), number(float(others.max()))
        yield f"{choice.others_name} between {low} and {high}."
    if several and _finite(drawing):
        yield f"Bounds: {', '.join(_named(bound) for bound in _finite(drawing))}."


def _range(drawing: Drawing, laid_out: Table, values: Values) -> str:
    """Between 0 and 11 a day, highest on 12 Nov."""
    known = _known(values)
    each = f"a{'n' * (_one(drawing) == 'hour')} {_one(drawing)}"
    low, high = number(float(known.min())), number(float(known.max()))
    if low == high:
        return f"always {low} {each}"
    when = _when(drawing, laid_out, laid_out.starts[int(np.nanargmax(values))])
    return f"between {low} and {high} {each}, highest {when}"


def _ended(told: str, drawing: Drawing, values: Values) -> str:
    """A sentence, with the bounds at its end."""
    return (
        "; ".join([told, *(_against(bound, drawing, values) for bound in _finite(drawing))]) + "."
    )


def _against(bound: Bound, drawing: Drawing, values: Values) -> str:
    """Below lower 3 on 4 days, above it on 20; which side is good is not for a picture to say."""
    name = _named(bound)
    below, above = int((values < bound.value).sum()), int((values > bound.value).sum())
    if below and above:
        return f"below {name} {_in(drawing, below)}, above it {_in(drawing, above)}"
    if below or above:
        return f"{'below' if below else 'above'} {name} {_in(drawing, below or above)}"
    return f"never off {name}"


def _finite(drawing: Drawing) -> list[Bound]:
    return [bound for bound in drawing.bounds if math.isfinite(bound.value)]


def _named(bound: Bound) -> str:
    return f"{readable(bound.label, 40)} {number(bound.value)}"


# -- what is open or missing ----------------------------------------------------------------------


def _rest(drawing: Drawing, laid_out: Table) -> Iterator[str]:
    totals = laid_out.totals
    if not laid_out.whole[-1] and not np.isnan(totals[-1]):
        label = readable(drawing.open_label)
        amount = f": {number(float(totals[-1]))} {label}" if drawing.form == "bars" else ""
        yield f"The last {_one(drawing)} is not complete{amount}."
    missing = int(np.isnan(laid_out.values[:, laid_out.whole]).any(axis=0).sum())
    if missing:
        yield f"A value is missing {_in(drawing, missing)}."


# -- words ----------------------------------------------------------------------------------------


def _known(values: Values) -> Values:
    known: Values = values[~np.isnan(values)]
    return known


def _one(drawing: Drawing) -> str:
    return wording.bucket(drawing.bucket)


def _in(drawing: Drawing, amount: int) -> str:
    """On 4 days, in 4 hours."""
    preposition = "on" if drawing.bucket == ONE_DAY else "in"
    return f"{preposition} {number(amount)} {wording.bucket(drawing.bucket, amount)}"


def _when(drawing: Drawing, laid_out: Table, start: datetime) -> str:
    """On 12 Nov, at 09:00 on 12 Nov; with the year where it is not the last bucket's."""
    zone = zone_of(drawing.zone)
    local = start.astimezone(zone)
    day = wording.day(local, year=local.year != laid_out.starts[-1].astimezone(zone).year)
    clock = "" if drawing.bucket >= ONE_DAY else f"at {wording.clock(local)} "
    return f"{clock}on {day}"


def _last(drawing: Drawing, laid_out: Table) -> str:
    return _when(drawing, laid_out, laid_out.starts[-1]).removeprefix("on ").removeprefix("at ")
