"""What is remembered of an instance, as values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.alerts.rules import Condition
from bot.alerts.seen import Counted
from bot.chart import Number

State = Literal["ok", "pending", "firing", "recovering"]
"""Where an instance stands.

    ok --breach--> pending --N in a row--> firing --over it--> recovering --R in a row--> ok
                   pending --no breach--> ok       firing <--not over it-- recovering
"""
Ailment = Literal["ok", "no_data", "error", "never_seen"]
"""What is wrong with what can be seen; the state is kept whatever it is."""
Reason = Literal[
    "recovered",
    "corrected",
    "rule_changed",
    "bound_changed",
    "bound_removed",
    "series_gone",
    "paused",
    "deleted",
]
"""Why an episode ended; corrected is what later numbers say never was."""
Kind = Literal[
    "firing",
    "closed",
    "repeat",
    "no_data",
    "data_back",
    "eval_error",
    "eval_ok",
    "flapping",
    "bound",
]
"""What there is to tell."""


@dataclass(frozen=True, slots=True)
class Ack:
    """Somebody knows; nothing is repeated.

    Attributes:
        by: Who.
        until: Until when it is snoozed, or None for as long as the episode lasts.
    """

    by: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """From firing until it is closed.

    Attributes:
        number: Which of the instance's.
        condition: What was breached; the rule may be another by now.
        since: Where the first bucket of the run starts, of those that were read.
        fired_at: When it fired.
        bucket_ms: How long a bucket is.
        buckets: The evidence: the buckets that it fired on, as they were then.
        ack: Whether somebody knows.
        is_older: Whether the run may have begun before all that was read.
    """

    number: int
    condition: Condition
    since: datetime
    fired_at: datetime
    bucket_ms: int
    buckets: tuple[Counted, ...]
    ack: Ack | None = None
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that an episode fired on and that LaunchDarkly changed since.

    Attributes:
        start: Which bucket.
        was: What it fired on.
        now: What LaunchDarkly says now, or None where it says nothing any more.
    """

    start: datetime
    was: Number
    now: Number | None


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of an episode.

    Attributes:
        episode: Which.
        reason: Why.
        at: When it was seen to end.
        buckets: The buckets that were past it, of one that recovered.
        corrections: What was changed, of one that was corrected.
    """

    episode: Episode
    reason: Reason
    at: datetime
    buckets: tuple[Counted, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What can be seen of a series.

    Attributes:
        ailment: What is wrong.
        reason: Which failure it is.
        since: Since when: the first failure, or the first bucket without a value.
        failures: How many failures there were in a row.
    """

    ailment: Ailment
    reason: str = ""
    since: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What people know, so that they are told of changes and not of states.

    Attributes:
        episode: The latest episode that they were told of, 0 for none.
        at: When they were told of it last.
        through: The newest counted bucket then.
        owed: An end that they have not been told of yet.
        no_data: Whether they know that there is no data.
        error: Whether they know that nothing can be read.
        flapping: Whether they know that it flaps.
        flapping_at: When they were told so last.
        counts: How many events of each kind the present episode has, for those that repeat.
    """

    episode: int = 0
    at: datetime | None = None
    through: datetime | None = None
    owed: Closing | None = None
    no_data: bool = False
    error: bool = False
    flapping: bool = False
    flapping_at: datetime | None = None
    counts: tuple[tuple[Kind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered of an instance; a new one has nothing to remember.

    Attributes:
        state: Where it stands.
        run: How many counted buckets in a row breach, or are past it while it recovers.
        number: Of the latest episode.
        episode: The one that is open.
        health: What can be seen of the series.
        first_seen: The earliest bucket that ever had a value; before it nothing is missing.
        last_seen: The latest one.
        high_water: The newest bucket that was over; it and those before it never open again.
        newest: The newest bucket that counted.
        read_at: When the latest answer was read; one that was read before is too late.
        is_new: Whether the series turned up by itself, and has to be watched for a while first.
        days: How things stood on the latest days, where there is no past to be read.
        best: The best that it stood at on days before those.
        fired: The buckets on which the latest episodes fired.
        turned: The newest counted bucket when an episode began or ended last.
        flapping: Whether it fires too often to be told each time.
        silenced_until: Nothing is told before.
        paused: Whether it is not looked at.
        told: What people know.
    """

    state: State = "ok"
    run: int = 0
    number: int = 0
    episode: Episode | None = None
    health: Health = Health("never_seen")
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    high_water: datetime | None = None
    newest: datetime | None = None
    read_at: datetime | None = None
    is_new: bool = False
    days: tuple[tuple[datetime, Number | None], ...] = ()
    best: Number | None = None
    fired: tuple[datetime, ...] = ()
    turned: datetime | None = None
    flapping: bool = False
    silenced_until: datetime | None = None
    paused: bool = False
    told: Told = field(default_factory=Told)
