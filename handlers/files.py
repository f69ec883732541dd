"""Files of numbers that were drawn, kept for a while so that they can be had as they were."""

import contextlib
import threading
import zlib
from collections.abc import Iterator
from typing import Final, Literal

from cachetools import LRUCache, TTLCache

from bot.clock import Clock

_MOST_BYTES: Final = 32 * 1024 * 1024
_AGAIN_SECONDS: Final = 600.0

State = Literal["new", "on its way", "given"]


class Files:
    """Keeps files by what they hold, the ones used last, packed."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._kept: LRUCache[str, bytes] = LRUCache(_MOST_BYTES, getsizeof=len)
        self._states: TTLCache[tuple[str, str, str], State] = TTLCache(
            10_000, _AGAIN_SECONDS, timer=clock.monotonic
        )

    def keep(self, name: str, content: bytes) -> None:
        """Remember a file under its name."""
        packed = zlib.compress(content, 1)
        with self._lock:
            if len(packed) <= _MOST_BYTES:
                self._kept[name] = packed

    def find(self, name: str) -> bytes | None:
        """The file of a name, or None if it is no longer kept."""
        with self._lock:
            packed = self._kept.get(name)
        return None if packed is None else zlib.decompress(packed)

    @contextlib.contextmanager
    def giving(self, channel: str, thread: str, name: str) -> Iterator[State]:
        """Put a file into a thread, once in ten minutes.

        Says whether somebody has done or is doing that already; only where it is new is there
        anything to do. It counts as given if the block ends well.
        """
        key = (channel, thread, name)
        with self._lock:
            state = self._states.get(key, "new")
            if state == "new":
                self._states[key] = "on its way"
        if state != "new":
            yield state
            return
        is_given = False
        try:
            yield state
            is_given = True
        finally:
            with self._lock:
                if is_given:
                    self._states[key] = "given"
                else:
                    self._states.pop(key, None)
