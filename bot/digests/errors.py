"""The one way in which a line can be no digest."""

from typing import Final

from bot.grammar.errors import shown

COMMAND: Final = "/drumbeat digest add"


class CadenceError(ValueError):
    """Nothing can come like that. The message is a sentence for who typed it.

    Attributes:
        example: A whole command that works, to show below the sentence.
    """

    def __init__(self, sentence: str, *, rhythm: str = "every monday 09:00") -> None:
        super().__init__(sentence)
        self.example = f"{COMMAND} deploys 30d {rhythm}"


def printable(word: str) -> str:
    """A word as it was typed, short enough to be shown, with marks for what has no shape."""
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown(word)
    )
