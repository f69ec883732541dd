"""The tables, version by version: a file of an older version is brought up to date as it is opened.

A correction is stored in columns of its own beside what the events say, so that working a
deployment out anew from its events keeps it; the effective values are generated columns. What
deployments brought (`delivery`, `delivered`) is worked out whenever something is written that
bears on it, so that a chart only has to read.
"""

import sqlite3
from typing import Final

_DEPLOYMENTS: Final = """
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
_CHANGES: Final = """
CREATE TABLE revision (
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    version TEXT NOT NULL,
    first_commit_at INTEGER NOT NULL, last_commit_at INTEGER NOT NULL,
    contributors INTEGER NOT NULL,
    PRIMARY KEY (project, environment, application, version)
) WITHOUT ROWID;
CREATE TABLE pull_request (
    id TEXT PRIMARY KEY,
    project TEXT NOT NULL, application TEXT NOT NULL, number TEXT NOT NULL,
    created_at INTEGER NOT NULL, merged_at INTEGER, first_commit_at INTEGER,
    closed INTEGER NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
    base_commit TEXT NOT NULL, head_commit TEXT NOT NULL, merge_commit TEXT NOT NULL,
    files_changed INTEGER NOT NULL, lines_added INTEGER NOT NULL, lines_deleted INTEGER NOT NULL,
    url TEXT NOT NULL, flag_references TEXT NOT NULL,
    at INTEGER NOT NULL AS (coalesce(merged_at, created_at)) STORED
);
CREATE TABLE delivery (
    deployment TEXT PRIMARY KEY,
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    pull_requests INTEGER NOT NULL, contributors INTEGER NOT NULL,
    lines_added INTEGER NOT NULL, lines_deleted INTEGER NOT NULL,
    lead_time INTEGER, coding INTEGER, review INTEGER, wait INTEGER, deploy INTEGER
) WITHOUT ROWID;
CREATE TABLE delivered (
    pull_request TEXT NOT NULL, environment TEXT NOT NULL, deployment TEXT NOT NULL,
    lead_time INTEGER,
    PRIMARY KEY (pull_request, environment)
) WITHOUT ROWID;
CREATE TABLE flag (
    project TEXT NOT NULL, environment TEXT NOT NULL, key TEXT NOT NULL,
    created_at INTEGER NOT NULL, name TEXT NOT NULL,
    temporary INTEGER NOT NULL, archived INTEGER NOT NULL, is_on INTEGER NOT NULL,
    changed_at INTEGER, one_variation_since INTEGER, last_evaluated_at INTEGER,
    maintainer_id TEXT NOT NULL, maintainer_name TEXT NOT NULL, maintainer_team TEXT NOT NULL,
    applications TEXT NOT NULL,
    PRIMARY KEY (project, environment, key)
) WITHOUT ROWID;
CREATE TABLE flag_application (
    project TEXT NOT NULL, environment TEXT NOT NULL, application TEXT NOT NULL,
    flag TEXT NOT NULL,
    PRIMARY KEY (project, environment, application, flag)
) WITHOUT ROWID;
CREATE TABLE flag_event (
    id TEXT PRIMARY KEY,
    project TEXT NOT NULL, environment TEXT NOT NULL, flag TEXT NOT NULL,
    type TEXT NOT NULL, at INTEGER NOT NULL, description TEXT NOT NULL, member TEXT NOT NULL,
    actions TEXT NOT NULL, audit_log_entry TEXT NOT NULL, applications TEXT NOT NULL,
    size TEXT, percentage REAL, reason TEXT, experiments TEXT NOT NULL,
    has_experiments INTEGER NOT NULL, is_release INTEGER NOT NULL
);
CREATE INDEX deployment_begun ON deployment (project, environment, application, started_at, id)
    WHERE status = 'finished' AND archived = 0;
CREATE INDEX deployment_version
    ON deployment (project, environment, application, version, started_at);
CREATE INDEX pull_request_listed ON pull_request (project, at, id, application);
CREATE INDEX pull_request_merged ON pull_request (project, application, merged_at)
    WHERE merged_at IS NOT NULL;
CREATE INDEX delivery_timed ON delivery
    (project, ended_at, environment, application, lead_time, coding, review, wait, deploy)
    WHERE lead_time IS NOT NULL;
CREATE INDEX delivered_by ON delivered (deployment);
CREATE INDEX flag_event_counted ON flag_event
    (project, environment, at, id, is_release, size, reason, has_experiments, flag, applications);
"""
_WAITS: Final = "UPDATE delivery SET wait = 0 WHERE lead_time IS NOT NULL AND wait IS NULL"
"""To wait for no time at all was once taken for not known."""
_STEPS: Final = (_DEPLOYMENTS, _CHANGES, _WAITS)
"""What each version adds to the one before."""
VERSION: Final = len(_STEPS)


class SchemaError(Exception):
    """The tables are not ours to use; the message says why, as the end of a sentence."""


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables if there are none, and add what an older version lacks.

    Raises:
        SchemaError: If they belong to something else or to a newer version.
        sqlite3.Error: If the file is no database or cannot be read.
    """
    if _is_empty(db):
        db.execute("PRAGMA journal_mode = WAL")
    elif _version(db) == 0:
        raise SchemaError("it belongs to another program")
    if _version(db) < VERSION:
        db.execute("BEGIN IMMEDIATE")
        _add_steps(db)
        db.execute("COMMIT")
    if _version(db) > VERSION:
        raise SchemaError(f"it has version {_version(db)} and this program knows up to {VERSION}")
    db.execute("PRAGMA synchronous = NORMAL")


def _add_steps(db: sqlite3.Connection) -> None:
    """Take the steps that are still to be taken: somebody else may have been quicker."""
    for step in _STEPS[_version(db) :]:
        for statement in step.split(";"):
            db.execute(statement)
    db.execute(f"PRAGMA user_version = {max(_version(db), VERSION)}")


def _version(db: sqlite3.Connection) -> int:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def _is_empty(db: sqlite3.Connection) -> bool:
    (things,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(things == 0)
