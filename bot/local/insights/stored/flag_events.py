"""What happened to flags: kept, listed and counted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from bot.local.insights import decisions
from bot.local.insights.database import Added, Database, listed
from bot.local.insights.flags import FlagEvent, Impact
from bot.local.insights.selection import Buckets, FlagEventListing
from bot.local.insights.stored.pages import Pages
from bot.local.insights.stored.places import Heard, Places

_COLUMNS: Final = """
    project, environment, flag, type, at, description, member, actions, audit_log_entry,
    applications, experiments, size, percentage, reason"""
_GET: Final = f"SELECT {_COLUMNS} FROM flag_event WHERE id = ?"  # noqa: S608 (this module's columns)
_PUT: Final = f"""
    INSERT OR REPLACE INTO flag_event (id, is_release, has_experiments, {_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""  # noqa: S608 (as above)
_WHICH: Final = """
    FROM flag_event
    WHERE project = :project AND environment = :environment AND at >= :start AND at < :end
        AND (:has_experiments IS NULL OR has_experiments = :has_experiments)
        AND (:with_global OR reason IS NOT 'global')
        AND (:size IS NULL OR size = :size)
        AND (:query IS NULL OR instr(casefold(flag), :query))
        AND (
            :applications IS NULL
            OR flag IN (
                SELECT flag FROM flag_application
                WHERE project = :project AND environment = :environment
                    AND application IN (SELECT value FROM json_each(:applications))
            )
            OR applications <> '[]' AND EXISTS (
                SELECT 1 FROM json_each(flag_event.applications)
                WHERE value IN (SELECT value FROM json_each(:applications))
            )
        )"""
_TOTAL: Final = f"SELECT count(*) {_WHICH}"
_PAGES: Final[Pages[FlagEvent]] = Pages(
    forth=f"""
    SELECT {_COLUMNS} {_WHICH} AND (:cursor_id IS NULL OR (at, id) < (:cursor_at, :cursor_id))
    ORDER BY at DESC, id DESC LIMIT :limit""",
    back=f"""
    SELECT {_COLUMNS} {_WHICH} AND (at, id) > (:cursor_at, :cursor_id)
    ORDER BY at, id LIMIT :limit""",
    cursor=lambda event: (event.at, event.id),
)
_COUNT: Final = f"""
    SELECT CASE WHEN :by_size THEN coalesce(size, :unknown) ELSE :ungrouped END AS series,
        (at - :first) / :width AS bucket, count(*)
    {_WHICH} AND is_release GROUP BY series, bucket"""
_RELEASED: Final = f"""
    SELECT count(*), count(size), coalesce(sum(size = 'large'), 0),
        coalesce(sum(has_experiments), 0)
    {_WHICH} AND is_release"""


class Released(NamedTuple):
    """How many releases there were, how many of known and of large impact, and of experiments."""

    all: int
    known: int
    large: int
    with_experiments: int


@dataclass(frozen=True, slots=True)
class FlagEvents:
    """The flag events of a database."""

    _database: Database
    _places: Places

    def put(self, events: Iterable[FlagEvent]) -> Added:
        """Store events; the same again changes nothing, and one that knows more replaces it."""
        return self._database.put(events, find=lambda event: self.one(event.id), put=self._put)

    def _put(self, event: FlagEvent, _: FlagEvent | None) -> None:
        self._database.change(_PUT, _row(event))
        self._places.hear([Heard(event.at, event.project, event.environment, event.applications)])

    def one(self, id_: str) -> FlagEvent | None:
        """One event, or None if there is none of this id."""
        row = self._database.row(_GET, (id_,))
        return _event(row) if row else None

    def total(self, listing: FlagEventListing) -> int:
        """How many events a listing has."""
        return int(self._database.rows(_TOTAL, _asked(listing))[0][0])

    def page(
        self,
        listing: FlagEventListing,
        *,
        limit: int,
        after: FlagEvent | None = None,
        before: FlagEvent | None = None,
    ) -> list[FlagEvent]:
        """A part of a listing, newest first.

        Args:
            listing: Which events.
            limit: How many at most.
            after: Only those that come after this one: older ones.
            before: Only those that come before this one, the nearest to it.
        """
        rows = _PAGES.rows(self._database, _asked(listing), limit=limit, after=after, before=before)
        return [_event(row) for row in rows]

    def count(
        self, listing: FlagEventListing, buckets: Buckets, *, by_size: bool
    ) -> Mapping[str, Mapping[int, int]]:
        """Count releases in buckets (see `decisions`).

        Returns:
            For each group its buckets that have any: their number from 0, and how many.
        """
        asked = {
            **_asked(listing),
            "first": buckets.first,
            "width": buckets.width,
            "by_size": by_size,
            "ungrouped": decisions.UNGROUPED,
            "unknown": decisions.UNKNOWN_IMPACT,
        }
        found: dict[str, dict[int, int]] = {}
        for series, bucket, count in self._database.rows(_COUNT, asked):
            found.setdefault(series, {})[bucket] = count
        return found

    def released(self, listing: FlagEventListing) -> Released:
        """How many releases there were of each sort."""
        return Released(*self._database.rows(_RELEASED, _asked(listing))[0])


def _asked(listing: FlagEventListing) -> dict[str, str | int | None]:
    return {
        "project": listing.scope.project,
        "environment": listing.scope.environment,
        "applications": listed(listing.scope.applications),
        "start": listing.start,
        "end": listing.end,
        "has_experiments": listing.has_experiments,
        "with_global": listing.with_global,
        "size": listing.size,
        "query": listing.query.casefold() if listing.query else None,
    }


def _row(event: FlagEvent) -> tuple[Any, ...]:
    return (
        event.id,
        decisions.is_release(event.actions),
        bool(event.experiments),
        event.project,
        event.environment,
        event.flag,
        event.type,
        event.at,
        event.description,
        event.member,
        json.dumps(event.actions),
        event.audit_log_entry,
        json.dumps(event.applications),
        json.dumps(event.experiments),
        event.impact.size,
        event.impact.percentage,
        event.impact.reason,
    )


def _event(row: Sequence[Any]) -> FlagEvent:
    *texts, actions, entry, applications, experiments, size, percentage, reason = row
    return replace(
        FlagEvent(*texts),
        actions=tuple(json.loads(actions)),
        audit_log_entry=entry,
        applications=tuple(json.loads(applications)),
        experiments=tuple(json.loads(experiments)),
        impact=Impact(size, percentage, reason),
    )
