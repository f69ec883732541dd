"""From the bytes of an answer to a chart: a total function over anything that may arrive.

Whatever the bytes are, the result is a `Chart` or a `BadAnswerError` that names the place. What
LaunchDarkly may leave out is left out; what can be shown in part is shown in part, with a note;
what would make a number wrong is refused. An error is never a zero.

Source: https://launchdarkly.com/docs/api/insights-charts-beta (schema InsightsChart)
"""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, NoReturn, TypeGuard

from bot.chart import Bound, Chart, Metric, Point, Series
from bot.insights.errors import BadAnswerError
from bot.query import Query, from_epoch_ms
from bot.reading import is_near
from charts.text import readable

MAX_SERIES: Final = 500
MAX_VALUE: Final = 10**15
MAX_BOUNDS: Final = 20
MAX_METRICS: Final = 20
_MAX_X: Final = 4_102_444_800_000  # 2100-01-01 in milliseconds; microseconds are far beyond
_MAX_NAME: Final = 500
_UNITS: Final = frozenset({"", "count"})
"""What needs no mention: the unit that LaunchDarkly documents, or none."""


def parse_chart(body: bytes, query: Query, *, read_at: datetime) -> Chart:
    """Read an answer.

    Args:
        body: The answer as it came, decompressed.
        query: What was asked; points far outside its window are left out with a note.
        read_at: When it was read (UTC).

    Raises:
        BadAnswerError: If the answer is no chart, or one that would show wrong numbers.
    """
    document = parse_object(body)
    notes: list[str] = []
    listed = _series_list(document)
    if len(listed) > MAX_SERIES:
        notes.append(f"LaunchDarkly sent {len(listed):,} series; the first {MAX_SERIES} are read.")
    series = tuple(
        _series(entry, query, at=f"series {n}", notes=notes)
        for n, entry in enumerate(listed[:MAX_SERIES], 1)
    )
    _refuse_twins(series)
    metadata = _mapping(document.get("metadata"))
    unit = _text(_mapping(metadata.get("yAxis")).get("unit"))
    if unit not in _UNITS:
        notes.append(f"LaunchDarkly gives the unit of these numbers as “{readable(unit)}”.")
    return Chart(
        series=series,
        unit=unit,
        metrics=tuple(_metrics(_mapping(metadata.get("metrics")))),
        read_at=read_at,
        notes=tuple(dict.fromkeys(notes)),
    )


def parse_object(body: bytes) -> dict[str, Any]:
    """Read bytes as a JSON object.

    Raises:
        BadAnswerError: If they are anything else, however malformed, deep or long.
    """
    try:
        document = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        # ValueError covers bad JSON, bad UTF-8, NaN and numbers of more than 4,300 digits.
        what = "nothing at all" if not body.strip() else "something that is not JSON"
        raise _refused(f"it sent {what}") from None
    if not isinstance(document, dict):
        raise _refused("it is not an object")
    return document


def _no_constant(word: str) -> NoReturn:
    msg = f"{word} is not JSON"
    raise ValueError(msg)


def _refused(why: str) -> BadAnswerError:
    return BadAnswerError(
        f"LaunchDarkly answered, but not with a chart: {why}.",
        "Nothing is shown rather than a wrong number. Try again; if it stays, tell whoever runs "
        "Drumbeat, since LaunchDarkly may have changed this beta API.",
    )


def _series_list(document: Mapping[str, Any]) -> list[Any]:
    if "series" not in document:
        is_error = "code" in document or "message" in document
        raise _refused("it is an error without its status" if is_error else "“series” is missing")
    if not isinstance(document["series"], list):
        raise _refused("“series” is not a list")
    return document["series"]


def _series(entry: object, query: Query, *, at: str, notes: list[str]) -> Series:
    if not isinstance(entry, dict):
        raise _refused(f"{at} is not an object")
    metadata = _mapping(entry.get("metadata"))
    name = metadata.get("name", "")
    if not isinstance(name, str):
        raise _refused(f"the name of {at} is not text")
    data = entry.get("data")
    if not isinstance(data, list):
        raise _refused(f"{at} has no list of points")
    if len(data) > 2 * query.points:
        raise _refused(f"{at} has {len(data):,} points where {query.points:,} were asked for")
    return Series(
        name=_text(name),
        points=_points(data, query, at=at, notes=notes),
        bounds=tuple(_bounds(metadata.get("bounds"), notes)),
    )


def _points(
    data: Iterable[object], query: Query, *, at: str, notes: list[str]
) -> tuple[Point, ...]:
    """Points in order of time, each start once; the same point twice is one point."""
    found: dict[datetime, int | float | None] = {}
    for number, entry in enumerate(data, 1):
        where = f"point {number} of {at}"
        if not isinstance(entry, dict):
            raise _refused(f"{where} is not an object")
        start, value = _x(entry, where), _y(entry, where, notes)
        if start in found and found[start] != value:
            raise _refused(f"{where} contradicts another point of the same time")
        found[start] = value
    near = {start: value for start, value in found.items() if is_near(start, query)}
    if len(near) < len(found):
        notes.append("LaunchDarkly sent points outside the time asked for; they are left out.")
    return tuple(Point(start, near[start]) for start in sorted(near))


def _x(entry: Mapping[str, Any], where: str) -> datetime:
    x = entry.get("x")
    if not isinstance(x, int) or isinstance(x, bool):
        raise _refused(f"{where} has no whole number of milliseconds as its time")
    if not 0 <= x <= _MAX_X:
        raise _refused(f"the time of {where} is not in milliseconds of this century")
    return from_epoch_ms(x)


def _y(entry: Mapping[str, Any], where: str, notes: list[str]) -> int | float | None:
    if "y" not in entry:
        raise _refused(f"{where} has no value")
    y = entry["y"]
    if y is None:
        return None
    if not _is_number(y):
        raise _refused(f"the value of {where} is not a number")
    if not 0 <= y <= MAX_VALUE:
        raise _refused(f"the value of {where} cannot be a count or a duration")
    if isinstance(y, float) and not y.is_integer():
        notes.append("LaunchDarkly sent fractions where it documents whole numbers.")
    return int(y) if float(y).is_integer() else y


def _bounds(listed: object, notes: list[str]) -> Iterable[Bound]:
    """The bounds that can be used; the others are left out with a note."""
    bounds = listed if isinstance(listed, list) else []
    if len(bounds) > MAX_BOUNDS:
        notes.append(f"LaunchDarkly sent {len(bounds):,} bounds; the first {MAX_BOUNDS} are read.")
    for entry in bounds[:MAX_BOUNDS]:
        name, value = _mapping(entry).get("name"), _mapping(entry).get("value")
        if isinstance(name, str) and _is_number(value) and 0 <= value <= MAX_VALUE:
            yield Bound(_text(name), value)
        else:
            notes.append("LaunchDarkly sent a bound that cannot be drawn; it is left out.")


def _metrics(listed: Mapping[str, Any]) -> Iterable[Metric]:
    for key, entry in islice(listed.items(), MAX_METRICS):
        metric = _mapping(entry)
        value = metric.get("value")
        tiers = metric.get("tiers")
        yield Metric(
            key=_text(key),
            indicator=_text(metric.get("indicator")),
            value=value if _is_number(value) and abs(value) <= MAX_VALUE else None,
            unit=_text(metric.get("unit")),
            modifier=_text(metric.get("modifier")),
            tiers=tuple(
                (_text(_mapping(tier).get("indicator")), _text(_mapping(tier).get("description")))
                for tier in (tiers if isinstance(tiers, list) else ())
            ),
        )


def _refuse_twins(series: tuple[Series, ...]) -> None:
    names = [one.name for one in series]
    if len(set(names)) < len(names):
        raise _refused("two of its series have the same name")


def _is_number(value: object) -> TypeGuard[int | float]:
    """Whether JSON gave a finite number; to JSON `true` is none, to Python it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Text that can be stored, sent and drawn: no lone surrogates, no endless names."""
    text = value if isinstance(value, str) else ""
    return text[:_MAX_NAME].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
