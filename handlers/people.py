"""The people who ask, as far as their time zone matters."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cachetools import TTLCache

from bot.clock import Clock
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

KEPT_SECONDS: Final = 3600.0
"""People travel; an hour later their new zone is known."""

AGAIN_SECONDS: Final = 60.0
"""After a Slack that did not say, nobody is kept waiting for it again so soon."""


class Zones:
    """Time zones of people, asked of Slack and kept for an hour."""

    def __init__(
        self, lookup: Callable[[str], Mapping[str, Any]], *, otherwise: ZoneInfo, clock: Clock
    ) -> None:
        """Know nobody yet.

        Args:
            lookup: What Slack knows of a person, by id.
            otherwise: The zone of people whose zone cannot be learnt.
            clock: Measures the hour.
        """
        self._lookup = lookup
        self._otherwise = otherwise
        self._lock = threading.Lock()
        self._known: TTLCache[str, ZoneInfo] = TTLCache(10_000, KEPT_SECONDS, timer=clock.monotonic)
        self._unknown: TTLCache[str, bool] = TTLCache(10_000, AGAIN_SECONDS, timer=clock.monotonic)

    def of(self, user: str) -> ZoneInfo:
        """The zone of a person."""
        with self._lock:
            known = self._otherwise if user in self._unknown else self._known.get(user)
        if known is not None:
            return known
        try:
            zone = ZoneInfo(str(self._lookup(user).get("tz") or ""))
        except SlackError as error:
            _log.warning("Slack does not say which zone %s lives in: %s", user, error.code)
            with self._lock:
                self._unknown[user] = True
            return self._otherwise
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = self._otherwise  # no zone set, or one that the zone data does not know
        with self._lock:
            self._known[user] = zone
        return zone
