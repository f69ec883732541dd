"""Amounts as they are typed and written: counts, lengths of time to the millisecond, percentages.

Numbers have ASCII digits and a dot; what Python takes beside that (1_000, 1e400, nan) is none. What
is written here is read here, and is then exactly what it was.
"""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Final

from bot.alerts.mistyped import DROPPING, MEASURED, AlertLineError, unknown
from bot.catalog import Kind
from bot.chart import Number
from bot.digests.errors import printable
from bot.times import LENGTH_WORDS, UNIT_MS, parse_span

_MS: Final = timedelta(milliseconds=1)
_LONGEST: Final = timedelta(days=10_000)
"""So that it has no more digits than can be typed, whatever its unit."""
_NUMBER: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_DIGITS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_COMMAS: Final = re.compile(r"[0-9.]+,[0-9.,]+", re.ASCII)
_MEASURED: Final = re.compile(r"([^a-z%]+)([a-z%]+)", re.ASCII)
_SEVERAL: Final = re.compile(r"(?:[0-9.]+[a-z]+){2,}", re.ASCII | re.IGNORECASE)
_UNITS: Final[dict[str, int]] = {
    **{unit: parse_span(f"1{unit}") // _MS for unit in (*UNIT_MS, *LENGTH_WORDS)},
    **dict.fromkeys(("sec", "secs"), UNIT_MS["s"]),
    "mins": UNIT_MS["m"],
    **dict.fromkeys(("hr", "hrs"), UNIT_MS["h"]),
}
_NOT_ALWAYS: Final = frozenset({"month", "months", "quarter", "quarters", "year", "years", "y"})
_PERCENT: Final = frozenset({"%", "percent"})
_WRITTEN: Final = (
    (UNIT_MS["d"], "d", "day"),
    (UNIT_MS["h"], "h", "hour"),
    (UNIT_MS["m"], "min", "minute"),
    (UNIT_MS["s"], "s", "second"),
    (UNIT_MS["ms"], "ms", "millisecond"),
)


def number(word: str) -> Number:
    """A number as it was typed; whole ones are whole.

    Raises:
        AlertLineError: If it is none.
    """
    if not _is_number(word):
        raise _no_number(word)
    value = Decimal(word)
    return int(value) if value == int(value) else float(value)


def _no_number(word: str) -> AlertLineError:
    shown = printable(word)
    if _DIGITS.fullmatch(word):
        return AlertLineError(f"“{shown}” is over the limit: 12 digits, and 6 behind the dot.")
    if _COMMAS.fullmatch(word):
        ways = [one for one in (word.replace(",", "."), word.replace(",", "")) if _is_number(one)]
        readings = f": {' or '.join(ways)}" if len(ways) > 1 else ""
        return AlertLineError(
            f"“{shown}” can be read in more than one way{readings}. Numbers have a dot, no comma."
        )
    return AlertLineError(f"“{shown}” is no number: they have digits and perhaps a dot: 3 or 2.5.")


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def parted(word: str, unit: str) -> tuple[str, str]:
    """A number and its unit, which stands in the same word or in the next."""
    low = word.lower()
    if low in LENGTH_WORDS and not unit:  # every day
        return "1", low
    match = _MEASURED.fullmatch(low)
    return (match[1], match[2]) if match and not unit else (low, unit.lower())


def amount(kind: Kind, word: str, unit: str) -> Number:
    """What a chart's values are held against: a count, or milliseconds.

    Raises:
        AlertLineError: If it is none, or its unit is missing or one too many.
    """
    if kind.measure == "duration":
        return length(word, unit, example=MEASURED) // _MS
    written, of = parted(word, unit)
    if of in _PERCENT:
        sentence = f"A count is no percentage like {printable(written)} %: try “drops by 50 %”."
        raise AlertLineError(sentence, example=DROPPING)
    if unit and of not in {*kind.noun, *kind.noun[1].split(), kind.name}:
        raise unknown(unit)
    if of != unit.lower():
        raise _counted(kind, word) if _is_number(written) else _no_number(word)
    return number(written)


def _counted(kind: Kind, word: str) -> AlertLineError:
    many = kind.noun[1].capitalize()
    return AlertLineError(f"“{printable(word)}” has a unit. {many} are counted: type a number.")


def percentage(word: str, unit: str) -> Number:
    """A part of a hundred, with its sign.

    Raises:
        AlertLineError: If it is none, or it does not say of what it is a part.
    """
    written, of = parted(word, unit)
    value = number(written)
    if of in _PERCENT:
        return value
    shown = printable(written)
    sentence = (
        f"{shown} what? A drop is a percentage: “{shown} %”. For a number of its own type “below "
        f"{shown}”."
        if not of
        else f"“{printable(of)}” is no percentage: a drop is typed “drops by 50 %”."
    )
    raise AlertLineError(sentence, example=DROPPING)


def length(word: str, unit: str, *, example: str) -> timedelta:
    """A length of time, to the millisecond.

    Args:
        word: A number, perhaps with its unit.
        unit: The word behind it, or "".
        example: A line that works, for when this one does not.

    Raises:
        AlertLineError: If it is none, or its unit is missing.
    """
    if _SEVERAL.fullmatch(word):
        sentence = f"“{printable(word)}” has more than one unit: type one, as in 36h or 90 min."
        raise AlertLineError(sentence, example=example)
    written, of = parted(word, unit)
    value = Decimal(str(number(written)))
    if not of and value:
        raise _no_unit(printable(written), example)
    if of and of not in _UNITS:
        raise _no_such_unit(of, example)
    milliseconds = value * _UNITS.get(of, 0)
    if milliseconds > _LONGEST // _MS:
        sentence = (
            f"“{printable(f'{word} {unit}'.rstrip())}” is longer than {_LONGEST.days:,} days."
        )
        raise AlertLineError(sentence, example=example)
    return round(milliseconds) * _MS


def _no_unit(shown: str, example: str) -> AlertLineError:
    sentence = f"{shown} what? A length of time has a unit: {shown} days, {shown}h or {shown} min."
    return AlertLineError(sentence, example=example)


def _no_such_unit(unit: str, example: str) -> AlertLineError:
    if unit in _NOT_ALWAYS:
        sentence = f"A {unit.rstrip('s')} is not always as long: say it in days."
    else:
        sentence = f"“{printable(unit)}” is no unit of time: those are ms, s, min, h, d and w."
    return AlertLineError(sentence, example=example)


# -- written ----------------------------------------------------------------------------------


def plain(value: Number) -> str:
    """A number as it can be typed, all of its digits."""
    return f"{Decimal(repr(value)).normalize():f}"


def written(value: Number, kind: Kind) -> str:
    """One of a chart's values as it can be typed: 3, or 36h."""
    return shortest(value) if kind.measure == "duration" else plain(value)


def shortest(milliseconds: Number) -> str:
    """A length of time as it can be typed: 2d, 36h, 90min, 1500ms."""
    size, unit, _ = _fitting(milliseconds)
    return f"{plain(size)}{unit}"


def in_words(milliseconds: Number) -> str:
    """A length of time as people say it, and as exactly: 2 days, 36 hours, 1 minute."""
    size, _, unit = _fitting(milliseconds)
    return f"{plain(size)} {unit}{'' if size == 1 else 's'}"


def _fitting(milliseconds: Number) -> tuple[Number, str, str]:
    """The largest unit of which it is a whole number; hours for nothing at all."""
    units = _WRITTEN if milliseconds else _WRITTEN[1:]
    for size, short, long in units:
        if milliseconds % size == 0:
            return int(milliseconds) // size, short, long
    return milliseconds, *_WRITTEN[-1][1:]
