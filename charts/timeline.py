"""Which moments on the time axis get a label, and what it says: dates as people write them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from charts import wording
from charts.wording import ONE_DAY

_MOST: Final = 40
"""More labels than this never fit, so they are not tried."""
_LEAST: Final = 2
"""One label would not say how long anything takes."""
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_SHORT: Final = tuple(_MINUTE * amount for amount in (1, 5, 15, 30, 60, 120, 180, 360, 720))
_DAYS: Final = (1, 2, 3, 7, 14)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_EPOCH_MONDAY: Final = datetime(1970, 1, 5)  # noqa: DTZ001 - wall-clock time, in whichever zone


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled moment.

    Attributes:
        at: When.
        label: What it says.
        names_bucket: Whether the bucket that begins then is meant, not the moment itself.
    """

    at: datetime
    label: str
    names_bucket: bool = False


def zone_of(name: str) -> ZoneInfo:
    """The zone of a name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def marks(
    starts: Sequence[datetime],
    step: timedelta,
    zone: ZoneInfo,
    fits: Callable[[Sequence[Mark]], bool],
) -> tuple[Mark, ...]:
    """As many labelled moments as fit.

    Args:
        starts: Of all buckets, in order of time.
        step: From one bucket to the next; nothing finer is labelled.
        zone: In which days and hours are counted.
        fits: Whether labels stand beside each other without touching.
    """
    for candidate in _candidates(starts, step, zone):
        if len(candidate) >= min(_LEAST, len(starts)) and fits(candidate):
            return candidate
    local = [start.astimezone(zone) for start in dict.fromkeys((starts[0], starts[-1]))]
    ends = _dates(local) if step >= ONE_DAY else _times(local)
    return ends if fits(ends) else ends[:1]


def _candidates(
    starts: Sequence[datetime], step: timedelta, zone: ZoneInfo
) -> Iterator[tuple[Mark, ...]]:
    """Sets of labels, the densest first."""
    span = starts[-1] - starts[0] + step
    for every in _SHORT:
        if step <= every and step < ONE_DAY and span / every <= _MOST:
            yield _times(_regular(starts, span, zone, every))
    if step > ONE_DAY:
        for take in range(1, len(starts)):
            if len(starts) / take <= _MOST:
                yield _dates(start.astimezone(zone) for start in starts[::take])
    for days in _DAYS:
        if step <= ONE_DAY and span / (ONE_DAY * days) <= _MOST:
            yield _dates(_regular(starts, span, zone, ONE_DAY * days))
    for months in _MONTHS:
        if span.days / 30 / months <= _MOST:
            yield _months(_month_starts(starts[0], starts[0] + span, zone, months), months)


def _regular(
    starts: Sequence[datetime], span: timedelta, zone: ZoneInfo, every: timedelta
) -> list[datetime]:
    """Moments at round wall-clock times; weeks begin on Monday."""
    first = starts[0].astimezone(zone).replace(tzinfo=None)
    at = _EPOCH_MONDAY + -((_EPOCH_MONDAY - first) // every) * every
    if ONE_DAY < every < 7 * ONE_DAY:  # no day is rounder than another: begin with the first
        at = first.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    while (moment := at.replace(tzinfo=zone)) < starts[0] + span:
        if moment >= starts[0]:
            found.append(moment)
        at += every
    return found


def _month_starts(first: datetime, end: datetime, zone: ZoneInfo, every: int) -> Iterator[datetime]:
    local = first.astimezone(zone)
    month = local.year * 12 + local.month - 1
    while True:
        year, index = divmod(month, 12)
        moment = datetime(year, index + 1, 1, tzinfo=zone)
        if moment >= end:
            return
        if month % every == 0 and moment >= first:
            yield moment
        month += 1


def _times(moments: Iterable[datetime]) -> tuple[Mark, ...]:
    """Hours, and the date in place of midnight."""
    return tuple(
        Mark(at, wording.clock(at) if at.hour or at.minute else wording.day(at)) for at in moments
    )


def _dates(moments: Iterable[datetime]) -> tuple[Mark, ...]:
    """Days, with the year where it changes."""
    listed = list(moments)
    turns = [False, *(after.year != before.year for before, after in pairwise(listed))]
    return tuple(
        Mark(at, wording.day(at, year=turn), names_bucket=True)
        for at, turn in zip(listed, turns, strict=False)
    )


def _months(moments: Iterable[datetime], every: int) -> tuple[Mark, ...]:
    """Months, with the year at each January; years alone where months are far apart."""
    if every >= len(wording.MONTHS):
        return tuple(Mark(at, str(at.year)) for at in moments)
    return tuple(Mark(at, wording.month(at, year=at.month == 1)) for at in moments)
