"""A line behind its chart, divided: the chart's own words, and the clauses of an alert.

Clauses begin with words that mean nothing to a chart, and each goes on as far as it can. What is
left in between is the chart's; a key that is such a word is typed `project=below`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.alerts.mistyped import AlertLineError, meant, stray, unknown
from bot.alerts.rules import Word
from bot.catalog import BY_PARAMETER, FLAGS, option_named, squeezed
from bot.digests.rhythms import END, hidden
from bot.times import WEEKDAYS

What = Literal[
    "compared",
    "drop",
    "fall",
    "for",
    "days",
    "recovers",
    "grace",
    "repeat",
    "channel",
    "mention",
    "name",
]

COMPARED: Final[dict[str, Word]] = {
    **dict.fromkeys(("below", "under", "less than", "fewer than", "<"), "below"),
    **dict.fromkeys(("at most", "no more than", "not more than", "<=", "≤"), "at_most"),
    **dict.fromkeys(("above", "over", "more than", "greater than", ">"), "above"),
    **dict.fromkeys(("at least", "no less than", "no fewer than", ">=", "≥"), "at_least"),
}
"""How people compare."""
DAYS: Final[dict[str, int]] = {
    form: number for number, day in enumerate(WEEKDAYS) for form in (day, f"{day}s", day[:3])
}
"""Weekdays, Monday is 0."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_OPENERS: Final[dict[What, str]] = {
    "compared": (
        rf"(?:(?:is|are|goes|falls|drops|rises) )?(?:{_any_of(COMPARED)}){END}"
        r"|(?:[<>]=?|[≤≥])(?=[0-9])"
    ),
    "drop": rf"(?:(?:is|goes) )?(?:drops?|down){END}|falls? by{END}",
    "fall": rf"(?:(?:its|the) )?ratings?{END}|falls?{END}",
    "for": rf"for{END}",
    "days": (
        rf"(?:not on|except(?: on)?|without) weekends?{END}"
        rf"|(?:only )?(?:on )?(?:week|work)days?{END}|only on{END}|only{END}|on{END}"
    ),
    "recovers": rf"recovers?{END}",
    "grace": rf"grace{END}",
    "repeat": rf"(?:never )?repeats?{END}",
    "channel": rf"(?:(?:in|to) )?<?#|in{END}",
    "mention": rf"mention(?:ing)?{END}",
    "name": rf"(?:called|named?){END}",
}
"""How each begins."""
_OPENS: Final = "|".join(_OPENERS.values())
_TAKEN: Final = _any_of(
    {*FLAGS, *(word for one in BY_PARAMETER.values() for word in (one.parameter, *one.words))}
)
_FREE: Final = rf"(?!{_OPENS}|(?:after|and){END})"
_UNIT: Final = rf"{_FREE}(?!(?:{_TAKEN}){END})[a-z%]+{END}"
_AMOUNT: Final = rf"(?: ?{_FREE}(?P<amount>[^ ;]*[^ ,;])(?: (?P<unit>{_UNIT}))?)?"
_RUN: Final = (
    rf"(?: {_FREE}(?P<number>[^ ,;]+)(?: (?P<per>(?:week|work)days?{END}|{_UNIT}))?(?: in a row)?)?"
)
_DAY: Final = f"(?:{_any_of(DAYS)})"
_RESTS: Final[dict[What, str]] = {
    "compared": _AMOUNT,
    "drop": (
        rf"(?: by{END})?{_AMOUNT}"
        r"(?P<over> (?:over|within|vs|versus|against)(?: the)?(?: (?:last|previous|prior))?"
        rf"(?: {_FREE}(?P<weeks>[^ ,;]+)(?: (?P<of>{_UNIT}))?)?)?"
    ),
    "fall": rf"(?P<falls> (?:falls?|drops?|goes down|gets worse|is lower){END})?",
    "for": _RUN,
    "days": (
        rf"(?: (?P<days>{_DAY}(?:(?: to | ?[-–] ?|(?: ?, ?)?(?: ?and )|, ?){_DAY})*){END})?"
        rf"(?: only{END})?"
    ),
    "recovers": rf"(?: at{END})?{_AMOUNT}(?P<run> (?:for|after){END}{_RUN})?",
    "grace": rf"(?: period{END})?(?: of{END})?{_AMOUNT}",
    "repeat": rf"(?P<never> never{END})?(?: (?:every|after){END})?{_AMOUNT}",
    "channel": r"(?:(?P<id>[A-Z0-9]+)(?:\|[^ >]*)?>|(?: ?(?P<unlinked>[^ ,;]+))?)",
    "mention": (
        r"(?: ?<(?P<who>@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+)(?:\|[^ >]*)?>"
        r"|(?: (?P<unknown>[^ ,;]+))?)"
    ),
    "name": rf'(?: (?P<quoted>"[^"]*"){END})?',
}
"""How each goes on, if it does as it should."""
_LENIENT: Final = re.ASCII | re.IGNORECASE
_CLAUSES: Final[tuple[tuple[What, re.Pattern[str]], ...]] = tuple(
    (what, re.compile(f"(?P<opener>{opener}){_RESTS[what]}", _LENIENT))
    for what, opener in _OPENERS.items()
)
_NEXT: Final = re.compile(rf"(?<![^ ])(?:{_OPENS})", _LENIENT)
_BETWEEN: Final = re.compile(r"[ ,;]*(?:and(?: |$))?", _LENIENT)
_QUOTED: Final = 'deploys below 1 for 2 days called "Quiet days"'


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it was typed.

    Attributes:
        what: Which one.
        text: All of it.
        opener: The words with which it begins, in small letters.
        said: Its further parts, by their names; those that were left out are left out.
    """

    what: What
    text: str
    opener: str
    said: Mapping[str, str]

    def part(self, name: str) -> str:
        """One of its parts, or "" where that was left out."""
        return self.said.get(name, "")


@dataclass(frozen=True, slots=True)
class Divided:
    """A line, divided.

    Attributes:
        chart: What is the chart's.
        clauses: What is the alert's, in the order typed.
    """

    chart: str
    clauses: tuple[Clause, ...]


def divide(text: str) -> Divided:
    """Divide what stands behind a chart's name; it has single spaces and plain quotation marks.

    The chart's options may stand behind a clause as well; plain words may not.

    Raises:
        AlertLineError: If a word behind a clause means nothing.
    """
    charts: list[str] = []
    clauses: list[Clause] = []
    seen, place = hidden(text), _skip(text, 0)
    while place < len(text):
        if clause := _clause_at(text, seen, place):
            clauses.append(clause)
            end = place + len(clause.text)
        else:
            following = _NEXT.search(seen, place + 1)
            end = following.start() if following else len(text)
            if clauses and not _is_option(text[place:end]):
                raise _unread(clauses[-1], text[place:end])
            charts.append(text[place:end].strip(" ,;"))
        place = _skip(text, end)
    return Divided(" ".join(charts), tuple(clauses))


def begins_clause(key: str) -> bool:
    """Whether a key needs a “=” so that it is not taken for the alert's own words."""
    return any(_NEXT.match(f"{key} {more}") for more in ("", "below", "rating"))


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _unread(before: Clause, text: str) -> AlertLineError:
    """What to say of words that mean nothing, or of one before them that was read as a unit."""
    units = (before.part(name) for name in ("unit", "per", "of"))
    slip = next((word for word in units if word and meant(word)), None)
    return unknown(slip) if slip else stray(text)


def _is_option(text: str) -> bool:
    name = re.split("[ ,;=]", text)[0]
    return option_named(name) is not None or squeezed(name) in FLAGS


def _clause_at(text: str, seen: str, place: int) -> Clause | None:
    """The clause that begins at a place; within quotation marks nothing begins."""
    for what, form in _CLAUSES:
        if match := form.match(seen, place):
            return _clause(what, match, text)
    return None


def _clause(what: What, match: re.Match[str], text: str) -> Clause:
    """A clause in the words in which it was typed."""
    parts = match.groupdict()
    said = {name: text[slice(*match.span(name))] for name, part in parts.items() if part}
    opener, end = said.pop("opener").lower(), match.end()
    if what == "name" and "quoted" not in said:
        said["unquoted"] = _unquoted(text[end:], match.string[end:])
        end = len(text)
    return Clause(what, text[match.start() : end], opener, said)


def _unquoted(text: str, seen: str) -> str:
    """A name without quotation marks goes on to the end, and nothing else may stand there."""
    if _NEXT.search(seen):
        sentence = "Where more words follow, a name stands in quotation marks"
        raise AlertLineError(f"{sentence}: called “Quiet days”.", example=_QUOTED)
    return text.strip()
