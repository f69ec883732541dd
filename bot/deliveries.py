"""Messages that have to come, as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

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
class Delivery:
    """One message that comes: a digest on one of its slots, or the news of an alert.

    Attributes:
        id: Its number.
        digest: The digest's, or None.
        alert: The alert's, or None.
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
        manner: How much of a digest was posted, or None if nothing was; of an alert's message
            "over", where it told of the end as well.
    """

    id: int
    digest: int | None
    alert: int | None
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
    manner: str | None = None
