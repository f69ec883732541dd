"""Commands at a steady pace, each drawing a chart: when they are acknowledged, seen, complete."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.figures import Row, line, milliseconds
from tests.benchmarks.running import Running, running

COMMANDS = 400
PER_SECOND = 50
CALM = 60


def rows() -> Iterable[Row]:
    """Figures for a busy bot, and for one that answers a single person."""
    with running() as bot:
        bot.ask("/deploys 30d")  # the first one loads what the others find loaded
        bot.settle(1)
        texts, charts = _one_by_one(bot)
        yield "one person: words visible", milliseconds(texts, 50, 95), "p95 under 200 ms"
        yield "one person: chart visible", milliseconds(charts, 50, 95), "p95 under 500 ms"
        with _drawing_without_pause(bot):
            acks = _steadily(bot, lambda _: "/deploys help", COMMANDS)
        yield (
            f"{PER_SECOND} a second while charts are drawn: acknowledged",
            milliseconds(acks, 50, 99),
            "p99 under 10 ms",
        )
        acks = _steadily(bot, lambda number: line(CALM + number), COMMANDS)
        yield f"{PER_SECOND} charts a second: acknowledged", milliseconds(acks, 50, 99), ""


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


@contextlib.contextmanager
def _drawing_without_pause(bot: Running) -> Iterator[None]:
    """Somebody asks for the next chart whenever one is complete."""
    enough = threading.Event()

    def ask() -> None:
        for number in itertools.count(1_000):
            if enough.is_set():
                return
            begun = time.monotonic()
            bot.ask(line(number))
            bot.answered(after=begun)

    asking = threading.Thread(target=ask)
    asking.start()
    yield
    enough.set()
    asking.join()


def _steadily(bot: Running, command: Callable[[int], str], times: int) -> list[float]:
    """Seconds to each acknowledgement of commands that come at a steady pace."""
    with ThreadPoolExecutor(32) as people:
        begun = time.monotonic()
        asked = []
        for number in range(times):
            pause = begun + number / PER_SECOND - time.monotonic()
            threading.Event().wait(max(0.0, pause))
            asked.append(people.submit(bot.ask, command(number)))
        return [ask.result() for ask in asked]
