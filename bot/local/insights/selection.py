"""Which deployments are asked for, and how they are counted."""

from dataclasses import dataclass
from typing import Literal

GroupBy = Literal["application", "kind"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose deployments; None means everybody's, and no applications means all of them."""

    project: str | None = None
    environment: str | None = None
    applications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Buckets:
    """Where deployments are counted, in epoch milliseconds.

    Attributes:
        start: The first instant that counts.
        end: The first instant that no longer counts.
        first: Where the first bucket starts; at `start` or before it.
        width: The length of a bucket.
    """

    start: int
    end: int
    first: int
    width: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Which deployments to list: those that started in [start, end)."""

    scope: Scope
    start: int
    end: int
    kind: str | None = None
    status: str | None = None
