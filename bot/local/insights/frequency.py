"""Deployment frequency: from a query string to the chart that answers it.

Source:
https://launchdarkly.com/docs/api/insights-charts-beta/get-deployment-frequency-chart
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.local.insights import decisions, document, timeline
from bot.local.insights.config import DEPLOYMENT_FREQUENCY, Config
from bot.local.insights.params import Params
from bot.local.insights.selection import GroupBy, Scope
from bot.local.insights.timeline import Counts, Timeline


@dataclass(frozen=True, slots=True)
class Ask:
    """What a query asks for.

    Attributes:
        scope: Whose deployments.
        time: Where they are counted.
        group_by: One series for each of these, or None for one series.
        metrics: Whether the level is wanted too.
    """

    scope: Scope
    time: Timeline
    group_by: GroupBy | None
    metrics: bool


def parse(query: Mapping[str, str], *, now: int, config: Config) -> Ask:
    """Read a query string.

    Args:
        query: All ten parameters, all optional.
        now: The present in epoch milliseconds.
        config: How much may be asked for.

    Raises:
        ProblemError: A 400 that names every parameter that is wrong.
    """
    params = Params(query)
    scope = params.scope()
    buckets = timeline.read(params, now)
    group_by = params.choice("groupBy", ("application", "kind"))
    expand = params.choices("expand", ("metrics",))
    params.check()
    time = timeline.checked(buckets, config)
    return Ask(scope, time, cast("GroupBy | None", group_by), "metrics" in expand)


def chart(ask: Ask, counts: Mapping[str, Counts], *, now: int, config: Config) -> dict[str, Any]:
    """The chart (schema InsightsChart).

    Args:
        ask: What was asked.
        counts: For each group its buckets that have any deployments, and how many.
        now: The present in epoch milliseconds.
        config: The bounds, and how many series may be answered.

    Raises:
        ProblemError: A 400 if there are too many series.
    """
    names = _names(ask, counts)
    document.check_series(names, config, instead="name applications, or ask for a shorter time")
    total = sum(sum(found.values()) for found in counts.values())
    is_whole = ask.group_by is None and ask.time.is_daily
    bounds = document.bounds(config, DEPLOYMENT_FREQUENCY, is_whole=is_whole)
    level = decisions.DEPLOYMENT_FREQUENCY.metric(ask.time.per_day(total, now))
    return document.chart(
        DEPLOYMENT_FREQUENCY,
        (ask.time.series(name, counts.get(name, {}), bounds) for name in names),
        metric=level if ask.metrics else None,
    )


def _names(ask: Ask, counts: Mapping[str, Counts]) -> Sequence[str]:
    if ask.group_by is None:
        return [decisions.UNGROUPED]
    named = ask.scope.applications if ask.group_by == "application" else ()
    return sorted({*counts, *named}, key=lambda name: (-sum(counts.get(name, {}).values()), name))
