"""What is said of why an alert may be alerting."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot import words
from bot.alerts.conditions import falls
from bot.alerts.model import TOTAL, Alert
from bot.alerts.rules import Condition, Drop
from bot.alerts.sentences import bucket_named
from bot.alerts.why import Part, Spans
from bot.catalog import Kind
from bot.chart import Number
from bot.query import DAY_MS
from bot.reading import BUCKET_ZONE
from handlers import message
from handlers.alert_words import shown_line, title
from handlers.message import Message

_MOST: Final = 5
"""Parts of one kind that are named."""
_MOST_BUCKETS: Final = 3
NOTHING: Final = "Nothing that LaunchDarkly tells explains it."
NO_PAST: Final = "LaunchDarkly tells no past of this, so this is only how it stands now."
NO_PARTS: Final = "LaunchDarkly gives its rating and does not say what it comes from."
_UNKNOWN: Final = (
    "LaunchDarkly did not send all the numbers that it takes to say what was different."
)


@dataclass(frozen=True, slots=True)
class Grouping:
    """What something is broken down by.

    Attributes:
        word: Its name: application.
        besides: What is taken together although the alert tells it apart: stage; or "".
    """

    word: str
    besides: str = ""

    @property
    def heading(self) -> str:
        """By application, all stages together."""
        together = f", all {self.besides}s together" if self.besides else ""
        return f"By {self.word}{together}:"


def explained(alert: Alert, lines: Iterable[str]) -> Message:
    """The whole answer, for one person."""
    head, said = f"{title(alert)}: why", list(lines)
    return message.whole(
        f"{head}. {said[0]}",
        [message.rich(head, shown_line(alert.line), said), message.context(_HOW)],
    )


_HOW: Final = f"whole buckets only, {BUCKET_ZONE} · what goes together need not be the cause"


def whole(series: str, part: Part, between: Spans, condition: Condition, kind: Kind) -> str:
    """What the alert's own series did: 2 deployments on Tue 24 Nov instead of 9 the week before."""
    begin = f"{series}: " if series != TOTAL else ""
    if part.now is None or part.then is None:
        return f"{begin}{_UNKNOWN}"
    when, before = _when(between, condition), _before(between, condition)
    now, then = _measured(part.now, kind), words.value(part.then, kind)
    if has_moved(part, condition):
        return f"{begin}{now} {when} instead of {then} {before}."
    return f"{begin}{now} {when}, and {then} {before}, so it is no change that fired this."


def has_moved(part: Part, condition: Condition) -> bool:
    """Whether it fell or rose as the alert watches for, or nobody knows."""
    move = part.moved(fell=falls(condition))
    return move is None or move > 0


def _measured(value: Number, kind: Kind) -> str:
    return words.value(value, kind) if kind.measure == "duration" else words.count(value, kind.noun)


def _when(between: Spans, condition: Condition) -> str:
    """On Mon 23 Nov, Tue 24 Nov; in the week to Sun 29 Nov."""
    named = [bucket_named(start, between.bucket_ms) for start in between.now]
    if isinstance(condition, Drop):
        return f"in the {_weeks(condition.weeks)} to {named[-1]}"
    if len(named) <= _MOST_BUCKETS:
        return f"on {', '.join(named)}"
    unit = "days" if between.bucket_ms >= DAY_MS else "hours"
    return f"on {len(named)} {unit} from {named[0]} to {named[-1]}"


def _before(between: Spans, condition: Condition) -> str:
    """On the same weekdays in the week before; in the week before."""
    if isinstance(condition, Drop):
        return f"in the {_weeks(condition.weeks)} before"
    same = "on the same weekday" if between.bucket_ms >= DAY_MS else "in the same hour"
    many = "s" if len(between.now) > 1 else ""
    before = "in the week before" if between.weeks == 1 else f"{between.weeks} weeks before"
    return f"{same}{many} {before}"


def _weeks(count: int) -> str:
    return "week" if count == 1 else f"{count} weeks"


# -- its parts --------------------------------------------------------------------------------


def parts(
    grouping: Grouping, found: tuple[Part, ...], condition: Condition, kind: Kind
) -> Iterator[str]:
    """What it is made up of, those first that make up most of it; nothing where nothing moved."""
    if not found:
        return
    yield grouping.heading
    moved = "drop" if falls(condition) else "rise"
    for one in found[:_MOST]:
        yield f"• {one.name}: {_part(one, moved, kind)}"
    yield from _more(found)


def _part(part: Part, moved: str, kind: Kind) -> str:
    if part.now is None:
        return f"no number now, {words.value(part.then or 0, kind)} before"
    now = words.value(part.now, kind)
    if part.then is None:
        return f"{now} now, no number before"
    share = f" ({_percent(part.share)} of the {moved})" if part.share is not None else ""
    return f"{now} instead of {words.value(part.then, kind)}{share}"


def standing(grouping: Grouping, found: tuple[Part, ...], kind: Kind) -> Iterator[str]:
    """What it is made up of now."""
    if not found:
        return
    yield grouping.heading
    for one in found[:_MOST]:
        share = f" ({_percent(one.share)})" if one.share is not None else ""
        yield f"• {one.name}: {words.value(one.now or 0, kind)}{share}"
    yield from _more(found)


def _more(found: tuple[Part, ...]) -> Iterator[str]:
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST} more"


def _percent(share: float) -> str:
    """70 %; what is little is not nothing, and nearly all is not all."""
    percent = round(share * 100)
    if percent == 0:
        return "less than 1 %"
    return f"{percent if share == 1 else min(percent, 99)} %"


# -- what happened around it --------------------------------------------------------------------


def around(part: Part, kind: Kind) -> str:
    """What another chart of the same place counted meanwhile."""
    now, then = words.count(part.now or 0, kind.noun), words.number(part.then or 0)
    return f"Meanwhile: {now} instead of {then}, which is unlikely to be chance."
