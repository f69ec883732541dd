"""Draws in processes of its own, so that whoever asks never imports Matplotlib nor waits for ever.

A worker is forked from a server that has everything loaded and warm; where there is no such server
it starts from nothing. It may use so much memory and no more, and one that is killed or does not
come to an end is replaced: its drawing fails, and the next one does not.
"""

import contextlib
import logging
import multiprocessing
import queue
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

from charts import worker
from charts.model import Drawing, Picture, Sheet

_log = logging.getLogger(__name__)

_METHODS: Final = multiprocessing.get_all_start_methods()
_METHOD: Final = "forkserver" if "forkserver" in _METHODS else "spawn"


class DrawingFailed(Exception):  # noqa: N818 - what happened, in the words of whoever waits for it
    """There is no picture; the message is a sentence for the person who waits for it."""


class Studio:
    """A few worker processes that draw; any thread may ask.

    Args:
        workers: How many drawings are drawn at once.
        deadline: Seconds that one may take, and that one may wait for its turn.
    """

    def __init__(self, workers: int = 1, deadline: float = 20.0) -> None:
        self._deadline = deadline
        self._amount = workers
        self._closed = threading.Event()
        self._desks: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        context = multiprocessing.get_context(_METHOD)
        context.set_forkserver_preload([worker.PRELOADED])
        for _ in range(workers):
            self._desks.put(_Worker(context))

    def warm_up(self) -> None:
        """Start the workers in the background; the first drawing waits for them if it must."""
        threading.Thread(target=self._start, name="charts-warm-up", daemon=True).start()

    def draw(self, shown: Drawing | Sheet) -> Picture:
        """Draw.

        Raises:
            DrawingFailed: If it cannot be drawn, or not in time.
        """
        if self._closed.is_set():
            raise DrawingFailed("Charts are no longer drawn: I am being stopped.")
        try:
            desk = self._desks.get(timeout=self._deadline)
        except queue.Empty:
            raise DrawingFailed("Too many charts are waiting to be drawn.") from None
        try:
            return desk.draw(shown, self._deadline)
        finally:
            self._desks.put(desk)

    def close(self) -> None:
        """Stop the workers once they have finished what they draw."""
        if self._closed.is_set():
            return
        self._closed.set()
        for _ in range(self._amount):
            with contextlib.suppress(queue.Empty):
                self._desks.get(timeout=self._deadline).stop()

    def _start(self) -> None:
        for _ in range(self._amount):
            desk = self._desks.get()
            try:
                desk.start()
            except (OSError, EOFError) as problem:  # EOFError: the process that forks them ended
                _log.warning("A process that draws charts did not start: %s", problem)
            finally:
                self._desks.put(desk)


class _Worker:
    """A process that draws one drawing after the other; started when it is first needed."""

    def __init__(self, context: multiprocessing.context.BaseContext) -> None:
        self._context = context
        self._running: tuple[BaseProcess, Connection] | None = None

    def start(self) -> tuple[BaseProcess, Connection]:
        """The process and the way to it, started if it is not there or no longer alive."""
        if self._running is not None and self._running[0].is_alive():
            return self._running
        self.stop()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]  # every context has it
            target=worker.serve, args=(theirs,), name="charts-worker", daemon=True
        )
        process.start()
        theirs.close()  # so that the end of the process is the end of what comes from it
        self._running = (process, ours)
        return self._running

    def draw(self, shown: Drawing | Sheet, deadline: float) -> Picture:
        """Draw; once more with a new process where one ended, for it may have ended before.

        Raises:
            DrawingFailed: If it cannot be drawn, or not in time.
        """
        for _ in range(2):
            answer = self._ask(shown, deadline)
            if isinstance(answer, Picture):
                return answer
            if answer is not None:
                if answer.details:
                    _log.error("A chart could not be drawn:\n%s", answer.details)
                raise DrawingFailed(answer.sentence)
        raise DrawingFailed("The process that draws charts ended, twice, over this chart.")

    def _ask(self, shown: Drawing | Sheet, deadline: float) -> Picture | worker.Failure | None:
        """The process's answer; None if it ended without one."""
        try:
            process, connection = self.start()
        except (OSError, EOFError) as problem:
            raise DrawingFailed("The process that draws charts did not start.") from problem
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(deadline, give_up)
        alarm.start()
        try:
            connection.send(shown)
            answer: Picture | worker.Failure = connection.recv()
        except (EOFError, OSError) as problem:
            alarm.cancel()  # before the process is closed, which cannot be killed any more
            self.stop()
            if late.is_set():
                words = f"The chart was not drawn within {deadline:g} seconds."
                raise DrawingFailed(words) from problem
            return None
        finally:
            alarm.cancel()
        return answer

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self._running is None:
            return
        process, connection = self._running
        self._running = None
        connection.close()
        process.kill()
        process.join()
        process.close()
