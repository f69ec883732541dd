"""The two ways in which a line can be no request."""

from bot.catalog import Kind, Parameter


class UsageError(ValueError):
    """The line says nothing that can be asked. The message is a sentence for who typed it.

    Attributes:
        example: A whole command that works, to show below the sentence.
        missing: The parameter that the chart cannot do without, where that is what is wrong.
        project: The project that was named, where a parameter is missing that belongs to one.
    """

    def __init__(
        self,
        sentence: str,
        *,
        example: str,
        missing: Parameter | None = None,
        project: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.example = example
        self.missing = missing
        self.project = project


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
