"""Names that somebody else chose, made fit to be read: the one place that cleans them.

Series names come from CI and are free text. Nothing here makes them safe for a channel's mark-up
(that is the channel's business); it makes them visible, short and harmless to whoever draws them.
"""

import unicodedata
from typing import Final

MAX_LETTERS: Final = 60
_MAX_MARKS: Final = 4
"""Marks on one letter; enough for every written language, not for a tower of them."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co"})
NO_NAME: Final = "(no name)"


def readable(name: str, most: int = MAX_LETTERS) -> str:
    """A name as it can be shown: no controls, no marks of direction, nothing invisible, not long.

    Args:
        name: Any text; a lone surrogate becomes U+FFFD.
        most: How many letters are kept; a longer name ends in an ellipsis.
    """
    letters: list[str] = []
    for char in name.encode("utf-16", "surrogatepass").decode("utf-16", "replace"):
        category = unicodedata.category(char)
        if category in {"Mn", "Me"}:
            if letters and letters[-1] != " " and len(letters[-1]) <= _MAX_MARKS:
                letters[-1] += char
        elif char.isspace():
            letters += [" "] if letters and letters[-1] != " " else []
        elif category not in _UNSEEN:
            letters.append(char)
        if len(letters) > most + 1:  # one more than fits is enough to know
            break
    shown = "".join(letters).rstrip()
    if len(letters) > most and shown:
        shown = "".join(letters[: most - 1]).rstrip() + "…"
    return shown or NO_NAME
