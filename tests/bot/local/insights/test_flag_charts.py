"""Stale flags and flag statuses: the documented rules, as of now."""

from collections import Counter
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights import flag_charts
from bot.local.insights.config import Bound, Config
from bot.local.insights.flags import Flag
from bot.local.insights.selection import Maintained, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import (
    DAY,
    SHOP,
    STALE,
    STATUS,
    Local,
    bounds,
    ms,
    points,
    running,
)
from tests.fakes import MovedClock

NOW: Final = ms("2026-11-24T09:30")
MONTHS: Final = NOW - 90 * DAY
FLAG: Final = Flag("shop", "production", "new-cart", MONTHS, last_evaluated_at=NOW - DAY)
LAUNCHED: Final = replace(FLAG, one_variation_since=NOW - 7 * DAY)
INACTIVE: Final = replace(FLAG, last_evaluated_at=NOW - 7 * DAY)


def named(*flags: Flag) -> list[Flag]:
    """Flags with keys of their own."""
    return [replace(flag, key=f"flag-{number}") for number, flag in enumerate(flags)]


@pytest.mark.parametrize(
    ("flag", "status"),
    [
        (replace(FLAG, created_at=NOW - 7 * DAY + 1, last_evaluated_at=None), "new"),
        (replace(FLAG, created_at=NOW - 7 * DAY, last_evaluated_at=None), "inactive"),
        (replace(FLAG, created_at=NOW - DAY), "active"),
        (replace(FLAG, last_evaluated_at=NOW - 7 * DAY + 1), "active"),
        (INACTIVE, "inactive"),
        (FLAG, "active"),
        (LAUNCHED, "launched"),
        (replace(LAUNCHED, one_variation_since=NOW - 7 * DAY + 1), "active"),
        (replace(LAUNCHED, changed_at=NOW - 7 * DAY + 1), "active"),
        (replace(LAUNCHED, changed_at=NOW - 7 * DAY), "launched"),
        (replace(LAUNCHED, is_on=False), "active"),
        (replace(LAUNCHED, last_evaluated_at=NOW - 7 * DAY), "inactive"),
        (replace(FLAG, archived=True), None),
        (replace(FLAG, created_at=NOW + DAY), None),
    ],
)
def test_a_flag_has_the_documented_status(local: Local, flag: Flag, status: str | None) -> None:
    """New, active, launched or inactive; archived flags and those to come have none."""
    local.store.flags.put([flag])
    found = points(local.chart(STATUS, **SHOP))
    assert list(found) == ["new", "active", "launched", "inactive"]
    assert {name for name, (y,) in found.items() if y} == ({status} if status else set())


def test_a_status_is_of_now(local: Local) -> None:
    """One point a series, at the present."""
    local.store.flags.put([FLAG])
    chart = local.chart(STATUS, **SHOP)
    assert chart["metadata"]["name"] == "flagStatus"
    for series in chart["series"]:
        assert [point["x"] for point in series["data"]] == [NOW]
        assert series["metadata"]["count"] == series["data"][0]["y"]
    assert "metrics" not in local.chart(STATUS, **SHOP, expand="metrics")["metadata"]


@pytest.mark.parametrize(
    ("flag", "stale"),
    [
        (LAUNCHED, True),
        (INACTIVE, True),
        (FLAG, False),
        (replace(LAUNCHED, temporary=False), False),
        (replace(LAUNCHED, archived=True), False),
        (replace(LAUNCHED, created_at=NOW - 30 * DAY), True),
        (replace(LAUNCHED, created_at=NOW - 30 * DAY + 1), False),
    ],
)
def test_a_flag_is_stale_as_documented(local: Local, flag: Flag, *, stale: bool) -> None:
    """Temporary, not archived, thirty days old, and inactive or launched."""
    local.store.flags.put([flag])
    chart = local.chart(STALE, **SHOP)
    assert points(chart) == {"all": [int(stale)]}
    assert chart["series"][0]["data"][0]["x"] == NOW


@pytest.fixture
def maintained(local: Local) -> Local:
    """Six stale flags: three of Ada, one of a team, two of nobody; and one of Bo that is not."""
    stale = [replace(LAUNCHED, maintainer_id="a1", maintainer_name="Ada")] * 3
    stale += [replace(INACTIVE, maintainer_team="core", applications=("web",)), INACTIVE, INACTIVE]
    fresh = replace(FLAG, maintainer_id="b2")
    local.store.flags.put(named(*stale, fresh))
    return local


def test_maintainers_come_most_first(maintained: Local) -> None:
    """One series for each who has any; nobody's flags have one too."""
    chart = points(maintained.chart(STALE, **SHOP, groupBy="maintainer"))
    assert list(chart.items()) == [("Ada", [3]), ("no maintainer", [2]), ("core", [1])]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"maintainerId": "a1"}, {"all": [3]}),
        ({"maintainerTeamKey": "core"}, {"all": [1]}),
        ({"maintainerId": "a1,b2", "maintainerTeamKey": "core"}, {"all": [4]}),
        ({"applicationKey": "web"}, {"all": [1]}),
        ({"maintainerId": "a1,b2,c3", "groupBy": "maintainer"}, {"Ada": [3], "b2": [0], "c3": [0]}),
    ],
)
def test_flags_can_be_narrowed(
    maintained: Local, query: dict[str, str], expected: dict[str, list[int]]
) -> None:
    """By people, teams and applications; whoever is named is there in any case."""
    assert points(maintained.chart(STALE, **SHOP, **query)) == expected


def test_namesakes_are_told_apart(local: Local) -> None:
    """Two people of one name are two series."""
    local.store.flags.put(
        named(
            replace(LAUNCHED, maintainer_id="a1", maintainer_name="Ada"),
            replace(LAUNCHED, maintainer_id="a2", maintainer_name="Ada"),
        )
    )
    chart = points(local.chart(STALE, **SHOP, groupBy="maintainer"))
    assert chart == {"Ada (a1)": [1], "Ada (a2)": [1]}


@pytest.mark.parametrize(
    ("flags", "indicator", "value"),
    [
        ([FLAG], "excellent", 0),
        ([FLAG, FLAG, FLAG, LAUNCHED], "fair", 25),
        ([INACTIVE], "needsAttention", 100),
        ([replace(INACTIVE, temporary=False)], "notCalculated", 0),
    ],
)
def test_the_level_is_the_share_of_temporary_flags(
    local: Local, flags: list[Flag], indicator: str, value: float
) -> None:
    """In percent; without temporary flags there is none."""
    local.store.flags.put(named(*flags))
    metric = local.chart(STALE, **SHOP, expand="metrics")["metadata"]["metrics"]["staleFlags"]
    assert (metric["indicator"], metric["value"], metric["unit"]) == (indicator, value, "percent")


def test_bounds_come_from_the_configuration(clock: MovedClock) -> None:
    """Each chart has its own; the flags of a maintainer are a part of all, and have none."""
    configured = {"staleFlags": (Bound("upper", 5),), "flagStatus": (Bound("upper", 50),)}
    with running(clock, Config(configured)) as local:
        local.store.flags.put(named(replace(LAUNCHED, maintainer_id="a")))
        assert bounds(local.chart(STALE, **SHOP)) == [[{"name": "upper", "value": 5}]]
        assert bounds(local.chart(STALE, **SHOP, groupBy="maintainer")) == [[]]
        assert bounds(local.chart(STATUS, **SHOP)) == [[{"name": "upper", "value": 50}]] * 4


def test_too_many_series_are_refused(clock: MovedClock) -> None:
    """The number of series is bounded, and the refusal says by what."""
    with running(clock, Config(max_series=2)) as local:
        local.store.flags.put(named(*(replace(LAUNCHED, maintainer_id=one) for one in "abc")))
        refused = local.refused(400, STALE, **SHOP, groupBy="maintainer")
        assert "at most 2 are answered; name maintainers" in refused["groupBy"]


@pytest.mark.parametrize(
    ("path", "query", "attribute", "reason"),
    [
        (STALE, {"projectKey": ""}, "projectKey", "must be present"),
        (STALE, {"environmentKey": ""}, "environmentKey", "must be present"),
        (STALE, {"groupBy": "team"}, "groupBy", "must be one of maintainer"),
        (STALE, {"expand": "x"}, "expand", "must be any of metrics"),
        (STALE, {"maintainerId": "a\x00"}, "maintainerId", "control characters"),
        (STALE, {"maintainerTeamKey": "a\x00"}, "maintainerTeamKey", "control characters"),
        (STALE, {"maintainerId": ",".join(map(str, range(101)))}, "maintainerId", "at most 100"),
        (STALE, {"applicationKey": "a\x00"}, "applicationKey", "control characters"),
        (STATUS, {"projectKey": ""}, "projectKey", "must be present"),
        (STATUS, {"environmentKey": ""}, "environmentKey", "must be present"),
        (STATUS, {"applicationKey": "a\x00"}, "applicationKey", "control characters"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, path: str, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    assert reason in local.refused(400, path, **{**SHOP, **query})[attribute]


@pytest.mark.parametrize("path", [STALE, STATUS])
@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, path: str, name: str) -> None:
    """A slip of the pen does not look like a project without flags."""
    local.store.flags.put([FLAG])
    assert "'nope'" in local.refused(404, path, **{**SHOP, name: "nope"})[""]


@pytest.mark.parametrize("path", [STALE, STATUS])
def test_flags_have_no_window(local: Local, path: str) -> None:
    """What the endpoint does not know is ignored, as everywhere."""
    local.store.flags.put([FLAG])
    assert local.chart(path, **SHOP, **{"from": "x", "bucketMs": "x"})["series"]


AGES = st.none() | st.integers(0, 40).map(lambda days: NOW - days * DAY)
FLAGS = st.lists(
    st.builds(
        Flag,
        project=st.just("shop"),
        environment=st.sampled_from(["production", "staging"]),
        key=st.sampled_from("abcdefgh"),
        created_at=st.integers(0, 40).map(lambda days: NOW - days * DAY),
        temporary=st.booleans(),
        archived=st.booleans(),
        is_on=st.booleans(),
        changed_at=AGES,
        one_variation_since=AGES,
        last_evaluated_at=AGES,
        maintainer_id=st.sampled_from(["", "a1", "b2"]),
        applications=st.sampled_from([(), ("web",), ("web", "api")]),
    ),
    max_size=20,
    unique_by=lambda flag: (flag.environment, flag.key),
)


def status_of(flag: Flag) -> str:
    """The documented rules in plain words."""
    week = NOW - 7 * DAY
    if flag.last_evaluated_at is None and flag.created_at > week:
        return "new"
    if flag.last_evaluated_at is None or flag.last_evaluated_at <= week:
        return "inactive"
    changed = flag.created_at if flag.changed_at is None else flag.changed_at
    since = flag.one_variation_since
    launched = flag.is_on and since is not None and since <= week and changed <= week
    return "launched" if launched else "active"


@settings(deadline=None)  # a busy machine is no failure
@given(flags=FLAGS, application=st.sampled_from([None, "web", "api"]))
def test_counts_are_those_of_a_plain_loop(flags: list[Flag], application: str | None) -> None:
    """Whatever flags there are, each has one status, and is stale or not."""
    scope = Scope("shop", "production", (application,) if application else ())
    with Store() as store:
        store.flags.put(flags)
        statuses = store.flags.statuses(scope, now=NOW)
        health = store.flags.health(Maintained(scope), now=NOW)
    mine = [
        flag
        for flag in flags
        if flag.environment == "production"
        and not flag.archived
        and (application is None or application in flag.applications)
    ]
    assert statuses == Counter(map(status_of, mine))
    stale = [
        flag
        for flag in mine
        if flag.temporary
        and flag.created_at <= NOW - 30 * DAY
        and status_of(flag) in {"inactive", "launched"}
    ]
    assert {one.maintainer_id: one.stale for one in health if one.stale} == Counter(
        flag.maintainer_id for flag in stale
    )
    temporary = sum(flag.temporary for flag in mine)
    share = 100 * len(stale) / temporary if temporary else None
    assert flag_charts.stale_share(health) == share
