"""Which zeros of a lead time are none: nothing was deployed, so there was nothing to measure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.chart import Point, Series
from bot.query import Query


def measured(series: tuple[Series, ...], query: Query) -> tuple[Series, ...]:
    """The series with their zeros read: of counts each is a number, of lead times few are.

    A lead time of zero was not measured, and neither were the percentiles beside it. A stage of
    zero was, as long as another stage of the same bucket took a while.
    """
    if query.kind.measure != "duration":
        return series
    if query.group_by == "stage":
        at = _measured_at(series)
        return tuple(_only(one, at) for one in series)
    return tuple(_only(one, _measured_at([one])) for one in series)


def _measured_at(series: Iterable[Series]) -> set[datetime]:
    return {point.start for one in series for point in one.points if point.value}


def _only(series: Series, at: set[datetime]) -> Series:
    points = tuple(point if point.start in at else _unmeasured(point) for point in series.points)
    return replace(series, points=points)


def _unmeasured(point: Point) -> Point:
    extras = tuple((name, value) for name, value in point.extras if value)
    return Point(point.start, None, extras)
