"""Lists of flag events."""

from dataclasses import replace
from typing import Any, Final

import pytest

from bot.local.insights.flags import FlagEvent, Impact, size_of
from tests.bot.local.insights.locally import INSIGHTS, SHOP, Local, ms

PATH = f"{INSIGHTS}/flag-events"
EVENT: Final = FlagEvent(
    "shop", "production", "new-cart", "enabled_targeting", ms("2026-11-20"), "Targeting turned on"
)


def flags(local: Local, **query: str | int) -> list[str]:
    """The flags of the events of a list."""
    answer = local.chart(PATH, **SHOP, **query)
    assert answer["totalCount"] == len(answer["items"])
    return [item["flagKey"] for item in answer["items"]]


def test_an_event_is_shown_whole(local: Local) -> None:
    """All that is known, and no names of people that nobody said."""
    event = replace(
        EVENT,
        member="ada@example.com",
        actions=("updateOn",),
        audit_log_entry="e3b2",
        impact=Impact("medium", 50.0, "evaluations"),
        experiments=("cart-test",),
    )
    local.store.flag_events.put([event])
    (item,) = local.chart(PATH, **SHOP)["items"]
    expected = {
        "id": event.id,
        "projectId": item["projectId"],
        "projectKey": "shop",
        "environmentId": item["environmentId"],
        "environmentKey": "production",
        "flagKey": "new-cart",
        "eventType": "enabled_targeting",
        "eventTime": ms("2026-11-20"),
        "description": "Targeting turned on",
        "auditLogEntryId": "e3b2",
        "member": {
            "id": item["member"]["id"],
            "email": "ada@example.com",
            "firstName": "",
            "lastName": "",
        },
        "actions": ["updateOn"],
        "impact": {"size": "medium", "percentage": 50.0, "reason": "evaluations"},
    }
    assert item == expected
    (item,) = local.chart(PATH, **SHOP, expand="experiments")["items"]
    (experiment,) = item["experiments"]["items"]
    assert (experiment["key"], experiment["iteration"]["startedAt"]) == ("cart-test", EVENT.at)


def test_what_is_not_known_is_left_out(local: Local) -> None:
    """An event needs no more than its flag, its type and its time."""
    local.store.flag_events.put([EVENT])
    (item,) = local.chart(PATH, **SHOP)["items"]
    assert item["impact"] == {}
    assert not {"member", "auditLogEntryId", "experiments"} & set(item)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "dcba"),
        ({"query": "A"}, "a"),
        ({"impactSize": "large"}, "b"),
        ({"hasExperiments": "true"}, "c"),
        ({"hasExperiments": "false"}, "dba"),
        ({"global": "exclude"}, "dca"),
        ({"global": "include"}, "dcba"),
        ({"applicationKey": "web"}, "a"),
        ({"from": "2026-11-19", "to": "2026-11-20T00:00:00.002Z"}, "ba"),
        ({"limit": "100"}, "dcba"),
    ],
)
def test_the_list_can_be_narrowed(local: Local, query: dict[str, str], expected: str) -> None:
    """By flag, impact, experiments, application and time; renames are listed too."""
    events = [
        replace(EVENT, flag="a", applications=("web",)),
        replace(EVENT, flag="b", impact=Impact("large", 100.0, "global")),
        replace(EVENT, flag="c", experiments=("x",)),
        replace(EVENT, flag="d", actions=("updateName",)),
    ]
    local.store.flag_events.put(
        replace(event, at=EVENT.at + number) for number, event in enumerate(events)
    )
    assert "".join(flags(local, **query)) == expected


def test_links_lead_through_the_list_and_back(local: Local) -> None:
    """Many events of one moment are each seen once."""
    local.store.flag_events.put(replace(EVENT, flag=f"flag-{n}") for n in range(25))
    seen: list[list[Any]] = []
    answer = local.chart(PATH, **SHOP, limit=10)
    while True:
        seen.append(answer["items"])
        if "next" not in answer["_links"]:
            break
        answer = local.get(answer["_links"]["next"]["href"]).json()
    assert [len(page) for page in seen] == [10, 10, 5]
    assert len({item["id"] for page in seen for item in page}) == answer["totalCount"] == 25
    back = local.get(answer["_links"]["prev"]["href"]).json()
    assert back["items"] == seen[1]


def test_the_same_again_changes_nothing(local: Local) -> None:
    """An event is known by flag, type and time; its impact may become known later."""
    put = local.store.flag_events.put
    assert (put([EVENT, EVENT]).new, put([EVENT]).known) == (1, 1)
    assert put([replace(EVENT, impact=Impact("small", 5.0, "evaluations"))]).changed == 1
    assert len(flags(local)) == 1


@pytest.mark.parametrize(
    ("percentage", "size"),
    [
        (0, "none"),
        (0.1, "small"),
        (19.9, "small"),
        (20, "medium"),
        (80, "medium"),
        (80.1, "large"),
        (100, "large"),
    ],
)
def test_sizes_are_the_documented_ones(percentage: float, size: str) -> None:
    """Less than 20 % is small, more than 80 % is large."""
    assert size_of(percentage) == size


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": ""}, "environmentKey", "must be present"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
        ({"query": "a\n"}, "query", "must be text without control"),
        ({"impactSize": "huge"}, "impactSize", "must be one of none, small, medium, large"),
        ({"hasExperiments": "1"}, "hasExperiments", "must be one of true, false"),
        ({"global": "x"}, "global", "must be one of include, exclude"),
        ({"expand": "x"}, "expand", "must be any of experiments"),
        ({"limit": "0"}, "limit", "from 1 to 100"),
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
    local.store.flag_events.put([EVENT])
    assert reason in local.refused(400, PATH, **{**SHOP, **query})[attribute]


@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, name: str) -> None:
    """A slip of the pen does not look like a week without events."""
    local.store.flag_events.put([EVENT])
    assert "'nope'" in local.refused(404, PATH, **{**SHOP, name: "nope"})[""]
