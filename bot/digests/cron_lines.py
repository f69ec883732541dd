"""Cron lines: whether one can be had, its one spelling, and its words where it has any."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from cronsim import CronSim, CronSimError

from bot.digests.errors import CadenceError, printable
from bot.times import MONTHS, WEEKDAYS

_LONGEST_LINE: Final = 100
_SOME_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a reading of any clock
"""cronsim looks 50 years ahead; after this day they hold every date on every weekday."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a cron line: what it is called, its numbers and the names of some of them."""

    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    @property
    def numbers(self) -> range:
        """Every number that it may hold."""
        return range(self.first, self.last + 1)


_FIELDS: Final[tuple[_Field, ...]] = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, tuple(name[:3].upper() for name in MONTHS)),
    _Field("day of the week", 0, 7, tuple(name[:3].upper() for name in (WEEKDAYS[6], *WEEKDAYS))),
)
_DATES, _WEEKDAYS = 2, 4
"""Where the two fields stand that both choose days."""
_SUNDAY: Final = 7
"""As cron has it, besides 0."""
_PLAIN: Final = re.compile(r"[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]+", re.ASCII)
_WORD: Final = re.compile(r"[A-Z]{3}", re.ASCII)


@lru_cache(maxsize=1024)
def checked(line: str) -> str:
    """A cron line in one spelling.

    Raises:
        CadenceError: If it is none, never comes, or comes more than once an hour.
    """
    fields = line.upper().split()
    if len(fields) != len(_FIELDS) or len(line) > _LONGEST_LINE:
        names = f"{', '.join(field.name for field in _FIELDS[:-1])} and {_FIELDS[-1].name}"
        raise _refuse(f"A cron line has five fields, {names}, as in “cron 0 9 * * 1-5”.")
    for place, part in enumerate(fields):
        _check(place, part)
    if not _ever(" ".join(fields)):
        raise _refuse(f"“cron {printable(line)}” never comes: no such day is in the calendar.")
    minute, *more = CronSim(" ".join(fields), _SOME_DAY).minutes
    if more:
        raise _refuse(
            f"“cron {printable(line)}” comes more than once an hour, and a digest does not: its "
            "minute is one number, as in “cron 0 9-17 * * 1-5”, which comes hourly."
        )
    return " ".join(_one_spelling([str(minute), *fields[1:]]))


def _check(place: int, part: str) -> None:
    """Refuse what cannot stand in a field, whatever stands in the others."""
    field = _FIELDS[place]
    if _ever(" ".join(part if other == place else "*" for other in range(len(_FIELDS)))):
        return
    named = f" or {field.names[1]} and the like" if field.names else ""
    raise _refuse(
        f"“{printable(part)}” cannot be the {field.name} of a cron line: that is {field.first} to "
        f"{field.last}{named}, or * for any."
    )


def _refuse(sentence: str) -> CadenceError:
    return CadenceError(sentence, rhythm="cron 0 9 * * 1-5")


def _ever(line: str) -> bool:
    """Whether a cron line can be read and ever comes."""
    try:
        return next(CronSim(line, _SOME_DAY), None) is not None
    except CronSimError:
        return False


def _one_spelling(fields: Sequence[str]) -> Iterator[str]:
    """The fields with numbers for names, lists in order, and a star for every number there is.

    A field of days stays as it is where the other has no star: cron then means either of the two.
    """
    for place, (part, field) in enumerate(zip(fields, _FIELDS, strict=True)):
        other = {_DATES: fields[_WEEKDAYS], _WEEKDAYS: fields[_DATES]}.get(place, "*")
        numbered = _NUMBER.sub(lambda found: str(int(found[0])), _numbered(part, field))
        numbers = list_of(numbered, modulo=_SUNDAY if place == _WEEKDAYS else None)
        every = len(numbers) == len(field.numbers) - (place == _WEEKDAYS)
        if numbered == "*/1" or (every and other.startswith("*")):
            yield "*"
        else:
            yield _runs(numbers) if numbers else numbered


def _numbered(part: str, field: _Field) -> str:
    if not field.names:
        return part
    return _WORD.sub(lambda found: str(field.first + field.names.index(found[0])), part)


def list_of(part: str, *, modulo: int | None = None) -> tuple[int, ...]:
    """The numbers of a field that is a list of numbers and ranges; none where it is more."""
    if not _PLAIN.fullmatch(part):
        return ()
    found: set[int] = set()
    for one in part.split(","):
        first, _, last = one.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return tuple(sorted({number % modulo for number in found} if modulo else found))


def _runs(numbers: Sequence[int]) -> str:
    """Numbers as a field has them, three in a row or more as a range: 1,3-5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run))  # noqa: PLR2004 - "1,2" is as short
        for run in runs
    )


# -- words ------------------------------------------------------------------------------------

_DAYS_OF_ANY_MONTH: Final = 28


@dataclass(frozen=True, slots=True)
class _Plan:
    """A cron line that has words: a time of day, and which days it is on."""

    time: str
    days: str
    dates: tuple[int, ...] = ()


def spelled(cron: str) -> str:
    """A cron line (in its one spelling) in words: every Monday at 09:00."""
    plan = _plan(cron)
    if plan is None:
        return f"on the cron line {cron}"
    if plan.dates:
        there = " that has one" if plan.dates[0] > _DAYS_OF_ANY_MONTH else ""
        return f"on the {plan.days} of every month{there} at {plan.time}"
    return f"every {plan.days} at {plan.time}"


def typed(cron: str) -> str:
    """A cron line (in its one spelling) as people type it: every monday 09:00."""
    plan = _plan(cron)
    return f"every {plan.days.lower()} {plan.time}" if plan else f"cron {cron}"


def _plan(cron: str) -> _Plan | None:
    """What a cron line says in words, or None where it takes more."""
    minute, hour, dates, month, weekdays = cron.split()
    if month != "*" or not (minute.isdigit() and hour.isdigit()):
        return None
    time = f"{int(hour):02}:{minute:0>2}"
    if dates == "*":
        return _by_week(time, weekdays)
    if weekdays != "*" or not (numbers := list_of(dates)):
        return None
    return _Plan(time, _all_of([ordinal(number) for number in numbers]), numbers)


def _by_week(time: str, weekdays: str) -> _Plan | None:
    named = {"*": "day", "1-5": "weekday"}.get(weekdays)
    # Cron counts from Sunday on, people from Monday.
    numbers = sorted(number or _SUNDAY for number in list_of(weekdays))
    days = named or _all_of([WEEKDAYS[number - 1].capitalize() for number in numbers])
    return _Plan(time, days) if days else None


def _all_of(words: Sequence[str]) -> str:
    """Words as a sentence has them: Monday, Tuesday and Friday."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 31st."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
