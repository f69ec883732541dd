"""What stands beside each other: from the words behind `compare` to keys of one kind."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from typing import Final, cast

from bot.catalog import BY_PARAMETER, Kind, Name, Option, Parameter
from bot.grammar.errors import refuse, shown
from bot.grammar.examples import example_of
from bot.grammar.values import keys
from bot.request import Dimension, is_taken

_COUNT: Final = range(2, 5)
"""How many can stand beside each other."""
_TO: Final = frozenset({"and", "with", "vs", "versus", "to"})
"""What may stand between the two that are compared."""
_COMPARABLE: Final[tuple[Name, ...]] = ("projectKey", "environmentKey", "applicationKey")
_DIMENSIONS: Final[dict[str, Option]] = {
    word: BY_PARAMETER[name]
    for name in _COMPARABLE
    for one in BY_PARAMETER[name].words
    for word in (one, f"{one}s")
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Keys of one kind.

    Attributes:
        option: The option that names one of them.
        keys: Two or more, in the order named.
    """

    option: Option
    keys: tuple[str, ...]

    @property
    def parameter(self) -> Parameter:
        """What the questions differ in, as the API calls it."""
        return cast("Parameter", self.option.parameter)

    @property
    def dimension(self) -> Dimension:
        """What the questions differ in, as people call it."""
        return cast("Dimension", self.option.noun)

    def __str__(self) -> str:
        """As one value, which `of` reads: "env staging,production"."""
        return f"{self.option.short} {','.join(self.keys)}"

    @classmethod
    def of(cls, value: str) -> "Compared":
        """Read a value back."""
        word, _, listed = value.partition(" ")
        return cls(_DIMENSIONS[word], tuple(listed.split(",")))


def read(kind: Kind, words: Iterator[str]) -> Compared:
    """What is compared, from the words behind `compare`, of which it takes those that belong to it.

    `compare a b`, `compare a with b` and `compare a,b` all mean the same.

    Raises:
        UsageError: If there are no two.
    """
    first = next(words, "")
    option = _DIMENSIONS.get(first.casefold().strip("-"))
    found = tuple(_keys(next(words, "") if option else first, words))
    if len(found) < _COUNT.start:
        sentence = (
            "“compare” needs two of a kind: two projects, two environments or two applications."
        )
        raise refuse(kind, sentence, example_of(kind, "compare"))
    return Compared(option or BY_PARAMETER["projectKey"], found)


def _keys(first: str, words: Iterator[str]) -> Iterator[str]:
    """Those that have commas between them, or else two words that mean nothing else."""
    if "," in first:
        yield from filter(None, first.split(","))
        return
    second = next(words, "")
    if second.casefold() in _TO:
        second = next(words, "")
    yield from (key for key in (first, second) if key and not is_taken(key))


def settle(kind: Kind, typed: MutableMapping[Name, str]) -> Compared | None:
    """Check what is compared, where anything is, and write it in one spelling.

    Raises:
        UsageError: If it contradicts something else that was typed, or its keys are none.
    """
    if "compare" not in typed:
        return None
    found = Compared.of(typed["compare"])
    option, example = found.option, example_of(kind, "compare")
    if option.parameter == "projectKey" in typed:
        raise refuse(kind, _one_more(found, typed["projectKey"]), example)
    if option.parameter in typed:
        sentence = f"“compare” names the {option.noun}s already; leave “{option.short}” out."
        raise refuse(kind, sentence, example)
    if "vs" in typed:
        sentence = "One chart compares either keys or periods: leave “compare” or “vs” out."
        raise refuse(kind, sentence, example)
    named = keys(kind, option, ",".join(found.keys))
    if len(named) not in _COUNT:
        sentence = f"“compare” takes two to four different {option.noun}s."
        raise refuse(kind, sentence, example)
    settled = Compared(option, named)
    typed["compare"] = str(settled)
    return settled


def _one_more(found: Compared, project: str) -> str:
    """What to say of a project that stands beside those which are compared."""
    first, second = (shown(key) for key in found.keys[:2])
    return (
        f"“compare {first} {second}” puts projects beside each other, and “{shown(project)}” is "
        "one more. Three or four have commas between them; applications of one project are "
        f"“compare app {first},{second}”."
    )
