"""Lists of deployments, their cursors, and corrections by hand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.changes import Commits, PullRequest, Reference
from bot.local.insights.model import Event
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import INSIGHTS, SHOP, Local, finished, ms

PATH = f"{INSIGHTS}/deployments"


def only(local: Local) -> Any:  # noqa: ANN401 (any JSON)
    """The one deployment there is."""
    (item,) = local.get(PATH, **SHOP).json()["items"]
    return item


def test_a_deployment_is_shown_whole(local: Local) -> None:
    """All that is known, and nothing made up about code and people."""
    local.store.add(
        [
            finished("1", "2026-11-20T08:00", type="started"),
            finished("1", "2026-11-20T08:10", deployment_metadata={"build": 7}),
        ]
    )
    item = only(local)
    assert item == {
        "id": item["id"],
        "applicationKey": "web",
        "applicationVersion": "1",
        "environmentKey": "production",
        "startedAt": ms("2026-11-20T08:00"),
        "endedAt": ms("2026-11-20T08:10"),
        "durationMs": 600_000,
        "status": "finished",
        "kind": "deployment",
        "active": True,
        "archived": False,
        "metadata": {"build": 7},
        "numberOfContributors": 0,
        "numberOfPullRequests": 0,
        "linesAdded": 0,
        "linesDeleted": 0,
        "leadTime": 0,
    }
    assert local.get(f"{PATH}/{item['id']}").json() == item


def test_what_a_deployment_brought_is_shown(local: Local) -> None:
    """How many changes of how many people, how large, and how long the oldest was on its way."""
    noon, hour = ms("2026-11-20T12:00"), 3_600_000
    references = (Reference("new-cart", 3, 0),)
    first = PullRequest(
        "shop",
        "web",
        "7",
        created_at=noon - 4 * hour,
        merged_at=noon - 2 * hour,
        first_commit_at=noon - 9 * hour,
        author="ada",
        lines_added=10,
        lines_deleted=1,
        references=references,
    )
    second = replace(first, number="8", first_commit_at=None, author="grace")
    local.store.pull_requests.put([first, second])
    local.store.add([finished("1", "2026-11-20T12:00", type="started")])
    local.store.add([finished("1", "2026-11-20T13:00")])
    item = local.chart(PATH, **SHOP, expand="pullRequests,flagReferences")["items"][0]
    assert item["numberOfPullRequests"] == item["numberOfContributors"] == 2
    assert (item["linesAdded"], item["linesDeleted"], item["leadTime"]) == (20, 2, 10 * hour)
    assert item["leadTimeStages"] == {
        "codingDurationMs": 5 * hour,
        "reviewDurationMs": 2 * hour,
        "waitDurationMs": 2 * hour,
        "deployDurationMs": hour,
        "totalLeadTimeMs": 10 * hour,
    }
    assert [one["externalId"] for one in item["pullRequests"]["items"]] == ["7", "8"]
    assert item["flagReferences"] == {
        "totalCount": 1,
        "items": [
            {
                "projectKey": "shop",
                "flagKey": "new-cart",
                "referencesAdded": 6,
                "referencesRemoved": 0,
            }
        ],
    }


def test_git_counts_contributors(local: Local) -> None:
    """Of commits without pull requests the stages are those that git knows."""
    noon, hour = ms("2026-11-20T12:00"), 3_600_000
    commits = Commits(noon - 9 * hour, noon - hour, contributors=3)
    local.store.add([finished("1", "2026-11-20T12:00", commits=commits)])
    item = only(local)
    assert (item["numberOfContributors"], item["numberOfPullRequests"]) == (3, 0)
    assert item["leadTimeStages"] == {
        "codingDurationMs": 8 * hour,
        "waitDurationMs": hour,
        "totalLeadTimeMs": 9 * hour,
    }


def test_waiting_for_no_time_is_sent_as_zero(local: Local) -> None:
    """As of a tag at the time of its commit; only what nobody measured is left out."""
    noon, hour = ms("2026-11-20T12:00"), 3_600_000
    local.store.add([finished("1", "2026-11-20T12:00", commits=Commits(noon - hour, noon))])
    assert only(local)["leadTimeStages"] == {
        "codingDurationMs": hour,
        "waitDurationMs": 0,
        "totalLeadTimeMs": hour,
    }


def test_expanding_adds_empty_lists(local: Local) -> None:
    """A deployment of which nothing is known has nothing, in the documented shape."""
    local.store.add([finished("1", "2026-11-20")])
    item = local.get(PATH, **SHOP, expand="pullRequests,flagReferences").json()["items"][0]
    assert item["pullRequests"] == item["flagReferences"] == {"totalCount": 0, "items": []}


def test_the_list_can_be_narrowed(local: Local) -> None:
    """By application, kind, status and time."""
    local.store.add(
        [
            finished("1", "2026-11-20"),
            finished("2", "2026-11-21", type="failed"),
            finished(
                "3", "2026-11-22", application="api", deployment_metadata={"kind": "rollback"}
            ),
            finished("4", "2026-11-23", type="started"),
            finished("0", "2026-11-01"),
        ]
    )

    def versions(**query: str | int) -> list[str]:
        items = local.get(PATH, **SHOP, **query).json()["items"]
        return [item["applicationVersion"] for item in items]

    assert versions() == ["4", "3", "2", "1"]
    assert versions(applicationKey="api") == ["3"]
    assert versions(kind="rollback") == ["3"]
    assert versions(status="failed") == ["2"]
    assert versions(status="started") == ["4"]
    assert versions(to=ms("2026-11-21")) == ["1"]


def test_links_lead_through_the_list_and_back(local: Local) -> None:
    """The next links visit each deployment once, the prev links lead back the same way."""
    local.store.add(finished(str(n), "2026-11-20") for n in range(25))
    seen: list[list[str]] = []
    answer = local.get(PATH, **SHOP, limit=10, status="finished").json()
    while True:
        assert answer["totalCount"] == 25
        seen.append([item["id"] for item in answer["items"]])
        if "next" not in answer["_links"]:
            break
        answer = local.get(answer["_links"]["next"]["href"]).json()
    assert [len(page) for page in seen] == [10, 10, 5]
    assert len({one for page in seen for one in page}) == 25
    for expected in (seen[1], seen[0]):
        answer = local.get(answer["_links"]["prev"]["href"]).json()
        assert [item["id"] for item in answer["items"]] == expected
    assert "prev" not in answer["_links"]


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": ""}, "environmentKey", "must be present"),
        ({"limit": "101"}, "limit", "from 1 to 100"),
        ({"limit": "0"}, "limit", "from 1 to 100"),
        ({"after": "x"}, "after", "must be a cursor"),
        ({"status": "done"}, "status", "must be one of started, failed, finished"),
        ({"kind": "a\nb"}, "kind", "must be text without control"),
        ({"expand": "people"}, "expand", "must be any of"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str | int], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    local.store.add([finished("1", "2026-11-20")])
    assert reason in local.refused(400, PATH, **{**SHOP, **query})[attribute]


def test_after_and_before_exclude_each_other(local: Local) -> None:
    """A page lies on one side of a deployment."""
    local.store.add([finished("1", "2026-11-20")])
    cursor = only(local)["id"]
    refused = local.refused(400, PATH, **SHOP, after=cursor, before=cursor)
    assert refused == {"before": "must not be given together with after"}


def test_an_unknown_id_is_a_404(local: Local) -> None:
    """There is no deployment of that id, to read or to change."""
    local.refused(404, f"{PATH}/a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
    assert local.request("PATCH", f"{PATH}/x", body=[]).status_code == 404


def test_what_never_ended_is_ended_by_hand(local: Local) -> None:
    """A status that is set ends the deployment now, counts, and stays whatever comes."""
    local.store.add([finished("1", "2026-11-20", type="started")])
    body = [
        {"op": "test", "path": "/status", "value": "started"},
        {"op": "replace", "path": "/status", "value": "finished"},
    ]
    patched = local.request("PATCH", f"{PATH}/{only(local)['id']}", body=body)
    assert patched.json()["endedAt"] == ms("2026-11-24T09:30")
    assert patched.json() == only(local)
    chart = local.chart(to=ms("2026-11-25"))
    assert chart["series"][0]["metadata"]["count"] == 1
    local.store.add([finished("1", "2026-11-21", type="failed")])
    assert (only(local)["status"], only(local)["endedAt"]) == ("finished", ms("2026-11-21"))


def test_an_archived_deployment_is_listed_and_does_not_count(local: Local) -> None:
    """Hiding a deployment takes it out of the chart; it can be brought back."""
    local.store.add([finished("1", "2026-11-20")])
    path = f"{PATH}/{only(local)['id']}"
    for archived, count in ((True, 0), (False, 1)):
        local.request(
            "PATCH", path, body=[{"op": "replace", "path": "/archived", "value": archived}]
        )
        assert (only(local)["archived"], only(local)["active"]) == (archived, not archived)
        assert local.chart()["series"][0]["metadata"]["count"] == count


@pytest.mark.parametrize(
    ("body", "attribute"),
    [
        ({}, "patch"),
        ([], "patch"),
        ([{"op": "replace", "path": "/status", "value": "finished"}] * 21, "patch"),
        ([1], "/0"),
        ([{"op": "remove", "path": "/status"}], "/0"),
        ([{"op": "remove", "path": "/status", "value": 1}], "/0/op"),
        ([{"op": "replace", "path": "/id", "value": "x"}], "/0/path"),
        ([{"op": "replace", "path": 7, "value": "x"}], "/0/path"),
        ([{"op": "replace", "path": "/status", "value": "done"}], "/0/value"),
        ([{"op": "replace", "path": "/status", "value": []}], "/0/value"),
        ([{"op": "replace", "path": "/archived", "value": 1}], "/0/value"),
        ([{"op": "add", "path": "/kind", "value": " "}], "/0/value"),
        ([{"op": "add", "path": "/kind", "value": "\ud800"}], "/0/value"),
        ([{"op": "test", "path": "/status", "value": "failed"}], "/0/value"),
    ],
)
def test_a_patch_that_does_not_apply_is_refused(local: Local, body: object, attribute: str) -> None:
    """A wrong operation is a 400 that points at it, and nothing is changed."""
    local.store.add([finished("1", "2026-11-20")])
    before = only(local)
    answer = local.request("PATCH", f"{PATH}/{before['id']}", body=body)
    assert (answer.status_code, answer.json()["errors"][0]["attribute"]) == (400, attribute)
    assert only(local) == before


@settings(deadline=None)  # a busy machine is no failure
@given(ats=st.lists(st.integers(0, 5), min_size=1, max_size=12), limit=st.integers(1, 5))
def test_cursors_visit_each_deployment_once(ats: list[int], limit: int) -> None:
    """However many share a moment, paging forth and back sees each exactly once."""
    listing = Listing(Scope("p", "e"), 0, 10)
    with Store() as store:
        store.add(Event("p", "e", "a", f"{n}", "finished", at) for n, at in enumerate(ats))
        whole = store.page(listing, limit=100)
        forth = page = store.page(listing, limit=limit)
        while page:
            page = store.page(listing, limit=limit, after=page[-1])
            forth = forth + page
        back = page = [whole[-1]]
        while page:
            page = store.page(listing, limit=limit, before=page[0])
            back = page + back
    assert forth == back == whole
    assert len(whole) == len(ats)
