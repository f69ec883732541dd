"""Events in, deployments out: one SQLite database, shared by the server and whoever imports."""

import contextlib
import itertools
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from bot.local.insights import decisions, schema
from bot.local.insights.correlate import correlate
from bot.local.insights.model import Deployment, Event, Status, Subject
from bot.local.insights.selection import Buckets, GroupBy, Listing, Scope

_BATCH: Final = 500
"""Events in one transaction: short enough that the server answers in between."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of some events."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Named:
    """A project, an environment or an application, and when it was first heard of."""

    key: str
    name: str
    created_at: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody sets on a deployment by hand; None leaves a field as its events have it."""

    status: Status | None = None
    kind: str | None = None
    archived: bool | None = None
    ended_at: int | None = None


class StoreError(Exception):
    """The database cannot be used; the message is a sentence that says why."""


class Store:
    """Deployment events and what they add up to.

    Every method may be called from any thread, and several processes may share one file.

    Args:
        path: A file, made if it is missing, or None to keep everything in memory.

    Raises:
        StoreError: If the file is no database of ours, or one of a newer version.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        with contextlib.ExitStack() as on_failure:
            try:
                self._db = sqlite3.connect(
                    path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10
                )
                on_failure.callback(self._db.close)
                schema.prepare(self._db)
            except (sqlite3.Error, schema.SchemaError) as error:
                raise StoreError(f"Cannot use {path} for deployments: {error}.") from error
            on_failure.pop_all()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- events in ----------------------------------------------------------------------------

    def add(self, events: Iterable[Event]) -> Added:
        """Store events; those that are there already change nothing."""
        new = known = 0
        remaining = iter(events)
        while batch := list(itertools.islice(remaining, _BATCH)):
            with self._transaction():
                added = [event for event in batch if self._insert(event)]
                for subject in dict.fromkeys(event.subject for event in added):
                    self._correlate(subject)
            new += len(added)
            known += len(batch) - len(added)
        return Added(new, known)

    def name_project(self, key: str, name: str, *, created_at: int = 0) -> None:
        """Give a project a name of its own; without one its key is its name."""
        with self._transaction():
            self._db.execute(schema.NAME_PROJECT, (key, name, created_at))

    def _insert(self, event: Event) -> bool:
        inserted = self._db.execute(
            schema.INSERT_EVENT,
            (
                event.project,
                event.environment,
                event.application,
                event.version,
                event.type,
                event.at,
                json.dumps(event.event_metadata),
                json.dumps(event.deployment_metadata),
            ),
        )
        if not inserted.rowcount:
            return False
        self._db.execute(schema.ADD_PROJECT, (event.project, event.project, event.at))
        self._db.execute(schema.ADD_ENVIRONMENT, (event.project, event.environment, event.at))
        name, kind = event.application_name, event.application_kind
        self._db.execute(schema.ADD_APPLICATION, (event.application, name, kind, event.at))
        return True

    def _correlate(self, subject: Subject) -> None:
        """Work out a subject's deployments anew from all of its events."""
        key = (subject.project, subject.environment, subject.application, subject.version)
        events = [
            Event(*key, type=row[0], at=row[1], deployment_metadata=json.loads(row[2]))
            for row in self._db.execute(schema.EVENTS, key)
        ]
        self._db.executemany(
            schema.PUT_DEPLOYMENT,
            (
                (
                    one.id,
                    *key,
                    one.status,
                    one.kind,
                    one.started_at,
                    one.ended_at,
                    json.dumps(one.metadata),
                )
                for one in correlate(subject, events)
            ),
        )

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
        for group, bucket, count in self._rows(schema.COUNT[group_by], asked):
            found.setdefault(group, {})[bucket] = count
        return found

    def total(self, listing: Listing) -> int:
        """How many deployments a listing has."""
        return int(self._rows(schema.TOTAL, _listing_parameters(listing))[0][0])

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
        cursor = after or before
        asked = {
            **_listing_parameters(listing),
            "limit": limit,
            "cursor_at": cursor.started_at if cursor else None,
            "cursor_id": cursor.id if cursor else None,
        }
        if before and not after:
            return [_deployment(row) for row in self._rows(schema.PAGE_BEFORE, asked)][::-1]
        return [_deployment(row) for row in self._rows(schema.PAGE_AFTER, asked)]

    def deployment(self, deployment_id: str) -> Deployment | None:
        """One deployment, or None if there is none of this id."""
        rows = self._rows(schema.ONE, {"id": deployment_id})
        return _deployment(rows[0]) if rows else None

    def correct(self, deployment_id: str, correction: Correction) -> None:
        """Set fields of a deployment by hand; they stay set whatever events come."""
        with self._transaction():
            self._db.execute(
                schema.CORRECT,
                (
                    deployment_id,
                    correction.status,
                    correction.kind,
                    correction.archived,
                    correction.ended_at,
                ),
            )

    def is_active(self, deployment: Deployment) -> bool:
        """Whether a deployment is the latest that was finished of its application there."""
        subject = deployment.subject
        latest = self._rows(
            schema.LATEST, (subject.project, subject.environment, subject.application)
        )
        return bool(latest) and latest[0][0] == deployment.id

    # -- what there is ------------------------------------------------------------------------

    def projects(self) -> list[Named]:
        """All projects, by key."""
        return [Named(*row) for row in self._rows(schema.PROJECTS)]

    def environments(self, project: str | None = None) -> list[Named]:
        """The environments of a project, or of all projects, by key."""
        return [Named(*row) for row in self._rows(schema.ENVIRONMENTS, {"project": project})]

    def applications(self) -> list[Named]:
        """All applications, by key."""
        return [Named(*row) for row in self._rows(schema.APPLICATIONS)]

    def unknown_applications(self, keys: Sequence[str]) -> list[str]:
        """Those of some application keys that no event has named."""
        known = {row[0] for row in self._rows(schema.KNOWN, {"keys": json.dumps(keys)})}
        return [key for key in keys if key not in known]

    # -- the database -------------------------------------------------------------------------

    def _rows(self, statement: str, parameters: Any = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 (a sequence or a mapping, as sqlite3 takes them)
        with self._lock:
            try:
                return self._db.execute(statement, parameters).fetchall()
            except sqlite3.Error as error:
                raise StoreError(f"The deployments database does not answer: {error}.") from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            try:
                with self._db:  # commits, or rolls back
                    self._db.execute("BEGIN IMMEDIATE")
                    yield
            except sqlite3.Error as error:
                raise StoreError(f"The deployments database does not answer: {error}.") from error


def _parameters(scope: Scope) -> dict[str, str | None]:
    return {
        "project": scope.project,
        "environment": scope.environment,
        "applications": json.dumps(scope.applications) if scope.applications else None,
    }


def _listing_parameters(listing: Listing) -> dict[str, str | int | None]:
    return {
        **_parameters(listing.scope),
        "start": listing.start,
        "end": listing.end,
        "kind": listing.kind,
        "status": listing.status,
    }


def _deployment(row: tuple[Any, ...]) -> Deployment:
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
