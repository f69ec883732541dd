"""From the start of the process to a bot that is connected."""

from collections.abc import Iterable

from tests.benchmarks.figures import Row, milliseconds
from tests.benchmarks.running import running

TIMES = 8


def rows() -> Iterable[Row]:
    """Time to connected, over several starts."""
    seconds = []
    for _ in range(TIMES):
        with running() as bot:
            seconds.append(bot.connected_after)
    yield "process start to connected", milliseconds(seconds, 50, 95), "under 1 s"
