"""What is asked for, and how it is counted."""

from dataclasses import dataclass
from typing import Literal

from bot.local.insights.flags import Size

GroupBy = Literal["application", "kind"]
LeadTimeGroup = Literal["application", "stage"]
Sort = Literal["leadTime", "-leadTime"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose; None means everybody's, and no applications means all of them."""

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


@dataclass(frozen=True, slots=True)
class PullRequestListing:
    """Which pull requests to list: those merged, or else opened, in [start, end).

    Attributes:
        scope: Whose; the environment says where they are to be deployed, and leaves none out.
        status: What has become of them.
        query: A part of their title or author.
        sort: By how long they took to the environment; the newest first if None.
    """

    scope: Scope
    start: int
    end: int
    status: str | None = None
    query: str | None = None
    sort: Sort | None = None


@dataclass(frozen=True, slots=True)
class Maintained:
    """Whose flags: those of any of these people and teams, or everybody's if there are none."""

    scope: Scope
    ids: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagEventListing:
    """Which flag events to list or to count: those of [start, end).

    Attributes:
        scope: Whose; the project and the environment are given.
        has_experiments: Only those with an experiment, or only those without.
        with_global: Whether events that were for everybody are wanted too.
        size: Only those of this impact.
        query: A part of the flag's key.
    """

    scope: Scope
    start: int
    end: int
    has_experiments: bool | None = None
    with_global: bool = True
    size: Size | None = None
    query: str | None = None
