"""`make bench`: what it costs, measured through the real bot in a process of its own.

    python -m tests.benchmarks [NAME ...]

Everything here is a measurement and nothing a test: the machine may be shared and noisy, so read
ratios and medians, and run it twice.
"""

import argparse
import sys

from rich.console import Console
from rich.table import Table

from tests.benchmarks import burst, drawing, latency, memory, start

BENCHMARKS = {
    "start": start.rows,
    "latency": latency.rows,
    "burst": burst.rows,
    "memory": memory.rows,
    "drawing": drawing.rows,
}


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME")
    chosen = parser.parse_args().names or list(BENCHMARKS)
    console = Console(width=None if sys.stdout.isatty() else 100)
    for name in chosen:
        table = Table("measure", "figure", "aim or ratio", title=name, title_justify="left")
        for row in BENCHMARKS[name]():
            table.add_row(*row)
        console.print(table)


if __name__ == "__main__":
    main()
