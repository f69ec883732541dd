"""Times as the database keeps them: whole milliseconds since 1970."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """A time as it is kept."""
    return (moment - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """A time that was kept (UTC)."""
    return _EPOCH + ms * _MS


def maybe(ms: int | None) -> datetime | None:
    """A time that may not be set."""
    return None if ms is None else from_ms(ms)
