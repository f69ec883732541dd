"""The phrases of which alt texts are made."""

import math
from datetime import datetime

import numpy as np

from charts import wording
from charts.measures import written
from charts.model import Bound, Drawing
from charts.panel import Panel
from charts.table import Values
from charts.timeline import zone_of
from charts.wording import ONE_DAY, number


def known(values: Values) -> Values:
    """Without gaps."""
    found: Values = values[~np.isnan(values)]
    return found


def value(panel: Panel, amount: float) -> str:
    """142, or 2.5 days."""
    return written(float(amount), panel.drawing.measure)


def median(panel: Panel, values: Values) -> str:
    """Median 9 h."""
    return f"median {value(panel, float(np.median(known(values))))}"


def ranging(panel: Panel, values: Values) -> str:
    """Between 0 and 11 a day, highest on 12 Nov."""
    one = one_bucket(panel.drawing)
    each = f"a{'n' * (one == 'hour')} {one}"
    low, high = value(panel, known(values).min()), value(panel, known(values).max())
    if low == high:
        return f"always {low} {each}"
    highest = when(panel, panel.table.starts[int(np.nanargmax(values))])
    return f"between {low} and {high} {each}, highest {highest}"


def finite(drawing: Drawing) -> list[Bound]:
    """The bounds that are numbers."""
    return [bound for bound in drawing.bounds if math.isfinite(bound.value)]


def one_bucket(drawing: Drawing) -> str:
    """Day."""
    return wording.bucket(drawing.bucket)


def in_buckets(drawing: Drawing, amount: int) -> str:
    """On 4 days, in 4 hours."""
    preposition = "on" if drawing.bucket == ONE_DAY else "in"
    return f"{preposition} {number(amount)} {wording.bucket(drawing.bucket, amount)}"


def when(panel: Panel, start: datetime) -> str:
    """On 12 Nov, at 09:00 on 12 Nov; with the year where it is not the last bucket's."""
    zone = zone_of(panel.drawing.zone)
    local = start.astimezone(zone)
    day = wording.day(local, year=local.year != panel.table.starts[-1].astimezone(zone).year)
    clock = "" if panel.drawing.bucket >= ONE_DAY else f"at {wording.clock(local)} "
    return f"{clock}on {day}"


def last(panel: Panel) -> str:
    """When the last bucket is: 24 Nov."""
    return when(panel, panel.table.starts[-1]).removeprefix("on ").removeprefix("at ")
