"""What the clauses of an alert mean: a rule, a channel and a name.

What is left out of a rule is as `rules.usual` has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.alerts.beside import BESIDE
from bot.alerts.clauses import Clause
from bot.alerts.comparing import CONDITIONS, About
from bot.alerts.mistyped import EXAMPLE, MEASURED, AlertLineError
from bot.alerts.rules import Condition, Rule, RuleError, usual
from bot.catalog import Kind
from bot.digests.errors import printable
from bot.query import BucketType


@dataclass(frozen=True, slots=True)
class Meaning:
    """What clauses mean.

    Attributes:
        rule: What is watched for, or None where nothing was said of that.
        channel: Slack's id of the channel that was named, or None.
        name: What it is called, or None.
        mention: Who is called when it fires, as Slack writes them; None where nothing was said.
    """

    rule: Rule | None
    channel: str | None
    name: str | None
    mention: str | None = None


def meaning(clauses: Sequence[Clause], kind: Kind, bucket: BucketType) -> Meaning:
    """What clauses mean, in whichever order they were typed.

    Raises:
        AlertLineError: If it could never work, or says something twice.
    """
    try:
        about = About(kind, bucket)
        about = replace(about, condition=_condition(clauses, about))
        said = _said(clauses, about)
        channel, name, mention = (said.pop(one, None) for one in ("channel", "name", "mention"))
        if about.condition is None:
            return Meaning(None, channel, name, mention)
        rule = replace(usual(about.condition, kind, bucket), **said)
        return Meaning(rule, channel, name, mention)
    except RuleError as problem:
        example = MEASURED if kind.measure == "duration" else EXAMPLE
        raise AlertLineError(str(problem), example=example) from None


def _condition(clauses: Sequence[Clause], about: About) -> Condition | None:
    """What is watched for, which is one thing."""
    found = [clause for clause in clauses if clause.what in CONDITIONS]
    if not found:
        return None
    if len(found) > 1:
        raise AlertLineError(
            f"An alert watches for one thing, and “{printable(found[1].text)}” is another: add a "
            "second alert for that."
        )
    return CONDITIONS[found[0].what](found[0], about)


def _said(clauses: Sequence[Clause], about: About) -> dict[str, Any]:
    """What is said beside it: what changes in the usual rule, a channel and a name."""
    said: dict[str, Any] = {}
    for clause in clauses:
        if clause.what in CONDITIONS:
            continue
        if about.condition is None and clause.what not in {"channel", "name", "mention"}:
            raise AlertLineError(
                f"“{printable(clause.text)}” of what? Say first what is watched for, as in “below "
                "1”, “drops by 50 %” or “rating falls”."
            )
        for name, value in BESIDE[clause.what](clause, about).items():
            # “for 5 weekdays on weekdays” says one thing twice, and not two.
            if name in said and (name, value) != ("weekdays_off", said[name]):
                raise AlertLineError(f"“{printable(clause.text)}” is one too many: say it once.")
            said[name] = value
    return said
