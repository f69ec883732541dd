"""Release frequency: which flag events count, where, and as what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local.insights import releases
from bot.local.insights.config import Bound, Config
from bot.local.insights.flags import SIZES, Flag, FlagEvent, Impact
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import DAY, RELEASES, SHOP, Local, bounds, ms, points, running
from tests.fakes import MovedClock

WEEK: dict[str, str | int] = {
    **SHOP,
    "from": ms("2026-11-16"),
    "to": ms("2026-11-23"),
    "bucketType": "day",
}
EVENT = FlagEvent("shop", "production", "new-cart", "updated_targeting", ms("2026-11-18"))
SMALL, LARGE = Impact("small", 5.0, "evaluations"), Impact("large", 100.0, "global")


def put(local: Local, *events: FlagEvent) -> None:
    """Store events, each at a moment of its own."""
    local.store.flag_events.put(
        replace(event, at=event.at + number) for number, event in enumerate(events)
    )


def test_each_event_counts_where_it_happened(local: Local) -> None:
    """One series with a point a day, zeros too."""
    put(local, EVENT, EVENT, replace(EVENT, at=ms("2026-11-20T23:59")))
    chart = local.chart(RELEASES, **WEEK)
    assert points(chart) == {"all": [0, 0, 2, 0, 1, 0, 0]}
    assert chart["metadata"]["name"] == "releaseFrequency"
    assert chart["metadata"]["yAxis"] == {"unit": "count"}


@pytest.mark.parametrize(
    ("actions", "counts"),
    [
        ((), 1),
        (("updateOn",), 1),
        (("updateName", "updateFallthroughWithMeasuredRollout"), 1),
        (("updateName",), 0),
        (("updateDescription", "updateTags"), 0),
    ],
)
def test_only_what_changes_evaluation_is_a_release(
    local: Local, actions: tuple[str, ...], counts: int
) -> None:
    """A renamed flag is none; an event that does not say what it did is taken for one."""
    put(local, replace(EVENT, actions=actions))
    assert local.chart(RELEASES, **WEEK)["series"][0]["metadata"]["count"] == counts


def test_by_impact_there_are_always_four_series(local: Local) -> None:
    """The documented sizes, smallest first, whether anything had them or not."""
    put(local, replace(EVENT, impact=SMALL), replace(EVENT, impact=LARGE))
    chart = points(local.chart(RELEASES, **WEEK, groupBy="impact"))
    assert list(chart) == ["none", "small", "medium", "large"]
    assert {name: sum(values) for name, values in chart.items()} == {
        "none": 0,
        "small": 1,
        "medium": 0,
        "large": 1,
    }


def test_what_has_no_size_yet_is_a_series_of_its_own(local: Local) -> None:
    """Only if there is any, so that the series add up."""
    put(local, EVENT)
    assert list(points(local.chart(RELEASES, **WEEK, groupBy="impact"))) == [*SIZES, "unknown"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"global": "include"}, 4),
        ({"global": "exclude"}, 3),
        ({"hasExperiments": "true"}, 1),
        ({"hasExperiments": "false"}, 3),
        ({"hasExperiments": "false", "global": "exclude"}, 2),
        ({"applicationKey": "web"}, 2),
        ({"applicationKey": "api"}, 1),
        ({"applicationKey": "web,api"}, 3),
        ({"environmentKey": "staging"}, 0),
    ],
)
def test_releases_can_be_narrowed(local: Local, query: dict[str, str], count: int) -> None:
    """By experiments, by being for everybody, and by the applications of event or flag."""
    local.store.flags.put(
        [Flag("shop", "production", "old-cart", ms("2026-01-01"), applications=("web",))]
    )
    put(
        local,
        replace(EVENT, impact=LARGE),
        replace(EVENT, experiments=("cart-test",), applications=("web",)),
        replace(EVENT, flag="old-cart"),
        replace(EVENT, applications=("api",)),
    )
    local.store.flag_events.put([replace(EVENT, environment="staging", at=ms("2026-11-01"))])
    chart = local.chart(RELEASES, **{**WEEK, **query})
    assert chart["series"][0]["metadata"]["count"] == count


@pytest.mark.parametrize(
    ("count", "indicator"), [(7, "excellent"), (1, "good"), (0, "needsAttention")]
)
def test_the_level_is_the_average_per_day(local: Local, count: int, indicator: str) -> None:
    """Rated as deployments are."""
    local.store.flag_events.put([replace(EVENT, at=ms("2026-11-01"))])
    put(local, *[EVENT] * count)
    metrics = local.chart(RELEASES, **WEEK, expand="metrics")["metadata"]["metrics"]
    assert metrics["releaseFrequency"]["indicator"] == indicator
    assert metrics["releaseFrequency"]["value"] == round(count / 7, 4)


def test_bounds_come_from_the_configuration(clock: MovedClock) -> None:
    """The whole carries the bounds of its own metric; a size of impact is a part of it."""
    configured = {"releaseFrequency": (Bound("upper", 9),), "leadTime": (Bound("x", 1),)}
    with running(clock, Config(configured)) as local:
        put(local, EVENT)
        assert bounds(local.chart(RELEASES, **WEEK)) == [[{"name": "upper", "value": 9}]]
        assert not any(bounds(local.chart(RELEASES, **WEEK, groupBy="impact")))
        by_hour = {**WEEK, "bucketType": "hour"}
        assert bounds(local.chart(RELEASES, **by_hour)) == [[]]


@pytest.mark.parametrize(
    ("query", "attribute", "reason"),
    [
        ({"projectKey": ""}, "projectKey", "must be present"),
        ({"environmentKey": ""}, "environmentKey", "must be present"),
        ({"hasExperiments": "yes"}, "hasExperiments", "must be one of true, false"),
        ({"global": "only"}, "global", "must be one of include, exclude"),
        ({"groupBy": "application"}, "groupBy", "must be one of impact"),
        ({"expand": "percentiles"}, "expand", "must be any of metrics"),
        ({"bucketType": "week"}, "bucketType", "must be one of rolling, hour, day"),
        ({"bucketMs": "1"}, "bucketMs", "must be a multiple of 86400000"),
        ({"bucketType": "rolling", "bucketMs": "1"}, "bucketMs", "at most 2,200 are answered"),
        ({"from": "x"}, "from", "Unix timestamp"),
        ({"to": "x"}, "to", "Unix timestamp"),
        ({"from": "2026-11-24"}, "from", "must be before to"),
        ({"applicationKey": "a\x00"}, "applicationKey", "control characters"),
    ],
)
def test_what_is_wrong_is_said(
    local: Local, query: dict[str, str], attribute: str, reason: str
) -> None:
    """A wrong parameter is a 400 with its name and what it must be."""
    assert reason in local.refused(400, RELEASES, **{**WEEK, **query})[attribute]


def test_everything_wrong_is_said_at_once(local: Local) -> None:
    """One 400 lists all failures; what the endpoint does not know is ignored."""
    wrong = {"groupBy": "x", "global": "x", "hasExperiments": "x", "maintainerId": "x"}
    assert set(local.refused(400, RELEASES, **wrong)) == {
        "projectKey",
        "environmentKey",
        "groupBy",
        "global",
        "hasExperiments",
    }


@pytest.mark.parametrize("name", ["projectKey", "environmentKey", "applicationKey"])
def test_what_does_not_exist_is_a_404(local: Local, name: str) -> None:
    """A slip of the pen does not look like a week without releases."""
    put(local, EVENT)
    assert "'nope'" in local.refused(404, RELEASES, **{**WEEK, name: "nope"})[""]


NOW = ms("2026-11-24T09:30")
EVENTS = st.lists(
    st.builds(
        FlagEvent,
        project=st.just("p"),
        environment=st.just("e"),
        flag=st.sampled_from("fg"),
        type=st.just("t"),
        at=st.integers(NOW - 9 * DAY, NOW),
        actions=st.sampled_from([(), ("updateOn",), ("updateName",)]),
        impact=st.builds(
            Impact,
            size=st.sampled_from([None, *SIZES]),
            percentage=st.none(),
            reason=st.sampled_from([None, "evaluations", "global", "waiting"]),
        ),
        experiments=st.sampled_from([(), ("x",)]),
    ),
    max_size=30,
    unique_by=lambda event: event.id,
)


def wanted(event: FlagEvent, query: dict[str, str], start: int) -> bool:
    """Whether an event counts, told in plain words."""
    return (
        event.actions != ("updateName",)
        and start <= event.at < NOW
        and not (query.get("global") == "exclude" and event.impact.reason == "global")
        and query.get("hasExperiments", str(bool(event.experiments)).lower())
        == str(bool(event.experiments)).lower()
    )


@settings(deadline=None)  # a busy machine is no failure
@given(
    events=EVENTS,
    days=st.integers(1, 9),
    query=st.fixed_dictionaries(
        {},
        optional={
            "global": st.sampled_from(["include", "exclude"]),
            "hasExperiments": st.sampled_from(["true", "false"]),
        },
    ),
)
def test_counts_are_those_of_a_plain_loop(
    events: Sequence[FlagEvent], days: int, query: dict[str, str]
) -> None:
    """Whatever happened, each release is counted once, in its day and its size."""
    start = NOW - days * DAY
    asked: dict[str, Any] = {"projectKey": "p", "environmentKey": "e", "groupBy": "impact", **query}
    ask = releases.parse({**asked, "from": str(start)}, now=NOW, config=Config())
    with Store() as store:
        store.flag_events.put(events)
        counts = store.flag_events.count(ask.releases, ask.time.buckets, by_size=True)
    chart = points(releases.chart(ask, counts, now=NOW, config=Config()))
    counted = Counter(
        (event.impact.size or "unknown", (event.at - start) // DAY)
        for event in events
        if wanted(event, query, start)
    )
    assert {
        (name, day): y for name, values in chart.items() for day, y in enumerate(values) if y
    } == counted
