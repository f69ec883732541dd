"""From the list of points in an answer to a series' points: each bucket once, in order of time.

Source: https://launchdarkly.com/docs/api/insights-charts-beta (schema InsightsChartSeriesDataPoint)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from bot.chart import Number, Point
from bot.insights.fields import MAX_VALUE, is_number, mapping, refused, text
from bot.query import MAX_POINTS, BucketType, Query, Window, from_epoch_ms
from bot.reading import is_near

_MAX_X: Final = 4_102_444_800_000  # 2100-01-01 in milliseconds; microseconds are far beyond
_MAX_EXTRAS: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What it takes to read a point.

    Attributes:
        query: The question.
        unit_ms: Milliseconds in one of the values; 1 for counts.
        read_at: When the answer was read (UTC).
        notes: What was not as documented is added here, a sentence each.
    """

    query: Query
    unit_ms: int
    read_at: datetime
    notes: list[str]


def read_points(data: Sequence[object], asked: Asked, *, at: str) -> tuple[Point, ...]:
    """Read the points of one series.

    Args:
        data: As JSON gave it.
        asked: What it takes.
        at: What the series is called in an error.

    Raises:
        BadAnswerError: If a point would make a number wrong, or there are too many.
    """
    window = asked.query.window
    # How closely rolling windows follow each other is undocumented.
    spaced = window is not None and window.bucket is not BucketType.ROLLING
    most = window.points if window and spaced else MAX_POINTS
    if len(data) > 2 * most:
        raise refused(f"{at} has {len(data):,} points where {most:,} were asked for")
    found: dict[int, Point] = {}
    for number, entry in enumerate(data, 1):
        where = f"point {number} of {at}"
        if not isinstance(entry, dict):
            raise refused(f"{where} is not an object")
        x, point = _point(entry, asked, where)
        if found.setdefault(x, point) != point:
            raise refused(f"{where} contradicts another point of the same time")
    in_order = [found[x] for x in sorted(found)]
    return _in_window(in_order, window, asked.notes) if window else tuple(in_order[-1:])


def _in_window(points: list[Point], window: Window, notes: list[str]) -> tuple[Point, ...]:
    near = tuple(point for point in points if is_near(point.start, window))
    if len(near) < len(points):
        notes.append("LaunchDarkly sent points outside the time asked for; they are left out.")
    return near


def _point(entry: Mapping[str, Any], asked: Asked, where: str) -> tuple[int, Point]:
    """A point and its `x`; how things stand now is read as of now."""
    x = entry.get("x")
    if not isinstance(x, int) or isinstance(x, bool):
        raise refused(f"{where} has no whole number of milliseconds as its time")
    if not 0 <= x <= _MAX_X:
        raise refused(f"the time of {where} is not in milliseconds of this century")
    start = from_epoch_ms(x) if asked.query.window else asked.read_at
    return x, Point(start, _y(entry, asked, where), _extras(entry.get("values"), asked))


def _y(entry: Mapping[str, Any], asked: Asked, where: str) -> Number | None:
    if "y" not in entry:
        raise refused(f"{where} has no value")
    y = entry["y"]
    if y is None:
        return None
    if not is_number(y):
        raise refused(f"the value of {where} is not a number")
    if not 0 <= y * asked.unit_ms <= MAX_VALUE:
        raise refused(f"the value of {where} cannot be a count or a duration")
    if isinstance(y, float) and not y.is_integer() and asked.unit_ms == 1:
        asked.notes.append("LaunchDarkly sent fractions where it documents whole numbers.")
    return whole(y * asked.unit_ms)


def _extras(listed: object, asked: Asked) -> tuple[tuple[str, Number], ...]:
    """Further numbers, as many as can be used; what else stands there is undocumented."""
    return tuple(
        (text(name), whole(value * asked.unit_ms))
        for name, value in islice(mapping(listed).items(), _MAX_EXTRAS)
        if is_number(value) and 0 <= value * asked.unit_ms <= MAX_VALUE
    )


def whole(value: Number) -> Number:
    """A number as an int where it is one."""
    return int(value) if float(value).is_integer() else value
