"""Digests that were made ahead of their slot, so that on it they only have to be posted."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cachetools import TTLCache

from bot.clock import Clock
from bot.digests.ahead import AHEAD, Slot, may_be_early
from bot.digests.model import Digest, WhenCalm
from bot.insights.errors import InsightsError
from handlers.contents import Contents
from handlers.digest_words import Part, manner
from handlers.slack import SlackError

_log = logging.getLogger(__name__)

_KEPT_SECONDS: Final = 2 * AHEAD.total_seconds()
"""Past its slot it may have to wait for its turn; what is older than that is made anew."""
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Made:
    """All that a digest shows.

    Attributes:
        manner: How much of it comes.
        parts: Its charts, with their pictures unless only a line of each comes.
    """

    manner: WhenCalm
    parts: tuple[Part, ...]


def make(
    contents: Contents, digest: Digest, now: datetime, *, insist: bool, is_asked: bool = False
) -> Made:
    """Make a digest.

    Args:
        contents: Asks and draws.
        digest: Which one.
        now: The moment up to which it asks.
        insist: Whether it is early enough to try again later.
        is_asked: Whether somebody asked for it outside of its rhythm.

    Raises:
        InsightsError: If LaunchDarkly does not answer and it is early enough to insist.
        SlackError: If Slack takes no pictures, likewise.
    """
    parts = contents.said(digest, now, insist=insist)
    how = manner(digest, parts, is_asked=is_asked)
    if how == "show":
        parts = contents.illustrated(parts, digest.channel, insist=insist)
    return Made(how, parts)


class Early:
    """Keeps what was made until its slot."""

    def __init__(self, clock: Clock) -> None:
        self._lock = threading.Lock()
        self._kept: TTLCache[Slot, tuple[Digest, Made]] = TTLCache(
            _MOST, _KEPT_SECONDS, timer=clock.monotonic
        )

    def make(self, slot: Slot, digest: Digest, contents: Contents) -> None:
        """Make a digest ahead of a slot, if what it says by then will still be true on it.

        Nothing is lost where that goes wrong: on its slot it is made as if this had not been tried.
        """
        asked = contents.asked(digest, slot.due)
        if not all(not isinstance(one, str) and may_be_early(one, slot.due) for one in asked):
            return
        try:
            # All that are due then ask up to the same minute, and so for the same numbers.
            found = make(contents, digest, slot.due - AHEAD, insist=True)
        except (InsightsError, SlackError) as error:
            _log.info("Digest %s was not made ahead: %s", digest.id, error)
            return
        if not any(part.problem for part in found.parts):
            with self._lock:
                self._kept[slot] = (digest, found)

    def find(self, digest: Digest, due: datetime) -> Made | None:
        """What was made for a slot; None if there is nothing, or the digest is another by now."""
        with self._lock:
            kept = self._kept.get(Slot(digest.id, due))
        if kept is None or kept[0].setting != digest.setting:
            return None
        return kept[1]
