"""What LaunchDarkly's bounds are worth to alerts: which side of one is bad, and who says so.

Only the name `equal` is documented, and nothing of what a bound means. So a name that says in plain
English which side is bad is believed, `equal` gets the side that is usual for its metric, and of
all others people are asked once. What they answer goes before everything else.

    class         names                                  who says which side is bad     alerts
    plain         lower, min, floor, upper, max, ...     the name                       yes
    documented    equal                                  the metric, where one is usual yes
    unclear       target, excellent, anything else       nobody, until somebody is asked then
    unusable      no number, or one that contradicts     -                              no

What is beyond a bound is bad, what is on it is not; it is the value of each bucket that counts.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.alerts.rules import MOST_VALUE, Rule, RuleError, Threshold, usual
from bot.catalog import Kind
from bot.chart import Bound
from bot.query import BucketType
from bot.reading import BoundKind, Side, bad_side, bound_kind, bound_name

Class = BoundKind | Literal["unusable"]
Source = Literal["name", "metric", "answer"]
"""Who says which side is bad."""
Answer = Side | Literal["ignore"]

USUAL_SIDES: Final[dict[str, Side | None]] = {
    "deploys": "below",
    "releases": "below",
    "leadtime": "above",
    "staleflags": "above",
    "flagstatus": None,
}
"""Which side is bad unless somebody says otherwise, for each chart; flags of every status are."""
_BY: Final[dict[Source, str]] = {
    "name": "This direction is read from the bound's name.",
    "metric": "This direction is Drumbeat's own; LaunchDarkly gives a bound none.",
    "answer": "Somebody here chose this direction.",
}
_UNCLEAR: Final = (
    "LaunchDarkly says nowhere which side of it is bad; choose below, above or ignore."
)
_IGNORED: Final = "Somebody here chose to ignore it."
_NO_NUMBER: Final = "Its value is not a number that could be counted or measured."
_TWICE: Final = "LaunchDarkly sends it with several values."
_CROSSED: Final = "It leaves nothing good: what is below one bound is above another."


@dataclass(frozen=True, slots=True)
class Judged:
    """What a bound is worth.

    Attributes:
        bound: It.
        kind: Its class.
        side: Which side is bad, or None where nobody knows.
        source: Who says so.
        usable: Whether alerts are made of it.
        why: A sentence: where the direction comes from, or why there are no alerts.
    """

    bound: Bound
    kind: Class
    side: Side | None
    source: Source | None
    usable: bool
    why: str

    @property
    def is_open(self) -> bool:
        """Whether people are to be asked which side is bad."""
        return self.why == _UNCLEAR


def judge(bounds: Iterable[Bound], kind: Kind, answers: Mapping[str, Answer]) -> tuple[Judged, ...]:
    """Say of each bound of one series what it is worth; those that are the same are one.

    Args:
        bounds: Of one series.
        kind: The chart.
        answers: What people said of this metric's bounds, by `bot.reading.bound_name`.
    """
    listed = tuple(dict.fromkeys(bounds))
    found = [_judged(bound, kind, answers.get(bound_name(bound.name))) for bound in listed]
    names = [bound_name(one.bound.name) for one in found if one.kind != "unusable"]
    twice = {name for name in names if names.count(name) > 1}
    found = [
        _unusable(one.bound, _TWICE)
        if bound_name(one.bound.name) in twice and one.kind != "unusable"
        else one
        for one in found
    ]
    return tuple(
        _unusable(one.bound, _CROSSED) if any(_cross(one, other) for other in found) else one
        for one in found
    )


def _judged(bound: Bound, kind: Kind, answer: Answer | None) -> Judged:
    if not _is_number(bound):
        return _unusable(bound, _NO_NUMBER)
    known = Judged(bound, bound_kind(bound.name), None, None, usable=False, why=_UNCLEAR)
    if answer == "ignore":
        return replace(known, source="answer", why=_IGNORED)
    side, source = _side(bound, kind, answer)
    if side is None or source is None:
        return known
    try:
        Threshold(side, bound.value)
    except RuleError as problem:
        return replace(known, side=side, source=source, why=str(problem))
    return replace(known, side=side, source=source, usable=True, why=_BY[source])


def _side(bound: Bound, kind: Kind, answer: Side | None) -> tuple[Side | None, Source | None]:
    if answer is not None:
        return answer, "answer"
    if named := bad_side(bound.name):
        return named, "name"
    if bound_kind(bound.name) == "documented":
        return USUAL_SIDES[kind.name], "metric"
    return None, None


def _is_number(bound: Bound) -> bool:
    """Whether it is a number, which to Python true is as well."""
    if isinstance(bound.value, bool) or not 0 <= bound.value <= MOST_VALUE:
        return False
    return math.isfinite(bound.value)


def _unusable(bound: Bound, why: str) -> Judged:
    return Judged(bound, "unusable", None, None, usable=False, why=why)


def _cross(one: Judged, other: Judged) -> bool:
    """Whether no value at all could be good to both."""
    lower, upper = (one, other) if one.side == "below" else (other, one)
    opposed = lower.side == "below" and upper.side == "above"
    return opposed and lower.bound.value > upper.bound.value


# -- rules ------------------------------------------------------------------------------------


def rule_of(judged: Judged, kind: Kind, bucket: BucketType = BucketType.DAY) -> Rule | None:
    """The rule that a bound is: the first bucket beyond it fires; None where it is not usable."""
    if not judged.usable or judged.side is None:
        return None
    return usual(Threshold(judged.side, judged.bound.value), kind, bucket)


def is_covered(rule: Rule, others: Iterable[Rule]) -> bool:
    """Whether a bound's rule has nothing to say where people have a rule of their own.

    Theirs goes before it where it looks the same way: nobody wants to hear of one thing twice.

    Args:
        rule: The bound's.
        others: People's own, of the same series.
    """
    way = _way(rule)
    return any(_way(other) == way for other in others if way is not None)


def _way(rule: Rule) -> Side | None:
    """Which way a rule looks; a rating is another matter."""
    if not isinstance(rule.condition, Threshold):
        return None
    return "below" if rule.condition.word in {"below", "at_most"} else "above"
