"""Answers validate against LaunchDarkly's OpenAPI description, where that is at hand."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.local.insights.changes import Commits, PullRequest, Reference
from bot.local.insights.flags import Flag, FlagEvent, Impact
from tests.bot.local.insights.locally import (
    FREQUENCY,
    INSIGHTS,
    LEAD_TIME,
    RELEASES,
    SHOP,
    STALE,
    STATUS,
    Local,
    finished,
    ms,
)

SPEC = Path(__file__).parents[5] / "shared" / "spec" / "launchdarkly-insights-openapi.json"


@cache
def spec() -> Any:  # noqa: ANN401 (any JSON)
    """The description, or a skipped test."""
    if not SPEC.exists():
        pytest.skip("LaunchDarkly's OpenAPI description is not beside this checkout")
    return json.loads(SPEC.read_text())


def check(schema: str, document: object) -> None:
    """Validate a document against one of the schemas, unknown fields not allowed."""
    described = spec()["components"]["schemas"]
    assert set(document if isinstance(document, dict) else ()) <= set(
        described[schema]["properties"]
    )
    jsonschema.validate(
        document,
        {"$ref": f"#/components/schemas/{schema}", "components": spec()["components"]},
        cls=jsonschema.Draft7Validator,
    )


@pytest.fixture(autouse=True)
def _some_deployments(local: Local) -> None:
    local.store.add(finished(f"1.{n}", "2026-11-18T12:00") for n in range(3))
    local.store.add([finished("2.0", "2026-11-19", type="started")])
    commits = Commits(ms("2026-11-19"), ms("2026-11-20"))
    local.store.add([finished("3.0", "2026-11-21", commits=commits)])
    created, merged = ms("2026-11-18"), ms("2026-11-18T09:00")
    local.store.pull_requests.put(
        [
            PullRequest("shop", "web", "7", created, merged, created),
            PullRequest("shop", "web", "8", created, references=(Reference("x", 1, 0),)),
        ]
    )
    local.store.flags.put([Flag("shop", "production", "x", ms("2026-01-01"))])
    event = FlagEvent("shop", "production", "x", "enabled_targeting", merged, experiments=("e",))
    impact = Impact("small", 12.5, "evaluations")
    local.store.flag_events.put([event, replace(event, flag="y", member="a@b.c", impact=impact)])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (FREQUENCY, {}),
        (FREQUENCY, {"groupBy": "kind", "expand": "metrics"}),
        (FREQUENCY, {"bucketType": "hour", **SHOP}),
        (RELEASES, {**SHOP, "expand": "metrics"}),
        (RELEASES, {**SHOP, "groupBy": "impact"}),
        (LEAD_TIME, {**SHOP, "expand": "metrics,percentiles"}),
        (LEAD_TIME, {"projectKey": "shop", "groupBy": "application"}),
        (STALE, {**SHOP, "groupBy": "maintainer", "expand": "metrics"}),
        (STATUS, SHOP),
    ],
)
def test_charts(local: Local, path: str, query: dict[str, str | int]) -> None:
    """InsightsChart."""
    chart = local.chart(path, **query)
    assert any(series["data"] for series in chart["series"])
    check("InsightsChart", chart)


@pytest.mark.parametrize(
    ("path", "collection", "rep", "expand"),
    [
        ("deployments", "DeploymentCollectionRep", "DeploymentRep", "pullRequests,flagReferences"),
        ("flag-events", "FlagEventCollectionRep", "FlagEventRep", "experiments"),
        (
            "pull-requests",
            "PullRequestCollectionRep",
            "PullRequestRep",
            "deployments,flagReferences,leadTime",
        ),
    ],
)
def test_lists(local: Local, path: str, collection: str, rep: str, expand: str) -> None:
    """Each list and its items, with all that can be added and without."""
    for query in ({}, {"expand": expand}):
        listed = local.chart(f"{INSIGHTS}/{path}", **SHOP, **query)
        check(collection, listed)
        assert len(listed["items"]) > 1
        for item in listed["items"]:
            check(rep, item)


def test_scores(local: Local) -> None:
    """InsightScores."""
    check("InsightScores", local.chart(f"{INSIGHTS}/insights/scores", **SHOP))


def test_environments(local: Local) -> None:
    """Environment."""
    for item in local.get("/api/v2/projects/shop/environments").json()["items"]:
        check("Environment", item)


@pytest.mark.parametrize(
    ("headers", "path", "status", "schema"),
    [
        ({}, f"{FREQUENCY}?groupBy=x", 400, "ValidationFailedErrorRep"),
        ({"Authorization": "x"}, FREQUENCY, 401, "UnauthorizedErrorRep"),
        ({"LD-API-Version": ""}, FREQUENCY, 403, "ForbiddenErrorRep"),
        ({}, f"{FREQUENCY}?projectKey=x", 404, "NotFoundErrorRep"),
        ({}, f"{LEAD_TIME}?groupBy=x", 400, "ValidationFailedErrorRep"),
        ({}, f"{INSIGHTS}/pull-requests?projectKey=x", 404, "NotFoundErrorRep"),
        (
            {},
            f"{INSIGHTS}/insights/scores?projectKey=x&environmentKey=y",
            400,
            "ValidationFailedErrorRep",
        ),
    ],
)
def test_refusals(
    local: Local, headers: dict[str, str], path: str, status: int, schema: str
) -> None:
    """Each refusal has its own schema."""
    answer = local.request("GET", path, headers=headers)
    assert answer.status_code == status
    check(schema, answer.json())


def read_by(local: Local, path: str) -> set[str]:
    """The parameters that an endpoint refuses to have wrong, alone or with the others."""
    wrong = dict.fromkeys(described(path), "\x00")
    return set(local.refused(400, path, **wrong))


def described(path: str) -> set[str]:
    """The parameters that LaunchDarkly describes."""
    return {parameter["name"] for parameter in spec()["paths"][path]["get"]["parameters"]}


@pytest.mark.parametrize(
    "path",
    [
        FREQUENCY,
        RELEASES,
        LEAD_TIME,
        STALE,
        STATUS,
        f"{INSIGHTS}/deployments",
        f"{INSIGHTS}/flag-events",
        f"{INSIGHTS}/pull-requests",
        f"{INSIGHTS}/insights/scores",
    ],
)
def test_every_parameter_that_is_described_is_read(local: Local, path: str) -> None:
    """Each is refused if it is wrong, and no other."""
    assert read_by(local, path) == described(path)
