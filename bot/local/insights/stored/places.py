"""Which projects, environments and applications there are: those that something has named."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.local.insights.database import Database

_ADD_PROJECT: Final = """
    INSERT INTO project VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET created_at = excluded.created_at
    WHERE excluded.created_at < created_at"""
_NAME_PROJECT: Final = """
    INSERT INTO project VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET name = excluded.name"""
_ADD_ENVIRONMENT: Final = """
    INSERT INTO environment VALUES (?, ?, ?)
    ON CONFLICT (project, key) DO UPDATE SET created_at = excluded.created_at
    WHERE excluded.created_at < created_at"""
_ADD_APPLICATION: Final = """
    INSERT INTO application VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
        name = coalesce(excluded.name, name), kind = coalesce(excluded.kind, kind),
        created_at = min(excluded.created_at, created_at)
    WHERE excluded.name IS NOT NULL OR excluded.kind IS NOT NULL
        OR excluded.created_at < created_at"""
_PROJECTS: Final = "SELECT key, name, created_at FROM project ORDER BY key"
_ENVIRONMENTS: Final = """
    SELECT key, key, min(created_at) FROM environment
    WHERE :project IS NULL OR project = :project GROUP BY key ORDER BY key"""
_APPLICATIONS: Final = """
    SELECT key, coalesce(name, key), created_at, coalesce(kind, 'server')
    FROM application ORDER BY key"""
_KNOWN: Final = "SELECT key FROM application WHERE key IN (SELECT value FROM json_each(:keys))"


@dataclass(frozen=True, slots=True)
class Named:
    """A project, an environment or an application, and when it was first heard of."""

    key: str
    name: str
    created_at: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What something has named, and when.

    Attributes:
        at: Epoch milliseconds.
        project: Project key.
        environment: Environment key, if it has one.
        applications: Application keys.
        name: What the applications are called, if that was said.
        kind: What they are, if that was said.
    """

    at: int
    project: str
    environment: str | None = None
    applications: Sequence[str] = ()
    name: str | None = None
    kind: str | None = None


_Key = TypeVar("_Key")


def _earliest(found: dict[_Key, int], key: _Key, at: int) -> None:
    found[key] = min(at, found.pop(key, at))  # now it is the last to be said


@dataclass(frozen=True, slots=True)
class Places:
    """The names that were heard, each from when on."""

    _database: Database

    def hear(self, named: Iterable[Heard]) -> None:
        """Note what things have named, within a transaction."""
        projects: dict[str, int] = {}
        environments: dict[tuple[str, str], int] = {}
        applications: dict[tuple[str, str | None, str | None], int] = {}
        for one in named:
            _earliest(projects, one.project, one.at)
            if one.environment is not None:
                _earliest(environments, (one.project, one.environment), one.at)
            for application in one.applications:
                _earliest(applications, (application, one.name, one.kind), one.at)
        add = self._database.change_each
        add(_ADD_PROJECT, ((key, key, at) for key, at in projects.items()))
        add(_ADD_ENVIRONMENT, ((*key, at) for key, at in environments.items()))
        add(_ADD_APPLICATION, ((*key, at) for key, at in applications.items()))

    def name_project(self, key: str, name: str, *, created_at: int = 0) -> None:
        """Give a project a name of its own, within a transaction; else its key is its name."""
        self._database.change(_NAME_PROJECT, (key, name, created_at))

    def projects(self) -> list[Named]:
        """All projects, by key."""
        return [Named(*row) for row in self._database.rows(_PROJECTS)]

    def environments(self, project: str | None = None) -> list[Named]:
        """The environments of a project, or of all projects, by key."""
        rows = self._database.rows(_ENVIRONMENTS, {"project": project})
        return [Named(*row) for row in rows]

    def applications(self) -> list[Named]:
        """All applications, by key."""
        return [Named(*row) for row in self._database.rows(_APPLICATIONS)]

    def unknown_applications(self, keys: Sequence[str]) -> list[str]:
        """Those of some application keys that nothing has named."""
        known = {row[0] for row in self._database.rows(_KNOWN, {"keys": json.dumps(keys)})}
        return [key for key in keys if key not in known]
