"""Real histories, judged twice: by the engine under a clock that moves, and by a plain loop."""

import csv
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.alerts.backtest import backtest
from bot.alerts.counting import first_needed
from bot.alerts.engine import step
from bot.alerts.memory import Memory
from bot.alerts.rules import WEEKEND, Rule, Threshold
from bot.alerts.seen import Answered
from bot.chart import Point
from bot.query import DAY_MS, BucketType, Window
from tests.oracle_files import DATA

RELEASES = DATA / "releases-js-core.csv"
PACKAGES = ["node-server-sdk", "js-client-sdk-common", "jest"]
DAY, GRACE = timedelta(days=1), timedelta(hours=2)
RULE = Rule(Threshold("below", 1), "zero", for_n=5, weekdays_off=WEEKEND, grace=GRACE)
"""Nothing released on five weekdays in a row."""
Dates = list[tuple[date, date | None]]
"""The day on which it fired and the one that ended it."""

pytestmark = pytest.mark.skipif(
    not RELEASES.is_file(), reason=f"no {RELEASES.name} is beside this checkout"
)


def releases(package: str) -> list[date]:
    """The days (UTC) of its releases."""
    with RELEASES.open(encoding="utf-8", newline="") as file:
        return sorted(
            datetime.fromisoformat(row["released_at"]).astimezone(UTC).date()
            for row in csv.DictReader(file)
            if row["application"] == package
        )


def last_day() -> date:
    """The last day on which anything at all was released."""
    with RELEASES.open(encoding="utf-8", newline="") as file:
        return max(date.fromisoformat(row["released_at"][:10]) for row in csv.DictReader(file))


def by_hand(days: list[date], until: date) -> Dates:
    """Walk the weekdays and count those without a release; one with a release ends it."""
    found: Dates = []
    quiet, fired = 0, False
    day = days[0]
    while day <= until:
        if day.weekday() < 5:
            if day in days:
                if fired:
                    found[-1] = (found[-1][0], day)
                quiet, fired = 0, False
            else:
                quiet += 1
                if quiet == 5:
                    found.append((day, None))
                    fired = True
        day += DAY
    return found


def midnight(day: date) -> datetime:
    """Where a day begins (UTC)."""
    return datetime.combine(day, time(), UTC)


def points(days: list[date]) -> tuple[Point, ...]:
    """A count for each day that has a release, as LaunchDarkly would send it."""
    return tuple(Point(midnight(day), days.count(day)) for day in sorted(set(days)))


def under_a_clock(days: list[date], until: date) -> Dates:
    """Let the engine look each day when it is over, at what it needs and at nothing later."""
    found: Dates = []
    memory, known = Memory(), points(days)
    end = midnight(days[0])
    while end <= midnight(until):
        end += DAY
        start, now = first_needed(RULE, end, DAY_MS), end + GRACE
        seen = tuple(point for point in known if start <= point.start < end)
        window = Window(start, end, BucketType.DAY, DAY_MS)
        looked = step(RULE, memory, Answered(seen, window, now), now)
        memory, today = looked.memory, (end - DAY).date()
        for line in looked.history:
            if line.what == "fired":
                found.append((today, None))
            elif line.what == "closed":
                found[-1] = (found[-1][0], today)
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_engine_back_test_and_a_plain_loop_agree_on_years(package: str) -> None:
    """On the day of every firing and of every end."""
    days, until = releases(package), last_day()
    expected = by_hand(days, until)
    assert len(expected) > 10
    assert under_a_clock(days, until) == expected
    weeks = (until - days[0]).days // 7 + 2
    found = backtest(RULE, points(days), midnight(until) + DAY + GRACE, weeks)
    assert [
        (one.fired_on.date(), one.closed_on.date() if one.closed_on else None)
        for one in found.firings
    ] == expected


@pytest.mark.parametrize("package", PACKAGES)
def test_eight_weeks_are_the_last_eight_of_those_years(package: str) -> None:
    """What was so already when they begin fires on their first weekday; nothing else differs."""
    days, until = releases(package), last_day()
    first = until - timedelta(weeks=8) + DAY
    found = backtest(RULE, points(days), midnight(until) + DAY + GRACE)
    assert {bucket.start.date() for bucket in found.counted} == {
        day for at in range(56) if (day := first + at * DAY).weekday() < 5
    }
    expected = [
        (max(fired, found.counted[0].start.date()), ended)
        for fired, ended in by_hand(days, until)
        if ended is None or ended > found.counted[0].start.date()
    ]
    assert [
        (one.fired_on.date(), one.closed_on.date() if one.closed_on else None)
        for one in found.firings
    ] == expected
