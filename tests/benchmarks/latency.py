"""Commands at a steady pace, each drawing a chart: when they are acknowledged, seen, complete."""

import threading
import time
from collections.abc import Iterable

from tests.benchmarks.figures import Row, line, milliseconds
from tests.benchmarks.running import Running, running

COMMANDS = 400
PER_SECOND = 50.0
CALM = 60


def rows() -> Iterable[Row]:
    """Figures for a busy bot, and for one that answers a single person."""
    with running() as bot:
        bot.ask("/deploys 30d")  # the first one loads what the others find loaded
        bot.settle(1)
        texts, charts = _one_by_one(bot)
        yield "one person: words visible", milliseconds(texts, 50, 95), "p95 under 200 ms"
        yield "one person: chart visible", milliseconds(charts, 50, 95), "p95 under 500 ms"
        acks, took = _steadily(bot)
        pace = f"{COMMANDS / took:.0f} a second"
        yield f"{pace}, all drawing: acknowledged", milliseconds(acks, 50, 99), "p99 under 10 ms"


def _one_by_one(bot: Running) -> tuple[list[float], list[float]]:
    """Seconds from the command to its words and to its chart, files ready at once."""
    texts, charts = [], []
    for number in range(CALM):
        begun = time.monotonic()
        bot.ask(line(number))
        text, chart = bot.answered(after=begun)
        texts.append(text - begun)
        charts.append(chart - begun)
    return texts, charts


def _steadily(bot: Running) -> tuple[list[float], float]:
    """Seconds to each acknowledgement, and seconds for all."""
    acks: list[float] = []
    threads = []
    begun = time.monotonic()
    for number in range(COMMANDS):
        pause = begun + number / PER_SECOND - time.monotonic()
        threading.Event().wait(max(0.0, pause))
        thread = threading.Thread(
            target=lambda number=number: acks.append(bot.ask(line(CALM + number)))
        )
        thread.start()
        threads.append(thread)
    took = time.monotonic() - begun
    for thread in threads:
        thread.join()
    return acks, took
