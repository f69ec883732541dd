"""Durations in milliseconds: how people say them, and which of them are round."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from charts.model import Number
from charts.wording import number

_SECOND: Final = 1_000
_MINUTE: Final = 60 * _SECOND
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_UNITS: Final = {1: "ms", _SECOND: "s", _MINUTE: "min", _HOUR: "h", _DAY: "days"}
_SHORT: Final = (1, 2, 5, 10, 15, 30)
_ROUND: Final = (
    *(_SECOND * amount for amount in _SHORT),
    *(_MINUTE * amount for amount in _SHORT),
    *(_HOUR * amount for amount in (1, 2, 3, 6, 12)),
    *(_DAY * amount for amount in (1, 2, 3, 7, 14, 28, 56)),
)
_WHOLE_FROM: Final = 10
"""Of a unit; a tenth of it is told below, and means nothing above."""
_ALMOST: Final = 0.95
"""Of a unit; from here on it is one, once it is rounded."""


def duration(value: Number) -> str:
    """45 min, 6 h, 2.5 days, 0."""
    return _written(*_told(value))


def labels(levels: Sequence[float], step: float) -> tuple[str, ...]:
    """What is written beside the levels of a scale: each as people say it, where that is exact.

    Where it is not (1.25 days), all are told in the unit of the step (30 h).

    Args:
        levels: Multiples of the step.
        step: From one level to the next.
    """
    told = [_told(level) for level in levels]
    if all(
        math.isclose(amount * unit, level)
        for (amount, unit), level in zip(told, levels, strict=True)
    ):
        return tuple(_written(amount, unit) for amount, unit in told)
    unit = max((unit for unit in _UNITS if step % unit == 0), default=1)
    return tuple(_written(level / unit, unit) for level in levels)


def steps(least: float) -> Iterator[float]:
    """Round durations, from just below a given one upwards."""
    yield from _decimal(least, below=_SECOND)
    yield from map(float, _ROUND)
    yield from (_DAY * step for step in _decimal(max(least / _DAY, 100), below=math.inf))


def _decimal(least: float, *, below: float) -> Iterator[float]:
    power = math.floor(math.log10(least))
    while 10.0**power < below:
        yield from (digit * 10.0**power for digit in (1, 2, 5))
        power += 1


def _told(value: Number) -> tuple[float, int]:
    """How many of which unit: the largest of which there is one, once it is rounded."""
    size, units = abs(float(value)), tuple(_UNITS)
    for unit, larger in pairwise(units):
        amount = _rounded(size / unit)
        if amount * unit < larger:
            return math.copysign(amount, value), unit
    return math.copysign(_rounded(size / units[-1]), value), units[-1]


def _rounded(amount: float) -> float:
    if amount < _ALMOST:
        return amount
    return round(amount, 0 if amount >= _WHOLE_FROM else 1)


def _written(amount: float, unit: int) -> str:
    if amount == 0:
        return "0"
    name = "day" if unit == _DAY and abs(amount) == 1 else _UNITS[unit]
    return f"{number(amount)} {name}"
