"""How long deployments took from the first commit on, summed up in buckets."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from bot.local.insights.changes import STAGES
from bot.local.insights.database import Database, listed
from bot.local.insights.decisions import DAY_MS
from bot.local.insights.selection import Buckets, LeadTimeGroup, Scope

_TIMED: Final = """
    FROM delivery
    WHERE lead_time IS NOT NULL AND project = :project
        AND ended_at >= :start AND ended_at < :end
        AND (:environment IS NULL OR environment = :environment)
        AND (
            :applications IS NULL
            OR application IN (SELECT value FROM json_each(:applications))
        )"""
_BUCKET: Final = "(ended_at - :first) / :width AS bucket"
_SUM: Final = f"SELECT count(*), sum(lead_time) {_TIMED}"
_SUMS: Final[Mapping[LeadTimeGroup, str]] = {
    "application": f"""
    SELECT {_BUCKET}, application, count(*), sum(lead_time)
    {_TIMED} GROUP BY bucket, application""",
    "stage": f"""
    SELECT {_BUCKET}, NULL, count(*), sum(coding), sum(review), sum(wait), sum(deploy)
    {_TIMED} GROUP BY bucket""",
}
_DURATIONS: Final[Mapping[LeadTimeGroup, str]] = {
    "application": f"""
    SELECT {_BUCKET}, application, group_concat(lead_time)
    {_TIMED} GROUP BY bucket, application""",
    "stage": f"""
    SELECT {_BUCKET}, NULL, group_concat(coding), group_concat(review), group_concat(wait),
        group_concat(deploy)
    {_TIMED} GROUP BY bucket""",
}


class Mean(NamedTuple):
    """A mean in whole milliseconds, and of how many deployments it is."""

    number: int
    length: int


class Sum(NamedTuple):
    """How many durations, and how long they are together, in milliseconds."""

    number: int
    total: int

    @property
    def days(self) -> float:
        """The mean in days."""
        return self.total / self.number / DAY_MS


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """The lead times of a database (see `decisions` for which there are)."""

    _database: Database

    def sum(self, scope: Scope, start: int, end: int) -> Sum | None:
        """The lead times of deployments that ended in [start, end), or None without any."""
        asked = {**_asked(scope), "start": start, "end": end}
        number, total = self._database.rows(_SUM, asked)[0]
        return Sum(number, total) if number else None

    def means(
        self, scope: Scope, buckets: Buckets, group_by: LeadTimeGroup
    ) -> Mapping[str, Mapping[int, Mean]]:
        """For each application its mean lead time, or for each stage its share of that.

        Returns:
            For each group its buckets that have any: their number from 0, and the mean there. The
            stages of a bucket add up to its lead time; those that nobody knows are left out.
        """
        found: dict[str, dict[int, Mean]] = defaultdict(dict)
        known: set[str] = set()
        for bucket, application, number, *sums in self._rows(_SUMS, scope, buckets, group_by):
            names = STAGES if application is None else (application,)
            known |= {name for name, total in zip(names, sums, strict=True) if total is not None}
            for name, length in zip(names, _divided(sums, number), strict=True):
                found[name][bucket] = Mean(number, length)
        return {name: means for name, means in found.items() if name in known}

    def durations(
        self, scope: Scope, buckets: Buckets, group_by: LeadTimeGroup
    ) -> Mapping[str, Mapping[int, list[int]]]:
        """The same one by one, shortest first."""
        found: dict[str, dict[int, list[int]]] = defaultdict(dict)
        for bucket, application, *lists in self._rows(_DURATIONS, scope, buckets, group_by):
            names = STAGES if application is None else (application,)
            for name, durations in zip(names, lists, strict=True):
                if durations:
                    found[name][bucket] = sorted(map(int, durations.split(",")))
        return found

    def _rows(
        self,
        statements: Mapping[LeadTimeGroup, str],
        scope: Scope,
        buckets: Buckets,
        group_by: LeadTimeGroup,
    ) -> Iterator[tuple[Any, ...]]:
        asked = {
            **_asked(scope),
            "start": buckets.start,
            "end": buckets.end,
            "first": buckets.first,
            "width": buckets.width,
        }
        yield from self._database.rows(statements[group_by], asked)


def _divided(sums: Sequence[int | None], number: int) -> list[int]:
    """Parts of a sum, divided by a number; rounded so that they add up to the whole, rounded."""
    ends = itertools.accumulate(total or 0 for total in sums)
    rounded = [(2 * end + number) // (2 * number) for end in ends]  # halves up
    return [end - begin for begin, end in itertools.pairwise([0, *rounded])]


def _asked(scope: Scope) -> dict[str, str | int | None]:
    return {
        "project": scope.project,
        "environment": scope.environment,
        "applications": listed(scope.applications),
    }
