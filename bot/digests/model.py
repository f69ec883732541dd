"""Digests and their deliveries, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.digests.cadence import Cadence

State = Literal["pending", "posting", "unsure", "posted", "quiet", "skipped", "refused"]
"""Where a delivery is on its way.

    pending --claim--> posting --Slack took it--> posted
                       posting --nothing moved--> quiet
                       posting --Slack is busy, LaunchDarkly silent--> pending, later
                       posting --Slack will never take it--> refused
                       posting --nobody knows, or the process died--> unsure
    unsure --it stands in the channel--> posted        unsure --it does not--> pending
    pending --too late to be of use--> skipped
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """Charts that come to a channel by themselves.

    Attributes:
        id: Its number, by which people name it.
        team: The workspace.
        channel: Where it comes.
        owner: Who set it up, and hears of trouble.
        lines: What it shows: request lines with their chart's name first.
        cadence: When it comes.
        only_moved: Whether it is silent when nothing moved.
        name: What it is called, where somebody named it.
        paused: Why it does not come at present, or None.
        next_due: When it comes next; None while it is paused.
        created_at: When it was set up.
    """

    id: int
    team: str
    channel: str
    owner: str
    lines: tuple[str, ...]
    cadence: Cadence
    only_moved: bool
    name: str | None
    paused: str | None
    next_due: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One time that a digest comes.

    Attributes:
        id: Its number.
        digest: The digest's.
        due: Its slot; for one that somebody asked for, when they did.
        asked_by: Who asked for it outside of the rhythm, or None.
        state: Where it is on its way.
        attempt: How often it was begun.
        begun_at: When a post was begun that may have arrived.
        ended_at: When it came to its end.
        channel: Where it stands, or may.
        ts: The message.
        why: Why it is late, skipped or refused.
    """

    id: int
    digest: int
    due: datetime
    asked_by: str | None
    state: State
    attempt: int
    begun_at: datetime | None
    ended_at: datetime | None
    channel: str | None
    ts: str | None
    why: str | None
