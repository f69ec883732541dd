"""How fast messages may follow each other: Slack takes one a second in each channel.

Of a whole workspace it takes some hundreds a minute, and says so only to the one who is too many;
then everybody waits.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

import threading
from typing import Final

from bot.clock import Clock

SECONDS: Final = 1.0


class Pace:
    """Knows when a channel takes its next message, and when Slack takes any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._shut_until = clock.monotonic()

    def wait(self, channel: str) -> None:
        """Wait for one's turn in a channel, behind those who came before."""
        with self._lock:
            now = self._clock.monotonic()
            turn = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = turn + SECONDS
        if turn > now:
            self._clock.sleep(turn - now)

    def shut(self, seconds: float) -> None:
        """Slack wants to hear nothing for so long."""
        with self._lock:
            self._shut_until = max(self._shut_until, self._clock.monotonic() + seconds)

    def is_shut(self) -> bool:
        """Whether Slack still wants to hear nothing."""
        with self._lock:
            return self._clock.monotonic() < self._shut_until
