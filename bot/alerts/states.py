"""Where an instance stands, by the buckets that count.

What stands is read from the newest buckets each time and not carried along, so what is told late
or twice makes no difference. Only a run that ends with the newest counted bucket fires; what began
and ended unseen is history. An open episode ends with the first buckets in a row that are past it,
even if others came after them before anybody looked.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.alerts.conditions import Test, breaching, falls, recovered
from bot.alerts.counting import SETTLING, Laid
from bot.alerts.events import Line
from bot.alerts.memory import Closing, Correction, Episode, Health, Memory, State
from bot.alerts.rules import Rule
from bot.alerts.seen import Counted
from bot.query import DAY_MS

OFTEN: Final = 3
"""Episodes within `_SPAN` that are too many to be told of each."""
_SPAN: Final = timedelta(days=7)
_SPAN_OF_HOURS: Final = timedelta(hours=24)

Turn = tuple[Memory, tuple[Line, ...]]


def advance(rule: Rule, memory: Memory, laid: Laid, now: datetime) -> Turn:
    """Find where an instance stands now.

    Args:
        rule: What is watched for.
        memory: What is remembered.
        laid: The buckets; without any that counts everything stays as it is.
        now: The present.
    """
    high_water = _later(memory.high_water, laid.newest)
    if not laid.counted:
        return replace(memory, high_water=high_water), ()
    newest = laid.counted[-1].start
    is_old = memory.newest is not None and newest < memory.newest
    memory = replace(memory, newest=_later(memory.newest, newest))
    may_fire = not is_old and not _settles(rule, memory, laid)
    memory, lines = _judged(rule, memory, laid, now, may_fire=may_fire)
    is_new = memory.is_new and len(laid.counted) < SETTLING
    return _calmed(rule, replace(memory, high_water=high_water, is_new=is_new), laid), lines


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


def _judged(rule: Rule, memory: Memory, laid: Laid, now: datetime, *, may_fire: bool) -> Turn:
    lines: tuple[Line, ...] = ()
    looked = memory.high_water
    if memory.episode is not None:
        closing = _closing(rule, memory, memory.episode, laid, now)
        if closing is None:
            return _going_on(rule, memory, laid.counted, now)
        memory, lines = close(memory, closing)
        looked = closing.buckets[-1].start if closing.buckets else looked
    run = _trailing(laid.counted, breaching(rule.condition))
    if run >= rule.for_n and may_fire:
        memory, more = _fire(rule, memory, laid, run, now)
        return memory, (*lines, *more)
    unseen = _unseen(rule, laid.counted, looked) if may_fire else None
    if unseen is not None:
        lines = (*lines, Line(now, memory.number, "unseen", unseen.isoformat()))
    memory, more = _moved(memory, "pending" if run else "ok", run, now)
    return memory, (*lines, *more)


def _trailing(counted: Sequence[Counted], test: Test) -> int:
    """How many buckets in a row, up to the newest, pass a test."""
    run = 0
    for bucket in reversed(counted):
        if not test(bucket):
            break
        run += 1
    return run


def _moved(memory: Memory, state: State, run: int, now: datetime) -> Turn:
    if memory.state == state:
        return (memory if memory.run == run else replace(memory, run=run)), ()
    moved = replace(memory, state=state, run=run)
    return moved, (Line(now, memory.number, state),)


def _going_on(rule: Rule, memory: Memory, counted: Sequence[Counted], now: datetime) -> Turn:
    past = _trailing(counted, recovered(rule))
    run = past or _trailing(counted, breaching(rule.condition))
    return _moved(memory, "recovering" if past else "firing", run, now)


# -- an episode begins ------------------------------------------------------------------------


def _settles(rule: Rule, memory: Memory, laid: Laid) -> bool:
    """Whether a series just turned up, and too little of it says nothing yet."""
    return memory.is_new and falls(rule.condition) and len(laid.counted) < SETTLING


def _fire(rule: Rule, memory: Memory, laid: Laid, run: int, now: datetime) -> Turn:
    newest = laid.counted[-1].start
    span = _SPAN if laid.bucket_ms >= DAY_MS else _SPAN_OF_HOURS
    fired = (*(at for at in memory.fired if newest - at < span), newest)
    episode = Episode(
        number=memory.number + 1,
        condition=rule.condition,
        since=laid.counted[-run].start,
        is_older=run == len(laid.counted) and run > rule.for_n,
        fired_at=now,
        bucket_ms=laid.bucket_ms,
        buckets=laid.counted[-rule.for_n :],
    )
    memory = replace(
        memory,
        state="firing",
        run=run,
        number=episode.number,
        episode=episode,
        fired=fired,
        turned=newest,
        flapping=memory.flapping or len(fired) >= OFTEN,
        told=replace(memory.told, counts=()),
    )
    return memory, (Line(now, episode.number, "fired"),)


def _unseen(rule: Rule, counted: Sequence[Counted], looked: datetime | None) -> datetime | None:
    """The bucket on which it would have fired, of a run that ended before anybody looked."""
    if looked is None:
        return None
    breaches, run = breaching(rule.condition), 0
    for bucket in counted[:-1]:
        run = run + 1 if breaches(bucket) else 0
        if run >= rule.for_n and bucket.start > looked:
            return bucket.start
    return None


# -- an episode ends --------------------------------------------------------------------------


def close(memory: Memory, closing: Closing) -> Turn:
    """End the open episode; who knows of it has yet to hear of its end."""
    owes = memory.told.episode == closing.episode.number
    told = replace(memory.told, owed=closing) if owes else memory.told
    memory = replace(memory, state="ok", run=0, episode=None, turned=memory.newest, told=told)
    return memory, (Line(closing.at, closing.episode.number, "closed", closing.reason),)


def _closing(
    rule: Rule, memory: Memory, episode: Episode, laid: Laid, now: datetime
) -> Closing | None:
    corrections = _corrections(episode, laid)
    past = _recovery(rule, memory, laid.counted)
    if corrections and (past or not breaching(rule.condition)(laid.counted[-1])):
        return Closing(episode, "corrected", now, corrections=corrections)
    return Closing(episode, "recovered", now, past) if past else None


def _corrections(episode: Episode, laid: Laid) -> tuple[Correction, ...]:
    """What of the evidence no longer breaches, as far as it was read anew."""
    if laid.first is None or laid.newest is None:
        return ()
    breaches = breaching(episode.condition)
    found = {bucket.start: bucket for bucket in laid.valued}
    read = [one for one in episode.buckets if laid.first <= one.start <= laid.newest]
    changed = [(was, found.get(was.start)) for was in read]
    return tuple(
        Correction(was.start, was.value, None if now is None else now.value)
        for was, now in changed
        if now is None or not breaches(now)
    )


def _recovery(rule: Rule, memory: Memory, counted: Sequence[Counted]) -> tuple[Counted, ...]:
    """The first buckets in a row that are past it, the last of them new or the newest of all."""
    is_past, run = recovered(rule), 0
    for at, bucket in enumerate(counted, 1):
        run = run + 1 if is_past(bucket) else 0
        is_new = memory.high_water is None or bucket.start > memory.high_water
        if run >= rule.recover_n and (is_new or at == len(counted)):
            return tuple(counted[at - rule.recover_n : at])
    return ()


Interruption = Literal[
    "rule_changed", "bound_changed", "bound_removed", "series_gone", "paused", "deleted"
]
"""Why an episode ends whatever its numbers are."""


def interrupted(memory: Memory, reason: Interruption, now: datetime) -> Turn:
    """End the open episode for a reason of its own, and begin afresh.

    What is known of the series stays, unless that is gone, and so does what people know. A rating
    is held against the latest one from then on.
    """
    lines: tuple[Line, ...] = ()
    if memory.episode is not None:
        memory, lines = close(memory, Closing(memory.episode, reason, now))
    is_gone = reason == "series_gone"
    told = replace(memory.told, flapping=False, flapping_at=None)
    fresh = Memory(
        number=memory.number,
        health=Health("never_seen") if is_gone else memory.health,
        first_seen=None if is_gone else memory.first_seen,
        last_seen=None if is_gone else memory.last_seen,
        read_at=memory.read_at,
        is_new=is_gone or memory.is_new,
        days=memory.days[-1:],
        silenced_until=memory.silenced_until,
        paused=reason == "paused",
        told=replace(told, no_data=False) if is_gone else told,
    )
    return fresh, lines


# -- it fires too often -----------------------------------------------------------------------


def _calmed(rule: Rule, memory: Memory, laid: Laid) -> Memory:
    """It no longer flaps once nothing began or ended for as long as either takes."""
    if not memory.flapping or memory.turned is None:
        return memory
    since = sum(bucket.start > memory.turned for bucket in laid.counted)
    stable = since >= rule.for_n + rule.recover_n
    return replace(memory, flapping=False, fired=()) if stable else memory
