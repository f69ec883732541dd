"""The words for where an alert stands and what it watches for."""

from typing import Final

from bot.alerts.memory import Memory
from bot.alerts.rules import Rule, Word

WORDS: Final[dict[Word, str]] = {
    "below": "below",
    "at_most": "at most",
    "above": "above",
    "at_least": "at least",
}


def state(rule: Rule, memory: Memory) -> str:
    """Where it stands: watching, building up (1 of 2), alerting, recovering, OK, or paused."""
    if memory.paused:
        return "paused"
    if memory.state == "firing":
        return "alerting"
    if memory.state == "pending":
        return f"building up ({memory.run} of {rule.for_n})"
    if memory.state == "recovering":
        return f"recovering ({memory.run} of {rule.recover_n})"
    return "watching" if memory.health.ailment == "never_seen" else "OK"
