"""Alerts that people set up, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from bot.alerts.bounded import is_bounded
from bot.alerts.events import Event
from bot.alerts.memory import Memory
from bot.alerts.rules import Word
from bot.chart import Number

TOTAL = ""
"""The name of the series of a chart that has only one, or whose series are added up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of.

    Attributes:
        channel: Where it is told.
        owner: Who set it up.
        line: The chart: a request line behind its name, without times.
        phrase: What is watched for, in the spelling of `bot.alerts.phrases`.
        name: What it is called, where somebody named it.
        mention: Who is called when it fires, as Slack writes them, or None.
    """

    channel: str
    owner: str
    line: str
    phrase: str
    name: str | None
    mention: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A bound that a series was held against when it was looked at last.

    Attributes:
        series: Its name.
        name: The bound's, as LaunchDarkly writes it.
        value: The bound's.
        word: Which side of it is bad.
        why: A sentence that says where that comes from; or why it is no longer held against it.
        is_watched: Whether it is held against it still.
    """

    series: str
    name: str
    value: Number
    word: Word
    why: str
    is_watched: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """Where an alert comes from that stands in a file.

    Attributes:
        key: Its name in the file.
        applied: What the file said when it was applied last; people may have changed it since.
    """

    key: str
    applied: Wish


@dataclass(frozen=True, slots=True)
class Alert(Wish):
    """What somebody wants to hear of, and what is known of it so far.

    Attributes:
        id: Its number, by which people name it.
        team: The workspace.
        paused: Why nobody looks at present, or None.
        quiet_until: Until when nothing is told, or None.
        next_look: When somebody looks next; None while it is paused.
        created_at: When it was set up.
        revision: Of its memories; whoever changes them says which one was read.
        memories: What is remembered of each series, by its name; of an alert on bounds of each
            series and bound.
        bounds: Those that series were held against, by the same names.
        code: Where it stands in a file, or None for one that was made in Slack.
    """

    id: int
    team: str
    paused: str | None
    quiet_until: datetime | None
    next_look: datetime | None
    created_at: datetime
    revision: int
    memories: Mapping[str, Memory]
    bounds: Mapping[str, Held] = field(default_factory=dict)
    code: Code | None = None

    @property
    def wish(self) -> Wish:
        """What is wanted of it now."""
        return Wish(**{one.name: getattr(self, one.name) for one in fields(Wish)})

    @property
    def watched(self) -> Mapping[str, Memory]:
        """What is remembered of what is watched now; it may have been the bounds before, or not."""
        if is_bounded(self.phrase):
            kept = {name for name, held in self.bounds.items() if held.is_watched}
        else:
            kept = self.memories.keys() - self.bounds.keys()
        return {name: memory for name, memory in self.memories.items() if name in kept}

    @property
    def is_open(self) -> bool:
        """Whether an episode of any series is open."""
        return any(memory.episode is not None for memory in self.memories.values())


@dataclass(frozen=True, slots=True)
class Incident:
    """From the first series of an alert that fires to the last that ends: one message.

    Attributes:
        id: Its own number.
        alert: The alert's.
        number: Which of the alert's, 1 for the first.
        opened_at: When the first fired.
        closed_at: When the last ended, or None.
        story: The latest event of each series.
        delivery: Which brings its message.
        version: Of what its message has to say.
        shown: Of what it says.
    """

    id: int
    alert: int
    number: int
    opened_at: datetime
    closed_at: datetime | None
    story: Mapping[str, Event]
    delivery: int
    version: int
    shown: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell of a series.

    Attributes:
        series: Its name.
        incident: In whose message or thread, or None.
        event: What happened.
    """

    series: str
    incident: int | None
    event: Event


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to an alert, told or not.

    Attributes:
        at: When.
        series: To which series.
        episode: In which episode, 0 before the first.
        what: What.
        why: Why, or who did it, or "".
    """

    at: datetime
    series: str
    episode: int
    what: str
    why: str
