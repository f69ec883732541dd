"""Whose turn it is to change a message: the latest who asked, whoever is still at work."""

import threading
from dataclasses import dataclass
from itertools import count
from typing import Final

from cachetools import TTLCache

from bot.clock import Clock

_KEPT_SECONDS: Final = 3600.0
"""Longer than any answer takes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in the order of those who change one message."""

    message: tuple[str, str]
    number: int


class Turns:
    """Hands out turns; of several for one message only the latest is good."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._numbers = count()
        self._latest: TTLCache[tuple[str, str], int] = TTLCache(
            10_000, _KEPT_SECONDS, timer=clock.monotonic
        )

    def take(self, channel: str, ts: str) -> Turn:
        """Begin to change a message; whoever began before has lost the turn."""
        with self._lock:
            turn = Turn((channel, ts), next(self._numbers))
            self._latest[turn.message] = turn.number
        return turn

    def is_good(self, turn: Turn) -> bool:
        """Whether nobody else has begun since."""
        with self._lock:
            return self._latest.get(turn.message, turn.number) == turn.number
