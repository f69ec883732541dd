"""Which chart an alert watches: read as its own command has it, but without times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot.alerts.clauses import begins_clause
from bot.alerts.mistyped import AlertLineError, meant, timed, unknown
from bot.catalog import BY_NAME, BY_PARAMETER, CATALOG, FLAGS, KEYED, Kind, Name, option_named
from bot.digests.errors import printable
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked, UsageError, listed
from bot.grammar.hints import near
from bot.grammar.parse import parse
from bot.grammar.tokens import tokens
from bot.grammar.typed import Typed, is_time, sort
from bot.grammar.values import choice, length
from bot.query import BucketType
from bot.request import Request
from bot.times import TimeWordError, parse_span, spelled

_NAMES: Final[dict[str, Kind]] = {
    name: kind for kind in CATALOG for name in (kind.name, kind.title.lower())
}
"""What the charts are called, in one word and in two."""
_CHART: Final = re.compile(rf"/?({'|'.join(_NAMES)})(?:[ ,;:]+|$)", re.ASCII | re.IGNORECASE)
_SPAN: Final = timedelta(days=30)
"""What is asked about at first; an alert then asks about as much as its rule takes."""
_REFUSED: Final[dict[Name, str]] = {
    "vs": (
        "An alert holds nothing against a time that is named: leave “vs” out. Weeks are held "
        "against those before them by “drops by 50 % over 2 weeks”."
    ),
    "compare": (
        "An alert watches one chart at a time: leave “compare” out and add an alert for each, or "
        "watch every application by “by application”."
    ),
    "zone": (
        "An alert takes no zone: it counts days as LaunchDarkly does, which are UTC days. Leave "
        "“zone” out."
    ),
}
_UNTIMED: Final[dict[Name, None]] = dict.fromkeys(("from", "to", "zone", "bucketMs"))
_PROJECT: Final = BY_PARAMETER["projectKey"]
_FEW: Final = 12
"""Words that are looked at for a slip of the finger; nobody needs a hint for the hundredth."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A chart that can be watched.

    Attributes:
        kind: It.
        words: What was typed behind its name, with its bucket.
        bucket: Days or hours.
    """

    kind: Kind
    words: str
    bucket: BucketType

    def asking(
        self, more: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults
    ) -> tuple[str, Request]:
        """The line that means the same whatever the defaults become, and what it asks.

        Args:
            more: A further option, or "".
            now: The present.
            zone: The zone of the person who typed it.
            defaults: What fills in for what is left out.

        Raises:
            UsageError: If it asks for nothing that can be had.
        """
        here = replace(defaults, span=_SPAN)
        words = f"{self.words} {more}".strip()
        found = parse(self.kind, words, now=now, zone=zone, defaults=here)
        line = _signed(found.changed(_UNTIMED))
        # Read from its own line, so that what is read again is the very same.
        request = parse(self.kind, line, now=now, zone=zone, defaults=Defaults(span=_SPAN))
        return f"{self.kind.name} {line}".rstrip(), request


def named(line: str) -> tuple[Kind, str]:
    """The chart with which a line begins, and what stands behind it.

    Raises:
        AlertLineError: If it begins with none.
    """
    names = listed(tuple(BY_NAME))
    if not line:
        raise AlertLineError(f"Which chart is to be watched? Name it first: {names}.")
    if match := _CHART.match(line):
        return _NAMES[match[1].lower()], line[match.end() :]
    word = re.split("[ ,;:]", line)[0]
    likely = near(word.removeprefix("/"), BY_NAME)
    hint = f"Did you mean “{likely}”?" if likely else f"There are {names}."
    raise AlertLineError(f"“{printable(word)}” is no chart. {hint}")


def watched(kind: Kind, words: str) -> Watched:
    """Check what was typed behind a chart's name.

    Raises:
        AlertLineError: If it has a time, or anything else that an alert does not take.
        UsageError: If a word means nothing to the chart.
    """
    typed = _typed(kind, words)
    if time := typed.get("from") or typed.get("to"):
        raise _number_or_time(time, typed)
    for name, sentence in _REFUSED.items():
        if name in typed:
            raise AlertLineError(sentence)
    bucket = _bucket(kind, typed)
    if kind.has_time and "bucketType" not in typed:
        words = f"{words} bucket {bucket.value}".strip()
    return Watched(kind, words, bucket)


def _typed(kind: Kind, line: str) -> Typed:
    words = tokens(kind, line)
    try:
        return sort(kind, words)
    except HelpAsked:
        sentence = f"“{kind.command} help” tells of the chart’s own options."
        raise AlertLineError(f"{sentence} Behind them say what is watched for.") from None
    except UsageError:
        if slip := _slip(words[:_FEW]):
            raise unknown(slip) from None
        raise


def _slip(words: Sequence[str]) -> str | None:
    """A word that is no project and was probably to begin what is watched for."""
    plain = [
        word
        for before, word in pairwise(["", *words])
        if not (option_named(before) or _is_known(word) or is_time(spelled(word)))
    ]
    has_project = any(option_named(word.partition("=")[0]) is _PROJECT for word in words)
    return next((word for word in plain[0 if has_project else 1 :] if meant(word)), None)


def _is_known(word: str) -> bool:
    name = word.partition("=")[0]
    return option_named(name) is not None or name.lower() in FLAGS


def _number_or_time(time: str, typed: Typed) -> AlertLineError:
    """What to say of a time, or of a number whose word has a slip of the finger: belw 3."""
    before = typed.get("projectKey", "")
    is_number = time.replace(".", "").isdecimal()
    return unknown(before) if is_number and meant(before) else timed(time)


def _bucket(kind: Kind, typed: Typed) -> BucketType:
    """Days, unless hours are typed; no other length."""
    word = choice(kind, BY_PARAMETER["bucketType"], typed.get("bucketType", "day"))
    bucket = BucketType(word)
    if bucket is BucketType.ROLLING:
        raise AlertLineError(
            "Rolling windows overlap, and an alert would count one thing several times: leave "
            "“bucket rolling” out, or type “bucket hour”."
        )
    every = typed.get("bucketMs")
    if every is not None and not _is_unit(every, bucket):
        raise AlertLineError(
            f"An alert looks once at each {word}, when that is over: leave “every "
            f"{printable(every)}” out. “bucket hour” counts hours, and how often it tells you that "
            "something still is so is “repeat every 24h”."
        )
    return bucket


def _is_unit(every: str, bucket: BucketType) -> bool:
    try:
        return parse_span(length(every)) == timedelta(milliseconds=bucket.unit_ms)
    except TimeWordError:
        return False


def _signed(line: str) -> str:
    """A line in which keys that mean something in an alert have a “=” before them."""
    written = ""
    for option, value in pairwise(["", *line.split(" ")]):
        named_ = option_named(option)
        is_key = named_ is not None and named_.rule in KEYED
        written += f"{'=' if is_key and begins_clause(value) else ' '}{value}"
    return written.strip()
