"""From a line, as a phone may have bent it, to its words."""

import re
import shlex
import unicodedata
from typing import Final

from bot.catalog import Kind
from bot.grammar.errors import refuse
from bot.times import joined

MAX_LINE: Final = 2_000
_STRAIGHT: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
)
_LONG_DASH: Final = re.compile(r"(?<!\S)[–—−](?=\w)")
_COMMA: Final = re.compile(r"\s*,[\s,]*")


def tokens(kind: Kind, line: str) -> list[str]:
    """The words of a line.

    Raises:
        UsageError: If it is too long, or a quotation mark is never closed.
    """
    if len(line) > MAX_LINE:
        raise refuse(kind, f"That is {len(line):,} characters; {MAX_LINE:,} is the most I read.")
    lexer = shlex.shlex(_COMMA.sub(",", straight(line)), posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters, lexer.escape, lexer.quotes = True, "", "", '"'
    try:
        words = list(lexer)
    except ValueError:
        raise refuse(kind, "A quotation mark is opened and never closed.") from None
    return joined(_unwrapped(word) for word in words)


def straight(line: str) -> str:
    """A line with the quotation marks, dashes and spaces that were meant."""
    plain = "".join(" " if _is_blank(char) else char for char in line.translate(_STRAIGHT))
    return _LONG_DASH.sub("--", plain)


def _is_blank(char: str) -> bool:
    """Spaces of any width, and what cannot be seen at all (controls, marks of direction)."""
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def _unwrapped(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] == "'" else word
