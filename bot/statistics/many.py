"""Many comparisons at once: some look unusual by chance alone.

Sources: https://doi.org/10.1111/j.2517-6161.1995.tb02031.x (Benjamini and Hochberg, 1995);
https://www.jstor.org/stable/4615733 (Holm, 1979)
"""

from collections.abc import Sequence


def benjamini_hochberg(chances: Sequence[float]) -> list[float]:
    """Each chance, raised so that at most that share of what is called unusual is not."""
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    raised, least = [1.0] * len(chances), 1.0
    for behind, at in enumerate(order):
        least = min(least, chances[at] * len(chances) / (len(chances) - behind))
        raised[at] = least
    return raised


def holm(chances: Sequence[float]) -> list[float]:
    """Each chance, raised so that even one false call among them is no likelier."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    raised, most = [1.0] * len(chances), 0.0
    for before, at in enumerate(order):
        most = max(most, min(1.0, chances[at] * (len(chances) - before)))
        raised[at] = most
    return raised
