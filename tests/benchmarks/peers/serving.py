"""What every Python helper does: draw the chart of each line of input, and say what it took."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.cases import Chart

T = TypeVar("T")


def serve(name: str, prepare: Callable[[Chart], T], draw: Callable[[T], bytes]) -> None:
    """Say who draws, then answer each chart with the length of its PNG and the seconds it took.

    Args:
        name: With the version.
        prepare: Puts a chart into the words of whoever draws it; this is not measured.
        draw: From there to a PNG.
    """
    _say({"name": name})
    for line in sys.stdin:
        asked = json.loads(line)
        prepared = prepare(asked["chart"])
        begun = time.perf_counter()
        png = draw(prepared)
        seconds = time.perf_counter() - begun
        if asked["file"]:
            Path(asked["file"]).write_bytes(png)
        _say({"bytes": len(png), "seconds": seconds})


def _say(told: dict[str, object]) -> None:
    print(json.dumps(told), flush=True)  # noqa: T201 - this is how the parent is told
