"""vl-convert: Vega-Lite in a JavaScript engine inside the process, rasterised by resvg.

It gets the finished specification as text, which it takes a little faster than a dict; compiling
Vega-Lite to Vega beforehand gains next to nothing. Scale 1; ticks as few as the others have.
"""

import json
from typing import Any, Final

import vl_convert  # type: ignore[import-not-found]  # it lives in an environment of its own

from tests.benchmarks.cases import BOUND_COLOUR, HEIGHT, WIDTH, Chart
from tests.benchmarks.peers.serving import serve

_CONFIG: Final = {
    "font": "DejaVu Sans",
    "axis": {"labelFontSize": 22, "titleFontSize": 22},
    "legend": {"labelFontSize": 22},
    "line": {"strokeWidth": 3},
    "title": {"fontSize": 36, "subtitleFontSize": 24},
}


def _specification(chart: Chart) -> str:
    return json.dumps(
        {
            "width": WIDTH,
            "height": HEIGHT,
            "autosize": {"type": "fit", "contains": "padding"},
            "background": "white",
            "title": {"text": chart["title"], "subtitle": chart["subtitle"]},
            "layer": [_data(chart), *_bounds(chart)],
            "config": _CONFIG,
        }
    )


def _data(chart: Chart) -> dict[str, Any]:
    bars = chart["form"] == "bars"
    rows = [
        {"day": day, "name": line["name"], "value": value}
        for line in chart["series"]
        for day, value in zip(chart["days"], line["values"], strict=True)
    ]
    days: dict[str, Any] = {"field": "day", "type": "temporal", "title": None}
    days["axis"] = {"format": "%b %-d", "tickCount": 8}
    if bars:
        days["timeUnit"] = "yearmonthdate"
    names: dict[str, Any] = {"field": "name", "type": "nominal", "title": None, "sort": None}
    if len(chart["series"]) == 1:
        names["legend"] = None
    return {
        "data": {"values": rows},
        "mark": "bar" if bars else "line",
        "encoding": {
            "x": days,
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": chart["unit"],
                "axis": {"tickCount": 6},
            },
            "color": names,
        },
    }


def _bounds(chart: Chart) -> list[dict[str, Any]]:
    if not chart["bounds"]:
        return []
    rows = [bound | {"text": f"{bound['label']} {bound['value']}"} for bound in chart["bounds"]]
    height = {"field": "value", "type": "quantitative"}
    line = {"type": "rule", "strokeDash": [10, 6], "strokeWidth": 2, "color": BOUND_COLOUR}
    label = {"type": "text", "align": "right", "baseline": "bottom", "fontSize": 22}
    return [
        {"data": {"values": rows}, "mark": line, "encoding": {"y": height}},
        {
            "data": {"values": rows},
            "mark": label,
            "encoding": {"y": height, "x": {"value": "width"}, "text": {"field": "text"}},
        },
    ]


def _png(specification: str) -> bytes:
    png: bytes = vl_convert.vegalite_to_png(specification)
    return png


if __name__ == "__main__":
    serve(f"vl-convert {vl_convert.__version__}", _specification, _png)
