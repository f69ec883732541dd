"""How long deployments took from the first commit on, summed up in buckets."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
    SELECT {_BUCKET}, NULL, count(coding), sum(coding), count(review), sum(review),
        count(wait), sum(wait), count(deploy), sum(deploy)
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


class Sum(NamedTuple):
    """How many durations, and how long they are together, in milliseconds."""

    number: int
    total: int

    @property
    def mean(self) -> int:
        """Rounded to the nearest, halves up."""
        return (2 * self.total + self.number) // (2 * self.number)

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

    def sums(
        self, scope: Scope, buckets: Buckets, group_by: LeadTimeGroup
    ) -> Mapping[str, Mapping[int, Sum]]:
        """For each application its lead times, or for each stage its durations.

        Returns:
            For each group its buckets that have any: their number from 0, and their sum.
        """
        found: dict[str, dict[int, Sum]] = defaultdict(dict)
        for bucket, application, *sums in self._rows(_SUMS, scope, buckets, group_by):
            names = STAGES if application is None else (application,)
            for name, number, total in zip(names, sums[::2], sums[1::2], strict=True):
                if number:
                    found[name][bucket] = Sum(number, total)
        return found

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


def _asked(scope: Scope) -> dict[str, str | int | None]:
    return {
        "project": scope.project,
        "environment": scope.environment,
        "applications": listed(scope.applications),
    }
