"""Events in, deployments out: one SQLite database, shared by the server and whoever imports."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from bot.local.insights import decisions, statements
from bot.local.insights.correlate import correlate
from bot.local.insights.database import Added, Database, StoreError, batches, listed
from bot.local.insights.model import Deployment, Event, Status, Subject
from bot.local.insights.selection import Buckets, GroupBy, Listing, Scope
from bot.local.insights.stored.deliveries import Deliveries
from bot.local.insights.stored.flag_events import FlagEvents
from bot.local.insights.stored.flags import Flags
from bot.local.insights.stored.lead_times import LeadTimes
from bot.local.insights.stored.places import Heard, Places
from bot.local.insights.stored.pull_requests import PullRequests

__all__ = ["Correction", "Store", "StoreError"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody sets on a deployment by hand; None leaves a field as its events have it."""

    status: Status | None = None
    kind: str | None = None
    archived: bool | None = None
    ended_at: int | None = None


class Outcomes(NamedTuple):
    """How many deployments ended, failed or undid one, and had a start that was told."""

    ended: int
    bad: int
    started: int


class Store:
    """Deployment events and what they add up to; and by name, everything else.

    Every method may be called from any thread, and several processes may share one file.

    Attributes:
        places: Which projects, environments and applications there are.
        deliveries: What deployments brought.
        lead_times: How long that took.
        pull_requests: Pull requests, and how far each has come.
        flags: Flags as they are now.
        flag_events: What happened to them.

    Args:
        path: A file, made if it is missing, or None to keep everything in memory.

    Raises:
        StoreError: If the file is no database of ours, or one of a newer version.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._database = Database(path)
        self.places = Places(self._database)
        self.deliveries = Deliveries(self._database)
        self.lead_times = LeadTimes(self._database)
        self.pull_requests = PullRequests(self._database, self.places, self.deliveries)
        self.flags = Flags(self._database, self.places)
        self.flag_events = FlagEvents(self._database, self.places)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- events in ----------------------------------------------------------------------------

    def add(self, events: Iterable[Event]) -> Added:
        """Store events; those that are there already change nothing but what git says of them."""
        new = known = 0
        for batch in batches(events):
            with self._database.transaction():
                added = [event for event in batch if self._insert(event)]
                led = [event for event in batch if self._keep_commits(event)]
                self.places.hear(map(_heard, added))
                self._work_out({event.subject for event in added + led})
            new += len(added)
            known += len(batch) - len(added)
        return Added(new=new, known=known)

    def name_project(self, key: str, name: str, *, created_at: int = 0) -> None:
        """Give a project a name of its own; without one its key is its name."""
        with self._database.transaction():
            self.places.name_project(key, name, created_at=created_at)

    def _insert(self, event: Event) -> bool:
        metadata = map(json.dumps, (event.event_metadata, event.deployment_metadata))
        values = (*event.subject.key, event.type, event.at, *metadata)
        return self._database.change(statements.INSERT_EVENT, values) > 0

    def _keep_commits(self, event: Event) -> bool:
        if event.commits is None:
            return False
        return self.deliveries.put_commits(event.subject, event.commits)

    def _work_out(self, subjects: Collection[Subject]) -> None:
        """Work out some subjects' deployments anew, and then what deployments bring."""
        before = self.deliveries.of(subjects)
        events: dict[Subject, list[Event]] = defaultdict(list)
        keys = json.dumps([subject.key for subject in subjects])
        for *key, type_, at, metadata in self._database.rows(statements.EVENTS, (keys,)):
            subject = Subject(*key)
            said = json.loads(metadata)
            events[subject].append(Event(*subject.key, type_, at, deployment_metadata=said))
        self._database.change_each(
            statements.PUT_DEPLOYMENT,
            (_row(one) for subject in events for one in correlate(subject, events[subject])),
        )
        after = self.deliveries.of(subjects)
        self.deliveries.rework(after.keys(), {*before.values(), *after.values()})

    # -- deployments out ----------------------------------------------------------------------

    def count(
        self, scope: Scope, buckets: Buckets, group_by: GroupBy | None
    ) -> dict[str, dict[int, int]]:
        """Count the deployments that count (see `decisions`) in buckets.

        Returns:
            For each group its buckets that have any: their number from 0, and how many.
        """
        found: dict[str, dict[int, int]] = {}
        asked = {
            **_parameters(scope),
            "start": buckets.start,
            "end": buckets.end,
            "first": buckets.first,
            "width": buckets.width,
            "ungrouped": decisions.UNGROUPED,
        }
        for group, bucket, count in self._database.rows(statements.COUNT[group_by], asked):
            found.setdefault(group, {})[bucket] = count
        return found

    def has_deployed(self, scope: Scope, *, before: int) -> bool:
        """Whether anything was finished before some moment."""
        asked = {**_parameters(scope), "end": before}
        return self._database.row(statements.HAS_DEPLOYED, asked) is not None

    def outcomes(self, scope: Scope, start: int, end: int) -> Outcomes:
        """How the deployments went that started in [start, end) and have ended."""
        times = {"start": start, "end": end, "rollback": decisions.ROLLBACK}
        asked = {**_parameters(scope), **times}
        return Outcomes(*self._database.rows(statements.OUTCOMES, asked)[0])

    def total(self, listing: Listing) -> int:
        """How many deployments a listing has."""
        return int(self._database.rows(statements.TOTAL, _listing_parameters(listing))[0][0])

    def page(
        self,
        listing: Listing,
        *,
        limit: int,
        after: Deployment | None = None,
        before: Deployment | None = None,
    ) -> list[Deployment]:
        """A part of a listing, newest start first.

        Args:
            listing: Which deployments.
            limit: How many at most.
            after: Only those that come after this one: older ones.
            before: Only those that come before this one, the nearest to it.
        """
        rows = statements.PAGES.rows(
            self._database, _listing_parameters(listing), limit=limit, after=after, before=before
        )
        return [_deployment(row) for row in rows]

    def deployment(self, deployment_id: str) -> Deployment | None:
        """One deployment, or None if there is none of this id."""
        rows = self._database.rows(statements.ONE, {"id": deployment_id})
        return _deployment(rows[0]) if rows else None

    def delivering(
        self, pull_requests: Sequence[str], environment: str | None
    ) -> dict[str, list[Deployment]]:
        """The deployments that brought some pull requests, by the ids of those."""
        asked = {"pull_requests": json.dumps(pull_requests), "environment": environment}
        found: dict[str, list[Deployment]] = defaultdict(list)
        for id_, *row in self._database.rows(statements.DELIVERING, asked):
            found[id_].append(_deployment(row))
        return found

    def correct(self, deployment_id: str, correction: Correction) -> None:
        """Set fields of a deployment by hand; they stay set whatever events come."""
        deployment = self.deployment(deployment_id)
        if deployment is None:
            return
        with self._database.transaction():
            self._database.change(
                statements.CORRECT,
                (
                    deployment_id,
                    correction.status,
                    correction.kind,
                    correction.archived,
                    correction.ended_at,
                ),
            )
            where = self.deliveries.of([deployment.subject])
            self.deliveries.rework(where.keys(), set(where.values()))

    def is_active(self, deployment: Deployment) -> bool:
        """Whether a deployment is the latest that was finished of its application there."""
        subject = deployment.subject
        latest = self._database.rows(
            statements.LATEST, (subject.project, subject.environment, subject.application)
        )
        return bool(latest) and latest[0][0] == deployment.id


def _parameters(scope: Scope) -> dict[str, str | None]:
    return {
        "project": scope.project,
        "environment": scope.environment,
        "applications": listed(scope.applications),
    }


def _listing_parameters(listing: Listing) -> dict[str, str | int | None]:
    return {
        **_parameters(listing.scope),
        "start": listing.start,
        "end": listing.end,
        "kind": listing.kind,
        "status": listing.status,
    }


def _heard(event: Event) -> Heard:
    return Heard(
        event.at,
        event.project,
        event.environment,
        [event.application],
        event.application_name,
        event.application_kind,
    )


def _row(one: Deployment) -> tuple[Any, ...]:
    times = (one.started_at, one.ended_at)
    return (one.id, *one.subject.key, one.status, one.kind, *times, json.dumps(one.metadata))


def _deployment(row: Sequence[Any]) -> Deployment:
    id_, project, environment, application, version, status, kind, start, end, archived, data = row
    return Deployment(
        id=id_,
        subject=Subject(project, environment, application, version),
        status=status,
        kind=kind,
        started_at=start,
        ended_at=end,
        archived=bool(archived),
        metadata=json.loads(data),
    )
