"""The tables, and every statement that touches them.

A correction is stored in columns of its own beside what the events say, so that working a
deployment out anew from its events keeps it; the effective values are generated columns.
"""

import sqlite3
from collections.abc import Mapping
from typing import Final

from bot.local.insights.selection import GroupBy

VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE project (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE environment (
    project TEXT NOT NULL, key TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (project, key)
) WITHOUT ROWID;
CREATE TABLE application (
    key TEXT PRIMARY KEY, name TEXT, kind TEXT, created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE event (
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    version TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
    event_metadata TEXT NOT NULL, deployment_metadata TEXT NOT NULL,
    PRIMARY KEY (project, environment, application, version, at, type)
) WITHOUT ROWID;
CREATE TABLE deployment (
    id TEXT PRIMARY KEY,
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    version TEXT NOT NULL,
    said_status TEXT NOT NULL, said_kind TEXT NOT NULL, started_at INTEGER NOT NULL,
    said_ended_at INTEGER, metadata TEXT NOT NULL,
    set_status TEXT, set_kind TEXT, set_archived INTEGER, set_ended_at INTEGER,
    status TEXT NOT NULL AS (coalesce(set_status, said_status)) STORED,
    kind TEXT NOT NULL AS (coalesce(set_kind, said_kind)) STORED,
    archived INTEGER NOT NULL AS (coalesce(set_archived, 0)) STORED,
    ended_at INTEGER AS (
        CASE coalesce(set_status, said_status)
        WHEN 'started' THEN NULL ELSE coalesce(said_ended_at, set_ended_at) END
    ) STORED
);
CREATE INDEX deployment_counted ON deployment (ended_at, project, environment, application, kind)
    WHERE status = 'finished' AND archived = 0;
CREATE INDEX deployment_listed
    ON deployment (project, environment, started_at, id, application, kind, status);
CREATE INDEX deployment_latest ON deployment (project, environment, application, ended_at, id)
    WHERE status = 'finished' AND archived = 0;
"""

INSERT_EVENT: Final = "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
ADD_PROJECT: Final = """
    INSERT INTO project VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET created_at = excluded.created_at
    WHERE excluded.created_at < created_at"""
NAME_PROJECT: Final = """
    INSERT INTO project VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET name = excluded.name"""
ADD_ENVIRONMENT: Final = """
    INSERT INTO environment VALUES (?, ?, ?)
    ON CONFLICT (project, key) DO UPDATE SET created_at = excluded.created_at
    WHERE excluded.created_at < created_at"""
ADD_APPLICATION: Final = """
    INSERT INTO application VALUES (?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
        name = coalesce(excluded.name, name), kind = coalesce(excluded.kind, kind),
        created_at = min(excluded.created_at, created_at)
    WHERE excluded.name IS NOT NULL OR excluded.kind IS NOT NULL
        OR excluded.created_at < created_at"""
EVENTS: Final = """
    SELECT type, at, deployment_metadata FROM event
    WHERE project = ? AND environment = ? AND application = ? AND version = ?"""
PUT_DEPLOYMENT: Final = """
    INSERT INTO deployment (id, project, environment, application, version, said_status, said_kind,
        started_at, said_ended_at, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        said_status = excluded.said_status, said_kind = excluded.said_kind,
        started_at = excluded.started_at, said_ended_at = excluded.said_ended_at,
        metadata = excluded.metadata"""
CORRECT: Final = """
    UPDATE deployment SET
        set_status = coalesce(?2, set_status), set_kind = coalesce(?3, set_kind),
        set_archived = coalesce(?4, set_archived), set_ended_at = coalesce(?5, set_ended_at)
    WHERE id = ?1"""

COUNT: Final[Mapping[GroupBy | None, str]] = {
    None: """
    SELECT :ungrouped, (ended_at - :first) / :width AS bucket, count(*) FROM deployment
    WHERE status = 'finished' AND archived = 0 AND ended_at >= :start AND ended_at < :end
        AND (:project IS NULL OR project = :project)
        AND (:environment IS NULL OR environment = :environment)
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
    GROUP BY bucket""",
    "application": """
    SELECT application, (ended_at - :first) / :width AS bucket, count(*) FROM deployment
    WHERE status = 'finished' AND archived = 0 AND ended_at >= :start AND ended_at < :end
        AND (:project IS NULL OR project = :project)
        AND (:environment IS NULL OR environment = :environment)
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
    GROUP BY bucket, application""",
    "kind": """
    SELECT kind, (ended_at - :first) / :width AS bucket, count(*) FROM deployment
    WHERE status = 'finished' AND archived = 0 AND ended_at >= :start AND ended_at < :end
        AND (:project IS NULL OR project = :project)
        AND (:environment IS NULL OR environment = :environment)
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
    GROUP BY bucket, kind""",
}

TOTAL: Final = """
    SELECT count(*) FROM deployment
    WHERE project = :project AND environment = :environment
        AND started_at >= :start AND started_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
        AND (:kind IS NULL OR kind = :kind) AND (:status IS NULL OR status = :status)"""
PAGE_AFTER: Final = """
    SELECT id, project, environment, application, version, status, kind, started_at, ended_at,
        archived, metadata
    FROM deployment
    WHERE project = :project AND environment = :environment
        AND started_at >= :start AND started_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
        AND (:kind IS NULL OR kind = :kind) AND (:status IS NULL OR status = :status)
        AND (:cursor_id IS NULL OR (started_at, id) < (:cursor_at, :cursor_id))
    ORDER BY started_at DESC, id DESC LIMIT :limit"""
PAGE_BEFORE: Final = """
    SELECT id, project, environment, application, version, status, kind, started_at, ended_at,
        archived, metadata
    FROM deployment
    WHERE project = :project AND environment = :environment
        AND started_at >= :start AND started_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
        AND (:kind IS NULL OR kind = :kind) AND (:status IS NULL OR status = :status)
        AND (started_at, id) > (:cursor_at, :cursor_id)
    ORDER BY started_at, id LIMIT :limit"""
ONE: Final = """
    SELECT id, project, environment, application, version, status, kind, started_at, ended_at,
        archived, metadata
    FROM deployment WHERE id = :id"""
LATEST: Final = """
    SELECT id FROM deployment
    WHERE status = 'finished' AND archived = 0
        AND project = ? AND environment = ? AND application = ?
    ORDER BY ended_at DESC, id DESC LIMIT 1"""

PROJECTS: Final = "SELECT key, name, created_at FROM project ORDER BY key"
ENVIRONMENTS: Final = """
    SELECT key, key, min(created_at) FROM environment
    WHERE :project IS NULL OR project = :project GROUP BY key ORDER BY key"""
APPLICATIONS: Final = """
    SELECT key, coalesce(name, key), created_at, coalesce(kind, 'server')
    FROM application ORDER BY key"""
KNOWN: Final = "SELECT key FROM application WHERE key IN (SELECT value FROM json_each(:keys))"


class SchemaError(Exception):
    """The tables are not ours to use; the message says why, as the end of a sentence."""


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables if there are none.

    Raises:
        SchemaError: If they belong to something else or to a newer version.
        sqlite3.Error: If the file is no database or cannot be read.
    """
    if _is_empty(db):
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        if _is_empty(db):  # nobody else was quicker
            for statement in _TABLES.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        raise SchemaError("it belongs to another program")
    if version != VERSION:
        raise SchemaError(f"it has version {version} and this program knows version {VERSION}")
    db.execute("PRAGMA synchronous = NORMAL")


def _is_empty(db: sqlite3.Connection) -> bool:
    (things,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(things == 0)
