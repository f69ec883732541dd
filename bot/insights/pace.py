"""When LaunchDarkly may be asked again, read from whatever rate-limit headers are there.

LaunchDarkly limits per account, per route, per token and per address; each family of headers is
present only if its limit applied, in any combination, and a 429 may carry none of them. A reset may
lie in the past. Other tools share the account's limit, so a pause holds for everything we ask.

Source: https://launchdarkly.com/docs/api (section "Rate limiting")
"""

import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from bot.insights.errors import InsightsError
from bot.query import epoch_ms, from_epoch_ms

DEFAULT_WAIT: Final = timedelta(seconds=10)
"""LaunchDarkly counts in windows of ten seconds."""
MAX_WAIT: Final = timedelta(hours=1)
_RESETS: Final = ("X-Ratelimit-Reset", "X-Ratelimit-Auth-Token-Reset")
_DIGITS: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_FAR: Final = datetime(2100, 1, 1, tzinfo=UTC)


def retry_at(headers: Mapping[str, str], *, now: datetime) -> datetime:
    """The earliest moment to ask again after a 429: the latest that any header names.

    Args:
        headers: Of the answer; look-ups must ignore case, as those of requests do.
        now: The present (UTC).

    Returns:
        Between now and an hour from now; ten seconds from now if nothing readable is said.
    """
    named = [_reset(headers.get(name)) for name in _RESETS]
    named.append(_retry_after(headers.get("Retry-After"), now))
    moments = [moment for moment in named if moment is not None]
    latest = max(moments, default=now + DEFAULT_WAIT)
    return min(max(latest, now), now + MAX_WAIT)


def _reset(value: str | None) -> datetime | None:
    """Epoch milliseconds."""
    if value is None or not _DIGITS.fullmatch(value):
        return None
    return from_epoch_ms(min(int(value), epoch_ms(_FAR)))


def _retry_after(value: str | None, now: datetime) -> datetime | None:
    """Seconds, or a date as HTTP allows."""
    if value is not None and _DIGITS.fullmatch(value):
        return now + timedelta(seconds=min(int(value), MAX_WAIT.total_seconds()))
    return http_date(value)


def http_date(value: str | None) -> datetime | None:
    """Read a date as HTTP headers write it (UTC); None if it is absent or unreadable."""
    try:
        read = parsedate_to_datetime(value or "")
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class Gate:
    """One pause for everything that asks with the same token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shut: tuple[datetime, InsightsError] | None = None

    def shut(self, until: datetime, because: InsightsError) -> None:
        """Let nobody ask before a moment; a later one that is already set stays."""
        with self._lock:
            if self._shut is None or until > self._shut[0]:
                self._shut = until, because

    def check(self, now: datetime) -> None:
        """Pass, or raise anew the error for which the gate is shut."""
        with self._lock:
            shut = self._shut
        if shut is not None and now < shut[0]:
            until, error = shut
            raise type(error)(error.sentence, error.remedy, retry_at=until)
