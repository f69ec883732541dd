"""Flags as they are now, and how they fare."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.local.insights import decisions
from bot.local.insights.database import Added, Database, listed
from bot.local.insights.flags import Flag, FlagStatus
from bot.local.insights.selection import Maintained, Scope
from bot.local.insights.stored.places import Heard, Places

_COLUMNS: Final = """
    project, environment, key, created_at, name, temporary, archived, is_on, changed_at,
    one_variation_since, last_evaluated_at, maintainer_id, maintainer_name, maintainer_team,
    applications"""
_GET: Final = f"""
    SELECT {_COLUMNS} FROM flag WHERE project = ? AND environment = ? AND key = ?"""  # noqa: S608 (this module's columns)
_PUT: Final = f"""
    INSERT OR REPLACE INTO flag ({_COLUMNS})
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""  # noqa: S608 (as above)
_FORGET_APPLICATION: Final = """
    DELETE FROM flag_application
    WHERE project = ? AND environment = ? AND application = ? AND flag = ?"""
_PUT_APPLICATION: Final = "INSERT OR IGNORE INTO flag_application VALUES (?, ?, ?, ?)"
_STATUS: Final = """
    WITH standing AS (
        SELECT *, CASE
            WHEN last_evaluated_at IS NULL AND created_at > :week_ago THEN 'new'
            WHEN coalesce(last_evaluated_at, 0) <= :week_ago THEN 'inactive'
            WHEN is_on AND one_variation_since <= :week_ago
                AND coalesce(changed_at, created_at) <= :week_ago THEN 'launched'
            ELSE 'active'
        END AS status
        FROM flag
        WHERE project = :project AND environment = :environment
            AND archived = 0 AND created_at <= :now
            AND (:applications IS NULL OR key IN (
                SELECT flag FROM flag_application
                WHERE project = :project AND environment = :environment
                    AND application IN (SELECT value FROM json_each(:applications))
            ))
    )"""
_BY_STATUS: Final = f"{_STATUS} SELECT status, count(*) FROM standing GROUP BY status"  # noqa: S608 (as above)
_HEALTH: Final = f"""{_STATUS}
    SELECT maintainer_id, maintainer_team, max(maintainer_name), count(*),
        sum(created_at <= :stale_since AND status IN ('inactive', 'launched'))
    FROM standing
    WHERE temporary AND (
        :ids IS NULL AND :teams IS NULL
        OR maintainer_id <> '' AND maintainer_id IN (SELECT value FROM json_each(:ids))
        OR maintainer_team <> '' AND maintainer_team IN (SELECT value FROM json_each(:teams))
    )
    GROUP BY maintainer_id, maintainer_team"""  # noqa: S608 (as above)


@dataclass(frozen=True, slots=True)
class Health:
    """How the temporary flags of a maintainer fare; nobody's if there is neither id nor team."""

    maintainer_id: str
    maintainer_team: str
    name: str
    temporary: int
    stale: int


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of a database."""

    _database: Database
    _places: Places

    def put(self, flags: Iterable[Flag]) -> Added:
        """Store flags as they are now; the same again changes nothing."""
        return self._database.put(flags, find=self._get, put=self._put)

    def _get(self, flag: Flag) -> Flag | None:
        row = self._database.row(_GET, (flag.project, flag.environment, flag.key))
        return _flag(row) if row else None

    def _put(self, flag: Flag, before: Flag | None) -> None:
        self._database.change(_PUT, _row(flag))
        place = (flag.project, flag.environment)
        for statement, each in (
            (_FORGET_APPLICATION, before.applications if before else ()),
            (_PUT_APPLICATION, flag.applications),
        ):
            self._database.change_each(statement, ((*place, one, flag.key) for one in each))
        self._places.hear([Heard(flag.created_at, *place, flag.applications)])

    def statuses(self, scope: Scope, *, now: int) -> Mapping[FlagStatus, int]:
        """How many flags have each status (see `decisions`)."""
        return dict(self._database.rows(_BY_STATUS, _asked(scope, now)))

    def health(self, which: Maintained, *, now: int) -> list[Health]:
        """How the temporary flags of each maintainer fare."""
        asked = {
            **_asked(which.scope, now),
            "stale_since": now - decisions.STALE_AGE_MS,
            "ids": listed(which.ids),
            "teams": listed(which.teams),
        }
        return [Health(*row) for row in self._database.rows(_HEALTH, asked)]


def _asked(scope: Scope, now: int) -> dict[str, str | int | None]:
    return {
        "project": scope.project,
        "environment": scope.environment,
        "applications": listed(scope.applications),
        "now": now,
        "week_ago": now - decisions.STATUS_MS,
    }


def _row(flag: Flag) -> tuple[Any, ...]:
    return (
        flag.project,
        flag.environment,
        flag.key,
        flag.created_at,
        flag.name,
        flag.temporary,
        flag.archived,
        flag.is_on,
        flag.changed_at,
        flag.one_variation_since,
        flag.last_evaluated_at,
        flag.maintainer_id,
        flag.maintainer_name,
        flag.maintainer_team,
        json.dumps(flag.applications),
    )


def _flag(row: Sequence[Any]) -> Flag:
    *columns, applications = row
    return replace(Flag(*columns), applications=tuple(json.loads(applications)))
