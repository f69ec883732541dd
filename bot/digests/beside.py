"""Beside a rhythm, in any order: a channel, a zone, a name, and what comes when nothing moved.

E.g. `in <#C123|eng> zone Europe/Berlin only when something moved called "Monday numbers"`.
"""

import re
from typing import Final

from bot.catalog import BY_NAME
from bot.digests.cadence import zone_named
from bot.digests.errors import CadenceError, printable
from bot.digests.model import WhenCalm
from bot.digests.rhythms import END, is_bucket, is_time_like, refusal
from bot.grammar.hints import near
from bot.grammar.tokens import straight
from bot.times import WEEKDAYS

LONGEST_NAME: Final = 80
_MOVED: Final = "only when something moved"
_LINE: Final = "one line when nothing moved"
PHRASES: Final[dict[WhenCalm, str]] = {"show": "", "line": _LINE, "silent": _MOVED}
"""How it is typed and told what comes when nothing moved; of what is usual nothing is said."""
_WHEN_CALM: Final = {phrase: calm for calm, phrase in PHRASES.items()}
Said = dict[str, str]
"""What was said beside the rhythm: channel, zone, name, and calm, which is a phrase."""
_CLAUSES: Final[tuple[tuple[str, str], ...]] = (
    ("channel", r"(?:(?:in|to) )?<#([A-Z0-9]+)(?:\|[^ >]*)?>"),
    ("zone", r"zone[ =]([^ ,;\"]+)"),
    ("moved", r"(?:only )?(?:when|if) (?:something|anything) (?:has )?(moved|changed)"),
    ("moved", r"(?:silent|silence|nothing) (?:when|if) nothing (?:has )?(moved|changed)"),
    ("line", r"(?:(?:in|just|only) )?(?:one|a) line (?:when|if) nothing (?:has )?(moved|changed)"),
    ("name", r'(?:called|as|named) "([^"]*)"'),
    ("unlinked", r"in (#[^ ,;\"]+)"),
    ("early", r"at ([0-9][^ ,;]*|noon|midnight)"),
)
"""How each is typed; the last two are told what to type instead."""
_BEHIND: Final = tuple(
    (what, re.compile(f"{form}{END}", re.ASCII | re.IGNORECASE)) for what, form in _CLAUSES
)
_BEFORE: Final = tuple(
    (what, re.compile(f"(?<![^ ,;]){form}$", re.ASCII | re.IGNORECASE)) for what, form in _CLAUSES
)
_BETWEEN: Final = re.compile(r"[ ,;]*(?:and )?")
_QUOTED: Final = 'called "Monday numbers"'
_PHRASES: Final[dict[str, str]] = {
    "zone": "zone Europe/Berlin",
    "only": _MOVED,
    "when": _MOVED,
    "if": _MOVED,
    "one": _LINE,
    "line": _LINE,
    "nothing": _LINE,
    "called": _QUOTED,
}
"""How words begin that mean something behind the rhythm."""


def read_behind(text: str, said: Said) -> None:
    """Read what stands behind the rhythm, all of it."""
    place = _skip(text, 0)
    while place < len(text):
        for what, form in _BEHIND:
            if match := form.match(text, place):
                _say(what, match[1], said)
                place = _skip(text, match.end())
                break
        else:
            raise _stray(text[place:])


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def read_before(text: str, said: Said) -> str:
    """Read what stands right before the rhythm and belongs to it; what is left is the charts.

    A zone belongs to the digest, unless it has one already: then it is an option of the last chart.
    """
    while True:
        text = _ended(text)
        ends = ((what, form.search(text)) for what, form in _BEFORE)
        what, match = next(((what, match) for what, match in ends if match), ("", None))
        if match is None or (what == "zone" and what in said):
            return text
        _say(what, match[1], said)
        text = text[: match.start()]


def _ended(text: str) -> str:
    """The text without commas and an “and” at its end."""
    while True:
        text = text.rstrip(" ,;")
        if not text.lower().endswith(" and"):
            return text
        text = text[: -len(" and")]


def _say(what: str, value: str, said: Said) -> None:
    """Note what was said, or refuse what cannot be."""
    if what == "unlinked":
        raise _unlinked(value)
    if what == "early":
        raise _late(value)
    value = _settled(what, value)
    what = "calm" if what in {"moved", "line"} else what
    if said.setdefault(what, value) != value:
        raise CadenceError(_TWICE.get(what) or f"There are two {what}s. A digest has one.")


_TWICE: Final = {"calm": f"“{_MOVED}” is silence, “{_LINE}” is not: a digest does one of the two."}


def _settled(what: str, value: str) -> str:
    """A value in one spelling."""
    if what == "zone":
        return zone_named(value).key
    if what == "channel":
        return value.upper()
    if what == "name":
        return name_of(value)
    return _MOVED if what == "moved" else _LINE


def when_calm(said: Said) -> WhenCalm:
    """What comes when nothing moved, by what was said."""
    return _WHEN_CALM[said.get("calm", "")]


def name_of(value: str) -> str:
    """A name that a digest can have.

    Raises:
        CadenceError: If it is empty, too long, or could not be typed between quotation marks.
    """
    name = " ".join(straight(value).split())
    if not name:
        raise CadenceError(
            "There is nothing between the quotation marks.", rhythm=f"every monday 09:00 {_QUOTED}"
        )
    if len(name) > LONGEST_NAME:
        sentence = f"A name has {LONGEST_NAME} letters at most; this one has {len(name):,}."
        raise CadenceError(sentence, rhythm=f"every monday 09:00 {_QUOTED}")
    if '"' in name:
        raise CadenceError("A name stands in quotation marks, so there are none in it.")
    return name


def _stray(text: str) -> CadenceError:
    """What to say of words that mean nothing behind the rhythm."""
    word, following = (*re.split("[ ,;]+", text), "")[:2]
    low = word.lower()
    if low in {"every", "cron"}:
        return _second(text)
    if low.removeprefix("/") in BY_NAME:
        return CadenceError(f"The charts come first, then the rhythm: “{low}” stands behind it.")
    if low == "in" and following and following.lower() not in {"one", "a"}:
        return _unlinked(following)
    if low == "at" or is_time_like(word):
        return _late(word)
    if low in {"called", "as", "named"}:
        return CadenceError(f"A name stands in quotation marks: {_QUOTED}.")
    is_behind = low == "in" or following.lower() == "nothing"  # in one line, when nothing moved
    return _unknown(following if following and is_behind else word)


def _second(text: str) -> CadenceError:
    """What to say of a second rhythm behind the first that is none."""
    if not is_bucket(text):
        return refusal(text)
    length = printable(re.split("[ ,;]", text)[1])
    where = "it stands with its chart, before the rhythm"
    return CadenceError(f"“every {length}” is how long a bucket is: {where}.")


def _unknown(word: str) -> CadenceError:
    sentence = f"I do not know “{printable(word)}” behind the rhythm."
    if _is_zone(word):
        return CadenceError(f"{sentence} A zone is typed “zone {word}”.")
    if meant := near(word, (*_PHRASES, *WEEKDAYS)):
        return CadenceError(f"{sentence} Did you mean “{_PHRASES.get(meant, meant)}”?")
    return CadenceError(
        f"{sentence} What may stand there is a time, “in” and a channel, “zone” and its name, "
        f"“{_MOVED}”, “{_LINE}”, or “called” and a name in quotation marks."
    )


def _unlinked(word: str) -> CadenceError:
    return CadenceError(
        f"Slack has not made a link of “{printable(word)}”, so I cannot tell which channel it is: "
        "pick it from the list that Slack opens when you type #, or leave it out."
    )


def _late(word: str) -> CadenceError:
    sentence = f"“{printable(word)}” stands in the wrong place: a time comes right behind the days"
    return CadenceError(f"{sentence}, as in “every monday 09:00”.")


def _is_zone(word: str) -> bool:
    try:
        return bool(zone_named(word))
    except CadenceError:
        return False
