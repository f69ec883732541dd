"""The same pictures as a newcomer to Matplotlib draws them: `subplots` and `savefig`."""

import io
from datetime import datetime
from typing import Final

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from tests.benchmarks.cases import BOUND_COLOUR, HEIGHT, WIDTH, Chart, moments
from tests.benchmarks.peers.serving import serve

_DPI: Final = 100


def _with_dates(chart: Chart) -> tuple[Chart, list[datetime]]:
    return chart, moments(chart)


def _png(prepared: tuple[Chart, list[datetime]]) -> bytes:
    chart, days = prepared
    figure, axes = plt.subplots(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI)
    _data(axes, chart, days)
    for bound in chart["bounds"]:
        axes.axhline(bound["value"], linestyle="--", color=BOUND_COLOUR)
        label = f"{bound['label']} {bound['value']}"
        axes.text(days[0], bound["value"], label)  # type: ignore[arg-type]  # dates are fine
    figure.suptitle(chart["title"])
    axes.set_title(chart["subtitle"])
    axes.set_ylabel(chart["unit"])
    if len(chart["series"]) > 1:
        axes.legend()
    file = io.BytesIO()
    figure.savefig(file)
    plt.close(figure)
    return file.getvalue()


def _data(axes: Axes, chart: Chart, days: list[datetime]) -> None:
    floor = [0] * len(days)
    for line in chart["series"]:
        values = line["values"]
        if chart["form"] == "bars":
            axes.bar(days, values, bottom=floor, label=line["name"])  # type: ignore[arg-type]  # as above
            floor = [below + value for below, value in zip(floor, values, strict=True)]
        else:
            axes.plot(days, values, label=line["name"])  # type: ignore[arg-type]  # as above


if __name__ == "__main__":
    mpl.use("agg")
    serve(f"plain Matplotlib {mpl.__version__}", _with_dates, _png)
