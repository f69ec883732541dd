"""How a request line is used, for `drumbeat chart CHART help`."""

from collections.abc import Iterator
from textwrap import fill
from typing import Final

from bot.catalog import Kind, Option

_MARGIN: Final = 27
_WIDTH: Final = 100
_FLAGS: Final = {
    "levels": "LaunchDarkly's own rating as well",
    "percentiles": "how long the slow ones take as well",
}


def usage(kind: Kind) -> str:
    """What a chart shows, lines that work, and every option that a line may have."""
    return "\n".join(
        (
            f"drumbeat chart {kind.name} shows {kind.summary}.",
            "",
            *(f"drumbeat chart {kind.name} {example}" for example in kind.examples),
            "",
            "Options of the line, in any order, with or without dashes:",
            *_options(kind),
        )
    )


def _options(kind: Kind) -> Iterator[str]:
    for option in kind.options:
        yield _row(f"{option.short} {_value(kind, option)}", option.help)
    for flag in kind.flags:
        yield _row(flag, _FLAGS[flag])


def _value(kind: Kind, option: Option) -> str:
    """What can stand behind an option on this very chart."""
    choices = kind.choices(option)
    return "|".join(choices) if choices else option.value


def _row(name: str, told: str) -> str:
    """A name and what there is to say, the latter in a column of its own."""
    return fill(
        told,
        width=_WIDTH,
        initial_indent=f"  {name:{_MARGIN - 2}}" if len(name) < _MARGIN - 2 else f"  {name}  ",
        subsequent_indent=" " * _MARGIN,
    )
