"""Lead time: which deployments have one, what a point says, and how it splits into stages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights import lead_time
from bot.local.insights.changes import Commits, PullRequest
from bot.local.insights.config import Bound, Config
from bot.local.insights.model import Event
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import (
    DAY,
    LEAD_TIME,
    SHOP,
    Local,
    bounds,
    finished,
    ms,
    running,
)
from tests.fakes import MovedClock

HOUR = 3_600_000
WEEK: dict[str, str | int] = {
    **SHOP,
    "from": ms("2026-11-16"),
    "to": ms("2026-11-23"),
    "bucketType": "day",
}
NOON = ms("2026-11-18T12:00")


def committed(version: str, at: str, hours: int, **changes: str) -> Event:
    """A finished event whose first commit came some hours before, and the last an hour before."""
    commits = Commits(ms(at) - hours * HOUR, ms(at) - HOUR)
    return finished(version, at, commits=commits, **changes)


def hours(chart: Any) -> dict[str, dict[int, float]]:  # noqa: ANN401 (any JSON)
    """The points of each series: hours by the day of November."""
    return {
        series["metadata"]["name"]: {
            16 + (point["x"] - ms("2026-11-16")) // DAY: point["y"] / HOUR
            for point in series["data"]
        }
        for series in chart["series"]
    }


def test_a_pull_request_has_all_four_stages(local: Local) -> None:
    """Coding, review, wait and deploy, in this order, each where the deployment ended."""
    start, end = "2026-11-18T12:00", "2026-11-18T13:00"
    local.store.add([finished("1", start, type="started"), finished("1", end)])
    times = (NOON - 4 * HOUR, NOON - 2 * HOUR, NOON - 9 * HOUR)
    local.store.pull_requests.put([PullRequest("shop", "web", "7", *times)])
    chart = local.chart(LEAD_TIME, **WEEK)
    assert hours(chart) == {
        "coding": {18: 5},
        "review": {18: 2},
        "wait": {18: 2},
        "deploy": {18: 1},
    }
    assert chart["metadata"] == {
        "name": "leadTime",
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": "milliseconds"},
    }


def test_git_alone_knows_coding_and_waiting(local: Local) -> None:
    """Nobody knows the review, and a deployment without a start has no length."""
    local.store.add([committed("1", "2026-11-18T12:00", 10)])
    assert hours(local.chart(LEAD_TIME, **WEEK)) == {"coding": {18: 9}, "wait": {18: 1}}


def test_the_stages_are_those_of_the_oldest_change(local: Local) -> None:
    """So that they add up to the lead time."""
    local.store.add([committed("1", "2026-11-18T12:00", 10)])
    new = PullRequest("shop", "web", "1", NOON - 4 * HOUR, NOON - 2 * HOUR, NOON - 6 * HOUR)
    local.store.pull_requests.put([new])
    assert set(hours(local.chart(LEAD_TIME, **WEEK))) == {"coding", "wait"}
    local.store.pull_requests.put([replace(new, number="2", first_commit_at=NOON - 10 * HOUR)])
    assert set(hours(local.chart(LEAD_TIME, **WEEK))) == {"coding", "review", "wait"}


def test_a_bucket_without_a_lead_time_has_no_point(local: Local) -> None:
    """Nothing is not no time; deployments whose first commit nobody knows are nothing."""
    local.store.add(
        [
            committed("1", "2026-11-17T12:00", 10),
            finished("2", "2026-11-18T12:00"),
            committed("3", "2026-11-19T12:00", 20),
            committed("4", "2026-11-19T12:00", 30),
            committed("5", "2026-11-20T12:00", 0),
            committed("6", "2026-11-21T12:00", -5),
            committed("7", "2026-11-22T12:00", 10, type="failed"),
        ]
    )
    chart = local.chart(LEAD_TIME, **WEEK, groupBy="application")
    assert hours(chart) == {"web": {17: 10, 19: 25}}
    assert chart["series"][0]["metadata"]["count"] == 3


def test_without_any_there_is_no_series(local: Local) -> None:
    """A stage that nobody knows has none."""
    local.store.add([finished("1", "2026-11-18")])
    assert local.chart(LEAD_TIME, **WEEK)["series"] == []


def test_applications_come_by_their_deployments_and_named_ones_in_any_case(local: Local) -> None:
    """A series for each application with a lead time, and for each one asked for."""
    local.store.add(
        [
            committed("1", "2026-11-17T12:00", 10, application="b"),
            committed("1", "2026-11-17T12:00", 20, application="a"),
            committed("2", "2026-11-18T12:00", 40, application="b"),
            finished("1", "2026-11-17", application="c"),
        ]
    )
    chart = hours(local.chart(LEAD_TIME, **WEEK, groupBy="application"))
    assert list(chart.items()) == [("b", {17: 10, 18: 40}), ("a", {17: 20})]
    named = local.chart(LEAD_TIME, **WEEK, groupBy="application", applicationKey="a,c")
    assert hours(named) == {"a": {17: 20}, "c": {}}


def test_the_environment_may_be_left_out(local: Local) -> None:
    """Then all of the project's count."""
    local.store.add(
        [
            committed("1", "2026-11-17T12:00", 10),
            committed("1", "2026-11-17T12:00", 20, environment="staging"),
            committed("1", "2026-11-17T12:00", 90, project="other"),
        ]
    )
    query = {**WEEK, "groupBy": "application"}
    assert hours(local.chart(LEAD_TIME, **query)) == {"web": {17: 10}}
    del query["environmentKey"]
    assert hours(local.chart(LEAD_TIME, **query)) == {"web": {17: 15}}


def test_percentiles_are_values_that_occurred(local: Local) -> None:
    """The least that so many of a hundred do not exceed, in milliseconds."""
    local.store.add(committed(f"{n}", "2026-11-17T12:00", n) for n in range(1, 11))
    query = {**WEEK, "groupBy": "application", "expand": "percentiles"}
    (point,) = local.chart(LEAD_TIME, **query)["series"][0]["data"]
    assert point["y"] == 5.5 * HOUR
    assert point["values"] == {
        "p50": 5 * HOUR,
        "p75": 8 * HOUR,
        "p90": 9 * HOUR,
        "p95": 10 * HOUR,
        "p99": 10 * HOUR,
    }
    stages = local.chart(LEAD_TIME, **WEEK, expand="percentiles,metrics")
    assert stages["series"][0]["data"][0]["values"]["p50"] == 4 * HOUR
    assert stages["metadata"]["metrics"]["leadTime"]["value"] == round(5.5 / 24, 4)


@pytest.mark.parametrize(
    ("hours_", "indicator", "days"), [(12, "excellent", 0.5), (48, "good", 2), (240, "fair", 10)]
)
def test_the_level_is_the_mean_in_days(
    local: Local, hours_: int, indicator: str, days: float
) -> None:
    """Rated as LaunchDarkly documents it."""
    local.store.add([committed("1", "2026-11-17T12:00", hours_)])
    metric = local.chart(LEAD_TIME, **WEEK, expand="metrics")["metadata"]["metrics"]["leadTime"]
    assert (metric["indicator"], metric["value"], metric["unit"]) == (indicator, days, "days")


def test_without_any_the_level_is_not_calculated(local: Local) -> None:
    """No lead time is not an excellent one."""
    local.store.add([finished("1", "2026-11-18")])
    metric = local.chart(LEAD_TIME, **WEEK, expand="metrics")["metadata"]["metrics"]["leadTime"]
    assert (metric["indicator"], metric["value"]) == ("notCalculated", 0)


def test_bounds_come_from_the_configuration(clock: MovedClock) -> None:
    """Each application carries the bounds of lead time; a stage is a part of one."""
    with running(clock, Config({"leadTime": (Bound("upper", 2 * DAY),)})) as local:
        local.store.add(committed("1", "2026-11-18T12:00", 10, application=one) for one in "ab")
        by_application = local.chart(LEAD_TIME, **WEEK, groupBy="application")
        assert bounds(by_application) == [[{"name": "upper", "value": 2 * DAY}]] * 2
        assert bounds(local.chart(LEAD_TIME, **WEEK)) == [[], []]


def test_too_many_series_are_refused(clock: MovedClock) -> None:
    """The number of series is bounded, and the refusal says by what."""
    with running(clock, Config(max_series=2)) as local:
        local.store.add(committed("1", "2026-11-20", 9, application=name) for name in "abc")
        refused = local.refused(400, LEAD_TIME, **WEEK, groupBy="application")
        assert "at most 2 are answered" in refused["groupBy"]


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": "a,b"}, "environmentKey", "must not contain a comma"),
        ({"groupBy": "kind"}, "groupBy", "must be one of application, stage"),
        ({"expand": "p50"}, "expand", "must be any of metrics, percentiles"),
        ({"bucketType": "week"}, "bucketType", "must be one of rolling, hour, day"),
        ({"bucketMs": "x"}, "bucketMs", "must be a whole number"),
        ({"from": "x"}, "from", "Unix timestamp"),
        ({"to": "x"}, "to", "Unix timestamp"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    assert reason in local.refused(400, LEAD_TIME, **{**WEEK, **query})[attribute]


@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, name: str) -> None:
    """A slip of the pen does not look like a week without deployments."""
    local.store.add([finished("1", "2026-11-17")])
    assert "'nope'" in local.refused(404, LEAD_TIME, **{**WEEK, name: "nope"})[""]


@given(durations=st.lists(st.integers(1, 10**10), min_size=1).map(sorted))
def test_percentiles_rise_and_cover_what_they_say(durations: Sequence[int]) -> None:
    """At least so many of a hundred are up to a percentile, and with the one before fewer."""
    found = lead_time.percentiles(durations)
    assert list(found.values()) == sorted(found.values())
    for name, value in found.items():
        share = int(name[1:])
        assert 100 * sum(one <= value for one in durations) >= share * len(durations)
        assert 100 * sum(one < value for one in durations) < share * len(durations)


def test_waiting_for_no_time_is_a_number(local: Local) -> None:
    """As of a tag that is made at the time of its commit; the stages of each day add up."""
    at = ms("2026-11-19T12:00")
    local.store.add(
        [
            committed("1", "2026-11-18T12:00", 10),
            finished("2", "2026-11-19T12:00", commits=Commits(at - 5 * HOUR, at)),
        ]
    )
    assert hours(local.chart(LEAD_TIME, **WEEK)) == {
        "coding": {18: 9, 19: 5},
        "wait": {18: 1, 19: 0},
    }


def test_a_stage_that_one_delivery_has_is_a_number_for_all(local: Local) -> None:
    """Whoever knows of no review has it in another stage; so each day still adds up."""
    local.store.add(
        [committed("1", "2026-11-17T12:00", 10), committed("2", "2026-11-18T12:00", 20)]
    )
    local.store.add([committed("1", "2026-11-18T12:00", 10, application="api")])
    times = (NOON - 16 * HOUR, NOON - 4 * HOUR, NOON - 30 * HOUR)
    local.store.pull_requests.put([PullRequest("shop", "web", "7", *times)])
    assert hours(local.chart(LEAD_TIME, **WEEK)) == {
        "coding": {17: 9, 18: 11.5},
        "review": {17: 0, 18: 6},
        "wait": {17: 1, 18: 2.5},
    }
    by_application = local.chart(LEAD_TIME, **WEEK, groupBy="application")
    assert hours(by_application) == {"web": {17: 10, 18: 30}, "api": {18: 10}}
    only = local.chart(LEAD_TIME, **WEEK, applicationKey="api")
    assert hours(only) == {"coding": {18: 9}, "wait": {18: 1}}


DEPLOYED = st.builds(
    lambda version, end, length: finished(
        str(version), "2026-11-01", commits=Commits(NOON + end - length, NOON + end)
    ),
    st.integers(0, 99),
    st.integers(-5 * DAY, 5 * DAY),
    st.integers(-DAY, 9 * DAY),
)


@settings(deadline=None)  # a busy machine is no failure
@given(events=st.lists(DEPLOYED, max_size=20, unique_by=lambda event: event.version))
def test_means_are_those_of_a_plain_loop(events: list[Event]) -> None:
    """Whatever was deployed, each bucket has the mean of those that ended in it."""
    # Each ends when its last commit was made.
    events = [replace(one, at=one.commits.last_at) for one in events if one.commits]
    query = {"projectKey": "shop", "from": str(NOON - 3 * DAY), "to": str(NOON + 3 * DAY)}
    ask = lead_time.parse({**query, "groupBy": "application"}, now=NOON, config=Config())
    with Store() as store:
        store.add(events)
        chart = lead_time.chart(ask, store.lead_times, Config())
    expected: dict[int, list[int]] = defaultdict(list)
    for one in events:
        inside = NOON - 3 * DAY <= one.at < NOON + 3 * DAY
        if inside and one.commits and one.at > one.commits.first_at:
            bucket = (one.at - ask.time.buckets.first) // DAY
            expected[bucket].append(one.at - one.commits.first_at)
    charted = {
        (point["x"] - ask.time.buckets.first) // DAY: point["y"]
        for series in chart["series"]
        for point in series["data"]
    }
    assert charted == {bucket: round_half_up(mean(all_)) for bucket, all_ in expected.items()}


WAYS = st.tuples(
    st.integers(0, 6 * DAY),  # ended
    *[st.integers(0, DAY)] * 4,  # deploying, waiting, in review, coding
    st.sampled_from(["nothing", "commits", "pull request"]),
)


@settings(deadline=None)  # a busy machine is no failure
@given(ways=st.lists(WAYS, max_size=12))
def test_the_stages_of_a_day_add_up_to_its_lead_time(
    ways: list[tuple[int, int, int, int, int, str]],
) -> None:
    """To the millisecond, whatever is known of each delivery, for one application on its own."""
    query = {"projectKey": "shop", "from": str(NOON - 7 * DAY), "to": str(NOON + DAY)}
    charts = {}
    with Store() as store:
        for number, way in enumerate(ways):
            events, pull_requests = delivered(number, *way)
            store.add(events)
            store.pull_requests.put(pull_requests)
        for group in ("stage", "application"):
            ask = lead_time.parse({**query, "groupBy": group}, now=NOON, config=Config())
            charts[group] = lead_time.chart(ask, store.lead_times, Config())["series"]
    (whole,) = charts["application"] or [{"data": []}]
    found = {point["x"]: point["y"] for point in whole["data"]}
    for stage in charts["stage"]:
        assert {point["x"] for point in stage["data"]} == set(found)
    added: dict[int, int] = defaultdict(int)
    for point in (point for stage in charts["stage"] for point in stage["data"]):
        added[point["x"]] += point["y"]
    assert added == found


def delivered(  # noqa: PLR0913, PLR0917 (the stages of one delivery)
    number: int, ended: int, deploy: int, wait: int, review: int, coding: int, known: str
) -> tuple[list[Event], list[PullRequest]]:
    """The events and the pull request of a version of which so much is known."""
    end = NOON - 5 * DAY + ended
    merged = end - deploy - wait
    first = merged - review - coding
    commits = Commits(first, merged) if known == "commits" else None
    last = finished(str(number), "2026-11-01", commits=commits)
    request = PullRequest("shop", "web", str(number), merged - review, merged, first)
    return [
        replace(last, type="started", at=end - deploy, commits=None),
        replace(last, at=end),
    ], [request] if known == "pull request" else []


def round_half_up(value: float) -> int:
    """As most people round."""
    return int(value + 0.5)
