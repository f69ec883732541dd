"""What people do to an alert: they know, they want quiet, they change, pause or delete it.

None of it touches what is counted, except that a rule which changed is judged afresh.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import said
from bot.alerts.events import Line, Step, What
from bot.alerts.memory import Ack, Memory
from bot.alerts.rules import Rule
from bot.alerts.states import Interruption, interrupted
from bot.alerts.telling import Moment, tell

MOST_QUIET: Final = timedelta(days=30)
"""How far ahead something can be quiet; longer is forgotten."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done.

    Attributes:
        why: A sentence for who wanted it, with how things stand instead.
        memory: How they do.
    """

    why: str
    memory: Memory


def acknowledge(
    rule: Rule, memory: Memory, episode: int, ack: Ack, now: datetime
) -> Step | Refused:
    """Repeat nothing of an episode; its end is told all the same, and ends this.

    Args:
        rule: What is watched for.
        memory: What is remembered.
        episode: Which one, as its message says; a button of an older one changes nothing.
        ack: Who knows, and until when it is snoozed.
        now: The present.
    """
    opened = memory.episode
    if opened is None or opened.number != episode:
        return Refused(f"That alert is over; it is {said.state(rule, memory)} by now.", memory)
    if ack.until is not None and (why := _never(ack.until, now)):
        return Refused(why, memory)
    if opened.ack == ack:
        return Step(memory)
    what: What = "acknowledged" if ack.until is None else "snoozed"
    memory = replace(memory, episode=replace(opened, ack=ack))
    return Step(memory, history=(Line(now, episode, what, ack.by),))


def silence(memory: Memory, until: datetime, now: datetime) -> Step | Refused:
    """Tell nothing until then; everything else goes on.

    What still is so at its end is told then, what began and ended meanwhile is not. Silences of
    whole channels are said to each instance before it is looked at; saying so again is harmless.
    """
    if why := _never(until, now):
        return Refused(why, memory)
    if memory.silenced_until == until:
        return Step(memory)
    line = Line(now, memory.number, "silenced", until.isoformat())
    return Step(replace(memory, silenced_until=until), history=(line,))


def end_silence(memory: Memory, now: datetime) -> Step:
    """End a silence early."""
    if memory.silenced_until is None:
        return Step(memory)
    return Step(replace(memory, silenced_until=None), history=(Line(now, memory.number, "heard"),))


def _never(until: datetime, now: datetime) -> str:
    """Why it cannot be quiet until then, or ""."""
    if until <= now:
        return "That time is over already."
    if until - now > MOST_QUIET:
        return "It can be quiet for 30 days at most; pause or delete it instead."
    return ""


def interrupt(rule: Rule, memory: Memory, reason: Interruption, now: datetime) -> Step:
    """End what is open for another reason than its numbers, and judge afresh from then on.

    Args:
        rule: What was watched for until now.
        memory: What is remembered.
        reason: The rule or its bound changed, the bound or the series is gone, or somebody paused
            or deleted it.
        now: The present.
    """
    memory, lines = interrupted(memory, reason, now)
    memory, events = tell(memory, Moment(rule, now))
    return Step(memory, events, lines)


def resume(memory: Memory, now: datetime) -> Step:
    """Look again at what was paused."""
    if not memory.paused:
        return Step(memory)
    return Step(replace(memory, paused=False), history=(Line(now, memory.number, "resumed"),))
