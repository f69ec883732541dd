"""Lead time: from a query string to the chart that answers it.

Source: https://launchdarkly.com/docs/api/insights-charts-beta/get-lead-time-chart
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.local.insights import decisions, document, timeline
from bot.local.insights.changes import STAGES
from bot.local.insights.config import LEAD_TIME, Config
from bot.local.insights.params import Params
from bot.local.insights.selection import LeadTimeGroup, Scope
from bot.local.insights.stored.lead_times import LeadTimes, Mean
from bot.local.insights.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Ask:
    """What a query asks for.

    Attributes:
        scope: Whose deployments.
        time: When they ended.
        group_by: One series for each of these.
        metrics: Whether the level is wanted too.
        percentiles: Whether each point is to have its percentiles.
    """

    scope: Scope
    time: Timeline
    group_by: LeadTimeGroup
    metrics: bool
    percentiles: bool


def parse(query: Mapping[str, str], *, now: int, config: Config) -> Ask:
    """Read a query string.

    Args:
        query: The parameters; the project is required.
        now: The present in epoch milliseconds.
        config: How much may be asked for.

    Raises:
        ProblemError: A 400 that names every parameter that is wrong.
    """
    params = Params(query)
    scope = params.scope(required=("projectKey",))
    buckets = timeline.read(params, now)
    group_by = params.choice("groupBy", ("application", "stage")) or "stage"
    expand = params.choices("expand", ("metrics", "percentiles"))
    params.check()
    return Ask(
        scope,
        timeline.checked(buckets, config),
        cast("LeadTimeGroup", group_by),
        "metrics" in expand,
        "percentiles" in expand,
    )


def chart(ask: Ask, lead_times: LeadTimes, config: Config) -> dict[str, Any]:
    """The chart (schema InsightsChart).

    Args:
        ask: What was asked.
        lead_times: Where they are read.
        config: The bounds, and how many series may be answered.

    Raises:
        ProblemError: A 400 if there are too many series.
    """
    asked = (ask.scope, ask.time.buckets, ask.group_by)
    means = lead_times.means(*asked)
    durations = lead_times.durations(*asked) if ask.percentiles else {}
    names = _names(ask, means)
    document.check_series(names, config, instead="name applications, or ask for a shorter time")
    bounds = document.bounds(config, LEAD_TIME, is_whole=ask.group_by != "stage")
    return document.chart(
        LEAD_TIME,
        [
            _series(name, ask, means.get(name, {}), durations.get(name, {}), bounds)
            for name in names
        ],
        unit="milliseconds",
        metric=_level(ask, lead_times) if ask.metrics else None,
    )


def _names(ask: Ask, means: Mapping[str, Mapping[int, Mean]]) -> Sequence[str]:
    """Stages in their own order; applications by how much they deployed, then by name."""
    if ask.group_by == "stage":
        return [stage for stage in STAGES if stage in means]
    named = {*means, *ask.scope.applications}
    return sorted(named, key=lambda name: (-_number(means.get(name, {})), name))


def _series(
    name: str,
    ask: Ask,
    means: Mapping[int, Mean],
    durations: Mapping[int, Sequence[int]],
    bounds: list[dict[str, Any]],
) -> dict[str, Any]:
    points = (
        ask.time.point(bucket, means[bucket].length, percentiles(durations.get(bucket, ())))
        for bucket in sorted(means)
    )
    return document.series(name, _number(means), points, bounds)


def _number(means: Mapping[int, Mean]) -> int:
    return sum(one.number for one in means.values())


def percentiles(durations: Sequence[int]) -> dict[str, int]:
    """The percentiles of durations, shortest first: each is the first that enough are up to."""
    if not durations:
        return {}
    return {
        f"p{share}": durations[-(-len(durations) * share // 100) - 1]
        for share in decisions.PERCENTILES
    }


def _level(ask: Ask, lead_times: LeadTimes) -> dict[str, Any]:
    found = lead_times.sum(ask.scope, ask.time.buckets.start, ask.time.buckets.end)
    return decisions.LEAD_TIME.metric(found.days if found else None)
