"""Flags, flag events and pull requests as a script posts them."""

from typing import Any, Final

import pytest

from bot.local.insights.kinds import IMPORTED
from tests.bot.local.insights.locally import SHOP, STALE, STATUS, Local, ms, points

AT: Final = ms("2026-11-20")
LEAST: Final[dict[str, dict[str, Any]]] = {
    "flags": {"key": "new-cart", "created_at": AT},
    "flag-events": {"flag": "new-cart", "at": AT},
    "pull-requests": {"application": "web", "number": 7, "created_at": AT},
}


def post(local: Local, what: str, body: object, **query: str) -> Any:  # noqa: ANN401 (any JSON)
    """What is answered to a post that must be taken."""
    path = f"/local/{what}"
    answer = local.request("POST", path, body=body, query={**SHOP, **query})
    assert answer.status_code == 201, answer.text
    return answer.json()


def refused(local: Local, what: str, body: object, **query: str) -> dict[str, str]:
    """Why a post is refused, by attribute."""
    path = f"/local/{what}"
    answer = local.request("POST", path, body=body, query={**SHOP, **query})
    assert answer.status_code == 400, answer.text
    return {one["attribute"]: one["reason"] for one in answer.json()["errors"]}


@pytest.mark.parametrize("what", IMPORTED)
def test_one_or_many_are_taken(local: Local, what: str) -> None:
    """An object or an array; the answer says what became of it, and twice is once."""
    assert post(local, what, LEAST[what]) == {"new": 1, "changed": 0, "known": 0}
    assert post(local, what, [LEAST[what]] * 3) == {"new": 0, "changed": 0, "known": 3}
    assert post(local, what, []) == {"new": 0, "changed": 0, "known": 0}


def test_what_was_posted_is_charted(local: Local) -> None:
    """At once; a later post says what has become of it."""
    old = {**LEAST["flags"], "created_at": ms("2026-09-01"), "applications": ["web", "api"]}
    post(local, "flags", old)
    assert points(local.chart(STALE, **SHOP, applicationKey="api")) == {"all": [1]}
    assert post(local, "flags", {**old, "archived": True})["changed"] == 1
    assert points(local.chart(STATUS, **SHOP))["inactive"] == [0]


@pytest.mark.parametrize("what", IMPORTED)
def test_posting_takes_a_writer_and_no_beta_header(local: Local, what: str) -> None:
    """As with deployment events."""
    path = f"/local/{what}"
    plain = {"LD-API-Version": "20240415"}
    answer = local.request("POST", path, body=LEAST[what], query=SHOP, headers=plain)
    assert answer.status_code == 201
    reader = {"Authorization": local.reader}
    answer = local.request("POST", path, body=LEAST[what], query=SHOP, headers=reader)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("what", "body", "attributes"),
    [
        ("flags", {}, {"key", "created_at"}),
        ("flags", [{**LEAST["flags"], "on": "maybe"}], {"/0/on"}),
        ("flags", [LEAST["flags"], {"key": "x"}, 7], {"/1/created_at", "/2/body"}),
        ("flags", {**LEAST["flags"], "name": {"first": 1}}, {"body"}),
        ("flags", 7, {"body"}),
        ("flags", None, {"body"}),
        ("flags", b"{", {"body"}),
        ("flag-events", {**LEAST["flag-events"], "impact": 101}, {"impact"}),
        ("pull-requests", {**LEAST["pull-requests"], "status": "merged"}, {"status"}),
        ("flags", [7] * 10_001, {"body"}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    local: Local, what: str, body: object, attributes: set[str]
) -> None:
    """All of it is taken or nothing; each wrong field is named, with the record it is in."""
    assert set(refused(local, what, body)) == attributes
    assert local.store.places.projects() == []


def test_where_it_belongs_must_be_said(local: Local) -> None:
    """Flags have an environment, pull requests have none."""
    where = {"projectKey": "", "environmentKey": ""}
    assert set(refused(local, "flags", LEAST["flags"], **where)) == set(where)
    assert set(refused(local, "pull-requests", LEAST["pull-requests"], **where)) == {"projectKey"}
    assert post(local, "pull-requests", LEAST["pull-requests"], environmentKey="")["new"] == 1
