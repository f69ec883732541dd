"""From values to heights: round levels, few of them, zero always among them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from charts.model import Bound

_DIGITS: Final = (1.0, 2.0, 2.5, 5.0)
_SLACK: Final = 1e-9
"""Of a step: what floating point may be off without another level for it."""
_INTERVALS: Final = 5
_SMALLEST: Final = 1e-290
_FAR: Final = 2.5
"""A bound beyond this many times the data is told in words; drawn, it would flatten the data."""
MOST_BOUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Round levels from the lowest to the highest that is drawn, `step` apart."""

    low: int
    high: int
    step: float

    @property
    def levels(self) -> tuple[float, ...]:
        """The values that get a line and a number."""
        return tuple(at * self.step for at in range(self.low, self.high + 1))

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the bottom of the scale, 1 at its top."""
        return (value / self.step - self.low) / (self.high - self.low)


def scale(values: Iterable[float], *, integers: bool) -> Scale:
    """The scale that shows all values.

    Args:
        values: Finite numbers.
        integers: Whether half of one makes no sense.
    """
    low, high = 0.0, 0.0
    for value in values:
        low, high = min(low, value), max(high, value)
    if high - low < _SMALLEST:
        return Scale(0, 1, 1.0)
    return next(
        found
        for step in _round_steps((high - low) / _INTERVALS)
        if not (integers and step % 1)
        and (found := _reaching(low, high, step)).high - found.low <= _INTERVALS
    )


def _round_steps(least: float) -> Iterator[float]:
    """Round numbers, from just below a given one upwards."""
    power = math.floor(math.log10(least))
    while True:
        yield from (digit * 10.0**power for digit in _DIGITS)
        power += 1


def _reaching(low: float, high: float, step: float) -> Scale:
    bottom, top = math.floor(low / step + _SLACK), math.ceil(high / step - _SLACK)
    return Scale(bottom, max(top, bottom + 1), step)


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
