"""Whose turn it is to change a message: of those with something to show, whoever pressed last.

A press that fails takes no turn from anybody, and one that is answered late takes none from a
press that came after it.
"""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cachetools import TTLCache

from bot.clock import Clock

_KEPT_SECONDS: Final = 3600.0
"""Longer than any answer takes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in the order of those who change one message: 0 for who posted it."""

    message: tuple[str, str]
    number: int


@dataclass(slots=True)
class _State:
    """The latest turn of a message, and a lock that is held while the message is changed."""

    latest: int
    changing: threading.Lock = field(default_factory=threading.Lock)


class Turns:
    """Knows for each message whose turn it is."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._states: TTLCache[tuple[str, str], _State] = TTLCache(
            10_000, _KEPT_SECONDS, timer=clock.monotonic
        )

    def is_good(self, turn: Turn) -> bool:
        """Whether the message shows nothing of somebody who came later."""
        with self._lock:
            state = self._states.get(turn.message)
            return state is None or state.latest <= turn.number

    @contextlib.contextmanager
    def changing(self, turn: Turn) -> Iterator[bool]:
        """Keep everybody else from changing the message; says whether it still is one's turn.

        Two changes that travel at the same time may arrive in either order. A change that is made
        takes the turn from all who came before; one that raises takes it from nobody.
        """
        with self._lock:
            state = self._states.setdefault(turn.message, _State(0))
        with state.changing:
            is_good = self.is_good(turn)
            yield is_good
            with self._lock:
                state.latest = max(state.latest, turn.number)
