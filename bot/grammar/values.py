"""Values of options, read by the rule that the catalog has for them."""

import re
from typing import Final

from bot.catalog import Kind, Option, option_named
from bot.grammar.errors import listed, refuse, shown
from bot.grammar.examples import example_of, needs_value
from bot.grammar.hints import near
from bot.times import LENGTH_WORDS, spelled

MAX_KEYS: Final = 50
# A project, environment or application key: LaunchDarkly's own have letters, digits, dots, dashes
# and underscores; applications that CI names may look like a path or a package scope, and
# maintainers like an address.
_KEY: Final = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9._@/:+-]{0,139}", re.ASCII)
_SPELLINGS: Final = {"true": "yes", "false": "no"}


def key(kind: Kind, option: Option, word: str) -> str:
    """One key.

    Raises:
        UsageError: If no key looks like that.
    """
    if _KEY.fullmatch(word):
        return word
    raise refuse(
        kind,
        f"“{shown(word)}” cannot be the key of {option.a_noun}. A key begins with a letter, a "
        "digit, _ or @; letters, digits and . _ @ / : + - may follow, 140 in all.",
    )


def keys(kind: Kind, option: Option, words: str) -> tuple[str, ...]:
    """Keys with commas between them, each once, in the order given.

    Raises:
        UsageError: If one of them is no key, or there are too many.
    """
    found = tuple(dict.fromkeys(word for word in words.split(",") if word))
    if len(found) > MAX_KEYS:
        sentence = f"That is {len(found)} {option.noun}s; {MAX_KEYS} is the most I ask for."
        raise refuse(kind, sentence)
    if not found:
        raise needs_value(kind, option)
    return tuple(key(kind, option, word) for word in found)


def choice(kind: Kind, option: Option, word: str) -> str:
    """One of the words that a chart takes for a parameter.

    Raises:
        UsageError: If it is none of them; the nearest is named.
    """
    choices = kind.choices(option)
    low = word.casefold()
    low = _SPELLINGS.get(low, low) if option.parameter == "hasExperiments" else low
    if found := low if low in choices else _short_for(low, choices):
        return found
    meant = near(low, choices)
    hint = f" Did you mean “{meant}”?" if meant else ""
    sentence = f"“{shown(word)}” is not one of {listed(choices)}.{hint}"
    raise refuse(kind, sentence, example_of(kind, option.parameter))


def _short_for(word: str, choices: tuple[str, ...]) -> str | None:
    """The only choice that begins so, or that an option of another name means: `by apps`."""
    begun = [choice for choice in choices if choice.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    option = option_named(word)
    return option.noun if option and option.noun in choices else None


def length(word: str) -> str:
    """A length of time in one spelling; `every week` is `every 1week`."""
    low = spelled(word)
    return f"1{low}" if low in LENGTH_WORDS else low


def expansions(kind: Kind, option: Option, words: str) -> tuple[str, ...]:
    """Any of the words that a chart takes for `expand`, each once, in the chart's order.

    Raises:
        UsageError: If one is none of them.
    """
    chosen = {choice(kind, option, word) for word in words.split(",") if word}
    return tuple(word for word in kind.expand if word in chosen)
