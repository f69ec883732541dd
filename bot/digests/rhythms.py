"""Rhythms as people type them: `every monday and thursday at 9:30pm`, `cron 0 9 * * 1-5`.

A rhythm becomes a cron line. `every 1w` is none: it is how long a bucket of a chart is.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.digests.cron_lines import ordinal
from bot.digests.errors import CadenceError, printable
from bot.grammar.hints import near
from bot.grammar.tokens import straight
from bot.times import MONTHS, WEEKDAYS, is_span

WHEN: Final = (
    "When should it come? Say so behind the charts: “every monday 09:00”, “every weekday at 9:30”, "
    "“every 1st and 15th” or a cron line."
)
_IGNORING_CASE: Final = re.ASCII | re.IGNORECASE
END: Final = r"(?=[ ,;]|$)"
"""Behind a word."""
_BEGINNING: Final = re.compile(rf"(?<![^ ,;])(every|cron){END} ?", _IGNORING_CASE)

_DAY_NUMBERS: Final[dict[str, int]] = {
    **{form: (number + 1) % 7 for number, day in enumerate(WEEKDAYS) for form in (day, f"{day}s")},
    **{day[:3]: (number + 1) % 7 for number, day in enumerate(WEEKDAYS)},
    "tues": 2,
    "weds": 3,
    "thur": 4,
    "thurs": 4,
}
"""Weekdays as cron counts them."""
_MONTH_NUMBERS: Final[dict[str, int]] = {
    form: number + 1 for number, month in enumerate(MONTHS) for form in (month, month[:3])
}
_NAMED: Final[dict[str, str]] = {
    "day": "* * *",
    "weekday": "* * 1-5",
    "weekdays": "* * 1-5",
    "workday": "* * 1-5",
    "mon-fri": "* * 1-5",
    "monday-friday": "* * 1-5",
    "week": "* * 1",
    "month": "1 * *",
}
"""What has a name of its own, as the last three fields of a cron line."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DAY: Final = _any_of(_DAY_NUMBERS)
_MONTH: Final = _any_of(_MONTH_NUMBERS)
_DATE: Final = r"[0-9]{1,3}(?:st|nd|rd|th)|first"
_AND: Final = r"(?: ?, ?(?:and )?| and | ?&(?:amp;)? ?)"
_OF_THE_MONTH: Final = r" of (?:(?:the|each|every|a) )?month"

_ON_NAMED: Final = re.compile(rf"(?:{_any_of(_NAMED)}){END}", _IGNORING_CASE)
_ON_DAYS: Final = re.compile(rf"(?:{_DAY})(?:{_AND}(?:{_DAY}))*{END}", _IGNORING_CASE)
_ON_DATES: Final = re.compile(
    # Not "1st monday" nor "15th of march", which are other days.
    rf"(?>((?:{_DATE})(?:{_AND}(?:{_DATE}){END})*)(?:{_OF_THE_MONTH})?){END}"
    rf"(?! (?:{_DAY}|{_MONTH}|of){END})",
    _IGNORING_CASE,
)
_ONE_DAY: Final = re.compile(rf"(?:{_DAY})(?![a-z])", _IGNORING_CASE)
_ONE_DATE: Final = re.compile(r"([0-9]+)(?:st|nd|rd|th)|first", _IGNORING_CASE)

_TIME: Final = re.compile(rf",? (at{END})? ?([^ ,;]*(?: [ap]\.?m\b\.?)?)", _IGNORING_CASE)
_CLOCK: Final = re.compile(
    r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(am|pm)?|([0-9]{2})([0-9]{2})", re.ASCII
)
_TIMES_NAMED: Final[dict[str, tuple[int, int]]] = {"noon": (12, 0), "midnight": (0, 0)}
_USUAL_TIME: Final = (9, 0)
_HALF_A_DAY: Final = 12
_CRON_FIELDS: Final = re.compile(r'"([^"]*)"|((?:[0-9*@][^ "]*)(?: [^ "]+){0,4}(?: [0-9*][^ "]*)*)')
_HYPHENS: Final = str.maketrans("–—−", "---")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm and where in the text it stands."""

    start: int
    end: int
    cron: str


def last_rhythm(text: str) -> Rhythm:
    """The last rhythm of a text with single spaces.

    Raises:
        CadenceError: If there is none, or it names a time or a day that is none.
    """
    begun = list(_BEGINNING.finditer(hidden(text)))
    if last := _last(text, begun):
        start, found = last
        end, cron = _cron(found) if found.re is _CRON_FIELDS else _every(text, found)
        return Rhythm(start, end, cron)
    rests = [text[match.start() :] for match in begun]
    # A bucket's length is blamed only where nothing else was tried.
    tried = [rest for rest in rests if not is_bucket(rest)] or rests
    raise refusal(tried[-1]) if tried else CadenceError(WHEN)


def _last(text: str, begun: Iterable[re.Match[str]]) -> tuple[int, re.Match[str]] | None:
    """Where the last rhythm begins, and its fields or days; `every 1st of every month` is one."""
    last, end = None, 0
    for match in begun:
        if match.start() >= end and (found := _behind(text, match)):
            last = match.start(), found
            end = end if found.re is _CRON_FIELDS else found.end()
    return last


def cron_typed(text: str) -> str:
    """The fields of a cron line that stands alone, with or without the word before it."""
    line = " ".join(straight(text).replace('"', " ").split())
    return re.sub(r"^cron ", "", line, flags=_IGNORING_CASE).translate(_HYPHENS)


def hidden(text: str) -> str:
    """The text, as long as before, with no words between quotation marks."""
    return re.sub(r'"[^"]*"', lambda quoted: f'"{"_" * (len(quoted[0]) - 2)}"', text)


def has_days(line: str) -> bool:
    """Whether a chart's line has a rhythm of its own that can be no bucket: `every monday`."""
    found = (_behind(line, match) for match in _BEGINNING.finditer(hidden(line)))
    return any(days and days.re in {_ON_DAYS, _ON_DATES} for days in found)


def _behind(text: str, begun: re.Match[str]) -> re.Match[str] | None:
    """The fields behind `cron`, or the days behind `every`."""
    forms = (_CRON_FIELDS,) if begun[1].lower() == "cron" else (_ON_NAMED, _ON_DAYS, _ON_DATES)
    found = (form.match(text, begun.end()) for form in forms)
    return next((match for match in found if match), None)


def _cron(found: re.Match[str]) -> tuple[int, str]:
    """Where a cron line ends, and the line."""
    line = found[1] if found[2] is None else found[2].rstrip(",;")
    return found.end(), line.translate(_HYPHENS)


def _every(text: str, days: re.Match[str]) -> tuple[int, str]:
    """Where days and their time end, and their cron line."""
    end, (hour, minute) = _time(text, days.end())
    return end, f"{minute} {hour} {_fields(days)}"


def _fields(days: re.Match[str]) -> str:
    """The last three fields of the cron line that has such days."""
    if days.re is _ON_NAMED:
        return _NAMED[days[0].lower()]
    if days.re is _ON_DAYS:
        numbers = [_DAY_NUMBERS[one[0].lower()] for one in _ONE_DAY.finditer(days[0])]
        return f"* * {','.join(map(str, numbers))}"
    dates = [int(one[1] or 1) for one in _ONE_DATE.finditer(days[1])]
    for date in dates:
        if not 1 <= date <= 31:  # noqa: PLR2004 - the calendar's
            raise CadenceError(
                f"No month has a {ordinal(date)}: it is “every 1st” to “every 31st”.",
                rhythm="every 1st 09:00",
            )
    return f"{','.join(map(str, dates))} * *"


# -- times of day -----------------------------------------------------------------------------


def _time(text: str, start: int) -> tuple[int, tuple[int, int]]:
    """Where the time ends that stands there, and its hour and minute; nine is the usual one."""
    match = _TIME.match(text, start)
    if match is None or not (match[1] or is_time_like(match[2])):
        return start, _USUAL_TIME
    return match.end(), _time_of_day(match[2])


def is_time_like(word: str) -> bool:
    """Whether a word is meant as a time of day, right or wrong."""
    return word.lower() in _TIMES_NAMED or (word[:1].isdigit() and not _ONE_DATE.fullmatch(word))


def _time_of_day(word: str) -> tuple[int, int]:
    low = word.lower()
    if low in _TIMES_NAMED:
        return _TIMES_NAMED[low]
    match = _CLOCK.fullmatch(re.sub(r" |(?<=[apm])\.", "", low))
    if match is not None:
        hour, minute, half = int(match[1] or match[4]), int(match[2] or match[5] or 0), match[3]
        on_dial = 1 <= hour <= _HALF_A_DAY if half else hour < 2 * _HALF_A_DAY
        if on_dial and minute < 60:  # noqa: PLR2004 - minutes of an hour
            return hour % _HALF_A_DAY + _HALF_A_DAY * (half == "pm") if half else hour, minute
    looks = "Times look like 09:00, 9am, 9:30pm, noon or midnight."
    raise CadenceError(f"“{printable(word) or 'at'}” is not a time of day. {looks}")


# -- what is no rhythm ------------------------------------------------------------------------

_REFUSED: Final[tuple[tuple[str, str], ...]] = (
    (
        rf"last day(?:{_OF_THE_MONTH})?",
        (
            "The last day of a month has no words here: “cron 0 9 L * *” comes then, and “every "
            "1st” the day after."
        ),
    ),
    (
        rf"(?:first|third|fourth|fifth|last|[1-5](?:st|nd|rd|th)) (?:{_DAY})",
        (
            "One such day of a month has no words here: “cron 0 9 * * 1#1” comes on its first "
            "Monday, “cron 0 9 * * 5L” on its last Friday, and “every monday” on each."
        ),
    ),
    (
        (
            rf"(?:other|second|alternate|two|three|four|[0-9]+) (?:days?|weeks?|months?|{_DAY})"
            "|fortnight"
        ),
        (
            "Every other one cannot be had: “every monday” comes each week, “every 1st and 15th” "
            "twice a month and “every month” once."
        ),
    ),
    (
        r"(?:(?:half )?(?:an )?|[0-9]+ )(?:hours?|minutes?|mins?|h)",
        (
            "Hours have no words here: “every day 09:00” comes once a day, and “cron 0 9-17 * * "
            "1-5” hourly on weekdays."
        ),
    ),
    (
        r"quarter|year",
        (
            "Quarters and years have no words here: “cron 0 9 1 1,4,7,10 *” comes once a quarter, "
            "“cron 0 9 1 1 *” once a year, and “every month” on each 1st."
        ),
    ),
)
"""What is said behind “every” and cannot be had so, and what can be had instead."""
_IN_A_YEAR: Final = re.compile(
    rf"(?P<day>[0-9]{{1,3}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}){END}"
    rf"|(?P<month_>{_MONTH})(?: (?P<day_>[0-9]{{1,2}})(?:st|nd|rd|th)?)?{END}",
    _IGNORING_CASE,
)
_LEAP_YEAR: Final = 2024


def refusal(rest: str) -> CadenceError:
    """Why a text that begins with `every` or `cron` begins with no rhythm."""
    word = re.split("[ ,;]", rest)[0]
    said = rest[len(word) :].removeprefix(" ")
    if word.lower() != "every":
        sentence = "“cron” is followed by the five fields of a cron line: “cron 0 9 * * 1-5”."
        return CadenceError(sentence, rhythm="cron 0 9 * * 1-5")
    for form, sentence in _REFUSED:
        if re.match(f"(?:{form}){END}", said, _IGNORING_CASE):
            return CadenceError(sentence)
    if once := _IN_A_YEAR.match(said):
        return _yearly(once)
    length = re.split("[ ,;]", said)[0]
    if is_bucket(rest):
        return CadenceError(f"“every {printable(length)}” is how long a bucket is. {WHEN}")
    return _unknown(length)


def is_bucket(rest: str) -> bool:
    """Whether it is `every 1w`, which says how long a bucket is."""
    return is_span(re.split("[ ,;]", f"{rest} ")[1])


def _yearly(match: re.Match[str]) -> CadenceError:
    month = _MONTH_NUMBERS[(match["month"] or match["month_"]).lower()]
    day = int(match["day"] or match["day_"] or 1)
    if not 1 <= day <= monthrange(_LEAP_YEAR, month)[1]:
        name = MONTHS[month - 1].capitalize()
        sentence = f"{name} has no {ordinal(day)}. “every 1st” comes on the 1st of each month."
        return CadenceError(sentence, rhythm="every 1st 09:00")
    line = f"cron 0 9 {day} {month} *"
    return CadenceError(f"Once a year has no words here: “{line}” comes then.", rhythm=line)


def _unknown(word: str) -> CadenceError:
    takes = "day, weekday, week, month, days like monday and thursday, or dates like 1st and 15th"
    if not word:
        return CadenceError(f"“every” stands alone: behind it comes {takes}.")
    meant = near(word, (*_NAMED, *WEEKDAYS))
    hint = f"Did you mean “every {meant}”?" if meant else f"It takes {takes}."
    return CadenceError(f"I do not know “every {printable(word)}”. {hint}")
