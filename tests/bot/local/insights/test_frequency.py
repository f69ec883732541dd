"""Deployment frequency: what is counted where, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights import frequency
from bot.local.insights.config import Bound, Config
from bot.local.insights.model import Event
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import (
    DAY,
    FINISHED,
    Local,
    bounds,
    finished,
    ms,
    points,
    running,
)
from tests.fakes import MovedClock

WEEK: dict[str, str | int] = {"from": ms("2026-11-16"), "to": ms("2026-11-23"), "bucketType": "day"}


def test_each_finished_deployment_counts_once_where_it_ended(local: Local) -> None:
    """A deployment is counted at its end; failed, open and archived ones are not."""
    local.store.add(
        [
            finished("1", "2026-11-16T23:59", type="started"),
            finished("1", "2026-11-17T00:10"),
            finished("2", "2026-11-18", type="failed"),
            finished("3", "2026-11-19", type="started"),
            finished("4", "2026-11-20"),
            finished("5", "2026-11-20", type="custom"),
        ]
    )
    assert points(local.chart(**WEEK)) == {"all": [0, 1, 0, 0, 1, 0, 0]}


def test_a_point_is_at_the_start_of_its_utc_day(local: Local) -> None:
    """Day buckets start at UTC midnight, the one that holds `from` included."""
    local.store.add([finished("1", "2026-11-16T01:00"), finished("2", "2026-11-16T05:00")])
    chart = local.chart(**{**WEEK, "from": ms("2026-11-16T02:00")})
    assert chart["series"][0]["data"][0] == {"x": ms("2026-11-16"), "y": 1, "values": {}}
    assert chart["series"][0]["data"][6]["x"] == ms("2026-11-22")
    assert len(chart["series"][0]["data"]) == 7


def test_the_running_day_holds_the_count_so_far(local: Local) -> None:
    """With `to` in the middle of a day, that day has a point."""
    local.store.add([finished("1", "2026-11-24T08:00"), finished("2", "2026-11-24T09:30")])
    chart = local.chart(**{**WEEK, "from": ms("2026-11-23"), "to": ms("2026-11-24T09:30")})
    assert points(chart) == {"all": [0, 1]}


def test_without_parameters_it_is_seven_days_up_to_now_from_then_on(local: Local) -> None:
    """The documented defaults: from seven days ago to now, rolling, one day, one series."""
    local.store.add([finished("1", "2026-11-17T09:30"), finished("2", "2026-11-17T09:29")])
    chart = local.chart()
    assert points(chart) == {"all": [1, 0, 0, 0, 0, 0, 0]}
    assert chart["series"][0]["data"][0]["x"] == ms("2026-11-17T09:30")
    assert chart["metadata"] == {
        "name": "deploymentFrequency",
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": "count"},
    }


@pytest.mark.parametrize(
    ("query", "number", "first"),
    [
        ({"bucketType": "hour"}, 7 * 24, "2026-11-16"),
        ({"bucketType": "hour", "bucketMs": 6 * 3_600_000}, 28, "2026-11-16"),
        ({"bucketType": "day", "bucketMs": 7 * DAY}, 1, "2026-11-16"),
        ({"bucketType": "day", "bucketMs": 2 * DAY}, 4, "2026-11-16"),
        ({"bucketType": "rolling", "bucketMs": 5 * DAY}, 2, "2026-11-16"),
    ],
)
def test_the_window_is_covered_by_whole_buckets(
    local: Local, query: dict[str, str | int], number: int, first: str
) -> None:
    """There are as many buckets as it takes, the last one as long as the others."""
    local.store.add([finished("1", "2026-11-22T23:59")])
    series = local.chart(**{**WEEK, **query})["series"][0]
    assert len(series["data"]) == number
    assert series["data"][0]["x"] == ms(first)
    assert series["data"][-1]["y"] == series["metadata"]["count"] == 1


def test_groups_come_largest_first_and_named_ones_in_any_case(local: Local) -> None:
    """A series for each application that deployed, and for each one asked for."""
    local.store.add(
        [
            finished("1", "2026-11-17", application="b"),
            finished("2", "2026-11-18", application="a"),
            finished("3", "2026-11-18", application="c"),
            finished("4", "2026-11-19", application="c"),
            finished("5", "2026-01-01", application="gone"),
        ]
    )
    assert list(points(local.chart(**WEEK, groupBy="application"))) == ["c", "a", "b"]
    named = points(local.chart(**WEEK, groupBy="application", applicationKey="gone, a"))
    assert named == {"a": [0, 0, 1, 0, 0, 0, 0], "gone": [0] * 7}


def test_kinds_tell_first_deployments_from_later_ones(local: Local) -> None:
    """The same version again is a redeployment, unless its metadata says what it is."""
    local.store.add(
        [
            finished("1", "2026-11-17"),
            finished("1", "2026-11-18"),
            finished("0", "2026-11-18", deployment_metadata={"kind": "rollback"}),
            finished("2", "2026-11-19"),
        ]
    )
    assert points(local.chart(**WEEK, groupBy="kind")) == {
        "deployment": [0, 1, 0, 1, 0, 0, 0],
        "redeployment": [0, 0, 1, 0, 0, 0, 0],
        "rollback": [0, 0, 1, 0, 0, 0, 0],
    }


def test_projects_and_environments_narrow_and_may_be_left_out(local: Local) -> None:
    """Without a project all of them count together."""
    local.store.add(
        [
            finished("1", "2026-11-17"),
            finished("1", "2026-11-17", environment="staging"),
            finished("1", "2026-11-17", project="other"),
        ]
    )
    for query, total in [
        ({}, 3),
        ({"projectKey": "shop"}, 2),
        ({"environmentKey": "production"}, 2),
        ({"projectKey": "shop", "environmentKey": "staging"}, 1),
    ]:
        assert local.chart(**WEEK, **query)["series"][0]["metadata"]["count"] == total


@pytest.mark.parametrize(
    ("count", "indicator"),
    [(7, "excellent"), (6, "good"), (1, "good"), (0, "needsAttention")],
)
def test_the_level_is_the_average_per_day(local: Local, count: int, indicator: str) -> None:
    """Seven in a week are excellent, as documented; the tiers say what is what."""
    local.store.add([finished("0", "2026-11-01")])
    local.store.add(finished(str(n), "2026-11-18") for n in range(1, count + 1))
    metric = local.chart(**WEEK, expand="metrics")["metadata"]["metrics"]["deploymentFrequency"]
    assert (metric["indicator"], metric["unit"], metric["modifier"]) == (
        indicator,
        "count",
        "per day",
    )
    assert metric["value"] == round(count / 7, 4)
    assert metric["tiers"][0] == {"indicator": "excellent", "description": "at least 1 per day"}


def test_bounds_come_from_the_configuration(clock: MovedClock) -> None:
    """The whole of a day carries its metric's bounds; an application, a kind, an hour are parts."""
    config = Config(bounds={"deploymentFrequency": (Bound("lower", 3),)})
    with running(clock, config) as local:
        local.store.add([FINISHED])
        assert bounds(local.chart()) == [[{"name": "lower", "value": 3}]]
        for part in ({"groupBy": "application"}, {"groupBy": "kind"}, {"bucketType": "hour"}):
            assert bounds(local.chart(**part)) == [[]]


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"bucketType": "week"}, "bucketType", "must be one of rolling, hour, day"),
        ({"groupBy": "version"}, "groupBy", "must be one of application, kind"),
        ({"expand": "metrics,percentiles"}, "expand", "must be any of metrics"),
        ({"bucketMs": "0"}, "bucketMs", "must be a whole number from 1 to"),
        ({"bucketMs": "1.5"}, "bucketMs", "must be a whole number"),
        ({"bucketMs": "9" * 5000}, "bucketMs", "must be a whole number"),
        ({"bucketType": "day", "bucketMs": "3600000"}, "bucketMs", "multiple of 86400000, one day"),
        ({"bucketType": "rolling", "bucketMs": "1"}, "bucketMs", "at most 2,200 are answered"),
        ({"from": "0"}, "bucketMs", "would give 20,782 points"),
        ({"from": "yesterday"}, "from", "Unix timestamp in milliseconds or an ISO 8601 time"),
        ({"from": "2026-02-30"}, "from", "must be a time that exists"),
        ({"to": "1790000000000000"}, "to", "must be between 1970 and 2100"),
        ({"from": "2026-11-24", "to": "2026-11-24"}, "from", "must be before to"),
        ({"projectKey": "a,b"}, "projectKey", "must not contain a comma"),
        ({"environmentKey": "x" * 300}, "environmentKey", "at most 256 characters"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    assert reason in local.refused(400, **query)[attribute]


def test_everything_wrong_is_said_at_once(local: Local) -> None:
    """One 400 lists all failures."""
    refused = local.refused(400, bucketType="week", groupBy="x", bucketMs="x", **{"from": "x"})
    assert set(refused) == {"bucketType", "groupBy", "bucketMs", "from"}


def test_too_many_applications_are_refused(local: Local) -> None:
    """A query names at most a hundred."""
    keys = ",".join(map(str, range(101)))
    assert "at most 100" in local.refused(400, applicationKey=keys)["applicationKey"]


@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, name: str) -> None:
    """A slip of the pen does not look like a week without deployments."""
    local.store.add([finished("1", "2026-11-17")])
    assert "'nope'" in local.refused(404, **{name: "nope"})[""]


def test_too_many_series_are_refused(clock: MovedClock) -> None:
    """The number of series is bounded, and the refusal says by what."""
    with running(clock, Config(max_series=2)) as local:
        local.store.add(finished("1", "2026-11-20", application=name) for name in "abc")
        assert "at most 2 are answered" in local.refused(400, groupBy="application")["groupBy"]


NOW = ms("2026-11-24T09:30")
TIMES = st.integers(NOW - 20 * DAY, NOW)
EVENTS = st.lists(
    st.builds(
        Event,
        project=st.just("p"),
        environment=st.sampled_from(["e", "f"]),
        application=st.sampled_from("abc"),
        version=st.sampled_from("123"),
        type=st.sampled_from(["started", "failed", "finished", "custom"]),
        at=TIMES,
    ),
    max_size=30,
)
UNITS = {"rolling": 1, "hour": 3_600_000, "day": DAY}


@st.composite
def queries(draw: st.DrawFn) -> dict[str, str]:
    """A query that is answered, over any window and any buckets."""
    start, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    bucket_type = draw(st.sampled_from(list(UNITS)))
    least = (end - start) // 2_000 // UNITS[bucket_type] + 1
    width = draw(st.integers(least, least + 100)) * UNITS[bucket_type]
    window = {"from": str(start), "to": str(end)}
    return {**window, "bucketType": bucket_type, "bucketMs": str(width)}


@settings(deadline=None)  # a busy machine is no failure
@given(events=EVENTS, query=queries(), group_by=st.sampled_from(["application", "kind"]))
def test_points_add_up(events: list[Event], query: dict[str, str], group_by: str) -> None:
    """The points add up to the finished events in the window, however they are grouped."""
    ask = frequency.parse(query, now=NOW, config=Config())
    grouped = frequency.parse({**query, "groupBy": group_by}, now=NOW, config=Config())
    with Store() as store:
        store.add(events)
        found = {
            one: frequency.chart(
                one,
                store.count(one.scope, one.time.buckets, one.group_by),
                now=NOW,
                config=Config(),
            )
            for one in (ask, grouped)
        }
    inside = {
        event
        for event in ((e.environment, e.application, e.version, e.at, e.type) for e in events)
        if event[4] == "finished" and int(query["from"]) <= event[3] < int(query["to"])
    }
    for chart in found.values():
        values = points(chart)
        assert sum(map(sum, values.values())) == len(inside)
        assert all(len(one) == ask.time.number for one in values.values())
        for series in chart["series"]:
            xs = [point["x"] for point in series["data"]]
            assert xs[0] <= int(query["from"]) < xs[0] + ask.time.buckets.width
            assert xs[-1] < int(query["to"]) <= xs[-1] + ask.time.buckets.width
