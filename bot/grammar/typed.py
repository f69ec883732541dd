"""From words to what was said of each parameter, still as it was typed."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from bot.catalog import BY_PARAMETER, FLAGS, KEYED, Kind, Name, Option, option_named, squeezed
from bot.earlier import AGO
from bot.grammar import comparing
from bot.grammar.errors import HelpAsked, refuse, shown
from bot.grammar.examples import example_of, needs_value, with_needed
from bot.grammar.hints import unknown
from bot.request import is_taken
from bot.times import CALENDAR_WORDS, is_span, names_period, spelled

Typed = dict[Name, str]
"""What was typed for each parameter."""

_HELP: Final = frozenset({"help", "?", "--help", "-h"})
_TIME_LIKE: Final = re.compile(
    r"[0-9]+(-|[a-z]{1,2}$|$|[./][0-9]{1,2}[./][0-9]{2,4}$)", re.ASCII | re.IGNORECASE
)
"""What somebody types who means a time, right or wrong: 5y, 2026-13-40, 20, 01.11.2026."""


def sort(kind: Kind, words: Sequence[str]) -> Typed:
    """Sort words under the parameters' names; a plain word is the project, a time its start.

    A period that stands by itself ends where it ends; `since last week` goes on until now.

    Raises:
        HelpAsked: If a plain word asks for help.
        UsageError: If a word means nothing here, an option lacks its value or has two.
    """
    typed: Typed = {}
    goes_on = False
    rest = iter(words)
    for word in rest:
        name, value = _read(kind, word, rest, typed)
        if name == "expand" and name in typed:
            value = f"{typed[name]},{value}"
            typed[name] = value
        if typed.setdefault(name, value) != value:
            both = f"“{shown(typed[name])}” and “{shown(value)}”"
            raise refuse(kind, f"There are two values for “{BY_PARAMETER[name].short}”: {both}.")
        goes_on = goes_on or (name == "from" and word.casefold() != value.casefold())
    if goes_on and names_period(spelled(typed["from"])):
        typed.setdefault("to", "now")
    return typed


def _read(kind: Kind, word: str, rest: Iterator[str], typed: Typed) -> tuple[Name, str]:
    """What one word, and those that belong to it, say."""
    name, equals, value = word.partition("=")
    flag = squeezed(name)
    if flag in kind.flags:
        if equals:
            sentence = f"“{flag}” stands by itself: leave “={shown(value)}” out."
            raise refuse(kind, sentence, with_needed(kind, flag))
        return FLAGS[flag]
    option = option_named(name)
    if option is None and flag not in FLAGS:
        return _plain(kind, word, typed)
    if option is None or option not in kind.options:
        raise refuse(kind, f"{kind.command} takes no “{shown(name)}”. {_takes(kind)}")
    if equals and not value:
        raise needs_value(kind, option)
    if option.parameter == "compare":
        return option.parameter, str(comparing.read(kind, chain([value] if equals else [], rest)))
    value = value or _behind(kind, option, rest)
    if option.parameter == "vs":
        _check_period(kind, value, typed)
    return option.parameter, value


def _behind(kind: Kind, option: Option, rest: Iterator[str]) -> str:
    """The value that stands behind an option; “group by” and “since last” are one option each."""
    value = next(rest, "")
    if option_named(value) is option:
        value = next(rest, "")
    if not value:
        raise needs_value(kind, option)
    if option.rule in KEYED and is_taken(value):
        hint = f"If “{shown(value)}” is its key, type {option.short}={shown(value)}."
        raise needs_value(kind, option, hint)
    return value


def _check_period(kind: Kind, word: str, typed: Typed) -> None:
    """Refuse what names no time before the next word is read, which may belong to it."""
    if is_time(spelled(word)) or spelled(word) in AGO:
        return
    if option_named(word):
        hint = "Without it a chart is held against the same weekdays right before."
        raise needs_value(kind, BY_PARAMETER["vs"], hint)
    beside = f"{shown(typed.get('projectKey', 'mobile'))} {shown(word)}"
    sentence = (
        f"“{shown(word)}” is no period. “vs” takes last week, last month, last quarter, last year, "
        "a month, or the day on which the earlier period begins; two projects are put beside each "
        f"other with “compare {beside}”."
    )
    raise refuse(kind, sentence, example_of(kind, "vs"))


def _plain(kind: Kind, word: str, typed: Typed) -> tuple[Name, str]:
    """A word that names no option: a time is where the chart starts, else it is the project."""
    if word.casefold() in _HELP:
        raise HelpAsked
    if is_time(spelled(word)):
        if kind.has_time and "from" not in typed:
            return "from", word
        if kind.has_time:
            sentence = f"I read both “{shown(typed['from'])}” and “{shown(word)}” as times."
            how = "A stretch of time is written with “from” and “to”, and a day like 2026-10-01."
            raise refuse(kind, f"{sentence} {how}", example_of(kind, "to"))
        sentence = f"{kind.command} says how things stand now; it takes no time."
        raise refuse(kind, sentence)
    within = typed.get("compare", "").startswith(("env ", "app "))
    if within or word.startswith("-") or "=" in word or "projectKey" in typed:
        raise unknown(kind, word, typed.get("projectKey"), compared="compare" in typed)
    return "projectKey", word


def _takes(kind: Kind) -> str:
    return f"It takes {', '.join(option.short for option in kind.options)}."


def is_time(word: str) -> bool:
    """Whether a word is meant as a time, right or wrong."""
    return bool(is_span(word) or word.casefold() in CALENDAR_WORDS or _TIME_LIKE.match(word))
