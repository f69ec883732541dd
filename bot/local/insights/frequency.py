"""Deployment frequency: from a query string to the chart that answers it.

Source:
https://launchdarkly.com/docs/api/insights-charts-beta/get-deployment-frequency-chart
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from bot.local.insights import decisions
from bot.local.insights.config import DEPLOYMENT_FREQUENCY, Config
from bot.local.insights.params import Params
from bot.local.insights.problems import Failure, invalid
from bot.local.insights.selection import Buckets, GroupBy, Scope

_MAX_BUCKET_MS: Final = 366 * decisions.DAY_MS


@dataclass(frozen=True, slots=True)
class Ask:
    """What a query asks for.

    Attributes:
        scope: Whose deployments.
        buckets: Where they are counted.
        number: How many buckets there are.
        group_by: One series for each of these, or None for one series.
        metrics: Whether the level is wanted too.
    """

    scope: Scope
    buckets: Buckets
    number: int
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
    scope = Scope(
        params.key("projectKey"), params.key("environmentKey"), params.keys("applicationKey")
    )
    bucket_type = params.choice("bucketType", decisions.UNIT_MS) or "rolling"
    buckets = _buckets(params, bucket_type, now)
    group_by = params.choice("groupBy", ("application", "kind"))
    expand = params.choices("expand", ("metrics",))
    params.check()
    number = decisions.bucket_count(buckets.first, buckets.end, buckets.width)
    if number > config.max_points:
        raise invalid(
            Failure(
                "bucketMs",
                f"would give {number:,} points in a series and at most {config.max_points:,} are "
                "answered; ask for a shorter time or longer buckets",
            )
        )
    return Ask(scope, buckets, number, cast("GroupBy | None", group_by), "metrics" in expand)


def _buckets(params: Params, bucket_type: str, now: int) -> Buckets:
    start, end = params.window(now, decisions.DEFAULT_WINDOW_MS)
    width = params.whole(
        "bucketMs", decisions.default_bucket_ms(bucket_type), least=1, most=_MAX_BUCKET_MS
    )
    unit = decisions.UNIT_MS[bucket_type]
    if unit is not None and width % unit:
        params.fail("bucketMs", f"must be a multiple of {unit}, one {bucket_type}")
    return Buckets(start, end, decisions.first_bucket(start, bucket_type), width)


def chart(
    ask: Ask, counts: Mapping[str, Mapping[int, int]], *, now: int, config: Config
) -> dict[str, Any]:
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
    if len(names) > config.max_series:
        raise invalid(
            Failure(
                "groupBy",
                f"would give {len(names):,} series and at most {config.max_series:,} are "
                "answered; name applications, or ask for a shorter time",
            )
        )
    total = sum(sum(found.values()) for found in counts.values())
    bounds = [
        {"name": bound.name, "value": bound.value}
        for bound in config.bounds.get(DEPLOYMENT_FREQUENCY, ())
    ]
    series = [_series(name, counts.get(name, {}), ask, bounds) for name in names]
    return {"metadata": _metadata(total, ask, now), "series": series}


def _names(ask: Ask, counts: Mapping[str, Mapping[int, int]]) -> Sequence[str]:
    if ask.group_by is None:
        return [decisions.UNGROUPED]
    named = ask.scope.applications if ask.group_by == "application" else ()
    return sorted({*counts, *named}, key=lambda name: (-sum(counts.get(name, {}).values()), name))


def _series(
    name: str, found: Mapping[int, int], ask: Ask, bounds: list[dict[str, Any]]
) -> dict[str, Any]:
    buckets = ask.buckets
    return {
        "metadata": {"name": name, "count": sum(found.values()), "bounds": bounds},
        "data": [
            {"x": buckets.first + number * buckets.width, "y": found.get(number, 0), "values": {}}
            for number in range(ask.number)
        ],
    }


def _metadata(total: int, ask: Ask, now: int) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "name": DEPLOYMENT_FREQUENCY,
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": "count"},
    }
    if ask.metrics:
        metadata["metrics"] = {DEPLOYMENT_FREQUENCY: _metric(total, ask.buckets, now)}
    return metadata


def _metric(total: int, buckets: Buckets, now: int) -> dict[str, Any]:
    """The level (schema InsightsChartMetric); time that has not come yet is no part of the rate."""
    elapsed = min(buckets.end, now) - buckets.start
    per_day = total * decisions.DAY_MS / elapsed if elapsed > 0 else 0.0
    return {
        "indicator": decisions.tier_of(per_day).indicator,
        "value": round(per_day, 4),
        "unit": "count",
        "modifier": "per day",
        "tiers": [
            {"indicator": tier.indicator, "description": tier.description}
            for tier in decisions.TIERS
        ],
    }
