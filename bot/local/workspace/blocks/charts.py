"""Slack's own charts, the `data_visualization` block.

Source: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.local.workspace.blocks.checks import (
    Check,
    items,
    number,
    problem,
    record,
    string,
    unique,
    variant,
)
from bot.local.workspace.blocks.elements import kind

_LABEL: Final = string(20)
_LEAST_SEGMENT: Final = 5e-324  # more than nothing

_SEGMENT: Final = record({"label": _LABEL, "value": number(_LEAST_SEGMENT)})
_POINT: Final = record({"label": _LABEL, "value": number()})
_SERIES: Final = record({"name": string(20), "data": items(_POINT, 20)})
_AXES: Final = record(
    {"categories": items(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)}
)


def _complete(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """Each series has one point for each category, in their order; gaps cannot be said."""
    categories = value["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        yield problem("categories must be unique", f"{pointer}/axis_config/categories")
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield problem("must have one point for each category", f"{pointer}/series/{index}/data")


def _axes(name: str) -> Check:
    fields = {"series": items(_SERIES, 12), "axis_config": _AXES}
    return kind(name, fields, {}, unique("series", "name"), _complete)


DATA_VISUALIZATION: Final = kind(
    "data_visualization",
    {
        "title": string(50),
        "chart": variant(
            {
                "pie": kind("pie", {"segments": items(_SEGMENT, 12)}),
                **{name: _axes(name) for name in ("line", "bar", "area")},
            }
        ),
    },
    {"block_id": string(255)},
)
