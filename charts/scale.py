"""From values to heights: round levels, few of them, zero always among them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from charts import durations, wording
from charts.model import Bound, Measure

_DIGITS: Final = (1.0, 2.0, 2.5, 5.0)
_SLACK: Final = 1e-9
"""Of a step: what floating point may be off without another level for it."""
_SMALLEST: Final = 1e-290
_FAR: Final = 2.5
"""A bound beyond this many times the data is told in words; drawn, it would flatten the data."""
MOST_BOUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """From the lowest to the highest that is drawn, with round levels `step` apart."""

    low: float
    high: float
    step: float
    measure: Measure = "count"

    @property
    def levels(self) -> tuple[float, ...]:
        """The values that get a line and a number."""
        return tuple(at * self.step for at in _multiples(self.low, self.high, self.step))

    @property
    def labels(self) -> tuple[str, ...]:
        """What is written beside each level."""
        if self.measure == "duration":
            return durations.labels(self.levels, self.step)
        return tuple(wording.level(value, self.step) for value in self.levels)

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the bottom of the scale, 1 at its top."""
        return (value - self.low) / (self.high - self.low)


def scale(
    values: Iterable[float],
    *,
    measure: Measure = "count",
    integers: bool = False,
    intervals: int = 5,
) -> Scale:
    """The scale that shows all values, none of its height unused.

    Args:
        values: Finite numbers.
        measure: What they are, which says what is round.
        integers: Whether half of one makes no sense.
        intervals: Between two levels, at most; at least 2.
    """
    low, high = 0.0, 0.0
    for value in values:
        low, high = min(low, value), max(high, value)
    if high - low < _SMALLEST:
        return Scale(0, 1, 1.0, measure)
    round_steps = durations.steps if measure == "duration" else _round_steps
    least = (high - low) / (intervals + 1)
    step = next(
        step
        for step in round_steps(least)
        if not (integers and step % 1)
        and (levels := _multiples(low, high, step)).stop - levels.start <= intervals + 1
    )
    return Scale(low, high, step, measure)


def _multiples(low: float, high: float, step: float) -> range:
    """Of a step, from the lowest value to the highest."""
    return range(math.ceil(low / step - _SLACK), math.floor(high / step + _SLACK) + 1)


def _round_steps(least: float) -> Iterator[float]:
    """Round numbers, from just below a given one upwards."""
    power = math.floor(math.log10(least))
    while True:
        yield from (digit * 10.0**power for digit in _DIGITS)
        power += 1


def split(bounds: Iterable[Bound], high: float) -> tuple[tuple[Bound, ...], tuple[Bound, ...]]:
    """The bounds that are drawn as lines, and those that are told in words.

    Args:
        bounds: As they come.
        high: The largest value of the data, by size.
    """
    finite = sorted(
        (bound for bound in bounds if math.isfinite(bound.value)),
        key=lambda bound: (abs(bound.value), bound.label),
    )
    near = [bound for bound in finite if high == 0 or abs(bound.value) <= high * _FAR]
    drawn = near[:MOST_BOUNDS]
    return tuple(drawn), tuple(bound for bound in finite if bound not in drawn)
