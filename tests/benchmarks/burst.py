"""Forty commands at once, each of which waits a second for LaunchDarkly."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.figures import Row, line, milliseconds
from tests.benchmarks.running import running

COMMANDS = 40
SECONDS = 1.0


def rows() -> Iterable[Row]:
    """How many were late, and how late the latest was."""
    with running(launchdarkly_takes=SECONDS) as bot, ThreadPoolExecutor(COMMANDS) as people:
        lines = [line(number) for number in range(COMMANDS)]
        acks = list(people.map(bot.ask, lines))
        late = sum(ack > 3 for ack in acks)
        yield "late (over 3 s) of 40", str(late), "0"
        yield "acknowledged", milliseconds(acks, 50, 99), ""
        bot.settle(COMMANDS)
        yield "answered with a chart", f"{bot.complete()} of {COMMANDS}", "all"
