"""Insights scores: by the documented ranges, beside those of the period before."""

from dataclasses import replace
from typing import Any, Final

import pytest

from bot.local.insights.changes import Commits
from bot.local.insights.flags import Flag, FlagEvent, Impact
from tests.bot.local.insights.locally import DAY, INSIGHTS, SHOP, Local, finished, ms

PATH = f"{INSIGHTS}/insights/scores"
NOW: Final = ms("2026-11-24T09:30")
HOUR: Final = 3_600_000
METRICS = {
    "deploymentFrequency",
    "deploymentFailureRate",
    "leadTime",
    "impactSize",
    "experimentationCoverage",
    "flagHealth",
}
AGGREGATES = {"velocity", "risk", "efficiency", "overall"}
NOTHING = {
    "score": 0,
    "indicator": "notCalculated",
    "indicatorRange": {"min": 0, "max": 0},
    "lastPeriod": {
        "score": 0,
        "indicator": "notCalculated",
        "indicatorRange": {"min": 0, "max": 0},
    },
}


def scores(local: Local, **query: str | int) -> Any:  # noqa: ANN401 (any JSON)
    """The scores of shop / production."""
    return local.chart(PATH, **SHOP, **query)["scores"]


def deploy(local: Local, number: int, days_ago: int, **changes: Any) -> None:  # noqa: ANN401 (the fields of an event)
    """So many deployments at once."""
    local.store.add(
        replace(finished(f"{days_ago}.{n}", "2026-01-01", **changes), at=NOW - days_ago * DAY)
        for n in range(number)
    )


def test_where_nothing_is_there_nothing_is_calculated(local: Local) -> None:
    """A project that was only named has no scores, in either period."""
    local.store.flags.put([Flag("shop", "production", "x", NOW - DAY, temporary=False)])
    found = scores(local)
    assert set(found) == METRICS | AGGREGATES
    assert all(one == NOTHING for one in found.values())


def test_the_periods_are_four_weeks(local: Local) -> None:
    """The last four, and the four before."""
    deploy(local, 1, 1)
    answer = local.chart(PATH, **SHOP)
    assert answer["period"] == {"startTime": NOW - 28 * DAY, "endTime": NOW}
    assert answer["lastPeriod"] == {"startTime": NOW - 56 * DAY, "endTime": NOW - 28 * DAY}


def test_a_frequency_is_compared_with_the_period_before(local: Local) -> None:
    """One a day is 90, one a week 70; the difference is said."""
    deploy(local, 28, 3)
    deploy(local, 4, 33)
    found = scores(local)["deploymentFrequency"]
    assert found == {
        "score": 90,
        "indicator": "excellent",
        "indicatorRange": {"min": 90, "max": 100},
        "diffVsLastPeriod": 20,
        "lastPeriod": {
            "score": 70,
            "indicator": "good",
            "indicatorRange": {"min": 70, "max": 89},
        },
    }


def test_who_has_stopped_deploying_is_rated(local: Local) -> None:
    """Nothing in four weeks is a frequency; nothing ever is none."""
    deploy(local, 4, 33)
    found = scores(local)["deploymentFrequency"]
    assert (found["score"], found["indicator"]) == (0, "needsAttention")
    assert scores(local)["deploymentFailureRate"]["indicator"] == "notCalculated"


def test_failures_and_rollbacks_count_against_the_rest(local: Local) -> None:
    """Two of twenty are 10 %; what is still going on is neither."""
    deploy(local, 18, 3)
    deploy(local, 1, 4, type="failed")
    deploy(local, 1, 5, deployment_metadata={"kind": "rollback"})
    deploy(local, 9, 6, type="started")
    assert scores(local)["deploymentFailureRate"]["score"] == 80


def test_successes_alone_have_no_failure_rate(local: Local) -> None:
    """Tags know nothing of what failed; a start that was told says that failures would be too."""
    deploy(local, 9, 3)
    assert scores(local)["deploymentFailureRate"]["indicator"] == "notCalculated"
    start = replace(finished("x", "2026-01-01", type="started"), at=NOW - 2 * DAY)
    local.store.add([start, replace(start, type="finished", at=NOW - DAY)])
    assert scores(local)["deploymentFailureRate"]["score"] == 100


def test_lead_time_is_scored_as_documented(local: Local) -> None:
    """Half a day lies in the middle of excellent."""
    commits = Commits(NOW - 3 * DAY - 12 * HOUR, NOW - 3 * DAY - HOUR)
    deploy(local, 1, 3, commits=commits)
    assert scores(local)["leadTime"]["score"] == 95


def test_releases_are_scored_by_impact_and_experiments(local: Local) -> None:
    """One of four large is fair; one of four with an experiment is excellent."""
    event = FlagEvent("shop", "production", "x", "t", NOW - DAY, impact=Impact("small"))
    local.store.flag_events.put(
        [
            event,
            replace(event, flag="a", impact=Impact("large")),
            replace(event, flag="b", experiments=("e",)),
            replace(event, flag="c"),
            replace(event, flag="d", actions=("updateName",), impact=Impact("large")),
        ]
    )
    found = scores(local)
    assert found["impactSize"]["indicator"] == "fair"
    assert found["experimentationCoverage"]["indicator"] == "excellent"


def test_flag_health_has_no_last_period(local: Local) -> None:
    """Of flags only the present is known."""
    flag = Flag("shop", "production", "x", NOW - 40 * DAY, last_evaluated_at=NOW - DAY)
    local.store.flags.put([flag])
    found = scores(local)["flagHealth"]
    assert found["score"] == 100
    assert found["lastPeriod"]["indicator"] == "notCalculated"
    assert "diffVsLastPeriod" not in found


def test_aggregates_are_means_of_what_is_calculated(local: Local) -> None:
    """Velocity of both parts, overall of the aggregates that there are."""
    commits = Commits(NOW - 3 * DAY - 12 * HOUR, NOW - 3 * DAY - HOUR)
    deploy(local, 27, 3, commits=commits)
    start = replace(finished("x", "2026-01-01", type="started"), at=NOW - 2 * DAY)
    local.store.add([start, replace(start, type="finished", at=NOW - DAY)])
    found = scores(local)
    assert found["velocity"]["aggregateOf"] == ["deploymentFrequency", "leadTime"]
    assert found["velocity"]["score"] == round((90 + 95) / 2)
    assert found["risk"]["aggregateOf"] == ["deploymentFailureRate"]
    assert found["efficiency"]["indicator"] == "notCalculated"
    assert found["overall"]["aggregateOf"] == ["velocity", "risk"]
    assert found["overall"]["score"] == round((92 + 100) / 2)


def test_aggregates_of_other_parts_are_not_compared(local: Local) -> None:
    """A mean of two metrics and a mean of one differ by more than time."""
    deploy(local, 28, 33)
    assert "diffVsLastPeriod" in scores(local)["velocity"]
    deploy(local, 1, 3, commits=Commits(NOW - 5 * DAY, NOW - 4 * DAY))
    found = scores(local)["velocity"]
    assert found["lastPeriod"]["aggregateOf"] == ["deploymentFrequency"]
    assert "diffVsLastPeriod" not in found


def test_applications_narrow(local: Local) -> None:
    """Only theirs count."""
    deploy(local, 56, 3, application="api")
    deploy(local, 4, 3)
    assert scores(local, applicationKey="web")["deploymentFrequency"]["score"] == 70
    assert scores(local, applicationKey="web,api")["deploymentFrequency"]["score"] > 90


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": ""}, "environmentKey", "must be present"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
        ({"projectKey": "nope"}, "projectKey", "Unknown project key 'nope'"),
        ({"environmentKey": "nope"}, "environmentKey", "Unknown environment key 'nope'"),
        ({"applicationKey": "nope"}, "applicationKey", "Unknown application key 'nope'"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A 400 with the name of the parameter; a 404 is not documented here."""
    deploy(local, 1, 3)
    assert reason in local.refused(400, PATH, **{**SHOP, **query})[attribute]
