"""Lists of pull requests: what has become of each, and how long it took."""

from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights.changes import PullRequest, Reference
from bot.local.insights.selection import PullRequestListing, Scope, Sort
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import INSIGHTS, SHOP, Local, finished, ms

PATH = f"{INSIGHTS}/pull-requests"
HOUR: Final = 3_600_000
NOON: Final = ms("2026-11-20T12:00")
MERGED: Final = PullRequest(
    "shop",
    "web",
    "7",
    created_at=NOON - 4 * HOUR,
    merged_at=NOON - 2 * HOUR,
    first_commit_at=NOON - 9 * HOUR,
    title="Let Émile pay",
    author="ada",
)
OPEN: Final = replace(MERGED, number="8", merged_at=None, title="Search")


def put(local: Local, *pull_requests: PullRequest) -> None:
    """Store pull requests, in a project that has an environment."""
    local.store.add([finished("0", "2026-11-01")])
    local.store.pull_requests.put(pull_requests)


def numbers(local: Local, **query: str | int) -> list[str]:
    """The pull requests of a list."""
    answer = local.chart(PATH, projectKey="shop", **query)
    assert answer["totalCount"] == len(answer["items"])
    return [item["externalId"] for item in answer["items"]]


def only(local: Local, **query: str | int) -> Any:  # noqa: ANN401 (any JSON)
    """The one pull request there is."""
    (item,) = local.chart(PATH, projectKey="shop", **query)["items"]
    return item


def test_a_pull_request_is_shown_whole(local: Local) -> None:
    """All that is known; what is not known is empty or left out."""
    put(local, replace(MERGED, merge_commit="a90a8a2", lines_added=3, url="https://example.com/7"))
    item = only(local)
    assert item == {
        "id": item["id"],
        "externalId": "7",
        "title": "Let Émile pay",
        "status": "merged",
        "author": "ada",
        "createTime": NOON - 4 * HOUR,
        "mergeTime": NOON - 2 * HOUR,
        "mergeCommitKey": "a90a8a2",
        "baseCommitKey": "",
        "headCommitKey": "",
        "filesChanged": 0,
        "linesAdded": 3,
        "linesDeleted": 0,
        "url": "https://example.com/7",
    }


def test_each_has_one_status(local: Local) -> None:
    """Open, closed, merged, and deployed once a deployment has brought it."""
    closed = replace(OPEN, number="9", closed=True)
    put(local, MERGED, OPEN, closed, replace(MERGED, number="10", application="api"))
    local.store.add([finished("1", "2026-11-20T12:00")])
    by_status = {
        status: numbers(local, status=status) for status in ("open", "closed", "merged", "deployed")
    }
    assert by_status == {"open": ["8"], "closed": ["9"], "merged": ["10"], "deployed": ["7"]}


def test_deployed_means_to_the_environment_that_is_asked_for(local: Local) -> None:
    """Or to any, if none is; the environment leaves no pull request out."""
    put(local, MERGED)
    local.store.add([finished("1", "2026-11-20T12:00", environment="staging")])
    assert only(local)["status"] == "deployed"
    assert only(local, environmentKey="staging")["status"] == "deployed"
    assert only(local, environmentKey="production")["status"] == "merged"


def test_the_list_can_be_narrowed(local: Local) -> None:
    """By application, by title or author in any case, and by time of merge or creation."""
    put(
        local,
        MERGED,
        OPEN,
        replace(OPEN, number="9", author="Grace", application="api", created_at=NOON - 9 * HOUR),
    )
    assert numbers(local) == ["7", "8", "9"]
    assert numbers(local, applicationKey="api") == ["9"]
    assert numbers(local, query="émile") == ["7"]
    assert numbers(local, query="GRACE") == ["9"]
    assert numbers(local, query="%") == []
    assert numbers(local, **{"from": NOON - 3 * HOUR}) == ["7"]
    assert numbers(local, to=NOON - 3 * HOUR) == ["8", "9"]
    assert numbers(local, **{"from": "2026-11-20T06:00:00.000000+0000"}) == ["7", "8"]


def test_the_slowest_or_the_quickest_come_first(local: Local) -> None:
    """Sorted by lead time to an environment, those without one come last either way."""
    quick = replace(MERGED, number="1", first_commit_at=NOON - 5 * HOUR)
    put(local, quick, replace(MERGED, number="2", first_commit_at=NOON - 50 * HOUR), OPEN)
    local.store.add([finished("1", "2026-11-20T12:00")])
    sort = {"environmentKey": "production"}
    assert numbers(local, **sort, sort="leadTime") == ["1", "2", "8"]
    assert numbers(local, **sort, sort="-leadTime") == ["2", "1", "8"]
    assert local.refused(400, PATH, projectKey="shop", sort="leadTime") == {
        "environmentKey": "must be present"
    }


def test_the_lead_time_can_be_expanded(local: Local) -> None:
    """For one environment, or the longest and the mean of all."""
    put(local, MERGED)
    assert only(local, expand="leadTime")["leadTime"] == {
        "codingDurationMs": 5 * HOUR,
        "reviewDurationMs": 2 * HOUR,
    }
    for environment, hour in (("staging", 12), ("production", 15)):
        where = {"environment": environment}
        local.store.add(
            [
                finished("1", f"2026-11-20T{hour}:00", type="started", **where),
                finished("1", f"2026-11-20T{hour + 1}:00", **where),
            ]
        )
    assert only(local, expand="leadTime")["leadTime"] == {
        "codingDurationMs": 5 * HOUR,
        "reviewDurationMs": 2 * HOUR,
        "maxWaitDurationMs": 5 * HOUR,
        "avgWaitDurationMs": 3.5 * HOUR,
        "maxDeployDurationMs": HOUR,
        "avgDeployDurationMs": HOUR,
        "maxTotalLeadTimeMs": 13 * HOUR,
        "avgTotalLeadTimeMs": 11.5 * HOUR,
    }
    staging = only(local, expand="leadTime", environmentKey="staging")["leadTime"]
    assert staging["maxTotalLeadTimeMs"] == staging["avgTotalLeadTimeMs"] == 10 * HOUR


def test_without_a_first_commit_there_is_no_lead_time(local: Local) -> None:
    """Nobody knows when the coding began."""
    put(local, replace(MERGED, first_commit_at=None))
    assert "leadTime" not in only(local, expand="leadTime")


def test_deployments_and_flags_can_be_expanded(local: Local) -> None:
    """The deployments that brought it, and what it did to flags in the code."""
    references = (Reference("new-cart", 3, 0), Reference("old-cart", 0, 2))
    put(local, replace(MERGED, references=references))
    local.store.add([finished("1", "2026-11-20T12:00")])
    item = only(local, expand="deployments,flagReferences")
    assert item["deployments"]["totalCount"] == 1
    assert item["deployments"]["items"][0]["applicationVersion"] == "1"
    assert item["flagReferences"]["items"] == [
        {"projectKey": "shop", "flagKey": "new-cart", "referencesAdded": 3, "referencesRemoved": 0},
        {"projectKey": "shop", "flagKey": "old-cart", "referencesAdded": 0, "referencesRemoved": 2},
    ]


def test_the_same_again_changes_nothing(local: Local) -> None:
    """The number of an application's pull request is its identity; the rest may change."""
    put(local, MERGED)
    before = only(local)
    assert local.store.pull_requests.put([MERGED, MERGED]).known == 2
    assert local.store.pull_requests.put([replace(MERGED, title="Pay")]).changed == 1
    assert only(local) == before | {"title": "Pay"}


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": "a,b"}, "environmentKey", "must not contain a comma"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
        ({"status": "done"}, "status", "must be one of open, merged, closed, deployed"),
        ({"query": "a\n"}, "query", "must be text without control"),
        ({"limit": "101"}, "limit", "from 1 to 100"),
        ({"expand": "people"}, "expand", "must be any of deployments, flagReferences, leadTime"),
        ({"sort": "title"}, "sort", "must be one of leadTime, -leadTime"),
        ({"from": "x"}, "from", "Unix timestamp"),
        ({"to": "x"}, "to", "Unix timestamp"),
        ({"after": "x"}, "after", "must be a cursor"),
        ({"before": "x"}, "before", "must be a cursor"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    put(local, MERGED)
    assert reason in local.refused(400, PATH, **{**SHOP, **query})[attribute]


@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, name: str) -> None:
    """A slip of the pen does not look like a week without pull requests."""
    put(local, MERGED)
    assert "'nope'" in local.refused(404, PATH, **{**SHOP, name: "nope"})[""]


def test_links_lead_through_a_sorted_list(local: Local) -> None:
    """The order is that of the sort, over all pages."""
    every = [
        replace(MERGED, number=str(n), first_commit_at=NOON - (5 + n % 4) * HOUR) for n in range(9)
    ]
    put(local, *every)
    local.store.add([finished("1", "2026-11-20T12:00")])
    answer = local.chart(PATH, **SHOP, sort="-leadTime", limit=4, expand="leadTime")
    seen = list(answer["items"])
    while "next" in answer["_links"]:
        answer = local.get(answer["_links"]["next"]["href"]).json()
        seen += answer["items"]
    totals = [item["leadTime"]["maxTotalLeadTimeMs"] for item in seen]
    assert totals == sorted(totals, reverse=True)
    assert len({item["id"] for item in seen}) == answer["totalCount"] == 9


@settings(deadline=None)  # a busy machine is no failure
@given(
    firsts=st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=10),
    limit=st.integers(1, 4),
    sort=st.sampled_from([None, "leadTime", "-leadTime"]),
)
def test_cursors_visit_each_once(firsts: list[int | None], limit: int, sort: Sort | None) -> None:
    """However many are alike, paging forth and back sees each exactly once."""
    listing = PullRequestListing(Scope("shop", "production"), 0, 10**13, sort=sort)
    with Store() as store:
        store.pull_requests.put(
            replace(MERGED, number=str(n), first_commit_at=first and NOON - first * HOUR)
            for n, first in enumerate(firsts)
        )
        store.add([finished("1", "2026-11-20T12:00")])
        whole = store.pull_requests.page(listing, limit=100)
        forth = page = store.pull_requests.page(listing, limit=limit)
        while page:
            page = store.pull_requests.page(listing, limit=limit, after=page[-1])
            forth = forth + page
        back = page = [whole[-1]]
        while page:
            page = store.pull_requests.page(listing, limit=limit, before=page[0])
            back = page + back
    assert forth == back == whole
    assert len({one.id for one in whole}) == len(firsts)
