"""Plotly through kaleido 1: plotly.js in a headless Chromium that is kept open.

The figure is given as a dict, which spares Plotly's own checks; MathJax, which would be loaded from
elsewhere, is off. A second tab gains nothing, and WebGL lines (`scattergl`) take several times as
long without a graphics card. Kaleido loads its page anew after each picture and waits for that.
"""

import asyncio
from importlib.metadata import version
from typing import Any, Final

from kaleido import Kaleido  # type: ignore[import-not-found]  # it lives in its own environment

from tests.benchmarks.cases import BOUND_COLOUR, HEIGHT, WIDTH, Chart
from tests.benchmarks.peers.serving import serve

_PICTURE: Final = {"format": "png", "width": WIDTH, "height": HEIGHT, "scale": 1}


def _figure(chart: Chart) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "bar"}
    if chart["form"] == "lines":
        kind = {"type": "scatter", "mode": "lines", "line": {"width": 3}}
    return {
        "data": [
            kind | {"name": line["name"], "x": chart["days"], "y": line["values"]}
            for line in chart["series"]
        ],
        "layout": {
            "title": {
                "text": chart["title"],
                "font": {"size": 36},
                "subtitle": {"text": chart["subtitle"], "font": {"size": 24}},
            },
            "barmode": "stack",
            "font": {"size": 22},
            "showlegend": len(chart["series"]) > 1,
            "legend": {"orientation": "h"},
            "shapes": [_bound(level["label"], level["value"]) for level in chart["bounds"]],
            "xaxis": {"type": "date"},
            "yaxis": {"rangemode": "tozero", "title": {"text": chart["unit"]}},
        },
    }


def _bound(label: str, value: int) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": value,
        "y1": value,
        "line": {"dash": "dash", "color": BOUND_COLOUR, "width": 2},
        "label": {"text": f"{label} {value}", "textposition": "end", "font": {"size": 22}},
    }


def main() -> None:
    """Draw with one browser until there is nothing to draw."""
    with asyncio.Runner() as runner:
        kaleido = Kaleido(n=1, mathjax=False)
        runner.run(kaleido.open())

        def png(figure: dict[str, Any]) -> bytes:
            drawn: bytes = runner.run(kaleido.calc_fig(figure, opts=_PICTURE))
            return drawn

        serve(f"Plotly {version('plotly')}, kaleido {version('kaleido')}", _figure, png)
        runner.run(kaleido.close())


if __name__ == "__main__":
    main()
