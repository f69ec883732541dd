"""Posts that nobody knows about: Slack is asked what became of them.

All that are open in a channel are looked for at once, since Slack lets some apps look once a
minute.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import Engine

from bot import ledger
from bot.deliveries import Delivery
from handlers.desk import Desk
from handlers.lasting import LASTING
from handlers.slack import Posted, SlackError

_log = logging.getLogger(__name__)

KIND: Final = "drumbeat_digest"
"""What marks a digest's message, unseen."""
BLIND: Final = "Slack does not let me look whether the first one arrived"
_LOST: Final = "Slack did not take it at first"
_SKEW: Final = timedelta(minutes=5)
"""How far our clock may be ahead of Slack's, by which messages are stamped."""


def by_channel(open_: Iterable[Delivery]) -> list[tuple[Delivery, ...]]:
    """Deliveries of one channel together."""
    ordered = sorted(open_, key=_channel)
    return [tuple(some) for _, some in groupby(ordered, key=_channel)]


def settle(open_: Sequence[Delivery], store: Engine, desk: Desk) -> None:
    """Ask Slack what became of posts to one channel, and write it down.

    Nothing is raised: what could not be settled is listed again.
    """
    try:
        _settle(open_, store, desk)
    except Exception:  # noqa: BLE001 - this door's one boundary: the other channels are settled
        _log.exception("What became of %s digests is not known yet", len(open_))


def _settle(open_: Sequence[Delivery], store: Engine, desk: Desk) -> None:
    asked_at = desk.clock.now()
    since = min(one.begun_at or one.due for one in open_) - _SKEW
    standing, problem = dict[str, Posted](), ""
    try:
        standing = desk.slack.standing(_channel(open_[0]), KIND, since=since)
    except SlackError as error:
        problem = error.code
        _log.warning("Slack does not tell what became of %s digests: %s", len(open_), problem)
    with store.begin() as connection:
        for one in open_:
            if posted := standing.get(str(one.id)):
                ledger.found(connection, one.id, posted.channel, posted.ts, asked_at)
            elif problem and problem not in LASTING:
                ledger.not_known(connection, one, asked_at + ledger.SETTLE)
            else:
                ledger.not_found(connection, one, BLIND if problem else _LOST, asked_at)


def _channel(one: Delivery) -> str:
    return one.channel or ""
