"""Looking at a series again and again, as its buckets close."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.alerts.engine import step
from bot.alerts.events import Event, Step
from bot.alerts.memory import Memory
from bot.alerts.rules import Rule
from bot.alerts.seen import Observation
from tests.bot.alerts.samples import Values, answer, below


def look(rule: Rule, memory: Memory, seen: Observation) -> Step:
    """Look at once at what was read."""
    return step(rule, memory, seen, seen.read_at)


def looks(rule: Rule, *seen: Observation, memory: Memory = Memory()) -> list[Step]:  # noqa: B008 - frozen
    """Look at one after the other."""
    steps = []
    for one in seen:
        steps.append(look(rule, memory, one))
        memory = steps[-1].memory
    return steps


def daily(rule: Rule, values: Values, *, memory: Memory = Memory(), first: int = 1) -> list[Step]:  # noqa: B008 - frozen
    """Look each time that one more day is over.

    Args:
        rule: What is watched for.
        values: Of the days.
        memory: What is remembered before.
        first: How many days are over at the first look.
    """
    answers = [answer(values[:days]) for days in range(first, len(values) + 1)]
    return looks(rule, *answers, memory=memory)


def told(steps: Iterable[Step]) -> list[str]:
    """What each look has to tell, with reasons: "firing", "closed recovered", or "" for nothing."""
    return [", ".join(map(_told, one.events)) for one in steps]


def _told(event: Event) -> str:
    return f"{event.key.kind} {event.reason}".strip()


def states(steps: Iterable[Step]) -> list[str]:
    """Where it stands after each look."""
    return [one.memory.state for one in steps]


def firing(rule: Rule | None = None, **changes: Any) -> Memory:  # noqa: ANN401 - what memory has
    """The memory of a rule that fired on the first day, on a 2."""
    return replace(look(rule or below(), Memory(), answer([2])).memory, **changes)
