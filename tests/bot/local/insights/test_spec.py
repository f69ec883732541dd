"""Answers validate against LaunchDarkly's OpenAPI description, where that is at hand."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.bot.local.insights.locally import FREQUENCY, INSIGHTS, Local, finished

SPEC = Path(__file__).parents[5] / "shared" / "spec" / "launchdarkly-insights-openapi.json"
SHOP: dict[str, str | int] = {"projectKey": "shop", "environmentKey": "production"}


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


@pytest.mark.parametrize(
    "query", [{}, {"groupBy": "kind", "expand": "metrics"}, {"bucketType": "hour", **SHOP}]
)
def test_charts(local: Local, query: dict[str, str | int]) -> None:
    """InsightsChart."""
    check("InsightsChart", local.chart(**query))


def test_deployments(local: Local) -> None:
    """DeploymentCollectionRep and DeploymentRep, ended or not."""
    listed = local.get(
        f"{INSIGHTS}/deployments", **SHOP, expand="pullRequests,flagReferences"
    ).json()
    check("DeploymentCollectionRep", listed)
    for item in listed["items"]:
        check("DeploymentRep", item)


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
    ],
)
def test_refusals(
    local: Local, headers: dict[str, str], path: str, status: int, schema: str
) -> None:
    """Each refusal has its own schema."""
    answer = local.request("GET", path, headers=headers)
    assert answer.status_code == status
    check(schema, answer.json())


def test_every_parameter_that_is_described_is_known() -> None:
    """The ten parameters of the chart are the ones this server reads."""
    described = {parameter["name"] for parameter in spec()["paths"][FREQUENCY]["get"]["parameters"]}
    assert described == {
        "projectKey",
        "environmentKey",
        "applicationKey",
        "from",
        "to",
        "bucketType",
        "bucketMs",
        "groupBy",
        "expand",
    }
