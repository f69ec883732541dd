"""The same is done once: while it is under way, and for a short time after."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future
from typing import Generic, TypeVar

from cachetools import TTLCache

from bot.clock import Clock

_Asked = TypeVar("_Asked", bound=Hashable)
_Done = TypeVar("_Done")


class Once(Generic[_Asked, _Done]):
    """Does things in the background and shares what is the same.

    Errors are shared only while they are under way; the next to ask tries anew.
    """

    def __init__(  # noqa: PLR0913 - what is done, where, and what is kept of it
        self,
        do: Callable[[_Asked], _Done],
        executor: Executor,
        *,
        clock: Clock,
        kept_seconds: float,
        most: int,
        weigh: Callable[[_Asked, _Done], int],
    ) -> None:
        """Remember nothing yet.

        Args:
            do: May take long and may raise.
            executor: Where it runs.
            clock: Measures how long something is kept.
            kept_seconds: For how long it is given again.
            most: How much is kept in all; what alone weighs more is given to those who wait for it.
            weigh: How much something weighs.
        """
        self._do = do
        self._executor = executor
        self._most = most
        self._weigh = weigh
        self._lock = threading.Lock()
        self._asked: dict[_Asked, Future[_Done]] = {}
        self._kept: TTLCache[_Asked, tuple[int, Future[_Done]]] = TTLCache(
            most, kept_seconds, timer=clock.monotonic, getsizeof=lambda kept: kept[0]
        )

    def ask(self, asked: _Asked) -> Future[_Done]:
        """What comes of it, soon; the same future for everybody who asks the same meanwhile."""
        with self._lock:
            kept = self._kept.get(asked)
            known = kept[1] if kept else self._asked.get(asked)
            if known is not None:
                return known
            coming = self._executor.submit(self._do, asked)
            self._asked[asked] = coming
        # Outside the lock: a callback on a future that is already done runs at once, right here.
        coming.add_done_callback(lambda done: self._settle(asked, done))
        return coming

    def _settle(self, asked: _Asked, done: Future[_Done]) -> None:
        with self._lock:
            self._asked.pop(asked, None)
            if done.cancelled() or done.exception() is not None:
                return
            weight = self._weigh(asked, done.result())
            if weight <= self._most:
                self._kept[asked] = (weight, done)
