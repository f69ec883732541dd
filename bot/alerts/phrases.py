"""What is typed behind `/drumbeat alert add`, read, and written so that it can be typed again.

    deploys mobile by application below 3 for 2 days on weekdays, recovers at 5 in <#C123|eng>

First the chart, as its own command has it but without times: an alert looks at the newest buckets
by itself. Then what is watched for and, in any order, how patiently, where to and under which name.
A chart alone is an alert too, for whoever offers the bounds that its data carries.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts import conditions
from bot.alerts.clauses import divide
from bot.alerts.meanings import meaning
from bot.alerts.mistyped import COMMAND, AlertLineError, stray
from bot.alerts.rules import Condition, Fall, Rule, Threshold
from bot.alerts.watched import named, watched
from bot.alerts.wording import phrase, spelled
from bot.catalog import Kind
from bot.grammar.defaults import Defaults
from bot.grammar.tokens import MAX_LINE, straight
from bot.query import BucketType
from bot.request import Request

__all__ = [
    "COMMAND",
    "AlertDraft",
    "AlertLineError",
    "bucket_of",
    "phrase",
    "read",
    "rule_of",
    "spelled",
    "typed",
]

_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Marks that turn the direction of what follows them."""
_GOOD_NEWS: Final = {
    "more": "Many {many} are usually good news, and this alert comes when there are many.",
    "fewer": "Few {many} are usually good news, and this alert comes when there are few.",
    "shorter": "A short {one} is usually good news, and this alert comes when it is short.",
}


@dataclass(frozen=True, slots=True)
class AlertDraft:
    """An alert as somebody wants it, before anybody has looked at the data.

    Attributes:
        line: The chart's name and its request line, whole: it means the same whatever the
            defaults become, has a bucket and no time, and asks for ratings if one is watched.
        kind: The chart.
        request: What the line asks; its time is the usual one and not the alert's.
        rule: What is watched for, or None where only a chart was named.
        channel: Slack's id of the channel that was named, or None.
        name: What it is called, or None.
        mention: Who is called when it fires, as Slack writes them: `<@U123>`; "" for nobody, None
            where nothing was said.
        note: A sentence about something unusual that is taken all the same, or "".
    """

    line: str
    kind: Kind
    request: Request
    rule: Rule | None
    channel: str | None
    name: str | None
    note: str
    mention: str | None = None


def read(text: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults) -> AlertDraft:
    """Read what was typed.

    Args:
        text: What stood behind `/drumbeat alert add`, as it was typed.
        now: The present (aware).
        zone: The zone of the person who typed it.
        defaults: What fills in for what the chart's line leaves out.

    Raises:
        AlertLineError: If it is no alert.
        UsageError: If its chart asks for nothing that can be had.
    """
    kind, rest = named(_line(text))
    parts = divide(rest)
    chart = watched(kind, parts.chart)
    found = meaning(parts.clauses, kind, chart.bucket)
    if found.name is not None:
        _check_visible(text)
    # A rating comes only where it is asked for.
    more = "levels" if found.rule and isinstance(found.rule.condition, Fall) else ""
    line, request = chart.asking(more, now=now, zone=zone, defaults=defaults)
    note = _note(found.rule.condition, kind) if found.rule else ""
    draft = AlertDraft(
        line, kind, request, found.rule, found.channel, found.name, note, found.mention
    )
    _check_length(typed(draft))
    return draft


def rule_of(text: str, kind: Kind, bucket: BucketType = BucketType.DAY) -> Rule:
    """The rule of a phrase: what `phrase` writes, or anything else that can be typed.

    Args:
        text: `below 3 for 2 days on weekdays, recovers at 5`.
        kind: The chart.
        bucket: Days or hours.

    Raises:
        AlertLineError: If it is no rule, or says more than that.
    """
    parts = divide(_line(text))
    if parts.chart:
        raise stray(parts.chart)
    found = meaning(parts.clauses, kind, bucket)
    if found.rule is None:
        raise AlertLineError("What is watched for? Type it: “below 3 for 2 days”.")
    if (found.channel, found.name, found.mention) != (None, None, None):
        raise AlertLineError("Channel, name and mention are no part of what is watched for.")
    return found.rule


def bucket_of(request: Request) -> BucketType:
    """What an alert on a chart counts; how things stand now is looked at once a day."""
    return request.window.bucket if request.window else BucketType.DAY


def typed(draft: AlertDraft) -> str:
    """What can be typed to get the same alert, whatever the defaults are where it is typed."""
    parts = [
        draft.line,
        phrase(draft.rule, draft.kind, bucket_of(draft.request)) if draft.rule else "",
        f"in <#{draft.channel}>" if draft.channel else "",
        f"mention {draft.mention}" if draft.mention else "",
        f'called "{draft.name}"' if draft.name else "",
    ]
    return " ".join(filter(None, parts))


def _line(text: str) -> str:
    """The text with plain quotation marks and single spaces."""
    _check_length(text)
    line = " ".join(straight(text).split())
    if line.count('"') % 2:
        raise AlertLineError("A quotation mark is opened and never closed.")
    return line


def _check_length(text: str) -> None:
    """Refuse what is too long to be read, as it was typed or with all that was filled in."""
    if len(text) > MAX_LINE:
        raise AlertLineError(f"That is {len(text):,} characters; {MAX_LINE:,} is the most I read.")


def _check_visible(text: str) -> None:
    """Refuse what would be read as a blank, but in a name may be meant to deceive."""
    for char in text:
        is_control = unicodedata.category(char) == "Cc" and char not in "\t\n\r"
        if is_control or unicodedata.bidirectional(char) in _TURNING:
            raise AlertLineError(
                f"There is a character that cannot be seen (U+{ord(char):04X}), and names have "
                "none: type the name anew."
            )


def _note(condition: Condition, kind: Kind) -> str:
    """What to say of a threshold on the side that is usually good."""
    if not isinstance(condition, Threshold) or kind.good is None:
        return ""
    if conditions.falls(condition) == (kind.good == "more"):
        return ""
    one, many = kind.noun
    return _GOOD_NEWS[kind.good].format(one=one, many=many)
