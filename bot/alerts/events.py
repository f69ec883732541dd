"""What there is to tell, and what history holds, as values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.alerts.memory import Correction, Episode, Health, Kind, Memory, State
from bot.alerts.rules import Condition
from bot.alerts.seen import Counted

What = Literal[
    "ok",
    "pending",
    "fired",
    "firing",
    "recovering",
    "closed",
    "unseen",
    "flapping",
    "calm",
    "no_data",
    "error",
    "never_seen",
    "healthy",
    "acknowledged",
    "snoozed",
    "silenced",
    "heard",
    "resumed",
    "bound",
]
"""What history holds. An episode begins when it fired and ends when it is closed; in between it may
recover and be firing again. Unseen is a breach that began and ended while nobody looked. A bound is
one that changed or is gone."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """The name of an event within its instance: the same event never has another."""

    episode: int
    kind: Kind
    ordinal: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell, with all that it takes to tell it.

    Attributes:
        key: Its name.
        at: When it came to be told.
        state: Where the instance stands.
        run: How many buckets in a row that is.
        health: What can be seen of the series.
        condition: What is watched for; of an episode what it fired on.
        bucket_ms: How long a bucket is, or None where none was seen.
        episode: The episode that it is about.
        buckets: The counted buckets that it is about: those that it fired on, the newest ones of a
            repeat, those that ended it, the one with which data is back.
        missing: The buckets without a value, of no data.
        reason: Why an episode ended, or what failed; "calm" of one that no longer flaps.
        corrections: What LaunchDarkly changed, of an episode that was corrected.
        fired: The buckets on which it fired lately, of one that flaps.
        note: Why exactly an episode ended, where there is more to say than the reason.
    """

    key: Key
    at: datetime
    state: State
    run: int
    health: Health
    condition: Condition
    bucket_ms: int | None = None
    episode: Episode | None = None
    buckets: tuple[Counted, ...] = ()
    missing: tuple[datetime, ...] = ()
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    fired: tuple[datetime, ...] = ()
    note: str = ""

    @property
    def lasting(self) -> timedelta | None:
        """How long the episode is or was: to the end of the newest bucket, or to where it ended."""
        if self.episode is None:
            return None
        if self.key.kind == "closed" and self.buckets:
            return self.buckets[0].start - self.episode.since
        last = (self.buckets or self.episode.buckets)[-1]
        return last.start - self.episode.since + timedelta(milliseconds=self.episode.bucket_ms)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history: every change is in it, told or not.

    Attributes:
        at: When.
        episode: Of which episode, 0 before the first.
        what: What happened.
        why: Why, or who did it, or "".
    """

    at: datetime
    episode: int
    what: What
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of looking once, or of somebody pressing a button.

    Attributes:
        memory: What is remembered from now on; keep it and the events in one transaction.
        events: What there is to tell, in this order.
        history: What happened.
    """

    memory: Memory
    events: tuple[Event, ...] = ()
    history: tuple[Line, ...] = ()
