"""Words in parts, as headings and footnotes have them: shortened where it costs least.

A part ends at a dot in the middle of its line; what it lists ends at a comma. What stands in them
are names that somebody else chose, each up to a line long, and the dates at the end must not pay
for them.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from charts.text import MAX_LETTERS, readable

PART: Final = " · "
_ITEM: Final = ", "
_ENDS: Final = re.compile(r"( · |, | / | and )")
_LAST_WORD: Final = re.compile(r"[^\W_]+$")
_LEAST: Final = 16
"""Letters that a name keeps while there is another way."""
SHORT: Final = 200
"""Letters of a text that is tried as a whole first; a longer one is so by its names."""
_MOST: Final = 2_000
"""Letters that are looked at; a heading with all its names has fewer."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How much is kept: so many letters of each name, so many names of each list."""

    letters: int
    items: int


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """A text that fits, if it can be made to: the longest names end earlier, then lists do.

    The last part, which says when, is left as it is while anything else is to be had.

    Args:
        text: Parts and lists of names.
        fits: Whether there is room for a text.
    """
    if len(text) <= SHORT and fits(whole := readable(text, SHORT)):
        return whole
    parts = [part.split(_ITEM) for part in text[:_MOST].split(PART)]
    levels = tuple(_levels(max(map(len, parts))))
    found = bisect_left(levels, 1, key=lambda level: int(fits(_told(parts, level))))
    return _told(parts, levels[min(found, len(levels) - 1)])


def _levels(items: int) -> Iterator[_Level]:
    """From all there is to next to nothing."""
    yield from (_Level(letters, items) for letters in range(MAX_LETTERS, _LEAST, -1))
    yield from (_Level(_LEAST, most) for most in range(items, 0, -1))
    yield from (_Level(letters, 1) for letters in range(_LEAST - 1, 0, -1))


def _told(parts: list[list[str]], level: _Level) -> str:
    *names, last = parts
    is_kept = names and level.letters >= _LEAST
    end = _part(last, _Level(MAX_LETTERS, len(last)) if is_kept else level)
    return PART.join([*(_part(part, level) for part in names), end])


def _part(items: list[str], level: _Level) -> str:
    """What is kept of a list, and of how many; names that would read alike are told once."""
    kept = tuple(dict.fromkeys(_item(item, level.letters) for item in items[: level.items]))
    rest = len(items) - len(kept)
    return _ITEM.join(kept) + (f" and {rest} more" if rest else "")


def _item(text: str, letters: int) -> str:
    """Each name cut at its end; two may be joined by a word or a stroke."""
    pieces = _ENDS.split(text)
    pieces[::2] = [_ended(piece, letters) if piece else "" for piece in pieces[::2]]
    return "".join(pieces)


def _ended(name: str, letters: int) -> str:
    """A name that ends earlier: after a word of it, unless that would be less than half."""
    whole, short = readable(name), readable(name, letters)
    if short == whole:
        return whole
    stem = short.removesuffix("…")
    words = _LAST_WORD.sub("", stem) if whole[len(stem)].isalnum() else stem
    return (words if 2 * len(words) >= letters else stem).rstrip("-_./ ") + "…"


def in_two(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """A text in one line or in two, broken where a part ends or else a name; nothing if neither.

    Args:
        text: What is to be broken.
        fits: Whether there is room in a line.
    """
    if fits(text):
        return (text,)
    for end in sorted(_ENDS.finditer(text), key=lambda end: (end[0] != PART, -end.start())):
        first = text[: end.start()] + ("" if end[0] == PART else end[0].rstrip())
        second = text[end.end() :]
        if fits(first) and fits(second):
            return (first, second)
    return ()
