"""The one way in which a line can be no alert, and what its words were probably meant to be."""

import re
from typing import Final

from bot.catalog import BY_NAME
from bot.digests.errors import printable
from bot.grammar.hints import near
from bot.grammar.typed import is_time

COMMAND: Final = "/drumbeat alert add"
EXAMPLE: Final = "deploys below 1 for 2 days on weekdays"
"""What works everywhere: nothing has to be named for it."""
MEASURED: Final = "leadtime mobile above 2 days"
DROPPING: Final = "deploys drops by 50 % over 2 weeks"

_MEANT: Final[dict[str, str]] = {
    "below": "below 3",
    "under": "under 3",
    "fewer": "fewer than 3",
    "less": "less than 3",
    "most": "at most 3",
    "above": "above 3",
    "over": "over 3",
    "more": "more than 3",
    "least": "at least 3",
    "drops": "drops by 50 %",
    "down": "down by 50 %",
    "rating": "rating falls",
    "falls": "rating falls",
    "for": "for 2 days",
    "weekdays": "on weekdays",
    "weekends": "on weekdays",
    "only": "only on weekdays",
    "recovers": "recovers at 5",
    "grace": "grace 4h",
    "repeat": "repeat every 2d",
    "never": "never repeat",
    "called": 'called "Quiet mobile"',
    "named": 'named "Quiet mobile"',
}
"""How clauses begin, and how they go on."""
_MAY_STAND: Final = (
    "What may stand there is “for 2 days”, “on weekdays”, “recovers at 5”, “grace 4h”, “repeat "
    "every 2d”, “in” and a channel, “called” and a name, or an option of the chart."
)


class AlertLineError(ValueError):
    """Nothing can be watched for like that. The message is a sentence for who typed it.

    Attributes:
        example: A whole command that works, to show below the sentence.
    """

    def __init__(self, sentence: str, *, example: str = EXAMPLE) -> None:
        super().__init__(sentence)
        self.example = f"{COMMAND} {example}"


def meant(word: str) -> str | None:
    """The clause that a word which means nothing was probably to begin."""
    found = near(word, _MEANT)
    return _MEANT[found] if found else None


def stray(text: str) -> AlertLineError:
    """What to say of words that mean nothing behind what is watched for."""
    word = re.split("[ ,;]", text)[0]
    if word.lower().removeprefix("/") in BY_NAME:
        return AlertLineError(f"One alert watches one chart, and “{printable(word)}” is another.")
    return timed(word) if is_time(word) else unknown(word)


def unknown(word: str) -> AlertLineError:
    """What to say of a word that means nothing; the nearest that does is named."""
    sentence = f"I do not know “{printable(word)}” here."
    if clause := meant(word):
        return AlertLineError(f"{sentence} Did you mean “{clause}”?")
    return AlertLineError(f"{sentence} {_MAY_STAND}")


def timed(word: str) -> AlertLineError:
    """What to say of a time."""
    if word.replace(".", "").isdecimal():
        return AlertLineError(
            f"“{printable(word)}” stands alone: say what about it, as in “below {printable(word)}” "
            f"or “at least {printable(word)}”."
        )
    return AlertLineError(
        f"“{printable(word)}” is a time, and an alert takes none: it looks at the newest buckets "
        "by itself. How long something has to last is “for 2 days”, behind what is watched for."
    )
