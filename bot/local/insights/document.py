"""The documents that charts are answered with (schema InsightsChart)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.local.insights.config import Config
from bot.local.insights.problems import Failure, invalid


def chart(
    name: str,
    series: Iterable[dict[str, Any]],
    *,
    unit: str = "count",
    metric: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A chart.

    Args:
        name: What it is called, and its level too.
        series: From `series`.
        unit: What the values are counted in.
        metric: Its level, if that was asked for.
    """
    metadata: dict[str, Any] = {
        "name": name,
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": unit},
    }
    if metric is not None:
        metadata["metrics"] = {name: metric}
    return {"metadata": metadata, "series": list(series)}


def series(
    name: str, count: int, data: Iterable[dict[str, Any]], bounds: list[dict[str, Any]]
) -> dict[str, Any]:
    """A series of points."""
    return {"metadata": {"name": name, "count": count, "bounds": bounds}, "data": list(data)}


def point(x: int, y: int, values: Mapping[str, int] | None = None) -> dict[str, Any]:
    """A point and what else is known there."""
    return {"x": x, "y": y, "values": dict(values or {})}


def bounds(config: Config, metric: str, *, is_whole: bool = True) -> list[dict[str, Any]]:
    """The bounds that are configured for a metric.

    Args:
        config: Where.
        metric: One of `METRICS`.
        is_whole: Whether a series shows all of what the bounds are for, and not a part of it.
    """
    if not is_whole:
        return []
    return [{"name": one.name, "value": one.value} for one in config.bounds.get(metric, ())]


def check_series(names: Collection[str], config: Config, *, instead: str) -> None:
    """Refuse more series than are answered.

    Args:
        names: Theirs.
        config: How many may be answered.
        instead: What to do about it.

    Raises:
        ProblemError: A 400 that says so.
    """
    if len(names) > config.max_series:
        raise invalid(
            Failure(
                "groupBy",
                f"would give {len(names):,} series and at most {config.max_series:,} are "
                f"answered; {instead}",
            )
        )
