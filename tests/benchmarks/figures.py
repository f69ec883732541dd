"""How figures are put together and shown."""

import statistics
from collections.abc import Iterable, Sequence

from rich.table import Table

Row = tuple[str, str, str]
"""A measure, its figure, and what it aims at."""


def table(title: str, rows: Iterable[Row]) -> Table:
    """Rows under a title."""
    shown = Table("measure", "figure", "aim", title=title, title_justify="left")
    for row in rows:
        shown.add_row(*row)
    return shown


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many percent lie (of at least two values)."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def milliseconds(values: Sequence[float], *percents: int) -> str:
    """Percentiles of seconds, as "p50 3.1 ms, p99 8.0 ms"."""
    shown = (f"p{percent} {1000 * percentile(values, percent):.1f} ms" for percent in percents)
    return f"{', '.join(shown)} (n={len(values)})"


def line(number: int) -> str:
    """A command like no other: each number has its own window, so that no answer is a kept one."""
    day, hour, minute = number % 28 + 1, number % 24, number % 60
    return f"/deploys from 2026-07-01 to 2026-08-{day:02d}T{hour:02d}:{minute:02d}Z by application"
