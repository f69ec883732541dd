"""However long the history gets, a chart reads its own window of it, from an index alone."""

# ruff: noqa: SLF001 (a statement is its module's own; only here it is asked how it will be run)
import re
import sqlite3

import pytest

from bot.local.insights import schema, statements
from bot.local.insights.stored import deliveries, flag_events, lead_times, pull_requests

PLANS = {
    "lead times by stage": (
        lead_times._SUMS["stage"],
        "COVERING INDEX delivery_timed (project=? AND ended_at>? AND ended_at<?)",
    ),
    "lead times by application": (
        lead_times._DURATIONS["application"],
        "COVERING INDEX delivery_timed (project=? AND ended_at>? AND ended_at<?)",
    ),
    "releases": (
        flag_events._COUNT,
        "COVERING INDEX flag_event_counted (project=? AND environment=? AND at>? AND at<?)",
    ),
    "flag events": (
        flag_events._PAGES.forth,
        "INDEX flag_event_counted (project=? AND environment=? AND at>? AND at<?)",
    ),
    "pull requests": (
        pull_requests._PAGES.forth,
        "INDEX pull_request_listed (project=? AND at>? AND at<?)",
    ),
    "failures": (
        statements.OUTCOMES,
        "INDEX deployment_listed (project=? AND environment=? AND started_at>? AND started_at<?)",
    ),
    "the next deployment": (
        deliveries._AT_AND_NEXT,
        "INDEX deployment_begun (project=? AND environment=? AND application=? AND started_at>?)",
    ),
    "the deployment before": (
        deliveries._COUNTING,
        "INDEX deployment_begun (project=? AND environment=? AND application=? AND started_at<?)",
    ),
    "what was merged": (
        deliveries._MERGED,
        "INDEX pull_request_merged (project=? AND application=? AND merged_at>? AND merged_at<?)",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_an_index_is_searched(name: str) -> None:
    """As SQLite itself plans it."""
    statement, expected = PLANS[name]
    database = sqlite3.connect(":memory:")
    schema.prepare(database)
    database.create_function("casefold", 1, str.casefold)
    asked = dict.fromkeys(re.findall(r":([a-z_]+)", statement))
    rows = database.execute(f"EXPLAIN QUERY PLAN {statement}", asked)
    plan = [row[3] for row in rows]
    database.close()
    assert any(expected in step for step in plan), plan
