"""The two ways in which a line can be no request."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalog import Kind, Name, Parameter


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a chart cannot do without, where that is what is wrong.

    Attributes:
        parameter: What is missing.
        project: The project that is asked about, where it is known.
        said: All else that was typed, as a line can be written from it.
    """

    parameter: Parameter
    project: str | None
    said: Mapping[Name, str]


class UsageError(ValueError):
    """The line says nothing that can be asked. The message is a sentence for who typed it.

    Attributes:
        example: A whole command that works, to show below the sentence.
        lacking: What is missing, where that is what is wrong.
    """

    def __init__(self, sentence: str, *, example: str, lacking: Lacking | None = None) -> None:
        super().__init__(sentence)
        self.example = example
        self.lacking = lacking


class HelpAsked(Exception):  # noqa: N818 - no error: the person asked for help
    """The line asks how to use the command."""


def refuse(kind: Kind, sentence: str, example: str | None = None) -> UsageError:
    """The error, with a line that works: one of the chart's own unless another is given."""
    return UsageError(sentence, example=f"{kind.command} {example or kind.examples[0]}")


def shown(word: str) -> str:
    """A word as it was typed, short enough to be shown."""
    return word if len(word) <= 40 else word[:39] + "…"  # noqa: PLR2004 - half a phone line


def listed(choices: tuple[str, ...]) -> str:
    """Choices as a sentence has them: rolling, hour or day."""
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"
