"""The same question is asked once: while it is under way, and for a short time after."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Final

from cachetools import TTLCache

from bot.chart import Chart
from bot.clock import Clock
from bot.query import Query

KEPT_SECONDS: Final = 20.0
"""How long an answer is given again; its message says when it was read."""
MOST_KEPT: Final = 50_000
"""Numbers that are kept in all; an answer with more of them is given to those who wait for it."""


class Answers:
    """Asks for charts in the background and shares what is the same.

    Errors are shared only while they are under way; the next to ask tries anew.
    """

    def __init__(
        self,
        fetch: Callable[[Query], Chart],
        executor: Executor,
        *,
        clock: Clock,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        """Share the answers of one account.

        Args:
            fetch: Asks LaunchDarkly; may take long and may raise.
            executor: Where it runs.
            clock: Measures how long an answer is kept.
            kept_seconds: For how long an answer is given again.
        """
        self._fetch = fetch
        self._executor = executor
        self._lock = threading.Lock()
        self._asked: dict[Query, Future[Chart]] = {}
        self._kept: TTLCache[Query, Future[Chart]] = TTLCache(
            MOST_KEPT, kept_seconds, timer=clock.monotonic, getsizeof=_numbers
        )

    def ask(self, query: Query) -> Future[Chart]:
        """The chart, soon; the same future for everybody who asks the same meanwhile."""
        with self._lock:
            known = self._kept.get(query) or self._asked.get(query)
            if known is not None:
                return known
            asked = self._executor.submit(self._fetch, query)
            self._asked[query] = asked
        # Outside the lock: a callback on a future that is already done runs at once, right here.
        asked.add_done_callback(lambda done: self._settle(query, done))
        return asked

    def _settle(self, query: Query, done: Future[Chart]) -> None:
        with self._lock:
            self._asked.pop(query, None)
            if not done.cancelled() and done.exception() is None and _numbers(done) <= MOST_KEPT:
                self._kept[query] = done


def _numbers(done: Future[Chart]) -> int:
    """How much an answer weighs; an empty one weighs something too."""
    series = done.result().series
    points = sum(1 + len(point.extras) for one in series for point in one.points)
    return 1 + len(series) + points
