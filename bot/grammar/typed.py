"""From words to what was said of each parameter, still as it was typed."""

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from bot.catalog import BY_PARAMETER, FLAGS, KEYED, Kind, Name, Option, option_named, squeezed
from bot.grammar import comparing
from bot.grammar.errors import UsageError, refuse, shown
from bot.grammar.examples import example_of, needs_value
from bot.request import is_taken
from bot.times import CALENDAR_WORDS, is_span

Typed = dict[Name, str]
"""What was typed for each parameter."""

_TIME_LIKE: Final = re.compile(r"[0-9]+(-|[a-z]{1,2}$|$)", re.ASCII | re.IGNORECASE)
"""What somebody types who means a time, right or wrong: 5y, 2026-13-40, 20."""


def sort(kind: Kind, words: Sequence[str]) -> Typed:
    """Sort words under the parameters' names; a plain word is the project, a time its start.

    Raises:
        UsageError: If a word means nothing here, an option lacks its value or has two.
    """
    typed: Typed = {}
    rest = iter(words)
    for word in rest:
        name, value = _read(kind, word, rest, typed)
        if name == "expand" and name in typed:
            value = f"{typed[name]},{value}"
            typed[name] = value
        if typed.setdefault(name, value) != value:
            both = f"“{shown(typed[name])}” and “{shown(value)}”"
            raise refuse(kind, f"There are two values for “{BY_PARAMETER[name].short}”: {both}.")
    return typed


def _read(kind: Kind, word: str, rest: Iterator[str], typed: Typed) -> tuple[Name, str]:
    """What one word, and those that belong to it, say."""
    name, equals, value = word.partition("=")
    flag = squeezed(name)
    if flag in kind.flags and not equals:
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
    return option.parameter, value or _behind(kind, option, rest)


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


def _plain(kind: Kind, word: str, typed: Typed) -> tuple[Name, str]:
    """A word that names no option: a time is where the chart starts, else it is the project."""
    if is_time(word):
        if kind.has_time:
            return "from", word
        sentence = f"{kind.command} says how things stand now; it takes no time."
        raise refuse(kind, sentence)
    if word.startswith("-") or "=" in word or "projectKey" in typed:
        raise _unknown(kind, word, typed)
    return "projectKey", word


def _takes(kind: Kind) -> str:
    return f"It takes {', '.join(option.short for option in kind.options)}."


def is_time(word: str) -> bool:
    """Whether a word is meant as a time, right or wrong."""
    return bool(is_span(word) or word.casefold() in CALENDAR_WORDS or _TIME_LIKE.match(word))


# -- what was probably meant ------------------------------------------------------------------


def meant(kind: Kind, word: str) -> tuple[str, str] | None:
    """The word of ours that a stray word was probably meant to be, and a line that uses it."""
    names = [name for option in kind.options for name in option.words]
    names += [*kind.flags, *kind.group_by]
    names += CALENDAR_WORDS if kind.has_time else ()
    near = difflib.get_close_matches(word.strip("-").partition("=")[0].casefold(), names, n=1)
    return (near[0], _example(kind, near[0])) if near else None


def _unknown(kind: Kind, word: str, typed: Typed) -> UsageError:
    near = meant(kind, word)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    project = typed.get("projectKey")
    if "compare" in typed and not near:
        sentence = f"I do not know “{shown(word)}” here. More than two are compared with commas."
        return refuse(kind, sentence, example_of(kind, "compare"))
    if project and not near and not word.startswith("-"):
        hint = (
            f" I read “{shown(project)}” as the project; several stand beside each other with "
            "“compare”."
        )
        return refuse(
            kind, f"I do not know “{shown(word)}” here.{hint}", example_of(kind, "compare")
        )
    return refuse(kind, f"I do not know “{shown(word)}” here.{hint}", near and near[1])


def _example(kind: Kind, near: str) -> str:
    """An example that uses the word which was probably meant."""
    found = (line for line in kind.examples if near in line.split())
    option = option_named(near)
    return next(found, example_of(kind, option.parameter) if option else kind.examples[0])
