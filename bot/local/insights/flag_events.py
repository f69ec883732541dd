"""`GET flag-events`.

Source: https://launchdarkly.com/docs/api/insights-flag-events-beta/get-flag-events
"""

from collections.abc import Collection
from typing import Any, Final, cast

from bot.local.insights import decisions
from bot.local.insights.api import Backend, Call, Reply
from bot.local.insights.existing import check_exists
from bot.local.insights.flags import SIZES, FlagEvent, Size
from bot.local.insights.ids import object_id
from bot.local.insights.paging import Page
from bot.local.insights.params import Params
from bot.local.insights.selection import FlagEventListing

_EXPANSIONS: Final = ("experiments",)


def listed(backend: Backend, call: Call) -> Reply:
    """A page of flag events, newest first (schema FlagEventCollectionRep)."""
    params, events = Params(call.query), backend.store.flag_events
    scope = params.scope(required=("projectKey", "environmentKey"))
    start, end = params.window(call.now, decisions.DEFAULT_WINDOW_MS)
    listing = FlagEventListing(
        scope,
        start,
        end,
        has_experiments=params.yes_or_no("hasExperiments"),
        with_global=params.choice("global", ("include", "exclude")) != "exclude",
        size=cast("Size | None", params.choice("impactSize", SIZES)),
        query=params.text("query"),
    )
    expand = params.choices("expand", _EXPANSIONS)
    page = Page.read(params, events.one)
    params.check()
    check_exists(backend.store, scope)
    found = events.page(listing, limit=page.enough, after=page.after, before=page.before)
    items = [_rep(event, expand) for event in page.shown(found)]
    return Reply(page.answer(call, found, items, events.total(listing)))


def _rep(event: FlagEvent, expand: Collection[str]) -> dict[str, Any]:
    """An event as LaunchDarkly shows it (schema FlagEventRep)."""
    rep: dict[str, Any] = {
        "id": event.id,
        "projectId": object_id("project", event.project),
        "projectKey": event.project,
        "environmentId": object_id("environment", event.project, event.environment),
        "environmentKey": event.environment,
        "flagKey": event.flag,
        "eventType": event.type,
        "eventTime": event.at,
        "description": event.description,
        "actions": list(event.actions),
        "impact": _impact(event),
    }
    if event.audit_log_entry:
        rep["auditLogEntryId"] = event.audit_log_entry
    if event.member:
        rep["member"] = {
            "id": object_id("member", event.member),
            "email": event.member,
            "firstName": "",
            "lastName": "",
        }
    if "experiments" in expand:
        items = [_experiment(event, key) for key in event.experiments]
        rep["experiments"] = {"totalCount": len(items), "items": items}
    return rep


def _impact(event: FlagEvent) -> dict[str, Any]:
    """What is known of it (schema FlagEventImpactRep)."""
    impact = event.impact
    known = {"size": impact.size, "percentage": impact.percentage, "reason": impact.reason}
    return {name: value for name, value in known.items() if value is not None}


def _experiment(event: FlagEvent, key: str) -> dict[str, Any]:
    """An experiment of which only the key is known (schema FlagEventExperiment)."""
    iteration = {
        "id": object_id("experiment", event.project, event.environment, key),
        "status": "running",
        "startedAt": event.at,
    }
    return {"key": key, "name": key, "iteration": iteration}
