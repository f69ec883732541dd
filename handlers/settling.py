"""Posts that nobody knows about: Slack is asked what became of them.

All that are open in a channel, or in a thread, are looked for at once, since Slack lets some apps
look once a minute.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine

from bot import ledger
from bot.alerts import news
from bot.deliveries import Delivery
from handlers.desk import Desk
from handlers.lasting import LASTING
from handlers.slack import Posted, SlackError
from handlers.telling import KIND as ALERT

_log = logging.getLogger(__name__)

KIND: Final = "drumbeat_digest"
"""What marks a digest's message, unseen."""
BLIND: Final = "Slack does not let me look whether the first one arrived"
_LOST: Final = "Slack did not take it at first"
_SKEW: Final = timedelta(minutes=5)
"""How far our clock may be ahead of Slack's, by which messages are stamped."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where messages stand that can be looked for at once.

    Attributes:
        channel: The channel.
        kind: Of their marks.
        thread: The message in whose thread they stand, or None.
    """

    channel: str
    kind: str
    thread: str | None


def by_spot(open_: Iterable[Delivery], store: Engine) -> dict[Spot, list[Delivery]]:
    """Deliveries that can be looked for at once, together."""
    found: dict[Spot, list[Delivery]] = {}
    with store.begin() as connection:
        for one in open_:
            is_alert = one.alert is not None
            thread = news.thread(connection, one.id) if is_alert else None
            spot = Spot(one.channel or "", ALERT if is_alert else KIND, thread)
            found.setdefault(spot, []).append(one)
    return found


def settle(spot: Spot, open_: Sequence[Delivery], store: Engine, desk: Desk) -> None:
    """Ask Slack what became of posts to one place, and write it down.

    Nothing is raised: what could not be settled is listed again.
    """
    try:
        _settle(spot, open_, store, desk)
    except Exception:  # noqa: BLE001 - this door's one boundary: the other places are settled
        _log.exception("What became of %s deliveries is not known yet", len(open_))


def _settle(spot: Spot, open_: Sequence[Delivery], store: Engine, desk: Desk) -> None:
    asked_at = desk.clock.now()
    since = min(one.begun_at or one.due for one in open_) - _SKEW
    standing, problem = dict[str, Posted](), ""
    try:
        standing = desk.slack.standing(spot.channel, spot.kind, since=since, thread=spot.thread)
    except SlackError as error:
        problem = error.code
        _log.warning("Slack does not tell what became of %s deliveries: %s", len(open_), problem)
    with store.begin() as connection:
        for one in open_:
            if posted := standing.get(str(one.id)):
                ledger.found(connection, one.id, posted.channel, posted.ts, asked_at)
            elif problem and problem not in LASTING:
                ledger.not_known(connection, one, asked_at + ledger.SETTLE)
            else:
                ledger.not_found(connection, one, BLIND if problem else _LOST, asked_at)
