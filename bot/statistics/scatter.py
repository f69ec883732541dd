"""How far counts scatter: as chance would have it, or in bursts.

Source: McCullagh and Nelder, Generalized Linear Models, sections 4.5 and 6.2
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How counts scatter around their mean.

    Attributes:
        mean: The mean.
        variance: The variance, of n - 1.
        ratio: Variance over mean: about 1 if chance alone is at work, more in bursts.
        p_over: How likely so large a ratio is by chance alone.
    """

    mean: float
    variance: float
    ratio: float
    p_over: float


def dispersion(counts: Sequence[int]) -> Dispersion:
    """Measure how counts scatter; at least two of them, not all zero."""
    n = len(counts)
    mean = math.fsum(counts) / n
    variance = math.fsum((count - mean) ** 2 for count in counts) / (n - 1)
    ratio = variance / mean
    return Dispersion(mean, variance, ratio, chi2_beyond((n - 1) * ratio, n - 1))


def weekday_phi(days: Sequence[tuple[date, float]]) -> float | None:
    """How many times as much as chance alone days scatter around the mean of their weekday.

    Quiet weekends are no bursts, so each weekday has a mean of its own; weekdays on which nothing
    ever happens say nothing.

    Args:
        days: Each day's date and count.

    Returns:
        At least 1, or None where there are too few days to tell.
    """
    by_weekday: defaultdict[int, list[float]] = defaultdict(list)
    for day, count in days:
        by_weekday[day.weekday()].append(count)
    busy = [counts for counts in by_weekday.values() if any(counts)]
    free = sum(map(len, busy)) - len(busy)
    if free < 1:
        return None
    scatter = 0.0
    for counts in busy:
        mean = math.fsum(counts) / len(counts)
        scatter += math.fsum((count - mean) ** 2 for count in counts) / mean
    return max(1.0, scatter / free)


def chi2_beyond(x: float, df: int) -> float:
    """The chance that a chi-square value of `df` degrees of freedom is larger than x.

    A finite sum for every whole number of degrees: of powers for even ones, and of powers beside
    the normal distribution's tail for odd ones.
    """
    half = x / 2
    if df % 2 == 0:
        terms = [math.exp(-half)]
        for i in range(1, df // 2):
            terms.append(terms[-1] * half / i)
        return min(1.0, math.fsum(terms))
    terms = [math.erfc(math.sqrt(half))]
    term = math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
    for i in range(1, df // 2 + 1):
        terms.append(term)
        term *= half / (i + 0.5)
    return min(1.0, math.fsum(terms))
