"""What a word that means nothing where it stands was probably meant to be."""

import difflib
from collections.abc import Iterable
from typing import Final

from bot.catalog import Kind, option_named
from bot.grammar.errors import UsageError, refuse, shown
from bot.grammar.examples import example_of, with_needed
from bot.times import CALENDAR_WORDS

_NEAR: Final = 0.8
"""How alike two words are that are a slip of the finger apart; “please” and “last” are less."""
_TYPED: Final[dict[str, str]] = {
    "hourly": "bucket hour",
    "daily": "bucket day",
    "weekly": "every week",
}
"""What people say, and how it is typed."""
_BUTTONS: Final = frozenset({"csv", "table", "refresh"})


def near(word: str, names: Iterable[str]) -> str | None:
    """The name that a word was meant to be: the same letters in another order, or most of them."""
    low, names = word.strip("-").partition("=")[0].casefold(), tuple(names)
    turned = [name for name in names if sorted(name) == sorted(low)]
    found = turned or difflib.get_close_matches(low, names, n=1, cutoff=_NEAR)
    return found[0] if found else None


def meant(kind: Kind, word: str) -> tuple[str, str] | None:
    """What a stray word was probably meant to be, and a line that uses it."""
    if kind.has_time and (typed := _TYPED.get(word.casefold())):
        return typed, with_needed(kind, typed)
    names = [name for option in kind.options for name in option.words]
    names += [*kind.flags, *kind.group_by]
    names += CALENDAR_WORDS if kind.has_time else ()
    found = near(word, names)
    return (found, _example(kind, found)) if found else None


def unknown(kind: Kind, word: str, project: str | None, *, compared: bool) -> UsageError:
    """What to say of a word that means nothing here.

    Args:
        kind: The chart.
        word: As it was typed.
        project: The project that was named before it.
        compared: Whether anything is compared.
    """
    said, sentence = shown(word), f"I do not know “{shown(word)}” here."
    if word.casefold() in _BUTTONS:
        return refuse(kind, f"{sentence} Table, CSV and Refresh are buttons below a chart.")
    if found := meant(kind, word):
        return refuse(kind, f"{sentence} Did you mean “{found[0]}”?", found[1])
    if compared:
        more = "More than two are compared with commas; a project is named before or by “project”."
        return refuse(kind, f"{sentence} {more}", example_of(kind, "compare"))
    if project is None or word.startswith("-"):
        return refuse(kind, sentence)
    more = (
        f"“{shown(project)}” is the project already: type “env {said}” or “app {said}” if it is "
        f"one, or “compare {shown(project)} {said}” for two projects."
    )
    return refuse(kind, f"{sentence} {more}", "mobile env production")


def _example(kind: Kind, name: str) -> str:
    """An example that uses the word which was probably meant."""
    found = (line for line in kind.examples if name in line.split())
    option = option_named(name)
    return next(found, example_of(kind, option.parameter) if option else kind.examples[0])
