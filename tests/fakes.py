"""Fakes for the edges of the bot: clocks that tests move or hurry."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


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


@dataclass(frozen=True, slots=True)
class FastClock:
    """A clock that goes faster than the machine's; alike in all processes that are told how.

    Attributes:
        origin: When it showed what the machine's clock shows, in seconds since 1970.
        speed: How many of its seconds pass in one of the machine's.
    """

    origin: float
    speed: float

    def now(self) -> datetime:
        """The present."""
        passed = (time.time() - self.origin) * self.speed
        return datetime.fromtimestamp(self.origin + passed, UTC)

    def monotonic(self) -> float:
        """Seconds on a stopwatch that goes as fast."""
        return time.monotonic() * self.speed

    def sleep(self, seconds: float) -> None:
        """Wait for so many of its seconds."""
        time.sleep(seconds / self.speed)
