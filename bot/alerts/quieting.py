"""What is typed behind `/drumbeat alert quiet`, read.

    3 for 2 days because release freeze
    channel until friday 18:00 zone Europe/Berlin
    all for 1 week

Times of day are those of whoever types, unless a zone stands behind them. One that a change of
clocks skips is refused with the one that there is; of one that comes twice the first is meant.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot import words
from bot.alerts.overlays import MOST_QUIET
from bot.digests.cadence import zone_named
from bot.digests.errors import CadenceError, printable
from bot.grammar.tokens import straight
from bot.times import WEEKDAYS, TimeWordError, joined, parse_span

EXAMPLE: Final = "/drumbeat alert quiet 3 for 2 days because release freeze"
LONGEST_WHY: Final = 200
_BECAUSE: Final = re.compile(r"[ ,;]+(?:because|since|reason):? +", re.IGNORECASE)
_ZONE: Final = re.compile(
    r",? (?:(?:in )?(?:zone[ =])? *([a-z]+(?:/[a-z0-9_+-]+)+)|zone[ =]([^ ]+)|(utc))$",
    re.ASCII | re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(am|pm)?", re.ASCII)
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_ONE: Final = frozenset({"a", "an", "one"})
_TOO_LONG: Final = frozenset({"month", "months", "year", "years", "y", "decade", "century"})
"""Units that are no fixed length, or longer than anything may be quiet."""


class QuietError(ValueError):
    """It cannot be quiet like that; the message says why, and `example` can be typed."""

    def __init__(self, sentence: str, example: str = EXAMPLE) -> None:
        super().__init__(sentence)
        self.example = example


@dataclass(frozen=True, slots=True)
class Quiet:
    """What somebody typed.

    Attributes:
        what: What is to be quiet: a number, `channel`, `all`, or whatever else stands there.
        until: When it ends (UTC).
        zone: By whose clock it was said.
        why: Why, or "".
    """

    what: str
    until: datetime
    zone: ZoneInfo
    why: str

    @property
    def told(self) -> str:
        """When it ends, by that clock."""
        return told(self.until, self.zone)


def read(text: str, *, now: datetime, zone: ZoneInfo) -> Quiet:
    """Read what was typed.

    Args:
        text: What stands behind `/drumbeat alert quiet`.
        now: The present (aware).
        zone: The zone of the person who typed it.

    Raises:
        QuietError: If it says no end, or one that cannot be.
    """
    said, because, why = _parted(" ".join(straight(text).split()))
    what, _, rest = said.partition(" ")
    how, _, end = rest.partition(" ")
    if how.casefold() not in _ENDS or not end:
        raise QuietError("Until when? Say “for 2 days” or “until friday 18:00”.", _example(what))
    if because and not why:
        raise QuietError("There is nothing behind “because”.", _example(what))
    if len(why) > LONGEST_WHY:
        raise QuietError(f"A reason has {LONGEST_WHY} letters at most; this one has {len(why):,}.")
    if how.casefold() == "until":
        until, zone = _until(end, now, zone)
    else:
        until = now + _length(end)
    _check(until, now)
    return Quiet(what, until, zone, _visible(why))


_ENDS: Final = frozenset({"for", "until", "till"})


def _visible(text: str) -> str:
    """Words with marks for what has no shape, or would turn what stands around it."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _parted(text: str) -> tuple[str, str, str]:
    """What is to be quiet and how long, and behind “because” why."""
    match = _BECAUSE.search(f"{text} ")
    if match is None:
        return text, "", ""
    return text[: match.start()], "because", text[match.end() :].strip()


def _example(what: str) -> str:
    return f"/drumbeat alert quiet {printable(what) if what else '3'} for 2 days"


def _check(until: datetime, now: datetime) -> None:
    if until <= now:
        raise QuietError("That time is over already.")
    if until - now > MOST_QUIET:
        raise QuietError(
            f"It can be quiet for {MOST_QUIET.days} days at most; pause or delete it instead."
        )


def _length(text: str) -> timedelta:
    """How long 2 days, a week, 90 minutes or 36h are."""
    amount, _, unit = text.casefold().rstrip(".").partition(" ")
    spelled = f"{'1' if amount in _ONE else amount} {unit}".strip()
    if unit in _TOO_LONG:
        return MOST_QUIET + timedelta(days=1)
    (word, *more) = joined(spelled.split())
    try:
        span = parse_span(word)
    except TimeWordError as problem:
        if "century" not in str(problem):
            raise _no_length(text) from problem
        return MOST_QUIET + timedelta(days=1)
    if more:
        raise _no_length(text)
    return span


def _no_length(text: str) -> QuietError:
    return QuietError(
        f"“{printable(text)}” is no length of time. Lengths look like 2 days, 1 week or 36h."
    )


# -- until ----------------------------------------------------------------------------------------


def _until(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, ZoneInfo]:
    """A day, a time of day, or both, perhaps with a zone behind them."""
    if match := _ZONE.search(f" {text}"):
        zone = _zone(match[1] or match[2] or match[3])
        text = f" {text}"[: match.start()].strip()
    spaced = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", text.casefold())
    parts = [part for part in re.split("[ ,]+", spaced) if part not in {"", "at"}]
    day = _day(parts[0]) if parts else None
    clock = parts[1:] if day else parts
    if not parts or len(clock) > 1:
        raise _no_time(text)
    at = _clock(clock[0], text) if clock else time()
    for each in _days(day, now.astimezone(zone).date(), text):
        moment = _instant(datetime.combine(each, at), zone)
        if moment > now or isinstance(_date(day), date):
            return moment, zone
    raise _no_time(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return zone_named(name)
    except CadenceError as problem:
        raise QuietError(str(problem)) from problem


def _day(word: str) -> str | None:
    """The word, if it names a day."""
    is_named = word in {"today", "tomorrow"} or _weekday(word) is not None
    return word if is_named or _DATE.fullmatch(word) else None


def _weekday(word: str) -> int | None:
    found = [at for at, name in enumerate(WEEKDAYS) if word in {name, name[:3], name[:2]}]
    return found[0] if found else None


def _date(word: str | None) -> date | None:
    """The date that is written there; None where none is."""
    match = _DATE.fullmatch(word or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        raise QuietError(f"There is no “{word}” in the calendar.") from None


def _days(day: str | None, today: date, text: str) -> list[date]:
    """The days that may be meant, the nearest first."""
    if (written := _date(day)) is not None:
        return [written]
    if day == "tomorrow":
        return [today + timedelta(days=1)]
    if day == "today":
        return [today]
    if day is None:
        return [today, today + timedelta(days=1)]
    weekday = _weekday(day)
    if weekday is None:
        raise _no_time(text)
    ahead = today + timedelta(days=(weekday - today.weekday()) % 7)
    return [ahead, ahead + timedelta(days=7)]


def _clock(word: str, text: str) -> time:
    match = _CLOCK.fullmatch(word)
    if match is None or not (match[2] or match[3]):
        raise _no_time(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + 12 * (match[3] == "pm") if 1 <= hour <= 12 else 99  # noqa: PLR2004 - a clock's face
    try:
        return time(hour, minute)
    except ValueError:
        raise QuietError(f"“{printable(word)}” is not a time of day.") from None


def _no_time(text: str) -> QuietError:
    return QuietError(
        f"“{printable(text)}” is no time. Times look like friday 18:00, tomorrow 9:00, 18:00 or "
        "2026-12-01 09:00, with a zone behind them if it is not yours.",
        "/drumbeat alert quiet channel until friday 18:00",
    )


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """When a clock on a wall shows that, for the first time."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    if shown != wall:
        raise QuietError(
            f"There is no {wall:%H:%M} on {wall:%Y-%m-%d} in {zone.key}: clocks are changed then. "
            f"{shown:%H:%M} is the time that there is.",
            f"/drumbeat alert quiet 3 until {shown:%Y-%m-%d %H:%M} {zone.key}",
        )
    return moment


def told(moment: datetime, zone: ZoneInfo) -> str:
    """A moment by somebody's clock: Fri 27 Nov 18:00 Europe/Berlin (UTC+01:00)."""
    there = moment.astimezone(zone)
    offset = f"{there:%z}"
    behind = f" (UTC{offset[:3]}:{offset[3:5]})" if zone.key != "UTC" else ""
    return f"{there:%a} {words.day(there)} {there:%H:%M} {zone.key}{behind}"
