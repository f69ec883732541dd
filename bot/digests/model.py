"""Digests and their deliveries, as values."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final, Literal, get_args

from bot.digests.cadence import Cadence

WhenCalm = Literal["show", "line", "silent"]
"""What comes when nothing moved: everything as usual, one line, or nothing at all."""
CALMS: Final[tuple[WhenCalm, ...]] = get_args(WhenCalm)
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
class Setting:
    """What somebody wants of a digest.

    Attributes:
        channel: Where it comes.
        owner: Who set it up, and hears of trouble.
        lines: What it shows: request lines with their chart's name first.
        cadence: When it comes.
        when_calm: What comes when nothing moved.
        name: What it is called, where somebody named it.
    """

    channel: str
    owner: str
    lines: tuple[str, ...]
    cadence: Cadence
    when_calm: WhenCalm
    name: str | None


@dataclass(frozen=True, slots=True)
class Code:
    """Where a digest comes from that stands in a file.

    Attributes:
        key: Its name in the file.
        applied: What the file said when it was applied last; people may have changed it since.
    """

    key: str
    applied: Setting


@dataclass(frozen=True, slots=True)
class Digest(Setting):
    """Charts that come to a channel by themselves.

    Attributes:
        id: Its number, by which people name it.
        team: The workspace.
        paused: Why it does not come at present, or None.
        next_due: When it comes next; None while it is paused.
        created_at: When it was set up.
        code: Where it stands in a file, or None for one that was made in Slack.
    """

    id: int
    team: str
    paused: str | None
    next_due: datetime | None
    created_at: datetime
    code: Code | None = None

    @property
    def setting(self) -> Setting:
        """What is wanted of it now."""
        return Setting(*(getattr(self, one.name) for one in fields(Setting)))

    def changed(self, wanted: Setting) -> "Digest":
        """It as it would be if something else were wanted of it."""
        return replace(self, **{one.name: getattr(wanted, one.name) for one in fields(Setting)})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One time that a digest comes.

    Attributes:
        id: Its number.
        digest: The digest's.
        due: When it comes, which usually is its slot; for one that was asked for, when it was.
        asked_by: Who asked for it outside of the rhythm, or None.
        state: Where it is on its way.
        attempt: How often it was begun.
        begun_at: When a post was begun that may have arrived.
        ended_at: When it came to its end.
        channel: Where it stands, or may.
        ts: The message.
        why: Why it is late, skipped or refused.
        moved_from: Its slot, where that was on a day off and it comes on a later day.
        moved_why: Which day off.
        manner: How much of the digest was posted, or None if nothing was.
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
    moved_from: datetime | None = None
    moved_why: str | None = None
    manner: WhenCalm | None = None
