"""Files of numbers that were drawn, kept for a while so that they can be had as they were."""

import threading
import zlib
from typing import Final

from cachetools import LRUCache, TTLCache

from bot.clock import Clock

_MOST_BYTES: Final = 32 * 1024 * 1024
_AGAIN_SECONDS: Final = 600.0


class Files:
    """Keeps files by what they hold, the ones used last, packed."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._kept: LRUCache[str, bytes] = LRUCache(_MOST_BYTES, getsizeof=len)
        self._given: TTLCache[tuple[str, str, str], bool] = TTLCache(
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

    def is_given(self, channel: str, thread: str, name: str) -> bool:
        """Whether a file went into a thread a moment ago; it counts as given from now on."""
        key = (channel, thread, name)
        with self._lock:
            known = key in self._given
            self._given[key] = True
        return known

    def take_back(self, channel: str, thread: str, name: str) -> None:
        """Let a file be given that did not arrive."""
        with self._lock:
            self._given.pop((channel, thread, name), None)
