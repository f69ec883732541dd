"""When the next bucket that counts is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.alerts.looking import Question, next_over
from bot.alerts.overlays import MOST_QUIET
from bot.alerts.rules import WEEKEND
from bot.query import DAY_MS, HOUR_MS, BucketType, Query, Window
from tests.bot.alerts.samples import DAY, GRACE, HOUR, MONDAY, below

FRIDAY = MONDAY + 4 * DAY
DAYS = Window(MONDAY, MONDAY + DAY, BucketType.DAY, DAY_MS)


def over(now: datetime, window: Window | None = DAYS, **rule: Any) -> datetime:  # noqa: ANN401 - what a rule has
    """When that is, as seen from a moment."""
    query = Query("deploys", "mobile", None, window=window)
    return next_over(Question(below(**rule), query), now)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (MONDAY + 12 * HOUR, MONDAY + DAY + GRACE),
        (MONDAY + GRACE - timedelta(seconds=1), MONDAY + GRACE),
        (MONDAY + GRACE, MONDAY + DAY + GRACE),
    ],
)
def test_a_day_is_over_once_its_grace_is_past(now: datetime, expected: datetime) -> None:
    """In its first hours that is still the day before."""
    assert over(now) == expected


def test_an_hour_is_over_sooner() -> None:
    """With its own grace."""
    window, grace = Window(MONDAY, MONDAY + HOUR, BucketType.HOUR, HOUR_MS), HOUR / 4
    assert over(MONDAY + 5 * HOUR + grace, window, grace=grace) == MONDAY + 6 * HOUR + grace


def test_how_things_stand_counts_once_a_day() -> None:
    """A chart without a time has no buckets of its own."""
    assert over(MONDAY + 12 * HOUR, None) == MONDAY + DAY + GRACE


def test_days_off_are_no_days_to_wait_for() -> None:
    """Whoever presses on a Saturday hears again when Monday is over."""
    saturday = FRIDAY + DAY + 12 * HOUR
    assert over(saturday, weekdays_off=WEEKEND) == MONDAY + 8 * DAY + GRACE


def test_nothing_is_quiet_for_longer_than_anything_can_be() -> None:
    """However long the holidays are."""
    off = frozenset(MONDAY.date() + timedelta(days=at) for at in range(90))
    now = MONDAY + 12 * HOUR
    assert now < over(now, days_off=off) <= now + MOST_QUIET
