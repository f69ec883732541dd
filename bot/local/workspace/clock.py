"""Time, as the workspace needs it: what time it is, and how to wait.

Acks, triggers, response URLs, rate limits and settling files all have deadlines. Nothing here reads
the system's clock on its own, so a test lets thirty minutes pass by moving a clock.
"""

import asyncio
import time
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")


class Clock(Protocol):
    """The present, and a way to wait for a later one."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once that many seconds have passed."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Return once that many seconds have passed."""
        await asyncio.sleep(seconds)


async def within(clock: Clock, seconds: float, future: "asyncio.Future[_T]") -> _T:
    """The future's result, if it comes in time.

    Raises:
        TimeoutError: If it does not; the future is cancelled.
    """
    alarm = asyncio.ensure_future(clock.sleep(seconds))
    try:
        either: set[asyncio.Future[Any]] = {future, alarm}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not future.done():
            raise TimeoutError
        return future.result()
    finally:
        alarm.cancel()
        future.cancel()
