"""What is typed behind `/drumbeat calendar add`, read.

    2026-12-24 to 2027-01-02 Christmas skip

One day or two, then a name, then what becomes of digests. A name that ends with such a word stands
in quotation marks.
"""

import re
from datetime import date
from typing import Final

from bot.calendars.model import DEEDS, LONGEST_NAME, CalendarError, Deed, Off
from bot.grammar.errors import shown
from bot.grammar.tokens import MAX_LINE, straight

_DAY: Final = r"(\d{4}-\d{1,2}-\d{1,2})"
_DAYS: Final = re.compile(
    rf"(?:(?:on|from) )?{_DAY}(?: ?(?:to|until|till|through|--?|–|\.\.) ?{_DAY})?(?=[ :,]|$)[ :,]*",
    re.ASCII | re.IGNORECASE,
)
_DEED: Final = re.compile(rf"(?:^|[ ,])({'|'.join(DEEDS)})$", re.ASCII | re.IGNORECASE)


def read(text: str, *, today: date) -> Off:
    """Read what was typed.

    Args:
        text: What stood behind `/drumbeat calendar add`.
        today: The present day, where the person is who typed it.

    Raises:
        CalendarError: If it names no days, or such as are too far away.
    """
    if len(text) > MAX_LINE:
        raise CalendarError(f"That is {len(text):,} characters; {MAX_LINE:,} is the most I read.")
    line = " ".join(straight(text).split())
    days = _DAYS.match(line)
    if days is None:
        first = line.partition(" ")[0]
        said = f"“{shown(first)}” is no date." if first else "Which days?"
        raise CalendarError(f"{said} Write days as 2026-12-24, or 2026-12-24 to 2027-01-02.")
    name, deed = _name_and_deed(line[days.end() :])
    first_day = _day(days[1])
    off = Off(first_day, _day(days[2]) if days[2] else first_day, name, deed)
    if off.beyond(today):
        raise CalendarError("Days off lie between a year ago and five years ahead.")
    return off


def _day(text: str) -> date:
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        raise CalendarError(f"There is no {text} in the calendar.") from None


def _name_and_deed(text: str) -> tuple[str, Deed]:
    found = _DEED.search(text)
    said = found[1].casefold() if found else ""
    deed = next((one for one in DEEDS if one == said), DEEDS[0])
    return named(text[: found.start()] if found else text), deed


def named(text: str) -> str:
    """A name as it is kept: in one line, without what cannot be seen.

    Raises:
        CalendarError: If it is too long.
    """
    name = " ".join(straight(text).split()).strip('"').strip()
    if len(name) > LONGEST_NAME:
        raise CalendarError(
            f"That name has {len(name):,} characters; {LONGEST_NAME} is the most I keep."
        )
    return name
