"""Which look a series has: by its name, so that it keeps it when another range is asked for."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from charts.palette import LOOKS, Look

Identity = tuple[str, int]
"""A series' name, and how many of its drawing had that name before it."""

_PAIR: Final = 2
"""Two series have the first two looks, the house's own and its opposite, whatever their names."""
_FIRST: Final = 5
"""The looks of up to so many series: those that are told apart best, by everybody."""


def by_order(names: Sequence[Identity]) -> dict[Identity, Look]:
    """For names whose order means something: stages, percentiles."""
    return dict(zip(names, LOOKS, strict=False))


def by_name(names: Sequence[Identity]) -> dict[Identity, Look]:
    """For all others: each has the look that it prefers, or the next that nobody took before.

    Who may take first is settled by the names as well, so neither sizes nor places matter, and a
    name that comes or goes changes few of the rest.
    """
    first = _PAIR if len(names) <= _PAIR else _FIRST
    taken: dict[Look, Identity] = {}
    for name in sorted(names, key=_lot):
        taken[next(look for look in _preferred(name, first) if look not in taken)] = name
    looks = {name: look for look, name in taken.items()}
    return {name: looks[name] for name in names}


def _preferred(name: Identity, first: int) -> tuple[Look, ...]:
    """All looks, from the one that a name likes best; those of few series before the rest."""
    lot = _lot(name)
    return (*_turned(LOOKS[:first], lot), *_turned(LOOKS[first:], lot))


def _turned(looks: Sequence[Look], lot: int) -> tuple[Look, ...]:
    """The same looks, beginning somewhere else."""
    start = lot % len(looks)
    return (*looks[start:], *looks[:start])


def _lot(name: Identity) -> int:
    """A number that is drawn for a name, the same on every machine."""
    text = f"{name[1]} {name[0]}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest())
