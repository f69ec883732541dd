"""A process that draws as the bot does: `python -m tests.benchmarks.first BEGUN TIMES`.

Prints the seconds from a monotonic moment to its first picture, then the seconds that each further
studio takes to its first, whose worker is forked from the server that is there by then.
"""

import sys
import time

from charts.studio import Studio
from tests.benchmarks.cases import chart, drawing


def main() -> None:
    """Draw first pictures only."""
    begun, times = float(sys.argv[1]), int(sys.argv[2])
    for number in range(1 + times):
        asked = drawing(chart("M", number))
        studio = Studio()
        begun = time.monotonic() if number else begun
        studio.draw(asked)
        print(time.monotonic() - begun, flush=True)  # noqa: T201 - this is how the parent is told
        studio.close()


if __name__ == "__main__":
    main()
