"""How often an app may ask, as far as Slack says it in numbers.

Slack promises at least so many calls a minute and may let more pass; here exactly the promise
holds, for what an app must be able to live with.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
from collections import deque
from typing import Final

from bot.local.workspace.clock import Clock
from bot.local.workspace.refusals import RateLimited

TIER_1: Final = 1
TIER_2: Final = 20
TIER_3: Final = 50
TIER_4: Final = 100
SPECIAL: Final = 300
"""Calls a minute where Slack says "several hundred" (posting) or "hundreds" (auth.test)."""
_MINUTE: Final = 60.0

_BURST: Final = 3
"""Slack: one message a second per channel, "short bursts >1 allowed"."""


class Limits:
    """Counts calls; switched off, it lets everything pass."""

    def __init__(self, clock: Clock, *, on: bool = True) -> None:
        self._clock = clock
        self.on = on
        self.clear()

    def clear(self) -> None:
        """Forget what was counted."""
        self._calls: dict[str, deque[float]] = {}
        self._full_at: dict[str, float] = {}

    def call(self, method: str, per_minute: int) -> None:
        """Count a call of a method.

        Raises:
            RateLimited: If there were that many in the last minute.
        """
        if not self.on:
            return
        now = self._clock.now()
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        if len(calls) >= per_minute:
            raise RateLimited(_whole(calls[0] + _MINUTE - now))
        calls.append(now)

    def message(self, channel: str) -> None:
        """Count a message to a channel: a bucket of a few that gains one each second.

        Raises:
            RateLimited: If the bucket is empty.
        """
        if not self.on:
            return
        now = self._clock.now()
        full_at = max(self._full_at.get(channel, now), now)
        if full_at - now > _BURST - 1:
            raise RateLimited(_whole(full_at - now - (_BURST - 1)))
        self._full_at[channel] = full_at + 1


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))
