"""Where the work of a command is done: on our own threads, bounded, and drained at the end.

Bolt's own threads only acknowledge. A command that waits for LaunchDarkly here cannot make another
one miss Slack's three seconds.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, Generic, TypeVar

_log = logging.getLogger(__name__)
_Task = TypeVar("_Task")

MAX_WAITING: Final = 200


class Work(Generic[_Task]):
    """A pool that does one thing to each task and knows which tasks are not done."""

    def __init__(
        self, do: Callable[[_Task], None], *, workers: int, most: int = MAX_WAITING
    ) -> None:
        """Start with nothing to do.

        Args:
            do: Done to each task, on one of the threads; handles its own errors.
            workers: How many tasks are under way at the same time.
            most: How many tasks are taken before new ones are refused.
        """
        self._do = do
        self._most = most
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="drumbeat-work")
        self._lock = threading.Lock()
        self._open: dict[Future[None], _Task] = {}
        self._stopped = False

    def give(self, task: _Task) -> bool:
        """Take a task to be done soon; False if there is too much to do, or after the stop."""
        with self._lock:
            if self._stopped or len(self._open) >= self._most:
                return False
            future = self._pool.submit(self._do, task)
            self._open[future] = task
        future.add_done_callback(self._settle)
        return True

    def _settle(self, future: Future[None]) -> None:
        with self._lock:
            self._open.pop(future, None)
        if not future.cancelled() and (error := future.exception()):
            # `do` answers its own errors; one that comes this far is a mistake of ours.
            _log.error("A task failed unanswered", exc_info=error)

    def stop(self, seconds: float) -> tuple[_Task, ...]:
        """Take nothing more, wait for what there is to do, and name what was never begun.

        What is under way after that time goes on, and is answered, while the interpreter ends.
        """
        with self._lock:
            self._stopped = True
            tasks = dict(self._open)
        undone = wait(tasks, timeout=seconds).not_done
        self._pool.shutdown(wait=False, cancel_futures=True)
        return tuple(tasks[future] for future in undone if future.cancelled())
