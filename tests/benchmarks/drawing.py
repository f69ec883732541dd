"""Our pictures against plain Matplotlib's: the same data and size, in turns, in one process."""

import io
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from charts.draw import draw
from charts.model import Bound, Drawing, Form, Point, Series
from tests.benchmarks.figures import Row

ROUNDS = 15
_START = datetime(2026, 8, 1, tzinfo=UTC)


def rows() -> Iterable[Row]:
    """Milliseconds, kilobytes and how many times faster, for each case."""
    for name, drawing in cases().items():
        ours, plain = _in_turns(partial(_ours, drawing), partial(plainly, drawing))
        times = statistics.median(p[0] / o[0] for o, p in zip(ours, plain, strict=True))
        yield (
            name,
            f"{_figures(ours)}; plain Matplotlib {_figures(plain)}",
            f"{times:.1f} times as fast",
        )


def cases() -> dict[str, Drawing]:
    """A week of bars, five lines over a quarter, stacked bars over a quarter, many lines."""
    return {
        "S: 7 bars": _drawing("bars", 1, 7),
        "30 bars": _drawing("bars", 1, 30),
        "M: 5 lines, 90 days, 2 bounds": _drawing("lines", 5, 90, Bound("a", 5, "plain")),
        "MB: 5 series stacked, 90 days": _drawing("bars", 5, 90),
        "L: 20 lines, 365 days": _drawing("lines", 20, 365),
    }


def _drawing(form: Form, series: int, days: int, *bounds: Bound) -> Drawing:
    chance = Random(series * days)  # noqa: S311 - the same data each time
    return Drawing(
        title="Deployments",
        subtitle="mobile / production",
        form=form,
        series=tuple(
            Series(
                f"service-{number}",
                tuple(
                    Point(_START + timedelta(days=day), chance.randrange(12)) for day in range(days)
                ),
            )
            for number in range(series)
        ),
        bucket=timedelta(days=1),
        unit="deployments per day",
        noun=("deployment", "deployments"),
        bounds=(*bounds, Bound("b", 9, "documented")) if bounds else (),
    )


def _ours(drawing: Drawing) -> bytes:
    return draw(drawing).png


def plainly(drawing: Drawing) -> bytes:
    """The same picture as a newcomer to Matplotlib draws it."""
    import matplotlib as mpl  # noqa: PLC0415 - the bot itself never loads pyplot

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - as above

    figure, axes = plt.subplots(figsize=(16, 9), dpi=100)
    floor = [0.0] * len(drawing.series[0].points)
    for series in drawing.series:
        days = [point.start for point in series.points]
        values = [float(point.value or 0) for point in series.points]
        if drawing.form == "bars":
            axes.bar(days, values, bottom=floor, label=series.name)  # type: ignore[arg-type]  # dates are fine
            floor = [below + value for below, value in zip(floor, values, strict=True)]
        else:
            axes.plot(days, values, label=series.name)  # type: ignore[arg-type]  # as above
    for bound in drawing.bounds:
        axes.axhline(bound.value, linestyle="--")
        axes.text(_START, bound.value, bound.label)  # type: ignore[arg-type]  # as above
    axes.set_title(drawing.title)
    axes.set_ylabel(drawing.unit)
    axes.legend()
    file = io.BytesIO()
    figure.savefig(file)
    plt.close(figure)
    return file.getvalue()


Measured = list[tuple[float, int]]


def _in_turns(*contenders: Callable[[], bytes]) -> tuple[Measured, ...]:
    """Seconds and bytes of each contender, who take turns so that noise meets all of them."""
    for contender in contenders:
        contender()
    found: tuple[Measured, ...] = tuple([] for _ in contenders)
    for _ in range(ROUNDS):
        for measured, contender in zip(found, contenders, strict=True):
            begun = time.perf_counter()
            size = len(contender())
            measured.append((time.perf_counter() - begun, size))
    return found


def _figures(measured: Measured) -> str:
    seconds = statistics.median(second for second, _ in measured)
    return f"{1000 * seconds:.0f} ms, {measured[0][1] / 1000:.0f} kB"
