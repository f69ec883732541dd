"""Queries, charts and answers to test with."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.catalog import BY_NAME
from bot.chart import Bound, Chart, Metric, Number, Point, Series
from bot.grammar.defaults import Defaults
from bot.grammar.parse import parse
from bot.query import DAY_MS, BucketType, Query, Window, epoch_ms
from bot.request import Request

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday morning."""
TODAY = NOW.replace(hour=0, minute=0)
DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")


def window(
    start: datetime = TODAY - 30 * DAY,
    end: datetime = NOW,
    *,
    bucket: BucketType = BucketType.DAY,
    bucket_ms: int | None = None,
) -> Window:
    """Thirty whole days and today so far, unless said otherwise."""
    return Window(start, end, bucket, bucket.unit_ms if bucket_ms is None else bucket_ms)


def query(  # noqa: PLR0913 - what a question is made of, each with a default
    start: datetime = TODAY - 30 * DAY,
    end: datetime = NOW,
    *,
    bucket: BucketType = BucketType.DAY,
    bucket_ms: int | None = None,
    group_by: str | None = None,
    chart: str = "deploys",
) -> Query:
    """A question about deployments over a window."""
    over = window(start, end, bucket=bucket, bucket_ms=bucket_ms)
    return Query(chart, "mobile", None, window=over, group_by=group_by)


def last_days(days: int, **more: Any) -> Query:  # noqa: ANN401 - what a query takes
    """A question about so many whole days and today so far."""
    return query(TODAY - days * DAY, **more)


def windowed(asked: Query, **changes: Any) -> Query:  # noqa: ANN401 - what a window has
    """The same question over another window."""
    assert asked.window is not None
    return replace(asked, window=replace(asked.window, **changes))


def request(line: str, *, chart: str = "deploys", now: datetime = NOW) -> Request:
    """A line as somebody in UTC would have typed it."""
    return parse(BY_NAME[chart], line, now=now, zone=UTC_ZONE, defaults=Defaults())


def points(
    start: datetime, values: Iterable[Number | None], step: timedelta = DAY
) -> tuple[Point, ...]:
    """One point a day, or another step, from a start on."""
    return tuple(Point(start + n * step, value) for n, value in enumerate(values))


def chart(*series: Series, metrics: tuple[Metric, ...] = (), notes: tuple[str, ...] = ()) -> Chart:
    """An answer that was read now."""
    return Chart(series=series, unit="count", metrics=metrics, read_at=NOW, notes=notes)


def daily(*values: Number | None, name: str = "app", bounds: tuple[Bound, ...] = ()) -> Series:
    """A series of days of which the last is today."""
    return Series(name, points(TODAY - (len(values) - 1) * DAY, values), bounds)


def standing(**counts: Number | None) -> Chart:
    """An answer about how things stand now: a number for each name."""
    return chart(*(Series(name, (Point(NOW, count),)) for name, count in counts.items()))


def body(*series: dict[str, Any], **more: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """An answer as LaunchDarkly writes it."""
    metadata = {
        "name": "deploymentFrequency",
        "summary": {},
        "xAxis": {"unit": "timestamp"},
        "yAxis": {"unit": "count"},
    }
    return json.dumps({"metadata": metadata, "series": list(series), **more}).encode()


def sent(name: object, *ys: object, start: datetime = TODAY - 30 * DAY) -> dict[str, Any]:
    """A series as LaunchDarkly writes it, one point a day."""
    first = epoch_ms(start)
    data = [{"x": first + n * DAY_MS, "y": y} for n, y in enumerate(ys)]
    return {"metadata": {"name": name}, "data": data}
