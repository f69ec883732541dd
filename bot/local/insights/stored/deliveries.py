"""What deployments brought: worked out as something is written, only read by whoever asks.

A pull request is delivered by the first deployment that counts and started at or after its merge.
So a deployment brings what was merged since the one before it started; whatever changes a
deployment changes what the one after it brings, and no other.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from bot.local.insights.changes import Commits, Stages
from bot.local.insights.database import Database
from bot.local.insights.model import Subject

Instant = tuple[str, str, str, int]
"""A project, an environment, an application, and when one of its deployments started."""

_PUT_REVISION: Final = """
    INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (project, environment, application, version) DO UPDATE SET
        first_commit_at = excluded.first_commit_at, last_commit_at = excluded.last_commit_at,
        contributors = excluded.contributors
    WHERE first_commit_at <> excluded.first_commit_at
        OR last_commit_at <> excluded.last_commit_at OR contributors <> excluded.contributors"""
_OF_SUBJECTS: Final = """
    WITH subject AS (
        SELECT json_extract(value, '$[0]') AS project, json_extract(value, '$[1]') AS environment,
            json_extract(value, '$[2]') AS application, json_extract(value, '$[3]') AS version
        FROM json_each(?)
    )
    SELECT deployment.id, project, environment, application, started_at
    FROM subject JOIN deployment USING (project, environment, application, version)"""
_AT_AND_NEXT: Final = """
    WITH instant AS (
        SELECT json_extract(value, '$[0]') AS project, json_extract(value, '$[1]') AS environment,
            json_extract(value, '$[2]') AS application, json_extract(value, '$[3]') AS at
        FROM json_each(:instants)
    )
    SELECT deployment.id FROM instant JOIN deployment USING (project, environment, application)
    WHERE status = 'finished' AND archived = 0 AND started_at = at
    UNION
    SELECT (
        SELECT id FROM deployment
        WHERE status = 'finished' AND archived = 0 AND project = instant.project
            AND environment = instant.environment AND application = instant.application
            AND started_at > at
        ORDER BY started_at, id LIMIT 1
    ) FROM instant"""
_COUNTING: Final = """
    SELECT this.id, project, environment, application, this.started_at, this.ended_at,
        coalesce((
            SELECT started_at FROM deployment AS earlier
            WHERE status = 'finished' AND archived = 0 AND earlier.project = this.project
                AND earlier.environment = this.environment
                AND earlier.application = this.application
                AND (earlier.started_at, earlier.id) < (this.started_at, this.id)
            ORDER BY started_at DESC, id DESC LIMIT 1
        ), -1),
        first_commit_at, last_commit_at, contributors
    FROM deployment AS this LEFT JOIN revision
        USING (project, environment, application, version)
    WHERE this.id IN (SELECT value FROM json_each(:ids))
        AND status = 'finished' AND archived = 0 AND ended_at IS NOT NULL"""
_REPEATED: Final = """
    SELECT this.id FROM deployment AS this
    WHERE this.id IN (SELECT value FROM json_each(:ids)) AND EXISTS (
        SELECT 1 FROM deployment AS earlier
        WHERE status = 'finished' AND archived = 0 AND earlier.project = this.project
            AND earlier.environment = this.environment
            AND earlier.application = this.application AND earlier.version = this.version
            AND (earlier.started_at, earlier.id) < (this.started_at, this.id)
    )"""
_MERGED: Final = """
    SELECT json_extract(value, '$[0]'), pull_request.id, author, first_commit_at, created_at,
        merged_at, lines_added, lines_deleted
    FROM json_each(:spans) JOIN pull_request
        ON project = json_extract(value, '$[1]') AND application = json_extract(value, '$[2]')
        AND merged_at > json_extract(value, '$[3]') AND merged_at <= json_extract(value, '$[4]')
    ORDER BY merged_at, number"""
_FORGET_DELIVERY: Final = """
    DELETE FROM delivery WHERE deployment IN (SELECT value FROM json_each(?))"""
_FORGET_DELIVERED: Final = """
    DELETE FROM delivered WHERE deployment IN (SELECT value FROM json_each(?))"""
_PUT_DELIVERY: Final = "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_DELIVERED: Final = "INSERT OR REPLACE INTO delivered VALUES (?, ?, ?, ?)"
_DELIVERED: Final = """
    SELECT deployment, pull_requests, contributors, lines_added, lines_deleted,
        coding, review, wait, deploy
    FROM delivery WHERE deployment IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a deployment brought.

    Attributes:
        pull_requests: How many.
        contributors: How many people: those whose commits git counted, or else the authors of
            the pull requests.
        lines_added: By the pull requests; git is not asked, since it would have to compare files.
        lines_deleted: Likewise.
        stages: Those of its oldest change, if its first commit is known.
    """

    pull_requests: int = 0
    contributors: int = 0
    lines_added: int = 0
    lines_deleted: int = 0
    stages: Stages | None = None


class _Counting(NamedTuple):
    """A deployment that counts; `since` is when the one before it started."""

    id: str
    project: str
    environment: str
    application: str
    started_at: int
    ended_at: int
    since: int
    first_commit_at: int | None
    last_commit_at: int
    contributors: int

    @property
    def deployed(self) -> tuple[int, int]:
        return self.started_at, self.ended_at

    @property
    def commits(self) -> Commits | None:
        if self.first_commit_at is None:
            return None
        return Commits(self.first_commit_at, self.last_commit_at, self.contributors)


class _Merged(NamedTuple):
    """A pull request that a deployment brings."""

    deployment: str
    id: str
    author: str
    first_commit_at: int | None
    created_at: int
    merged_at: int
    lines_added: int
    lines_deleted: int

    def stages(self, by: _Counting) -> Stages | None:
        if self.first_commit_at is None:
            return None
        return Stages.of_pull_request(
            self.first_commit_at, self.created_at, self.merged_at, by.deployed
        )


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What deployments brought, and how long it was on its way."""

    _database: Database

    def put_commits(self, subject: Subject, commits: Commits) -> bool:
        """Keep the commits of a version; whether anything is new about them."""
        values = (*subject.key, commits.first_at, commits.last_at, commits.contributors)
        return self._database.change(_PUT_REVISION, values) > 0

    def delivered(self, deployments: Sequence[str]) -> dict[str, Delivery]:
        """What is known to have come with some deployments, by their ids."""
        rows = self._database.rows(_DELIVERED, (json.dumps(deployments),))
        return {row[0]: _read(row) for row in rows}

    def of(self, subjects: Iterable[Subject]) -> dict[str, Instant]:
        """Where the deployments of some versions are now, by id."""
        keys = json.dumps([subject.key for subject in subjects])
        return {id_: tuple(instant) for id_, *instant in self._database.rows(_OF_SUBJECTS, (keys,))}

    def rework(self, ids: Collection[str], instants: Collection[Instant]) -> None:
        """Work out anew what deployments bring, within a transaction.

        Args:
            ids: Deployments that have changed.
            instants: Where they were and are, or where something was merged; the deployments
                that start then, and the next one after each, may bring something else now.
        """
        near = self._database.rows(_AT_AND_NEXT, {"instants": json.dumps(list(instants))})
        every = sorted({*ids, *(id_ for (id_,) in near if id_ is not None)})
        self._database.change(_FORGET_DELIVERY, (json.dumps(every),))
        self._database.change(_FORGET_DELIVERED, (json.dumps(every),))
        brought = list(self._brought(every))
        self._database.change_each(
            _PUT_DELIVERY, (_delivery(one, merged) for one, merged in brought)
        )
        self._database.change_each(
            _PUT_DELIVERED,
            (
                (each.id, one.environment, one.id, stages.total if stages else None)
                for one, merged in brought
                for each in merged
                for stages in (each.stages(one),)
            ),
        )

    def _brought(self, ids: Sequence[str]) -> Iterator[tuple[_Counting, Sequence[_Merged]]]:
        """Those deployments of some that count and bring anything."""
        asked = {"ids": json.dumps(ids)}
        repeated = {id_ for (id_,) in self._database.rows(_REPEATED, asked)}
        counting = [_Counting(*row) for row in self._database.rows(_COUNTING, asked)]
        spans = [
            (one.id, one.project, one.application, one.since, one.started_at) for one in counting
        ]
        merged: dict[str, list[_Merged]] = defaultdict(list)
        for row in self._database.rows(_MERGED, {"spans": json.dumps(spans)}):
            merged[row[0]].append(_Merged(*row))
        for one in counting:
            # A version that is deployed again brings its commits no second time.
            this = one._replace(first_commit_at=None) if one.id in repeated else one
            if merged[this.id] or this.commits:
                yield this, merged[this.id]


def _read(row: Sequence[Any]) -> Delivery:
    _, requests, contributors, added, deleted, *stages = row
    known = stages[0] is not None
    return Delivery(requests, contributors, added, deleted, Stages(*stages) if known else None)


def _delivery(one: _Counting, merged: Sequence[_Merged]) -> tuple[Any, ...]:
    stages = _oldest(one, merged)
    authors = {each.author.casefold() for each in merged if each.author}
    return (
        one.id,
        one.project,
        one.environment,
        one.application,
        one.ended_at,
        len(merged),
        one.commits.contributors if one.commits else len(authors),
        sum(each.lines_added for each in merged),
        sum(each.lines_deleted for each in merged),
        *((stages.total, *stages.each) if stages else (None,) * 5),
    )


def _oldest(one: _Counting, merged: Sequence[_Merged]) -> Stages | None:
    """The stages of the oldest change; among equals a pull request's, the first to be merged."""
    changes = [each.stages(one) for each in merged]
    if one.commits:
        changes.append(Stages.of_commits(one.commits, one.deployed))
    return max(filter(None, changes), key=lambda stages: stages.total, default=None)
