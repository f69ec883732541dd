"""Times as clients send them: epoch milliseconds, and ISO 8601 in all its dialects.

LaunchDarkly's prose says "Unix timestamp in milliseconds" where its schema says date-time, so its
own generated clients send either: Python `2021-04-01T00:00:00.000000+0000`, Go RFC 3339 with
nanoseconds, Java an offset date-time that may leave out the seconds, TypeScript `toISOString()`.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

from bot.local.insights.model import MAX_TIME

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS: Final = re.compile(r"[0-9]{1,16}", re.ASCII)
_MILLISECONDS: Final = re.compile(r"[0-9]{12,16}", re.ASCII)
"""So many digits are no date and no seconds."""
_SECONDS: Final = range(10**9, 10**11)
"""Seconds from 2001 on; in milliseconds that would be the first three years since 1970."""
_CLOCKS_DIFFER_MS: Final = 300_000
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.,]+(?:[Zz]|[+-][0-9:]+)?)?")
_LOST_PLUS: Final = re.compile(r"(?<=[0-9]) (?=[0-9]{2}:?[0-9]{2}$)")
"""A `+` that nobody percent-encoded arrives as a space."""


def to_ms(moment: datetime) -> int:
    """Epoch milliseconds of an aware time, exactly (a float of seconds would round)."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def http_date(moment: datetime) -> str:
    """An aware time as HTTP's Date header has it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def parse_ms(text: str) -> int:
    """Read a time.

    Args:
        text: Epoch milliseconds or ISO 8601; without an offset it is UTC.

    Returns:
        Epoch milliseconds between 1970 and 2100.

    Raises:
        ValueError: If it is neither, or out of range; the message completes "from ...".
    """
    if _DIGITS.fullmatch(text):
        return _in_range(int(text))
    moment = parse_iso(text)
    return _in_range(to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))


def seconds_problem(number: int) -> str | None:
    """What is wrong with a number that is hardly of milliseconds: as such it was the year 1970."""
    if number not in _SECONDS:
        return None
    return f"must be in milliseconds; in seconds, as it seems, it would be {number * 1000}"


def future_problem(at: int, now: int) -> str | None:
    """What is wrong with a time of something that has happened; clocks may differ a little.

    Args:
        at: Epoch milliseconds.
        now: The present, likewise.
    """
    if at <= now + _CLOCKS_DIFFER_MS:
        return None
    moment = _EPOCH + timedelta(milliseconds=at)
    return f"must not lie in the future, and {moment:%Y-%m-%dT%H:%MZ} does"


def parse_moment(text: str) -> int:
    """Read a time that leaves no doubt: epoch milliseconds, or ISO 8601 with a zone.

    Returns:
        Epoch milliseconds between 1970 and 2100.

    Raises:
        ValueError: If it is neither, or out of range; the message completes "merged_at ...".
    """
    if _MILLISECONDS.fullmatch(text):
        return _in_range(int(text))
    if _DIGITS.fullmatch(text) and (problem := seconds_problem(int(text))):
        raise ValueError(problem)
    if text.isdigit():
        raise ValueError("must be in milliseconds, or a date and time")
    moment = parse_iso(text)
    if moment.tzinfo is None:
        raise ValueError("must say its time zone, as in 2026-10-01T09:00Z")
    return _in_range(to_ms(moment))


def parse_iso(text: str) -> datetime:
    """Read ISO 8601 with a date, naive if it names no zone.

    Raises:
        ValueError: If it is something else; the message completes "from ...".
    """
    text = _LOST_PLUS.sub("+", text) if "T" in text.upper() else text
    if not _ISO.fullmatch(text):
        raise ValueError("must be a Unix timestamp in milliseconds or an ISO 8601 time")
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("must be a time that exists") from None


def _in_range(milliseconds: int) -> int:
    if not 0 <= milliseconds <= MAX_TIME:
        raise ValueError("must be between 1970 and 2100, in milliseconds")
    return milliseconds
