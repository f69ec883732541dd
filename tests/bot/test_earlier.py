"""Which period a chart is held against."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.earlier import BASELINE, WEEK, latest_start, starting_at, weeks_before
from bot.query import DAY_MS, HOUR_MS, BucketType, Window
from tests.bot.samples import DAY, NOW, TODAY, window

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("days", "least", "weeks"),
    [(1, 1, 1), (7, 1, 1), (8, 1, 2), (14, 1, 2), (30, 1, 5), (90, 1, 13), (7, 4, 4), (30, 4, 5)],
)
def test_a_period_begins_whole_weeks_before(days: int, least: int, weeks: int) -> None:
    """The fewest that keep the two apart, and as many as are asked for."""
    earlier = weeks_before(window(TODAY - days * DAY), least * WEEK)
    assert earlier is not None
    assert earlier.shift == weeks * WEEK
    assert earlier.length == days * DAY
    assert earlier.same_weekdays


@pytest.mark.parametrize(
    "unfit",
    [
        window(bucket=BucketType.ROLLING),
        window(bucket_ms=2 * DAY_MS),
        window(bucket=BucketType.HOUR, bucket_ms=6 * HOUR_MS),
        window(TODAY),
    ],
)
def test_only_whole_days_and_hours_have_a_period_before(unfit: Window) -> None:
    """Windows that overlap, buckets of other lengths, and a day that is not over have none."""
    assert weeks_before(unfit) is None
    assert starting_at(unfit, TODAY - 300 * DAY) is None


def test_a_period_that_is_not_over_is_none() -> None:
    """Two periods that overlap would be held against themselves."""
    week = window(TODAY - 7 * DAY)
    assert starting_at(week, TODAY - 13 * DAY) is None
    just_over = starting_at(week, TODAY - 14 * DAY)
    assert just_over is not None
    assert just_over.shift == 7 * DAY


def test_a_beginning_between_two_buckets_is_the_bucket_it_lies_in() -> None:
    """Whole buckets are held against whole ones, wherever either period is cut."""
    noon = window(TODAY - 7 * DAY + 12 * HOUR)
    assert starting_at(noon, TODAY - 20 * DAY + 9 * HOUR) == starting_at(noon, TODAY - 20 * DAY)


def test_the_latest_beginning_is_one_and_a_bucket_later_there_is_none() -> None:
    """What people are told to type works, and nothing later does."""
    for asked in (window(TODAY - 7 * DAY + HOUR), window(NOW - 12 * HOUR, bucket=BucketType.HOUR)):
        latest = latest_start(asked)
        assert starting_at(asked, latest) is not None
        assert starting_at(asked, latest + asked.bucket_length) is None


hours = st.integers(1, 2_000)


@given(hours, st.sampled_from([BucketType.DAY, BucketType.HOUR]), st.integers(1, 60))
def test_what_is_read_holds_the_period_and_four_weeks_and_nothing_of_the_present(
    length: int, bucket: BucketType, least: int
) -> None:
    """Whatever is asked, the history ends before the chart begins and is long enough to judge."""
    asked = window(NOW - length * HOUR, bucket=bucket)
    earlier = weeks_before(asked, least * WEEK)
    if earlier is None:
        assert length * HOUR < DAY
        return
    start = asked.start - earlier.shift
    read = earlier.window
    assert read.start <= start
    assert start + earlier.length <= read.end <= asked.start
    assert read.end - read.start >= BASELINE + DAY
    assert read.points <= max(asked.points, 2_200)
