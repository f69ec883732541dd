"""How things stood day by day, where nobody can be asked about the past.

The first reading of a day (UTC) stands for the day, so that looking often changes nothing. Days on
which nobody looked are no gaps.
"""

from dataclasses import replace
from datetime import datetime

from bot.alerts.counting import Laid, is_off, reach
from bot.alerts.memory import Memory
from bot.alerts.rules import Fall, Rule
from bot.alerts.seen import Counted, Standing
from bot.chart import Number, Point
from bot.query import DAY_MS, epoch_ms, from_epoch_ms

Days = tuple[tuple[datetime, Number | None], ...]


def point(observation: Standing) -> Point:
    """A reading as the point of its day."""
    return Point(from_epoch_ms(epoch_ms(observation.read_at) // DAY_MS * DAY_MS), observation.value)


def noted(rule: Rule, memory: Memory, observation: Standing) -> Memory:
    """Remember a reading, and of those before it as many as decide."""
    today, days = point(observation), memory.days
    if not days or days[-1][0] < today.start:
        days = (*days, (today.start, today.value))
    elif days[-1] == (today.start, None):
        days = (*days[:-1], (today.start, today.value))
    kept = reach(rule)
    gone = [value for _, value in days[:-kept] if value is not None]
    best = max([*gone, *([] if memory.best is None else [memory.best])], default=None)
    return replace(memory, days=days[-kept:], best=best)


def lay_out(rule: Rule, memory: Memory) -> Laid:
    """Lay the days out that are remembered."""
    on = [(start, value) for start, value in memory.days if not is_off(rule, start)]
    counted = _counted(rule, memory, on)
    behind = counted[-1].start if counted else None
    valued = [start for start, value in memory.days if value is not None]
    began = memory.first_seen or min(valued, default=None)
    return Laid(
        bucket_ms=DAY_MS,
        counted=counted,
        missing=tuple(
            start
            for start, _ in on
            if began is not None and start >= began and (behind is None or start > behind)
        ),
        newest=memory.days[-1][0] if memory.days else None,
        first_seen=began,
        last_seen=max(valued, default=memory.last_seen),
    )


def _counted(
    rule: Rule, memory: Memory, days: list[tuple[datetime, Number | None]]
) -> tuple[Counted, ...]:
    """The days with a value; a rating beside the best one before it."""
    found: list[Counted] = []
    best = memory.best
    for start, value in days:
        if value is not None:
            base = best if isinstance(rule.condition, Fall) else None
            found.append(Counted(start, value, base=base))
            best = value if best is None else max(best, value)
    return tuple(found)
