"""Alerts on whatever bounds the data carries, typed beside the others: `deploys mobile bounds`.

What `bot.alerts.phrases` reads and writes goes through here, so that one more thing can be watched
for. How patiently it is watched for is typed as everywhere: a threshold stands in for the bound
while it is read and written, and nothing is ever held against it.

    deploys mobile by application bounds for 2 days on weekdays in <#C123|eng>
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts import phrases
from bot.alerts.bounds import Judged
from bot.alerts.mistyped import AlertLineError
from bot.alerts.phrases import AlertDraft, bucket_of
from bot.alerts.rules import Condition, Rule, Threshold, usual
from bot.alerts.watched import named
from bot.catalog import Kind, option_named
from bot.digests.rhythms import END, hidden
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError
from bot.grammar.tokens import straight
from bot.query import BucketType

WORD: Final = "bounds"
"""How it is kept and typed."""
SPELLED: Final = "beyond the bounds that LaunchDarkly’s data carries"
_SAID: Final = re.compile(
    r"(?<![^ ,;])(?:(?:is|are|goes) )?(?:(?:at|beyond|outside|past|against)(?: of)? )?"
    rf"(?:(?:all|any)(?: of)? )?(?:(?:its|the|their) )?bounds{END}",
    re.ASCII | re.IGNORECASE,
)
_NAMED: Final = frozenset({"called", "named", "name"})
_DAY_MS: Final = 86_400_000
_BOTH: Final = (
    "An alert watches the bounds of the data or what you say yourself, and not both: add a second "
    "alert for that. Yours goes before a bound on the same side."
)
_RECOVERS: Final = (
    "A bound says itself where it is over: leave “recovers at” out. How many days in a row that "
    "takes is “recovers after 2 days”."
)


@dataclass(frozen=True, slots=True)
class Bounded(Rule):
    """A rule whose threshold is each bound that the data carries; its own only stands in."""

    def rule(self, judged: Judged) -> Rule | None:
        """What is watched for of one bound; None where that is not usable."""
        if not judged.usable or judged.side is None:
            return None
        return self.at(Threshold(judged.side, judged.bound.value))

    def at(self, condition: Condition) -> Rule:
        """The same patience with something that can be held against a series."""
        said = {one.name: getattr(self, one.name) for one in fields(Rule)}
        return Rule(**{**said, "condition": condition})


def is_bounded(phrase_: str) -> bool:
    """Whether a kept phrase is about bounds."""
    return phrase_ == WORD or phrase_.startswith((f"{WORD} ", f"{WORD},"))


def usual_of(kind: Kind, bucket: BucketType = BucketType.DAY) -> Bounded:
    """All bounds, each after one bucket."""
    return _bounded(usual(_stand_in(kind), kind, bucket))


def read(text: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults) -> AlertDraft:
    """Read what was typed, as `bot.alerts.phrases.read` does, bounds as well.

    Args:
        text: What stood behind `/drumbeat alert add`, as it was typed.
        now: The present (aware).
        zone: The zone of the person who typed it.
        defaults: What fills in for what the chart's line leaves out.

    Raises:
        AlertLineError: If it is no alert.
        UsageError: If its chart asks for nothing that can be had.
    """
    reading = partial(phrases.read, now=now, zone=zone, defaults=defaults)
    line = " ".join(straight(text).split())
    said = _said(line)
    if said is None:
        return reading(text)
    if _is_rule(reading, f"{line[: said.start()]} {line[said.end() :]}"):
        raise AlertLineError(_BOTH, example=f"deploys {WORD}")
    kind, _ = named(line)
    draft = reading(_standing_in(line, said, kind))
    if draft.rule is None:
        return draft
    return replace(draft, rule=_bounded(draft.rule), note="")


def rule_of(text: str, kind: Kind, bucket: BucketType = BucketType.DAY) -> Rule:
    """The rule of a phrase, bounds as well.

    Raises:
        AlertLineError: If it is no rule, or says more than that.
    """
    if not is_bounded(text):
        return phrases.rule_of(text, kind, bucket)
    stand_in = _typed(kind) + text.removeprefix(WORD)
    return _bounded(phrases.rule_of(stand_in, kind, bucket))


def phrase(rule: Rule, kind: Kind, bucket: BucketType = BucketType.DAY) -> str:
    """A rule in the one spelling that can be typed again."""
    if not isinstance(rule, Bounded):
        return phrases.phrase(rule, kind, bucket)
    plain = usual(_stand_in(kind), kind, bucket)
    said = phrases.phrase(rule.at(plain.condition), kind, bucket)
    return WORD + said.removeprefix(phrases.phrase(plain, kind, bucket))


def spelled(rule: Rule, kind: Kind, bucket: BucketType = BucketType.DAY) -> str:
    """A rule as a sentence for people, without its capital and its full stop."""
    if not isinstance(rule, Bounded):
        return phrases.spelled(rule, kind, bucket)
    plain = usual(_stand_in(kind), kind, bucket)
    said = phrases.spelled(rule.at(plain.condition), kind, bucket)
    return SPELLED + said.removeprefix(phrases.spelled(plain, kind, bucket))


def typed(draft: AlertDraft) -> str:
    """What can be typed to get the same alert, whatever the defaults are where it is typed."""
    if not isinstance(draft.rule, Bounded):
        return phrases.typed(draft)
    parts = [
        draft.line,
        phrase(draft.rule, draft.kind, bucket_of(draft.request)),
        f"in <#{draft.channel}>" if draft.channel else "",
        f"mention {draft.mention}" if draft.mention else "",
        f'called "{draft.name}"' if draft.name else "",
    ]
    return " ".join(filter(None, parts))


def _bounded(rule: Rule) -> Bounded:
    if rule.recover_at is not None:
        raise AlertLineError(_RECOVERS, example=f"deploys {WORD} for 2 days")
    return Bounded(**{one.name: getattr(rule, one.name) for one in fields(Rule)})


def _said(line: str) -> re.Match[str] | None:
    """Where bounds are said; an option's value and a name may well be the same word."""
    for match in _SAID.finditer(hidden(line)):
        before = line[: match.start()].replace(",", " ").split()
        word = before[-1] if before else ""
        if len(before) and option_named(word) is None and word.lower() not in _NAMED:
            return match
    return None


def _is_rule(reading: Callable[[str], AlertDraft], line: str) -> bool:
    try:
        return reading(line).rule is not None
    except (AlertLineError, UsageError):
        return False


def _standing_in(line: str, said: re.Match[str], kind: Kind) -> str:
    return f"{line[: said.start()]}{_typed(kind)}{line[said.end() :]}"


def _stand_in(kind: Kind) -> Threshold:
    return Threshold("above", _DAY_MS) if kind.measure == "duration" else Threshold("below", 1)


def _typed(kind: Kind) -> str:
    return phrases.phrase(usual(_stand_in(kind), kind), kind)
