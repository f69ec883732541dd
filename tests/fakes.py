"""Fakes for the edges of the bot: a clock that tests move."""

import threading
from datetime import datetime, timedelta


class MovedClock:
    """A clock that stands still until a test moves it; sleeping moves it."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present."""
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return (self.now() - self._start).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Wait, which costs no time here."""
        self.move(timedelta(seconds=seconds))

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        with self._lock:
            self._now += by
