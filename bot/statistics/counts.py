"""What chance alone makes of a count with a known mean.

Sources: https://doi.org/10.1093/biomet/28.3-4.437 (Garwood, 1936), intervals of a count;
Montgomery, Introduction to Statistical Quality Control, section 7.3, control limits.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_SIGNAL: Final = 0.00135
"""The chance beyond three sigma on one side, which control charts use."""


def at_most(k: int, mean: float) -> float:
    """The chance of k or fewer."""
    if k < 0:
        return 0.0
    if mean == 0:
        return 1.0
    log = math.log(mean)
    return min(1.0, math.fsum(math.exp(i * log - mean - math.lgamma(i + 1)) for i in range(k + 1)))


def interval(k: int) -> tuple[float, float]:
    """The means with which a count of k agrees (Garwood's exact 95 % interval)."""
    top = 2 * k + 20.0
    low = 0.0 if k == 0 else _mean_where(lambda mean: 1 - at_most(k - 1, mean) < 0.025, top)  # noqa: PLR2004 - half of 5 %
    return low, _mean_where(lambda mean: at_most(k, mean) > 0.025, top)  # noqa: PLR2004 - as above


def _mean_where(below: Callable[[float], bool], top: float) -> float:
    """The mean up to which a condition holds."""
    low, high = 0.0, top
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond which counts chance alone is an unlikely cause.

    Attributes:
        low: The highest count that is too low, or None where even none is no signal.
        high: The lowest count that is too high.
    """

    low: int | None
    high: int


def limits(mean: float) -> Limits:
    """Exact control limits of a count; three sigma would never call a small count too low."""
    low = -1
    while at_most(low + 1, mean) <= _SIGNAL:
        low += 1
    high = max(0, low)
    while 1 - at_most(high - 1, mean) > _SIGNAL:
        high += 1
    return Limits(low if low >= 0 else None, high)


def expected_alarms(mean: float, below: int, *, run: int, buckets: int) -> float:
    """How often a rule fires if nothing is wrong.

    Args:
        mean: The usual count of a bucket.
        below: The rule's threshold; a count below it breaches.
        run: How many buckets in a row have to breach.
        buckets: How many buckets are looked at.
    """
    return expected_runs([at_most(below - 1, mean)] * buckets, run)


def expected_runs(chances: Sequence[float], run: int) -> float:
    """How often so many buckets in a row breach, each run counted once however long it is.

    Args:
        chances: How likely each bucket is to breach by chance alone, in order.
        run: How many in a row it takes.
    """
    expected = 0.0
    for end in range(run, len(chances) + 1):
        before = chances[end - run - 1] if end > run else 0.0
        expected += (1 - before) * math.prod(chances[end - run : end])
    return expected
