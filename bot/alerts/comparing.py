"""What is watched for, as it is typed: a threshold, a drop, or a rating that falls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.alerts.amounts import amount, length, percentage, plain
from bot.alerts.clauses import COMPARED, Clause, What
from bot.alerts.mistyped import DROPPING, EXAMPLE, MEASURED, AlertLineError
from bot.alerts.rules import MOST_WEEKS, Condition, Drop, Fall, Threshold
from bot.catalog import Kind
from bot.chart import Number
from bot.earlier import WEEK
from bot.query import BucketType

_RATED: Final = "deploys rating falls"


@dataclass(frozen=True, slots=True)
class About:
    """What a clause is about.

    Attributes:
        kind: The chart.
        bucket: Days or hours.
        condition: What is watched for, once that is known.
    """

    kind: Kind
    bucket: BucketType
    condition: Condition | None = None

    @property
    def many(self) -> str:
        """What its buckets are called."""
        return f"{self.bucket.value}s"


def _compared(clause: Clause, about: About) -> Threshold:
    opener = clause.opener
    compared = opener if opener in COMPARED else opener.partition(" ")[2]  # falls below
    if not clause.part("amount"):
        measured = about.kind.measure == "duration"
        sentence = f"“{compared}” what? Say it: “{compared} {'2 days' if measured else '3'}”."
        raise AlertLineError(sentence, example=MEASURED if measured else EXAMPLE)
    return Threshold(COMPARED[compared], amount_of(clause, about))


def amount_of(clause: Clause, about: About) -> Number:
    """A value of the chart, as a clause has it."""
    return amount(about.kind, clause.part("amount"), clause.part("unit"))


def _drop(clause: Clause, about: About) -> Drop:
    if not about.kind.has_time:
        sentence = f"{about.kind.command} says how things stand now: there are no weeks to compare."
        raise AlertLineError(f"{sentence} Type “below” or “above” and a number.", example=DROPPING)
    if not clause.part("amount"):
        raise AlertLineError("By how much? A drop is typed “drops by 50 %”.", example=DROPPING)
    percent = percentage(clause.part("amount"), clause.part("unit"))
    if not isinstance(percent, int):
        sentence = f"A drop is by whole percents, from 1 to 100, not by {plain(percent)}."
        raise AlertLineError(sentence, example=DROPPING)
    return Drop(percent, _weeks(clause))


def _weeks(clause: Clause) -> int:
    """How many weeks are held against as many before them; one, unless somebody says otherwise."""
    if not clause.part("over"):
        return 1
    if not clause.part("weeks"):
        sentence = f"“{clause.part('over').strip()}” how long? Weeks are compared: “over 2 weeks”."
        raise AlertLineError(sentence, example=DROPPING)
    weeks, rest = divmod(length(clause.part("weeks"), clause.part("of"), example=DROPPING), WEEK)
    if rest and weeks < MOST_WEEKS:
        nearest = " or ".join(f"{7 * (max(weeks, 1) + more)} days" for more in (0, 1))
        raise AlertLineError(
            f"“{clause.part('over').strip()}” is no whole number of weeks, so other weekdays would "
            f"be compared: type {nearest}.",
            example=DROPPING,
        )
    return weeks + bool(rest)


def _fall(clause: Clause, about: About) -> Fall:
    if not (clause.part("falls") or clause.opener.startswith("fall")):
        sentence = "An alert can come when LaunchDarkly’s own rating gets lower: “rating falls”."
        raise AlertLineError(sentence, example=_RATED)
    if "metrics" not in about.kind.expand:
        sentence = f"LaunchDarkly gives {about.kind.command} no rating that could fall."
        raise AlertLineError(sentence, example=_RATED)
    if about.bucket is not BucketType.DAY:
        sentence = "A rating is looked at once a day, so there are no hours: leave “bucket” out."
        raise AlertLineError(sentence, example=_RATED)
    return Fall()


CONDITIONS: Final[Mapping[What, Callable[[Clause, About], Condition]]] = {
    "compared": _compared,
    "drop": _drop,
    "fall": _fall,
}
