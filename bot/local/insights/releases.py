"""Release frequency: from a query string to the chart that answers it.

Source:
https://launchdarkly.com/docs/api/insights-charts-beta/get-release-frequency-chart
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.local.insights import decisions, document, timeline
from bot.local.insights.config import RELEASE_FREQUENCY, Config
from bot.local.insights.flags import SIZES
from bot.local.insights.params import Params
from bot.local.insights.selection import FlagEventListing
from bot.local.insights.timeline import Counts, Timeline


@dataclass(frozen=True, slots=True)
class Ask:
    """What a query asks for.

    Attributes:
        releases: Which of them.
        time: Where they are counted.
        by_size: One series for each size of impact, or one for all.
        metrics: Whether the level is wanted too.
    """

    releases: FlagEventListing
    time: Timeline
    by_size: bool
    metrics: bool


def parse(query: Mapping[str, str], *, now: int, config: Config) -> Ask:
    """Read a query string.

    Args:
        query: The parameters; project and environment are required.
        now: The present in epoch milliseconds.
        config: How much may be asked for.

    Raises:
        ProblemError: A 400 that names every parameter that is wrong.
    """
    params = Params(query)
    scope = params.scope(required=("projectKey", "environmentKey"))
    buckets = timeline.read(params, now)
    releases = FlagEventListing(
        scope,
        buckets.start,
        buckets.end,
        has_experiments=params.yes_or_no("hasExperiments"),
        with_global=params.choice("global", ("include", "exclude")) != "exclude",
    )
    group_by = params.choice("groupBy", ("impact",))
    expand = params.choices("expand", ("metrics",))
    params.check()
    time = timeline.checked(buckets, config)
    return Ask(releases, time, by_size=group_by is not None, metrics="metrics" in expand)


def chart(ask: Ask, counts: Mapping[str, Counts], *, now: int, config: Config) -> dict[str, Any]:
    """The chart (schema InsightsChart).

    Args:
        ask: What was asked.
        counts: For each group its buckets that have any releases, and how many.
        now: The present in epoch milliseconds.
        config: The bounds.
    """
    total = sum(sum(found.values()) for found in counts.values())
    is_whole = not ask.by_size and ask.time.is_daily
    bounds = document.bounds(config, RELEASE_FREQUENCY, is_whole=is_whole)
    level = decisions.RELEASE_FREQUENCY.metric(ask.time.per_day(total, now))
    return document.chart(
        RELEASE_FREQUENCY,
        (ask.time.series(name, counts.get(name, {}), bounds) for name in _names(ask, counts)),
        metric=level if ask.metrics else None,
    )


def _names(ask: Ask, counts: Mapping[str, Counts]) -> Sequence[str]:
    if not ask.by_size:
        return [decisions.UNGROUPED]
    unknown = [decisions.UNKNOWN_IMPACT] if decisions.UNKNOWN_IMPACT in counts else []
    return [*SIZES, *unknown]
