"""Days that are shaded, so that nobody wonders why little happened on them: weekends, days off."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from charts.table import Table
from charts.wording import ONE_DAY

_SATURDAY: Final = 5
_MOST: Final = ONE_DAY * 120
"""In a longer stretch weekends are stripes that say nothing."""
_LEAST: Final = ONE_DAY * 3
"""In a shorter one they would be all there is."""

Stretch = tuple[datetime, datetime]


def weekends(table: Table, zone: ZoneInfo) -> Iterator[Stretch]:
    """From when to when each Saturday and Sunday is, where people are."""
    if _has_days(table):
        wall = _begin(table, zone)
        saturday = wall.date() + ONE_DAY * (_SATURDAY - wall.weekday())
        while (found := _stretch(saturday, 2, wall.time(), zone))[0] < _last(table):
            yield found
            saturday += 7 * ONE_DAY


def days_off(table: Table, zone: ZoneInfo, off: frozenset[date]) -> tuple[Stretch, ...]:
    """From when to when each day off is that lies within the buckets."""
    if not _has_days(table):
        return ()
    wall, first, last = _begin(table, zone).time(), table.starts[0], _last(table)
    stretches = (_stretch(day, 1, wall, zone) for day in sorted(off))
    return tuple((start, end) for start, end in stretches if start < last and end > first)


def _has_days(table: Table) -> bool:
    return _LEAST <= _last(table) - table.starts[0] <= _MOST and table.step <= ONE_DAY


def _last(table: Table) -> datetime:
    return table.starts[-1] + table.step


def _begin(table: Table, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows where days begin: of whole days, where the slots do."""
    wall = table.starts[0].astimezone(zone).replace(tzinfo=None)
    if table.step < ONE_DAY:
        return wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return wall


def _stretch(first: date, amount: int, wall: time, zone: ZoneInfo) -> Stretch:
    start = datetime.combine(first, wall)
    return start.replace(tzinfo=zone), (start + timedelta(days=amount)).replace(tzinfo=zone)
