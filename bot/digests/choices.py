"""Rhythms as they are picked from a list, and as the cron lines that they are kept as."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from bot.digests.cron_lines import list_of
from bot.digests.errors import CadenceError
from bot.digests.rhythms import cron_typed

Repeat = Literal["day", "weekday", "week", "month", "cron"]
"""Every day, every weekday, on days of the week, on the 1st of the month, or by a cron line."""
Part = Literal["days", "time", "line"]

REPEATS: Final[tuple[Repeat, ...]] = get_args(Repeat)
NEEDED: Final[dict[Repeat, tuple[Part, ...]]] = {
    "day": ("time",),
    "weekday": ("time",),
    "week": ("days", "time"),
    "month": ("time",),
    "cron": ("line",),
}
"""What else has to be said of each."""
_DAYS: Final[dict[Repeat, str]] = {"day": "* * *", "weekday": "* * 1-5", "month": "1 * *"}
"""The last three fields of its cron line."""
_REPEATS: Final[dict[str, Repeat]] = {days: repeat for repeat, days in _DAYS.items()}
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """A rhythm as it was picked; None for what was not asked.

    Attributes:
        repeat: How often.
        time: HH:MM.
        days: Days of the week, as cron counts them.
        line: A cron line.
    """

    repeat: Repeat
    time: str | None = None
    days: tuple[int, ...] | None = None
    line: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all was asked that such a rhythm takes."""
        said = {"days": self.days, "time": self.time, "line": self.line}
        return all(said[part] is not None for part in NEEDED[self.repeat])


def cron_of(choice: Choice) -> str:
    """The cron line of a choice.

    Raises:
        CadenceError: If something is missing.
    """
    if choice.repeat == "cron":
        return cron_typed(choice.line or "")
    time = _TIME.fullmatch(choice.time or "")
    if time is None:
        raise CadenceError("Choose the time of day at which it comes.")
    return f"{int(time[2])} {int(time[1])} {_fields(choice)}"


def _fields(choice: Choice) -> str:
    if choice.repeat != "week":
        return _DAYS[choice.repeat]
    if not choice.days:
        raise CadenceError("Choose at least one day of the week.")
    return f"* * {','.join(map(str, choice.days))}"


def choice_of(cron: str) -> Choice:
    """The choice that a cron line (in its one spelling) is."""
    minute, hour, days = cron.split(" ", 2)
    if not (minute.isdecimal() and hour.isdecimal()):
        return Choice("cron", line=cron)
    time = f"{int(hour):02}:{int(minute):02}"
    if repeat := _REPEATS.get(days):
        return Choice(repeat, time)
    numbers = list_of(days.removeprefix("* * "))
    return Choice("week", time, numbers) if numbers else Choice("cron", line=cron)
