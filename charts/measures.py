"""Values as they are written: counts as numbers, durations as people say them."""

from charts.durations import duration
from charts.model import Measure, Number
from charts.wording import number


def written(value: Number, measure: Measure) -> str:
    """12,345 or 2.5 days."""
    return duration(value) if measure == "duration" else number(value)
