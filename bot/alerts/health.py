"""What can be seen of a series: its data, none, nothing that can be read, or never anything yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.alerts.counting import Laid
from bot.alerts.events import Line, What
from bot.alerts.memory import Ailment, Health, Memory
from bot.alerts.rules import Rule
from bot.alerts.seen import Answered, Failed

MOST_SKEW: Final = timedelta(minutes=5)
"""How far the clock here may be from LaunchDarkly's for what is over to be known."""
GONE: Final = timedelta(days=14)
"""How long a series is missing from answers that have others before it is taken for gone."""
_SAID: Final[dict[Ailment, What]] = {
    "ok": "healthy",
    "no_data": "no_data",
    "error": "error",
    "never_seen": "never_seen",
}


def seen(rule: Rule, laid: Laid) -> Health:
    """What can be seen once an answer made sense."""
    if laid.first_seen is None:
        return Health("never_seen")
    if len(laid.missing) >= rule.nodata_n:
        return Health("no_data", since=laid.missing[0])
    return Health("ok")


def failed(memory: Memory, failure: Failed) -> Memory:
    """Count a failure; where the instance stands stays as it is.

    One that is everybody's is not counted: it is told once for the workspace.
    """
    health = memory.health
    since = health.since if health.ailment == "error" else failure.read_at
    if failure.shared:
        return replace(
            memory, health=Health("error", failure.reason, since, failures=health.failures)
        )
    if health.ailment == "error" and memory.read_at == failure.read_at:
        return memory
    counted = Health("error", failure.reason, since, failures=health.failures + 1)
    return replace(memory, health=counted, read_at=failure.read_at)


def is_gone(observation: Answered, laid: Laid) -> bool:
    """Whether a series was missing for so long, while others were not, that nobody has it any more.

    Where no series has anything it may as well be that events no longer arrive.
    """
    if observation.points or not observation.others:
        return False
    if laid.last_seen is None or laid.newest is None:
        return False
    return laid.newest - laid.last_seen >= GONE


def changes(before: Memory, after: Memory, now: datetime) -> Iterator[Line]:
    """A line if what can be seen changed."""
    health = after.health
    if (before.health.ailment, before.health.reason) != (health.ailment, health.reason):
        yield Line(now, after.number, _SAID[health.ailment], health.reason)
