"""From the bytes of an answer to a chart: a total function over anything that may arrive.

Whatever the bytes are, the result is a `Chart` or a `BadAnswerError` that names the place. What
LaunchDarkly may leave out is left out; what can be shown in part is shown in part, with a note;
what would make a number wrong is refused. An error is never a zero.

Source: https://launchdarkly.com/docs/api/insights-charts-beta (schema InsightsChart)
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final, NoReturn

from bot.chart import Bound, Chart, Metric, Series
from bot.insights.fields import MAX_VALUE, is_number, mapping, refused, text
from bot.insights.measured import measured
from bot.insights.points import Asked, read_points, whole
from bot.query import Query
from bot.reading import milliseconds_in
from charts.text import readable

MAX_SERIES: Final = 500
MAX_BOUNDS: Final = 20
MAX_METRICS: Final = 20
_COUNTED: Final = frozenset({"", "count"})
"""Units of a count that need no mention: the one that LaunchDarkly documents, or none."""


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
    metadata = mapping(document.get("metadata"))
    unit = text(mapping(metadata.get("yAxis")).get("unit"))
    asked = Asked(query, _unit_ms(unit, query, notes), read_at, notes)
    if len(listed) > MAX_SERIES:
        notes.append(f"LaunchDarkly sent {len(listed):,} series; the first {MAX_SERIES} are read.")
    series = tuple(
        _series(entry, asked, at=f"series {n}") for n, entry in enumerate(listed[:MAX_SERIES], 1)
    )
    _refuse_twins(series)
    return Chart(
        series=measured(series, query),
        unit=unit,
        metrics=tuple(_metrics(mapping(metadata.get("metrics")))),
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
        raise refused(f"it sent {what}") from None
    if not isinstance(document, dict):
        raise refused("it is not an object")
    return document


def _no_constant(word: str) -> NoReturn:
    msg = f"{word} is not JSON"
    raise ValueError(msg)


def _unit_ms(unit: str, query: Query, notes: list[str]) -> int:
    """How many milliseconds a value is; a unit that means something else than it should is told."""
    known = milliseconds_in(unit, query.kind)
    said = readable(unit)
    if query.kind.measure == "count" and unit not in _COUNTED:
        notes.append(f"LaunchDarkly gives the unit of these numbers as “{said}”.")
    if known is None:
        notes.append(f"LaunchDarkly gives the unit as “{said}”; it is read as milliseconds.")
    return known or 1


def _series_list(document: Mapping[str, Any]) -> list[Any]:
    if "series" not in document:
        is_error = "code" in document or "message" in document
        raise refused("it is an error without its status" if is_error else "“series” is missing")
    if not isinstance(document["series"], list):
        raise refused("“series” is not a list")
    return document["series"]


def _series(entry: object, asked: Asked, *, at: str) -> Series:
    if not isinstance(entry, dict):
        raise refused(f"{at} is not an object")
    metadata = mapping(entry.get("metadata"))
    name = metadata.get("name", "")
    if not isinstance(name, str):
        raise refused(f"the name of {at} is not text")
    data = entry.get("data")
    if not isinstance(data, list):
        raise refused(f"{at} has no list of points")
    return Series(
        name=text(name),
        points=read_points(data, asked, at=at),
        bounds=tuple(_bounds(metadata.get("bounds"), asked)),
    )


def _bounds(listed: object, asked: Asked) -> Iterable[Bound]:
    """The bounds that can be used; the others are left out with a note."""
    bounds = listed if isinstance(listed, list) else []
    if len(bounds) > MAX_BOUNDS:
        asked.notes.append(
            f"LaunchDarkly sent {len(bounds):,} bounds; the first {MAX_BOUNDS} are read."
        )
    for entry in bounds[:MAX_BOUNDS]:
        name, value = mapping(entry).get("name"), mapping(entry).get("value")
        scaled = value * asked.unit_ms if is_number(value) else -1
        if isinstance(name, str) and 0 <= scaled <= MAX_VALUE:
            yield Bound(text(name), whole(scaled))
        else:
            asked.notes.append("LaunchDarkly sent a bound that cannot be drawn; it is left out.")


def _metrics(listed: Mapping[str, Any]) -> Iterable[Metric]:
    for key, entry in islice(listed.items(), MAX_METRICS):
        metric = mapping(entry)
        value = metric.get("value")
        tiers = metric.get("tiers")
        yield Metric(
            key=text(key),
            indicator=text(metric.get("indicator")),
            value=value if is_number(value) and abs(value) <= MAX_VALUE else None,
            unit=text(metric.get("unit")),
            modifier=text(metric.get("modifier")),
            tiers=tuple(
                (text(mapping(tier).get("indicator")), text(mapping(tier).get("description")))
                for tier in (tiers if isinstance(tiers, list) else ())
            ),
        )


def _refuse_twins(series: tuple[Series, ...]) -> None:
    names = [one.name for one in series]
    if len(set(names)) < len(names):
        raise refused("two of its series have the same name")
