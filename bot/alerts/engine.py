"""Looking once: from a rule, its memory and what was seen to a new memory and what is to be told.

Looking twice at the same is harmless, whoever does it and when: it changes nothing and tells
nothing. An answer that was read before the latest one is too late and changes nothing either.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.alerts import counting, health, standing
from bot.alerts.counting import Laid
from bot.alerts.events import Line, Step
from bot.alerts.memory import Memory
from bot.alerts.rules import Drop, Fall, Rule
from bot.alerts.seen import Answered, Failed, Observation
from bot.alerts.states import advance, interrupted
from bot.alerts.telling import Moment, tell


def step(rule: Rule, memory: Memory, observation: Observation, now: datetime) -> Step:
    """Look once.

    Args:
        rule: What is watched for.
        memory: What is remembered of the rule and the series.
        observation: What was seen of it, as far back as `counting.first_needed` says.
        now: The present (aware).

    Returns:
        What is remembered from now on, and what there is to tell; never an exception.
    """
    if memory.paused:
        return Step(memory)
    seen, laid, lines = _looked(rule, memory, observation, now)
    told, events = tell(seen, Moment(rule, now, laid))
    return Step(told, events, (*lines, *_changes(memory, told, now)))


Looked = tuple[Memory, Laid | None, tuple[Line, ...]]


def _looked(rule: Rule, memory: Memory, observation: Observation, now: datetime) -> Looked:
    if memory.read_at is not None and observation.read_at < memory.read_at:
        return memory, None, ()
    observation = _sensible(rule, observation)
    if isinstance(observation, Failed):
        return health.failed(memory, observation), None, ()
    if isinstance(observation, Answered):
        laid = counting.lay_out(rule, memory, observation, now)
    else:
        memory = standing.noted(rule, memory, observation)
        laid = standing.lay_out(rule, memory)
    memory = replace(
        memory,
        read_at=observation.read_at,
        first_seen=laid.first_seen,
        last_seen=laid.last_seen,
        health=health.seen(rule, laid),
    )
    if isinstance(observation, Answered) and health.is_gone(observation, laid):
        memory, lines = interrupted(memory, "series_gone", now)
    else:
        memory, lines = advance(rule, memory, laid, now)
    return memory, laid, lines


def _sensible(rule: Rule, observation: Observation) -> Observation:
    """What was seen, or why it cannot be used."""
    if isinstance(observation, Failed):
        return observation
    if not -health.MOST_SKEW <= observation.skew <= health.MOST_SKEW:
        return Failed("clock", observation.read_at, shared=True)
    if isinstance(observation, Answered):
        reason = "no_rating" if isinstance(rule.condition, Fall) else ""
        reason = reason or counting.problem(observation, rule)
    else:
        reason = "no_history" if isinstance(rule.condition, Drop) else ""
        reason = reason or counting.bad_value([standing.point(observation)])
    return Failed(reason, observation.read_at) if reason else observation


def _changes(before: Memory, after: Memory, now: datetime) -> Iterator[Line]:
    """A line for each change beside that of where it stands."""
    if before.flapping != after.flapping:
        yield Line(now, after.number, "flapping" if after.flapping else "calm")
    yield from health.changes(before, after, now)
