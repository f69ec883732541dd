"""Queries, charts and answers to test with."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chart import Bound, Chart, Metric, Number, Point, Series
from bot.query import DAY_MS, BucketType, Query, epoch_ms

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday morning."""
TODAY = NOW.replace(hour=0, minute=0)


def query(
    start: datetime = TODAY - timedelta(days=30),
    end: datetime = NOW,
    *,
    bucket: BucketType = BucketType.DAY,
    bucket_ms: int | None = None,
    group_by: str | None = None,
) -> Query:
    """A question about deployments; thirty whole days and today so far, unless said otherwise."""
    length = bucket.unit_ms if bucket_ms is None else bucket_ms
    return Query("deploys", "mobile", None, (), start, end, bucket, length, group_by)


def points(
    start: datetime, values: Iterable[Number | None], step: timedelta = timedelta(days=1)
) -> tuple[Point, ...]:
    """One point a day, or another step, from a start on."""
    return tuple(Point(start + n * step, value) for n, value in enumerate(values))


def chart(*series: Series, metrics: tuple[Metric, ...] = (), notes: tuple[str, ...] = ()) -> Chart:
    """An answer that was read now."""
    return Chart(series=series, unit="count", metrics=metrics, read_at=NOW, notes=notes)


def daily(*values: Number | None, name: str = "app", bounds: tuple[Bound, ...] = ()) -> Series:
    """A series of days of which the last is today."""
    first = TODAY - timedelta(days=len(values) - 1)
    return Series(name, points(first, values), bounds)


def last_days(days: int) -> Query:
    """A question about so many whole days and today so far."""
    return replace(query(), start=TODAY - timedelta(days=days))


def body(*series: dict[str, Any], **more: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """An answer as LaunchDarkly writes it."""
    metadata = {
        "name": "deploymentFrequency",
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": "count"},
    }
    return json.dumps({"metadata": metadata, "series": list(series), **more}).encode()


def sent(name: object, *ys: object, start: datetime = TODAY - timedelta(days=30)) -> dict[str, Any]:
    """A series as LaunchDarkly writes it, one point a day."""
    first = epoch_ms(start)
    data = [{"x": first + n * DAY_MS, "y": y} for n, y in enumerate(ys)]
    return {"metadata": {"name": name}, "data": data}
