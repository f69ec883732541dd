"""What there is to tell: the difference between how things are and what people know of them.

So nothing is told twice, whatever is silenced meanwhile is told late if it still is so, and what
began and ended in silence is not told at all. An end is told only to those who know of a beginning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.alerts.counting import Laid
from bot.alerts.events import Event, Key
from bot.alerts.memory import Kind, Memory, Told
from bot.alerts.rules import Rule
from bot.alerts.seen import Counted

SUMMED_UP: Final = timedelta(hours=24)
"""How often people hear of an alert that flaps."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What telling takes beside memory.

    Attributes:
        rule: What is watched for.
        now: The present.
        laid: The buckets, where any were read.
    """

    rule: Rule
    now: datetime
    laid: Laid | None = None

    @property
    def newest(self) -> Sequence[Counted]:
        """The newest buckets that count, as many as it takes to fire."""
        return self.laid.counted[-self.rule.for_n :] if self.laid else ()


Telling = tuple[Memory, Event | None]


def tell(memory: Memory, moment: Moment) -> tuple[Memory, tuple[Event, ...]]:
    """Find what there is to tell, and remember that it was told.

    Args:
        memory: Where things stand.
        moment: The rest.
    """
    if is_silenced(memory, moment.now):
        return memory, ()
    events: list[Event] = []
    for part in _PARTS:
        memory, event = part(memory, moment)
        if event is not None:
            events.append(event)
    return memory, tuple(events)


def is_silenced(memory: Memory, now: datetime) -> bool:
    """Whether nothing is told at present."""
    return memory.silenced_until is not None and now < memory.silenced_until


def is_quiet(memory: Memory, now: datetime) -> bool:
    """Whether somebody knows of the open episode and wants no reminders."""
    ack = memory.episode.ack if memory.episode else None
    return ack is not None and (ack.until is None or now < ack.until)


# -- the episode ------------------------------------------------------------------------------


def _closed(memory: Memory, moment: Moment) -> Telling:
    """Its end, to those who know that it began; an episode ends once."""
    owed = memory.told.owed
    if owed is None:
        return memory, None
    event = _event(
        memory,
        moment,
        Key(owed.episode.number, "closed", 1),
        condition=owed.episode.condition,
        bucket_ms=owed.episode.bucket_ms,
        episode=owed.episode,
        buckets=owed.buckets,
        reason=owed.reason,
        corrections=owed.corrections,
    )
    return replace(memory, told=replace(memory.told, owed=None)), event


def _flapping(memory: Memory, moment: Moment) -> Telling:
    """That it fires too often, each day how that goes, and that it no longer does."""
    told, known = memory.told, memory.told.flapping
    if not memory.flapping and not known:
        return memory, None
    if memory.flapping and known and not _is_due(told.flapping_at, told, memory, moment, SUMMED_UP):
        return memory, None
    told = replace(told, flapping=memory.flapping)
    if not memory.flapping and memory.episode is not None:
        return replace(memory, told=told), None  # that it fires, and stays so, is told instead
    told = replace(told, flapping_at=moment.now, through=memory.newest)
    more = {"buckets": moment.newest, "fired": memory.fired}
    return _counted(
        memory, moment, "flapping", told, reason="" if memory.flapping else "calm", **more
    )


def _firing(memory: Memory, moment: Moment) -> Telling:
    """That it fires; late if nothing was to be told before, and instead of how it flaps."""
    episode = memory.episode
    if episode is None or memory.flapping or memory.told.episode == episode.number:
        return memory, None
    told = replace(memory.told, episode=episode.number, at=moment.now, through=memory.newest)
    return _counted(memory, moment, "firing", told, buckets=episode.buckets)


def _repeat(memory: Memory, moment: Moment) -> Telling:
    """That it still does, once in a while and only if a further bucket says so."""
    episode, repeat, told = memory.episode, moment.rule.repeat, memory.told
    if episode is None or repeat is None or told.episode != episode.number or memory.flapping:
        return memory, None
    if is_quiet(memory, moment.now) or not _is_due(told.at, told, memory, moment, repeat):
        return memory, None
    told = replace(told, at=moment.now, through=memory.newest)
    return _counted(memory, moment, "repeat", told, buckets=moment.newest)


def _is_due(
    at: datetime | None, told: Told, memory: Memory, moment: Moment, pause: timedelta
) -> bool:
    """Whether enough time passed and there is something new to say."""
    is_new = memory.newest is not None and (told.through is None or memory.newest > told.through)
    return is_new and (at is None or moment.now - at >= pause)


# -- what can be seen -------------------------------------------------------------------------


def _no_data(memory: Memory, moment: Moment) -> Telling:
    """That no data comes, and that it does again; while nothing can be read nobody knows."""
    ailment, known = memory.health.ailment, memory.told.no_data
    if ailment == "no_data" and not known:
        missing = moment.laid.missing if moment.laid else ()
        told = replace(memory.told, no_data=True)
        return _counted(memory, moment, "no_data", told, missing=missing)
    if ailment == "ok" and known:
        told = replace(memory.told, no_data=False)
        return _counted(memory, moment, "data_back", told, buckets=moment.newest[-1:])
    return memory, None


def _error(memory: Memory, moment: Moment) -> Telling:
    """That nothing can be read, several times in a row, and that it can again."""
    health, known = memory.health, memory.told.error
    is_error = health.ailment == "error"
    if is_error and not known and health.failures >= moment.rule.error_n:
        told = replace(memory.told, error=True)
        return _counted(memory, moment, "eval_error", told, reason=health.reason)
    if known and not is_error:
        return _counted(memory, moment, "eval_ok", replace(memory.told, error=False))
    return memory, None


_PARTS: Final[tuple[Callable[[Memory, Moment], Telling], ...]] = (
    _closed,
    _flapping,
    _firing,
    _repeat,
    _no_data,
    _error,
)
"""In the order in which they are told."""


# -- events -----------------------------------------------------------------------------------


def _counted(
    memory: Memory,
    moment: Moment,
    kind: Kind,
    told: Told,
    **more: Any,  # noqa: ANN401 - what an event has
) -> Telling:
    """An event of the present episode, counted among those of its kind."""
    counts = dict(told.counts)
    counts[kind] = counts.get(kind, 0) + 1
    memory = replace(memory, told=replace(told, counts=tuple(counts.items())))
    episode = memory.episode
    return memory, _event(
        memory,
        moment,
        Key(memory.number, kind, counts[kind]),
        condition=episode.condition if episode else moment.rule.condition,
        bucket_ms=moment.laid.bucket_ms if moment.laid else None,
        episode=episode,
        **more,
    )


def _event(
    memory: Memory,
    moment: Moment,
    key: Key,
    **more: Any,  # noqa: ANN401 - as above
) -> Event:
    return Event(
        key=key, at=moment.now, state=memory.state, run=memory.run, health=memory.health, **more
    )
