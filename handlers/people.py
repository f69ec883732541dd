"""The people who ask: in which zone they live, and whether they may change anything."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cachetools import TTLCache

from bot.clock import Clock
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

KEPT_SECONDS: Final = 3600.0
"""People travel; an hour later their new zone is known."""

FRESH_SECONDS: Final = 300.0
"""For how long is believed what Slack knows of somebody; a guest may have been made one since."""

AGAIN_SECONDS: Final = 60.0
"""After a Slack that did not say, nobody is kept waiting for it again so soon."""


class Directory:
    """What Slack knows of people, asked once for all that want to know of it."""

    def __init__(self, lookup: Callable[[str], Mapping[str, Any]], *, clock: Clock) -> None:
        """Know nobody yet.

        Args:
            lookup: Asks Slack for a person, by id.
            clock: Measures for how long an answer is fresh.
        """
        self._lookup = lookup
        self._lock = threading.Lock()
        self._known: TTLCache[str, Mapping[str, Any]] = TTLCache(
            10_000, FRESH_SECONDS, timer=clock.monotonic
        )

    def user(self, user: str) -> Mapping[str, Any]:
        """What Slack knows of a person.

        Raises:
            SlackError: If Slack does not say.
        """
        with self._lock:
            known = self._known.get(user)
        if known is None:
            known = self._lookup(user)
            with self._lock:
                self._known[user] = known
        return known


@dataclass(frozen=True, slots=True)
class Members:
    """Who may change what others see: full members of the workspace, and of some things admins.

    Attributes:
        lookup: What Slack knows of a person, by id.
    """

    lookup: Callable[[str], Mapping[str, Any]]

    def refusal(self, user: str, team: str, *, admin: bool = False) -> str:
        """Why somebody may change nothing, in a sentence; "" if they may.

        Of whom Slack does not say who they are nothing is taken either.

        Args:
            user: Who it is.
            team: The workspace in which they act.
            admin: Whether it takes somebody who runs the workspace.
        """
        try:
            known = self.lookup(user)
        except SlackError as error:
            _log.warning("Slack does not say who %s is: %s", user, error.code)
            return _NOT_SAID
        if _is_foreign(known, team):
            return _OUTSIDE
        if any(known.get(one) for one in _NO_MEMBERS):
            return _NO_MEMBER
        if admin and not any(known.get(one) for one in _ADMINS):
            return _NO_ADMIN
        return ""


_NO_MEMBERS: Final = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
_ADMINS: Final = ("is_admin", "is_owner", "is_primary_owner")
_NOT_SAID: Final = (
    "Slack does not say who you are, so nothing was changed. Try again in a minute; if that goes "
    "on, the app lacks the users:read permission."
)
_OUTSIDE: Final = "People of other workspaces may look at this, and not change it."
_NO_MEMBER: Final = "Guests and bots may look at this, and not change it."
_NO_ADMIN: Final = "That is for those who run this workspace: its admins and owners."


def _is_foreign(known: Mapping[str, Any], team: str) -> bool:
    """Whether somebody comes from another workspace, by Slack Connect."""
    home = known.get("team_id")
    enterprise = known.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, dict) else None
    also = teams if isinstance(teams, list) else []
    return home is not None and home != team and team not in also


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
