"""Times as people type them, read in their own zone; every function takes `now`.

A span (`30d`, `2w`, `36h`) and a calendar word (`today`, `monday`, `2026-10-01`) name a day; a
time (`2026-10-01T09:00`) and epoch milliseconds name an instant; `yesterday`, `last week` and
`2026-07` name a period, from its first day to its last. The difference matters when LaunchDarkly
counts in days: its days are UTC days (see `bot.reading`), so a day that somebody names is
LaunchDarkly's day of that name, whole, and never half of two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

UNIT_MS: Final[dict[str, int]] = {
    "ms": 1,
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
}
_LONG_UNITS: Final[dict[str, str]] = {
    "second": "s",
    "seconds": "s",
    "min": "m",
    "minute": "m",
    "minutes": "m",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "week": "w",
    "weeks": "w",
}
LENGTH_WORDS: Final[frozenset[str]] = frozenset(_LONG_UNITS)
"""What can be counted and is always as long."""
_MONTHS_IN: Final[dict[str, int]] = {"month": 1, "months": 1, "year": 12, "years": 12, "y": 12}
"""Units that are no fixed length; they are counted in the calendar."""
WEEKDAYS: Final[tuple[str, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
MONTHS: Final[tuple[str, ...]] = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
QUARTERS: Final[tuple[str, ...]] = ("q1", "q2", "q3", "q4")
PERIOD_UNITS: Final[tuple[str, ...]] = ("week", "month", "quarter", "year")
CALENDAR_WORDS: Final[tuple[str, ...]] = (
    "now",
    "today",
    "yesterday",
    "tomorrow",
    *WEEKDAYS,
    *MONTHS,
    *QUARTERS,
    *(f"{which}-{unit}" for which in ("this", "last") for unit in PERIOD_UNITS),
)
"""Words that mean a time and need no option before them; `last week` is written `last-week`."""

LOOKS: Final = (
    "Times look like 30d, 36h, 3 months, today, monday, last week, july, 2026-10-01 or "
    "2026-10-01T09:00."
)
"""For people who wonder what can be typed."""

_SPAN: Final = re.compile(r"([0-9]{1,12})(ms|[a-z]{1,7})", re.ASCII)
_CALENDAR_SPAN: Final = re.compile(r"([0-9]{1,4})(months?|years?|y)", re.ASCII)
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})", re.ASCII)
_EPOCH_MS: Final = re.compile(r"[0-9]{12,14}", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})[t ]"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]{1,6}))?)?"
    r"(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
_SPACED: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(rf"(\S*=)?{spaced}", re.ASCII | re.IGNORECASE), closed)
    for spaced, closed in (
        (rf"([0-9]{{1,13}}) ({'|'.join((*UNIT_MS, *_LONG_UNITS, *_MONTHS_IN))})", r"\1\2\3"),
        (rf"(this|last) ({'|'.join(PERIOD_UNITS)})", r"\1\2-\3"),
        (r"([0-9]{1,13}[a-z]{1,7}) ago", r"\1\2"),
        (rf"({_DATE.pattern}) ([0-9]{{1,2}}:[0-9]{{2}}\S*)", r"\1\2t\6"),
    )
)
"""What people write in two words, perhaps behind an option's name and "=", and how it is one."""
# The years that both the standard library and a chart can hold without surprises.
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_MINUTES_PER_HOUR = 60


class TimeWordError(ValueError):
    """The word is no time; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day that somebody named."""

    date: date


@dataclass(frozen=True, slots=True)
class Ago:
    """A length of time before now."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days, the last one not counted."""

    first: date
    end: date


Moment = Day | Ago | Period | datetime
"""What a time word names: a whole day, a time ago, a period, or an instant (aware, UTC)."""


def parse_span(word: str) -> timedelta:
    """Read a length of time: `30d`, `2w`, `36h`, `15m`, `90s`, `250ms`, `30days`.

    Raises:
        TimeWordError: If it is none, or longer than a century.
    """
    match = _SPAN.fullmatch(word.casefold())
    if match is None or (unit := _LONG_UNITS.get(match[2], match[2])) not in UNIT_MS:
        raise TimeWordError(f"{_quote(word)} is not a length of time such as 30d, 2w or 36h.")
    milliseconds = int(match[1]) * UNIT_MS[unit]
    if milliseconds > 100 * 366 * UNIT_MS["d"]:
        raise TimeWordError(f"{_quote(word)} is longer than a century.")
    return timedelta(milliseconds=milliseconds)


def is_span(word: str) -> bool:
    """Whether a word looks like a length of time, however absurd."""
    low = word.casefold()
    if _CALENDAR_SPAN.fullmatch(low):
        return True
    match = _SPAN.fullmatch(low)
    return match is not None and _LONG_UNITS.get(match[2], match[2]) in UNIT_MS


def joined(words: Iterable[str]) -> list[str]:
    """Words of which those that name one time are one: `30days`, `last-week`, `2026-10-01t09:00`.

    A time that lies "30 days ago" is simply called 30 days.
    """
    found: list[str] = []
    for word in words:
        if found and (one := _closed_up(f"{found[-1]} {word}")):
            found[-1] = one
        else:
            found.append(word)
    return found


def _closed_up(words: str) -> str | None:
    """Two words as one, or None where they are two."""
    for spaced, closed in _SPACED:
        if match := spaced.fullmatch(words):
            return match.expand(closed)
    return None


def spelled(word: str) -> str:
    """A time in the one spelling in which lines are kept, which has no spaces."""
    return " ".join(joined(word.casefold().split()))


def names_time(word: str) -> bool:
    """Whether a word looks like a time that can be read, though no calendar may have it."""
    low = word.casefold()
    written = (_DATE, _MONTH, _EPOCH_MS, _CLOCK)
    return is_span(low) or low in CALENDAR_WORDS or any(form.fullmatch(low) for form in written)


def names_period(word: str) -> bool:
    """Whether a time that can be read has an end of its own: `july` has one, `monday` has none."""
    low = word.casefold()
    of_calendar = low in CALENDAR_WORDS and low.startswith(("this-", "last-"))
    named = low in {"yesterday", *MONTHS, *QUARTERS}
    return named or of_calendar or _MONTH.fullmatch(low) is not None


def parse_moment(word: str, *, now: datetime, zone: ZoneInfo) -> Moment:
    """Read a point in time.

    Args:
        word: `30d` (that long before today), `36h` (that long before now), `3months` (as the
            calendar counts them), `today`, `monday` (the latest one, today included),
            `2026-10-01`, `2026-10-01T09:00` with or without an offset, epoch milliseconds, or a
            period: `yesterday`, `last-week` (from Monday to Sunday), `this-month`, `2026-07`,
            `july` or `q3` (the latest one, the present one included).
        now: The present (aware).
        zone: The zone of the person who typed it.

    Raises:
        TimeWordError: If it is none of these.
    """
    low = word.casefold()
    if low == "now":
        return end_of_minute(now)
    if (day := _by_calendar(low, word, now.astimezone(zone).date())) is not None:
        return day
    if is_span(low):
        return Ago(parse_span(low))
    if _EPOCH_MS.fullmatch(low):
        return _instant(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(low)), word)
    if match := _CLOCK.fullmatch(low):
        return _instant(_clock(match, word, zone), word)
    raise TimeWordError(f"{_quote(word)} is not a time. {LOOKS}")


def _by_calendar(low: str, word: str, today: date) -> Day | Period | None:
    """The day or the period that a word names, or None where it names neither."""
    if (period := _period(low, today)) is not None:
        return period
    if low in CALENDAR_WORDS:
        return Day(_calendar(low, today))
    if match := _CALENDAR_SPAN.fullmatch(low):
        return Day(_months_ago(today, int(match[1]) * _MONTHS_IN[match[2]], word))
    if match := _MONTH.fullmatch(low):
        return _month(_date(f"{match[0]}-1", word))
    if match := _DATE.fullmatch(low):
        return Day(_date(match[0], word))
    return None


def _calendar(word: str, today: date) -> date:
    offsets = {"today": 0, "tomorrow": 1}
    if word in offsets:
        return today + timedelta(days=offsets[word])
    return today - timedelta(days=(today.weekday() - WEEKDAYS.index(word)) % 7)


def _period(word: str, today: date) -> Period | None:
    """A period that a word names, or None."""
    if word == "yesterday":
        return Period(today - timedelta(days=1), today)
    if word in MONTHS:
        number = MONTHS.index(word) + 1
        return _month(date(today.year - (number > today.month), number, 1))
    if word in QUARTERS:
        begin = 3 * QUARTERS.index(word)
        begin += 12 * (today.year - (begin >= today.month))
        return Period(_first_of(begin), _first_of(begin + 3))
    which, _, unit = word.partition("-")
    if which not in {"this", "last"} or unit not in PERIOD_UNITS:
        return None
    if unit == "week":
        first = today - timedelta(days=today.weekday() + 7 * (which == "last"))
        return Period(first, first + timedelta(days=7))
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    months = today.year * 12 + today.month - 1
    begin = months - months % length - length * (which == "last")
    return Period(_first_of(begin), _first_of(begin + length))


def _month(first: date) -> Period:
    return Period(first, _first_of(first.year * 12 + first.month))


def _first_of(months: int) -> date:
    """The first day of the month that is so many months after the beginning of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def _months_ago(today: date, months: int, word: str) -> date:
    """The same day of an earlier month; where it has none, its last day."""
    begin = today.year * 12 + today.month - 1 - months
    if begin < _FIRST_YEAR * 12:
        raise TimeWordError(f"{_quote(word)} is before the year {_FIRST_YEAR}.")
    first, after = _first_of(begin), _first_of(begin + 1)
    return min(first + timedelta(days=today.day - 1), after - timedelta(days=1))


def _date(text: str, word: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        named = date(year, month, day)
    except ValueError:
        raise TimeWordError(f"There is no {_quote(word)} in the calendar.") from None
    _check_year(named.year, word)
    return named


def _clock(match: re.Match[str], word: str, zone: ZoneInfo) -> datetime:
    day = _date(match["date"], word)
    microsecond = int((match["part"] or "0").ljust(6, "0"))
    try:
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), microsecond)
    except ValueError:
        raise TimeWordError(f"{_quote(word)} is not a time of day.") from None
    naive = datetime.combine(day, at)
    if not match["zone"]:
        return naive.replace(tzinfo=zone)
    return naive.replace(tzinfo=UTC) - _offset(match["zone"], word)


def _offset(text: str, word: str) -> timedelta:
    if text == "z":
        return timedelta(0)
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes >= _MINUTES_PER_HOUR:  # noqa: PLR2004 - no place is further than +14
        raise TimeWordError(f"{_quote(word)} has no offset that any place on earth uses.")
    return sign * timedelta(hours=hours, minutes=minutes)


def _instant(moment: datetime, word: str) -> datetime:
    _check_year(moment.year, word)
    return moment.astimezone(UTC)


def _check_year(year: int, word: str) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise TimeWordError(f"{_quote(word)} is outside the years {_FIRST_YEAR} to {_LAST_YEAR}.")


def _quote(word: str) -> str:
    """The word as typed, short enough to be shown."""
    return f"“{word if len(word) <= 40 else word[:39] + '…'}”"  # noqa: PLR2004 - half a phone line


def resolve(
    moment: Moment, *, now: datetime, zone: ZoneInfo, utc_days: bool, is_end: bool = False
) -> datetime:
    """Turn a moment into an instant (UTC).

    Args:
        moment: What was typed.
        now: The present (aware).
        zone: The zone of the person who typed it.
        utc_days: Whether a day means the UTC day of that date (because that is what is counted)
            or the day as it is lived in `zone`.
        is_end: Whether it is the first moment that no longer counts.
    """
    if isinstance(moment, datetime):
        return moment
    if isinstance(moment, Ago):
        today = _midnight(now.astimezone(UTC).date(), UTC)
        base = today if _whole_days(moment, utc_days) else end_of_minute(now)
        return base - moment.span
    first = moment.first if isinstance(moment, Period) else moment.date
    if not utc_days:
        return _midnight(first, zone)
    today_there, today_utc = now.astimezone(zone).date(), now.astimezone(UTC).date()
    # East of Greenwich a morning is still yesterday in UTC: "today" is then the day being counted,
    # and so is the first day of a week or a month that begins today. What ends with such a day has
    # not ended yet.
    ahead = today_utc < first <= today_there and not is_end
    return _midnight(today_utc if ahead else first, UTC)


def end_of(period: Period, *, zone: ZoneInfo, utc_days: bool) -> datetime:
    """The first instant (UTC) that no longer belongs to a period; arguments as for `resolve`."""
    return _midnight(period.end, UTC if utc_days else zone)


def _whole_days(moment: Ago, utc_days: bool) -> bool:  # noqa: FBT001 - private, passed on
    return utc_days and moment.span % timedelta(days=1) == timedelta(0)


def _midnight(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day; where midnight is skipped, the one after the gap."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def needs_zone(word: str | None) -> bool:
    """Whether it takes a zone to know what a time word means: a date or a clock does, `30d` not."""
    low = (word or "").casefold()
    if low in {"", "now"} or _EPOCH_MS.fullmatch(low):
        return False
    if _SPAN.fullmatch(low) and not _CALENDAR_SPAN.fullmatch(low):
        return False
    match = _CLOCK.fullmatch(low)
    return not (match and match["zone"])


def end_of_minute(now: datetime) -> datetime:
    """The end of the running minute (UTC), which is what "now" means in a question.

    Two people who ask the same within a minute then ask the very same, and are answered once.
    """
    utc = now.astimezone(UTC)
    minute = utc.replace(second=0, microsecond=0)
    return minute if minute == utc else minute + timedelta(minutes=1)


def iso(moment: datetime) -> str:
    """Write an instant so that `parse_moment` reads the same one back, in any zone."""
    utc = moment.astimezone(UTC)
    text = utc.strftime("%Y-%m-%dT%H:%M")
    if utc.second or utc.microsecond:
        text += utc.strftime(":%S")
    if utc.microsecond:
        text += f".{utc.microsecond:06d}"
    return text + "Z"
