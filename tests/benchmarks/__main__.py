"""`make bench`: what it costs, through the real bot in a process of its own and beside others.

    python -m tests.benchmarks [NAME ...]

`drawing` compares with whatever `make peers` has installed. Everything here is a measurement and
nothing a test: the machine may be shared and noisy, so read ratios and medians, and run it twice.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from functools import partial

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    alerts,
    burst,
    crash,
    drawing,
    latency,
    lateness,
    memory,
    queue,
    simulation,
    start,
    studio,
)
from tests.benchmarks.figures import Row, table


def _rows(name: str, rows: Callable[[], Iterable[Row]]) -> Iterable[Table]:
    yield table(name, rows())


_ROWS = {
    "start": start.rows,
    "latency": latency.rows,
    "burst": burst.rows,
    "memory": memory.rows,
    "studio": studio.rows,
    "lateness": lateness.rows,
    "queue": queue.rows,
    "simulation": simulation.rows,
    "alerts": alerts.rows,
}
BENCHMARKS: dict[str, Callable[[], Iterable[Table]]] = {
    **{name: partial(_rows, name, rows) for name, rows in _ROWS.items()},
    "drawing": drawing.tables,
    "crash": crash.tables,
}


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME")
    chosen = parser.parse_args().names or list(BENCHMARKS)
    console = Console(width=None if sys.stdout.isatty() else 120)
    for name in chosen:
        with console.status(f"Measuring {name} ..."):
            measured = list(BENCHMARKS[name]())
        for shown in measured:
            console.print(shown)


if __name__ == "__main__":
    main()
