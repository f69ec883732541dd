"""What is asked of the tables of events and deployments."""

from collections.abc import Mapping
from typing import Final

from bot.local.insights.model import Deployment
from bot.local.insights.selection import GroupBy
from bot.local.insights.stored.pages import Pages

INSERT_EVENT: Final = "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
EVENTS: Final = """
    WITH subject AS (
        SELECT json_extract(value, '$[0]') AS project, json_extract(value, '$[1]') AS environment,
            json_extract(value, '$[2]') AS application, json_extract(value, '$[3]') AS version
        FROM json_each(?)
    )
    SELECT project, environment, application, version, event.type, event.at, deployment_metadata
    FROM subject JOIN event USING (project, environment, application, version)"""
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

_COLUMNS: Final = """
    id, project, environment, application, version, status, kind, started_at, ended_at, archived,
    metadata"""
_LISTED: Final = """
    FROM deployment
    WHERE project = :project AND environment = :environment
        AND started_at >= :start AND started_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
        AND (:kind IS NULL OR kind = :kind) AND (:status IS NULL OR status = :status)"""
PAGES: Final[Pages[Deployment]] = Pages(
    forth=f"""
    SELECT {_COLUMNS} {_LISTED}
        AND (:cursor_id IS NULL OR (started_at, id) < (:cursor_at, :cursor_id))
    ORDER BY started_at DESC, id DESC LIMIT :limit""",
    back=f"""
    SELECT {_COLUMNS} {_LISTED} AND (started_at, id) > (:cursor_at, :cursor_id)
    ORDER BY started_at, id LIMIT :limit""",
    cursor=lambda deployment: (deployment.started_at, deployment.id),
)
TOTAL: Final = f"SELECT count(*) {_LISTED}"
ONE: Final = f"SELECT {_COLUMNS} FROM deployment WHERE id = :id"  # noqa: S608 (this module's columns)
OUTCOMES: Final = """
    SELECT count(*), coalesce(sum(status = 'failed' OR kind = :rollback), 0),
        coalesce(sum(started_at < ended_at), 0)
    FROM deployment
    WHERE project = :project AND environment = :environment
        AND started_at >= :start AND started_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
        AND status <> 'started' AND archived = 0"""
HAS_DEPLOYED: Final = """
    SELECT 1 FROM deployment
    WHERE status = 'finished' AND archived = 0
        AND project = :project AND environment = :environment AND ended_at < :end
        AND (:applications IS NULL OR application IN (SELECT value FROM json_each(:applications)))
    LIMIT 1"""
DELIVERING: Final = """
    SELECT pull_request, id, project, deployment.environment, application, version, status, kind,
        started_at, ended_at, archived, metadata
    FROM delivered JOIN deployment ON deployment.id = delivered.deployment
    WHERE pull_request IN (SELECT value FROM json_each(:pull_requests))
        AND (:environment IS NULL OR delivered.environment = :environment)
    ORDER BY ended_at, id"""
LATEST: Final = """
    SELECT id FROM deployment
    WHERE status = 'finished' AND archived = 0
        AND project = ? AND environment = ? AND application = ?
    ORDER BY ended_at DESC, id DESC LIMIT 1"""
