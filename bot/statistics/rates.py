"""Two counts over two stretches of time: are they the same rate?

Sources: https://doi.org/10.2307/2332612 (Przyborowski and Wilenski, 1940), the conditional test;
https://doi.org/10.2307/2331986 (Clopper and Pearson, 1934), its interval; McCullagh and Nelder,
Generalized Linear Models, section 6.2, for counts that scatter more than chance alone.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_EXACT: Final = 20_000
"""Events in all beyond which summing term by term takes long and changes no digit that is read."""
_SAME: Final = 1 + 1e-7
"""Outcomes whose probabilities differ by no more are equally likely; rounding parts them."""


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely a difference is if both rates are the same.

    Attributes:
        less: How likely so few or fewer in the first stretch are.
        two_sided: How likely a difference so large or larger is, in either direction.
    """

    less: float
    two_sided: float


def equal_rates(k1: int, t1: float, k2: int, t2: float) -> Chances:
    """Compare two counts exactly, given their sum.

    Args:
        k1: The first count, 0 or more.
        t1: How long it was counted; any unit.
        k2: The second count.
        t2: How long that was counted, in the same unit.

    Raises:
        ValueError: If there are more than MOST_EXACT events in all.
    """
    n, share = k1 + k2, t1 / (t1 + t2)
    if n > MOST_EXACT:
        raise ValueError(f"{n} events are more than are summed term by term.")
    chances = [_binomial(k, n, share) for k in range(n + 1)]
    observed = chances[k1] * _SAME
    return Chances(
        less=min(1.0, math.fsum(chances[: k1 + 1])),
        two_sided=min(1.0, math.fsum(chance for chance in chances if chance <= observed)),
    )


def ratio_interval(k1: int, t1: float, k2: int, t2: float) -> tuple[float, float]:
    """The exact 95 % interval of the first rate over the second; arguments as above."""
    n = k1 + k2
    low = 0.0 if k1 == 0 else _solve(lambda p: 1 - _at_most(k1 - 1, n, p), 0.025, rising=True)
    if k2 == 0:
        return low / (1 - low) * t2 / t1, math.inf
    high = _solve(lambda p: _at_most(k1, n, p), 0.025, rising=False)
    return low / (1 - low) * t2 / t1, high / (1 - high) * t2 / t1


def quasi_poisson(k1: int, t1: float, k2: int, t2: float, phi: float) -> tuple[float, float]:
    """Compare two counts that scatter `phi` times as much as chance alone would make them.

    Returns:
        z, and how likely a difference so large or larger is, in either direction.
    """
    first, second = max(k1, 0.5), max(k2, 0.5)
    spread = math.sqrt(phi * (1 / first + 1 / second))
    z = math.log((first / t1) / (second / t2)) / spread
    return z, math.erfc(abs(z) / math.sqrt(2))


def _binomial(k: int, n: int, p: float) -> float:
    """The chance of k among n."""
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))


def _at_most(k: int, n: int, p: float) -> float:
    return math.fsum(_binomial(i, n, p) for i in range(k + 1))


def _solve(function: Callable[[float], float], value: float, *, rising: bool) -> float:
    """Where between 0 and 1 a monotonous function takes a value."""
    low, high = 1e-12, 1 - 1e-12
    while high - low > 1e-13:  # noqa: PLR2004 - as exact as a float is near 1
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if (function(middle) < value) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2
