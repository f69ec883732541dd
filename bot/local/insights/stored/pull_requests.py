"""Pull requests, and how far each has come."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.local.insights.changes import PullRequest, Reference
from bot.local.insights.database import Added, Database, batches, listed
from bot.local.insights.selection import PullRequestListing
from bot.local.insights.stored.deliveries import Deliveries, Instant
from bot.local.insights.stored.pages import Pages
from bot.local.insights.stored.places import Heard, Places


def _standing(which: str) -> str:
    """The statement for some pull requests: where they stand in a list, and their status."""
    return f"""
    WITH way AS (
        SELECT *,
            EXISTS (
                SELECT 1 FROM delivered
                WHERE pull_request = id AND (:environment IS NULL OR environment = :environment)
            ) AS is_deployed,
            (
                SELECT lead_time FROM delivered
                WHERE pull_request = id AND environment = :environment
            ) AS lead_time
        FROM pull_request WHERE project = :project AND {which}
    ), standing AS (
        SELECT *,
            CASE
                WHEN is_deployed THEN 'deployed' WHEN merged_at IS NOT NULL THEN 'merged'
                WHEN closed THEN 'closed' ELSE 'open'
            END AS status,
            CASE :sort
                WHEN 'leadTime' THEN coalesce(lead_time, {_LAST})
                WHEN '-leadTime' THEN -coalesce(lead_time, -1) ELSE -at
            END AS place
        FROM way
    )
    SELECT place, status, {_COLUMNS} FROM standing
    WHERE (:status IS NULL OR status = :status)"""  # noqa: S608 (put together from this module's words)


_COLUMNS: Final = """
    project, application, number, created_at, merged_at, first_commit_at, closed, title, author,
    base_commit, head_commit, merge_commit, files_changed, lines_added, lines_deleted, url,
    flag_references"""
_LAST: Final = 2**63 - 1
"""Behind every lead time there is."""
_GET: Final = f"SELECT {_COLUMNS} FROM pull_request WHERE id = ?"  # noqa: S608 (as above)
_PUT: Final = f"""
    INSERT OR REPLACE INTO pull_request (id, {_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""  # noqa: S608 (as above)
_BROUGHT: Final = f"""
    SELECT deployment, {_COLUMNS}
    FROM delivered JOIN pull_request ON pull_request.id = delivered.pull_request
    WHERE deployment IN (SELECT value FROM json_each(?)) ORDER BY at, number"""  # noqa: S608 (as above)
_ONE: Final = _standing("id = :id")
_LISTED: Final = _standing("""
    at >= :start AND at < :end
    AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
    AND (:query IS NULL OR instr(casefold(title), :query) OR instr(casefold(author), :query))""")
_TOTAL: Final = f"SELECT count(*) FROM ({_LISTED})"  # noqa: S608 (as above)


@dataclass(frozen=True, slots=True)
class Standing:
    """A pull request in a list: where, and what has become of it."""

    place: int
    status: str
    pull_request: PullRequest

    @property
    def id(self) -> str:
        """The pull request's."""
        return self.pull_request.id


_PAGES: Final[Pages[Standing]] = Pages(
    forth=f"""{_LISTED}
    AND (:cursor_id IS NULL OR (place, id) > (:cursor_at, :cursor_id))
    ORDER BY place, id LIMIT :limit""",
    back=f"""{_LISTED}
    AND (place, id) < (:cursor_at, :cursor_id) ORDER BY place DESC, id DESC LIMIT :limit""",
    cursor=lambda one: (one.place, one.id),
)


@dataclass(frozen=True, slots=True)
class PullRequests:
    """The pull requests of a database."""

    _database: Database
    _places: Places
    _deliveries: Deliveries

    def put(self, pull_requests: Iterable[PullRequest]) -> Added:
        """Store pull requests as they are now; the same again changes nothing."""
        new = changed = known = 0
        for batch in batches(pull_requests):
            with self._database.transaction():
                latest = {one.id: one for one in batch}
                before = {id_: self._get(id_) for id_ in latest}
                news = {id_: one for id_, one in latest.items() if one != before[id_]}
                self._database.change_each(_PUT, (_row(one) for one in news.values()))
                self._places.hear(
                    Heard(one.created_at, one.project, applications=[one.application])
                    for one in news.values()
                )
                others = [old for old in map(before.get, news) if old is not None]
                self._deliveries.rework((), {*self._merges([*news.values(), *others])})
            new += len(news) - len(others)
            changed += len(others)
            known += len(batch) - len(news)
        return Added(new, changed, known)

    def _get(self, id_: str) -> PullRequest | None:
        row = self._database.row(_GET, (id_,))
        return _pull_request(row) if row else None

    def _merges(self, pull_requests: Sequence[PullRequest]) -> Iterator[Instant]:
        """When and where they may have been deployed: in every environment of their project."""
        environments = {
            project: [one.key for one in self._places.environments(project)]
            for project in {one.project for one in pull_requests}
        }
        for one in pull_requests:
            if one.merged_at is not None:
                for environment in environments[one.project]:
                    yield one.project, environment, one.application, one.merged_at

    def total(self, listing: PullRequestListing) -> int:
        """How many pull requests a listing has."""
        return int(self._database.rows(_TOTAL, _asked(listing))[0][0])

    def page(
        self,
        listing: PullRequestListing,
        *,
        limit: int,
        after: Standing | None = None,
        before: Standing | None = None,
    ) -> list[Standing]:
        """A part of a listing.

        Args:
            listing: Which pull requests.
            limit: How many at most.
            after: Only those that come after this one.
            before: Only those that come before this one, the nearest to it.
        """
        rows = _PAGES.rows(self._database, _asked(listing), limit=limit, after=after, before=before)
        return [_read(row) for row in rows]

    def one(self, id_: str, listing: PullRequestListing) -> Standing | None:
        """Where one pull request stands in a listing's order, or None if there is none."""
        asked = {**_asked(listing), "id": id_, "status": None}
        row = self._database.row(_ONE, asked)
        return _read(row) if row else None

    def brought_by(self, deployments: Sequence[str]) -> dict[str, list[PullRequest]]:
        """What some deployments brought, by their ids, the oldest merge first."""
        found: dict[str, list[PullRequest]] = defaultdict(list)
        for deployment, *row in self._database.rows(_BROUGHT, (json.dumps(deployments),)):
            found[deployment].append(_pull_request(row))
        return found


def _asked(listing: PullRequestListing) -> dict[str, str | int | None]:
    return {
        "project": listing.scope.project,
        "environment": listing.scope.environment,
        "applications": listed(listing.scope.applications),
        "start": listing.start,
        "end": listing.end,
        "status": listing.status,
        "query": listing.query.casefold() if listing.query else None,
        "sort": listing.sort,
    }


def _read(row: Sequence[Any]) -> Standing:
    place, status, *columns = row
    return Standing(place, status, _pull_request(columns))


def _row(one: PullRequest) -> tuple[Any, ...]:
    references = [(each.flag, each.added, each.removed) for each in one.references]
    return (
        one.id,
        one.project,
        one.application,
        one.number,
        one.created_at,
        one.merged_at,
        one.first_commit_at,
        one.closed,
        one.title,
        one.author,
        one.base_commit,
        one.head_commit,
        one.merge_commit,
        one.files_changed,
        one.lines_added,
        one.lines_deleted,
        one.url,
        json.dumps(references),
    )


def _pull_request(row: Sequence[Any]) -> PullRequest:
    *columns, references = row
    read = tuple(Reference(*one) for one in json.loads(references))
    return replace(PullRequest(*columns), references=read)
