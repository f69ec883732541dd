"""All that a database holds, as JSON and back: from a file to PostgreSQL, or the other way."""

import json
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select, text

from bot.store.tables import (
    ALERTS,
    AUDIT,
    CHANGES,
    DAYS_OFF,
    DELIVERIES,
    DIGESTS,
    DIRECTIONS,
    INCIDENTS,
    NOTICES,
    OUTAGES,
    QUIET_HOURS,
    SILENCES,
)

_TABLES: Final[tuple[Table, ...]] = (
    DIGESTS,
    ALERTS,
    CHANGES,
    DELIVERIES,
    INCIDENTS,
    NOTICES,
    OUTAGES,
    DIRECTIONS,
    DAYS_OFF,
    SILENCES,
    QUIET_HOURS,
    AUDIT,
)
_FORM: Final = 1
"""Of what is written; one that is not known is not read."""


class MovingError(ValueError):
    """It cannot be brought in; the message says why."""


def export(connection: Connection) -> str:
    """All rows of all tables."""
    rows = {
        table.name: [dict(row._mapping) for row in connection.execute(select(table))]  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
        for table in _TABLES
    }
    return json.dumps({"drumbeat": _FORM, **rows}, ensure_ascii=False, indent=1)


def bring_in(connection: Connection, exported: str) -> int:
    """Put exported rows into an empty database.

    Returns:
        How many digests came.

    Raises:
        MovingError: If it is no export, or there is something already.
    """
    found = _parsed(exported)
    if connection.execute(select(func.count()).select_from(DIGESTS)).scalar_one():
        raise MovingError("There are digests in this database already; an empty one is needed.")
    for table in _TABLES:
        if rows := found[table.name]:
            connection.execute(table.insert(), rows)
        if connection.dialect.name == "postgresql" and rows:
            # Numbers that were brought along are unknown to whatever counts new ones.
            counter = f"pg_get_serial_sequence('{table.name}', 'id')"
            highest = f"(SELECT max(id) FROM {table.name})"  # noqa: S608 - our own table's name
            connection.execute(text(f"SELECT setval({counter}, {highest})"))
    return len(found[DIGESTS.name])


def _parsed(exported: str) -> dict[str, list[dict[str, Any]]]:
    try:
        found = json.loads(exported)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("drumbeat") != _FORM:
        raise MovingError("This is no export of Drumbeat, or one of a version that is not known.")
    if set(found) != {"drumbeat", *(table.name for table in _TABLES)}:
        raise MovingError("This export is not whole.")
    return {table.name: found[table.name] for table in _TABLES}
