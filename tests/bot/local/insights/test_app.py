"""The door: tokens, the beta header, errors, rate limits."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from bot.local.insights.app import ROUTES, Route
from bot.local.insights.limits import RateLimit
from tests.bot.local.insights.locally import FREQUENCY, INSIGHTS, Local, finished, ms

PROJECTS = "/api/v2/projects"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer {}", "bearer {}", "api-00000000-0000-0000-0000-000000000000"]
)
def test_the_token_is_bare(local: Local, authorization: str) -> None:
    """Anything but an accepted token by itself is a 401; LaunchDarkly knows no Bearer."""
    header = authorization.format(local.writer)
    answer = local.request("GET", FREQUENCY, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json() == {"code": "unauthorized", "message": "Invalid access token"}


def test_a_reader_may_read(local: Local) -> None:
    """Reading takes any accepted token."""
    assert local.request("GET", FREQUENCY, headers={"Authorization": local.reader}).ok


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.beta], ids=lambda route: route.pattern
)
@pytest.mark.parametrize("version", ["", "20240415", "Beta"])
def test_beta_resources_take_the_beta_header(local: Local, route: Route, version: str) -> None:
    """Without `LD-API-Version: beta` the answer is 403 in LaunchDarkly's own words."""
    path = route.pattern.replace("{deploymentID}", "x")
    answer = local.request(route.method, path, headers={"LD-API-Version": version}, body=[])
    assert answer.status_code == 403
    assert "`LD-API-Version: beta`" in answer.json()["message"]


def test_what_is_not_there_is_json_too(local: Local) -> None:
    """Unknown paths are 404, known paths with another verb 405, both in the usual shape."""
    assert local.get("/api/v2/flags").json()["code"] == "not_found"
    answer = local.request("DELETE", FREQUENCY)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_the_date_is_that_of_the_servers_clock(local: Local) -> None:
    """Clients compare clocks by it."""
    answer = local.get(FREQUENCY)
    assert parsedate_to_datetime(answer.headers["Date"]) == local.clock.now()


def test_a_database_that_is_gone_is_a_503(local: Local) -> None:
    """Trouble with the store is an error and never an empty chart."""
    local.store.close()
    event = {"projectKey": "p", "environmentKey": "e", "applicationKey": "a", "version": "1"}
    for answer in (
        local.get(FREQUENCY),
        local.request(
            "POST", f"{INSIGHTS}/deployment-events", body={**event, "eventType": "finished"}
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")


# -- rate limits ------------------------------------------------------------------------------


def test_limits_are_off_unless_set(local: Local) -> None:
    """Nothing is counted and no header says so."""
    assert not [name for name in local.get(PROJECTS).headers if "ratelimit" in name.lower()]


def test_every_family_says_what_is_left(local: Local) -> None:
    """Account, route and token each have a limit, what is left of it, and a reset in ms."""
    local.limiter.rules = RateLimit(limit=2)
    headers = local.get(PROJECTS).headers
    assert headers["X-Ratelimit-Global-Limit"] == "2"
    assert headers["X-Ratelimit-Global-Remaining"] == "1"
    assert headers["X-Ratelimit-Route-Remaining"] == "1"
    assert headers["X-Ratelimit-Auth-Token-Remaining"] == "1"
    assert headers["X-Ratelimit-Reset"] == str(ms("2026-11-24T09:30:10"))
    assert headers["X-Ratelimit-Auth-Token-Reset"] == str(ms("2026-11-24T09:30:10"))
    assert "Retry-After" not in headers


def test_a_refusal_counts_too(local: Local) -> None:
    """Whatever the answer to a request is, it says what is left."""
    local.limiter.rules = RateLimit(limit=2)
    refused = local.get(FREQUENCY, groupBy="x")
    assert (refused.status_code, refused.headers["X-Ratelimit-Route-Remaining"]) == (400, "1")


def test_one_too_many_is_a_429_until_the_window_ends(local: Local) -> None:
    """The refusal says when to come back, and then it works again."""
    local.limiter.rules = RateLimit(limit=1)
    local.clock.move(timedelta(seconds=3))
    assert local.get(PROJECTS).ok
    refused = local.get(PROJECTS)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["Retry-After"] == "7"
    assert refused.headers["X-Ratelimit-Global-Remaining"] == "0"
    local.clock.move(timedelta(seconds=7))
    assert local.get(PROJECTS).ok


def test_routes_are_counted_apart(local: Local) -> None:
    """Where only the limit per route applies, another route still answers."""
    local.limiter.rules = RateLimit(limit=1, families=frozenset({"route"}))
    assert local.get(PROJECTS).ok
    assert local.get(FREQUENCY).ok
    refused = local.get(PROJECTS)
    assert refused.status_code == 429
    assert {name for name in refused.headers if "Rate" in name or "Retry" in name} == {
        "X-Ratelimit-Route-Limit",
        "X-Ratelimit-Route-Remaining",
        "X-Ratelimit-Reset",
    }


def test_tokens_are_counted_apart(local: Local) -> None:
    """Where only the limit per token applies, another token still gets answers."""
    local.limiter.rules = RateLimit(limit=1, families=frozenset({"token"}))
    assert [local.get(PROJECTS).status_code for _ in range(2)] == [200, 429]
    assert local.request("GET", PROJECTS, headers={"Authorization": local.reader}).ok


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        (RateLimit(limit=0, families=frozenset({"address"})), {"Retry-After"}),
        (RateLimit(limit=0, silent=True), set()),
    ],
)
def test_a_429_may_say_little_or_nothing(local: Local, rules: RateLimit, shown: set[str]) -> None:
    """LaunchDarkly sends each family only if its limit applied, and now and then none."""
    local.limiter.rules = rules
    refused = local.get(PROJECTS)
    assert refused.status_code == 429
    assert {name for name in refused.headers if "Rate" in name or "Retry" in name} == shown


def test_a_reset_may_lie_in_the_past(local: Local) -> None:
    """As LaunchDarkly's own clients have seen."""
    local.limiter.rules = RateLimit(limit=0, families=frozenset({"account"}), reset_in_past=True)
    assert local.get(PROJECTS).headers["X-Ratelimit-Reset"] == str(ms("2026-11-24T09:29:59"))


# -- who and what there is --------------------------------------------------------------------


def test_the_versions_tell_whether_the_beta_header_arrived(local: Local) -> None:
    """A cheap probe."""
    assert local.get("/api/v2/versions").json()["beta"] is True
    plain = local.request("GET", "/api/v2/versions", headers={"LD-API-Version": "20240415"})
    assert (plain.json()["beta"], plain.json()["currentVersion"]) == (False, 20240415)


def test_the_caller_is_told_apart_without_its_token(local: Local) -> None:
    """Two tokens have two ids, and neither is repeated."""
    texts = [
        local.request("GET", "/api/v2/caller-identity", headers={"Authorization": token}).text
        for token in (local.reader, local.writer)
    ]
    assert texts[0] != texts[1]
    assert local.writer not in "".join(texts)


def test_what_events_have_named_can_be_listed(local: Local) -> None:
    """Projects, their environments, and applications, filtered, sorted and paged."""
    local.store.add(
        finished(
            "1", f"2026-11-{20 - n}", project=f"p{n}", environment=f"e{n}", application=f"a{n}"
        )
        for n in range(3)
    )
    local.store.name_project("p1", "Zebra")

    def keys(path: str, **query: str | int) -> list[str]:
        return [item["key"] for item in local.get(path, **query).json()["items"]]

    assert keys(PROJECTS) == ["p0", "p2", "p1"]
    assert keys(PROJECTS, sort="-createdOn") == ["p0", "p1", "p2"]
    assert keys(PROJECTS, filter="query:zeb") == ["p1"]
    assert keys(PROJECTS, filter="keys:p0|p2") == ["p0", "p2"]
    assert keys(PROJECTS, limit=1, offset=1) == ["p2"]
    assert set(local.get(PROJECTS, limit=1, offset=1).json()["_links"]) == {
        "self",
        "first",
        "prev",
        "next",
        "last",
    }
    assert keys(f"{PROJECTS}/p1/environments") == ["e1"]
    assert keys("/api/v2/applications") == ["a0", "a1", "a2"]
    assert "'nope'" in local.refused(404, f"{PROJECTS}/nope/environments")[""]
    assert "must be query:" in local.refused(400, PROJECTS, filter="tags:x")["filter"]
    assert "must be one of" in local.refused(400, PROJECTS, sort="age")["sort"]


def test_a_project_without_events_has_no_environments(local: Local) -> None:
    """A project may be named before anything happens in it."""
    local.store.name_project("new", "New")
    assert local.get(f"{PROJECTS}/new/environments").json()["totalCount"] == 0
    assert local.chart(projectKey="new")["series"][0]["metadata"]["count"] == 0


@pytest.mark.parametrize(
    "path", [f"{INSIGHTS}/deployments/%ED%A0%80", f"{INSIGHTS}/deployments/%00"]
)
def test_an_id_that_is_no_text_is_a_404(local: Local, path: str) -> None:
    """Nothing in a path is a crash."""
    assert local.get(path).status_code == 404
