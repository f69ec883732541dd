"""Events as CI posts them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.events import parse_event
from bot.local.insights.problems import ProblemError
from tests.bot.local.insights.locally import INSIGHTS, Local, ms

PATH = f"{INSIGHTS}/deployment-events"
LEAST = {
    "projectKey": "shop",
    "environmentKey": "production",
    "applicationKey": "web",
    "version": "1.4.2",
    "eventType": "finished",
}


def test_an_event_is_taken_without_the_beta_header(local: Local) -> None:
    """201 with nothing in it; the event happened when it came."""
    answer = local.request("POST", PATH, body=LEAST, headers={"LD-API-Version": "20240415"})
    assert (answer.status_code, answer.content) == (201, b"")
    assert local.chart()["series"][0]["metadata"]["count"] == 0  # it happened now, not before
    assert local.chart(to=ms("2026-11-24T10:00"))["series"][0]["metadata"]["count"] == 1


def test_a_started_event_and_its_end_are_one_deployment(local: Local) -> None:
    """Events come one by one and meet by project, environment, application and version."""
    for change in (
        {"eventType": "started", "eventTime": ms("2026-11-20")},
        {"eventTime": ms("2026-11-20T00:05"), "applicationName": "The web"},
        {"eventTime": ms("2026-11-20T00:05"), "unknownField": 1},
    ):
        assert local.request("POST", PATH, body=LEAST | change).status_code == 201
    query = {"projectKey": "shop", "environmentKey": "production"}
    listed = local.get(f"{INSIGHTS}/deployments", **query).json()
    assert listed["totalCount"] == 1
    assert listed["items"][0]["durationMs"] == 300_000
    assert local.store.places.applications()[0].name == "The web"


def test_a_reader_may_not_post(local: Local) -> None:
    """Posting takes the Writer role."""
    answer = local.request("POST", PATH, body=LEAST, headers={"Authorization": local.reader})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("change", "attribute", "reason"),
    [
        ({"projectKey": None}, "projectKey", "must be present"),
        ({"environmentKey": ""}, "environmentKey", "must be present"),
        ({"applicationKey": 7}, "applicationKey", "must be text"),
        ({"applicationKey": "a,b"}, "applicationKey", "must not contain a comma"),
        ({"version": "1.0 beta"}, "version", "must be letters, numbers"),
        ({"version": None}, "version", "must be present"),
        ({"version": "x" * 300}, "version", "at most 256"),
        ({"eventType": "done"}, "eventType", "must be one of started, failed, finished, custom"),
        ({"eventTime": "2026-11-20"}, "eventTime", "Unix timestamp in milliseconds"),
        ({"eventTime": 1.5}, "eventTime", "Unix timestamp in milliseconds"),
        ({"eventTime": True}, "eventTime", "Unix timestamp in milliseconds"),
        (
            {"eventTime": 1_795_000_000},
            "eventTime",
            "in seconds, as it seems, it would be 17950000",
        ),
        (
            {"eventTime": ms("2027-01-01")},
            "eventTime",
            "must not lie in the future, and 2027-01-01",
        ),
        ({"eventTime": 1_790_000_000_000_000}, "eventTime", "between 1970 and 2100"),
        ({"applicationKind": "toaster"}, "applicationKind", "must be one of server"),
        ({"applicationName": "x\n"}, "applicationName", "without control characters"),
        ({"eventMetadata": []}, "eventMetadata", "must be a JSON object"),
        ({"deploymentMetadata": {"x": "y" * 20_000}}, "deploymentMetadata", "at most 16384"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, change: dict[str, Any], attribute: str, reason: str
) -> None:
    """A wrong field is a 400 with its name and what it must be, and nothing is stored."""
    answer = local.request("POST", PATH, body=LEAST | change)
    assert answer.status_code == 400
    assert {one["attribute"]: reason in one["reason"] for one in answer.json()["errors"]} == {
        attribute: True
    }
    assert local.store.places.projects() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"a":NaN}', b"\xff", b"[" * 9_000])
def test_what_is_no_object_is_refused(local: Local, body: bytes) -> None:
    """Anything but a JSON object is a 400."""
    answer = local.request("POST", PATH, body=body)
    assert (answer.status_code, answer.json()["errors"][0]["attribute"]) == (400, "body")


def test_a_huge_body_is_refused(local: Local) -> None:
    """More than a megabyte is not read."""
    assert local.request("POST", PATH, body=b" " * 2_000_000).status_code == 413


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(deadline=None)  # a busy machine is no failure
@given(document=JSON | st.fixed_dictionaries(dict.fromkeys([*LEAST, "eventTime"], JSON)))
def test_no_json_is_a_crash(document: object) -> None:
    """Reading gives an event or the one error."""
    try:
        parse_event(document, now=0)
    except ProblemError as problem:
        assert problem.failures  # noqa: PT017 (either way is fine)
