"""From values to heights: round levels, few of them, zero always among them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from charts.model import Bound

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_INTERVALS: Final = 4
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
    step = _round_up((high - low) / _INTERVALS, integers=integers)
    return Scale(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9), step)


def _round_up(step: float, *, integers: bool) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    for digit in _STEPS:
        rounded = digit * power
        if rounded >= step * (1 - 1e-9) and not (integers and rounded % 1):
            return rounded
    return 1.0


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
