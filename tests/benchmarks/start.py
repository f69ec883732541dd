"""From the start of the process to a bot that is connected, and what it loads to get there."""

import subprocess
import sys
from collections.abc import Iterable
from typing import Final

from tests.benchmarks.figures import Row, milliseconds
from tests.benchmarks.running import running

TIMES: Final = 8
_DRAW: Final = {"matplotlib", "numpy", "PIL", "isal", "fontTools"}
_IMPORTS: Final = """
import sys, time
begun = time.perf_counter()
import bot.wiring
print(time.perf_counter() - begun, *sys.modules)
"""


def rows() -> Iterable[Row]:
    """Time to connected and to imported, over several starts, and what is imported."""
    connected, imported, modules = [], [], list[str]()
    for _ in range(TIMES):
        with running() as bot:
            connected.append(bot.connected_after)
        seconds, *modules = _imported()
        imported.append(float(seconds))
    yield "process start to connected", milliseconds(connected, 50, 95), "under 1 s"
    yield "import bot.wiring, in a new interpreter", milliseconds(imported, 50, 95), ""
    drawing = sorted({module.partition(".")[0] for module in modules} & _DRAW)
    yield f"of {len(modules)} modules then loaded draw", ", ".join(drawing) or "none", "none"


def _imported() -> list[str]:
    """Seconds that the import took, then the names of all modules."""
    asked = [sys.executable, "-c", _IMPORTS]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603 - our own words
