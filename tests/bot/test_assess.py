"""What is said of a chart: numbers that mean one thing each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.assess import assess
from bot.buckets import Bucket
from bot.chart import Bound, Chart, Point, Series
from bot.query import DAY_MS, HOUR_MS, BucketType, Query
from bot.report import Breach, Counts, Report, Share
from tests.bot.samples import (
    DAY,
    NOW,
    TODAY,
    chart,
    daily,
    last_days,
    points,
    query,
    windowed,
)


def counts(report: Report) -> Counts:
    """The numbers of a report about events."""
    assert isinstance(report.summary, Counts)
    return report.summary


def test_today_is_told_apart() -> None:
    """Three whole days make the total and the rate; the day that is running does not."""
    report = assess(last_days(3), chart(daily(4, 0, 5, 2)))
    assert (counts(report).total, counts(report).per_day, counts(report).running) == (9, 3.0, 2)
    assert (counts(report).whole, counts(report).missing, counts(report).cut) == (3, 0, None)
    assert counts(report).highest == Bucket(TODAY - DAY, 5)
    assert counts(report).lowest == Bucket(TODAY - 2 * DAY, 0)


def test_impacts_keep_their_order() -> None:
    """None before small before medium before large, however many of each there are."""
    sizes = [daily(number, 0, name=name) for number, name in enumerate(("large", "none", "small"))]
    report = assess(last_days(1, chart="releases", group_by="impact"), chart(*sizes))
    assert [share.name for share in report.shares] == ["none", "small", "large"]


def test_series_are_added_for_each_bucket() -> None:
    """Extremes are those of all series together; of equals the first counts."""
    report = assess(last_days(2), chart(daily(1, 2, 9, name="a"), daily(2, 1, 9, name="b")))
    assert (counts(report).total, counts(report).per_day, counts(report).running) == (6, 3.0, 18)
    assert counts(report).highest == counts(report).lowest == Bucket(TODAY - 2 * DAY, 3)
    assert report.shares == (Share("a", 3, 9), Share("b", 3, 9))


@pytest.mark.parametrize(
    ("values", "whole", "missing"),
    [
        ((5, None, 5, 1), 3, 1),
        ((None, None, 5, 1), 3, 2),
        ((5, None, None, 1), 3, 2),
        ((None, None, None, 1), 3, 3),
    ],
)
def test_a_missing_number_is_no_zero(
    values: tuple[int | None, ...], whole: int, missing: int
) -> None:
    """With a gap there is no rate and the gap is no extreme, sent as null or not sent at all."""
    sent = daily(*values)
    left_out = Series("app", tuple(point for point in sent.points if point.value is not None))
    report = assess(last_days(3), chart(sent))
    found = counts(report)
    assert (found.whole, found.missing, found.per_day) == (whole, missing, None)
    assert found.lowest == found.highest
    assert found.lowest is None or found.lowest.value == 5
    unsent = assess(last_days(3), chart(left_out))
    assert replace(unsent, chart=report.chart) == report


def test_a_number_that_one_series_lacks_is_missing() -> None:
    """A day is compared with others only where every series has its number."""
    report = assess(last_days(2), chart(daily(1, 2, 0, name="a"), daily(None, 1, 0, name="b")))
    assert (counts(report).total, counts(report).missing, counts(report).per_day) == (4, 1, None)
    assert counts(report).lowest == Bucket(TODAY - DAY, 3)


def test_a_null_everywhere_is_nothing_recorded_and_all_missing() -> None:
    """Neither a total nor a rate is made of nothing."""
    report = assess(last_days(2), chart(daily(None, None, None)))
    assert report.is_empty
    assert (counts(report).total, counts(report).running, counts(report).missing) == (None, None, 2)


def test_an_answer_without_series_is_empty() -> None:
    """LaunchDarkly counted nothing, and nothing is missing."""
    report = assess(query(), chart())
    assert report.is_empty
    assert (counts(report).total, counts(report).whole, counts(report).missing, report.shares) == (
        None,
        0,
        0,
        (),
    )


def test_zeros_are_empty_but_numbers() -> None:
    """Nothing happened on three known days."""
    report = assess(last_days(3), chart(daily(0, 0, 0, 0)))
    assert report.is_empty
    assert (counts(report).total, counts(report).per_day, counts(report).missing) == (0, 0.0, 0)


def test_what_the_edges_cut_is_told_apart() -> None:
    """A day of which only a part was asked for belongs to no total."""
    asked = query(TODAY - 3.5 * DAY, TODAY - 0.5 * DAY)
    report = assess(asked, chart(Series("app", points(TODAY - 4 * DAY, [7, 1, 2, 3, 90]))))
    assert (counts(report).total, counts(report).cut, counts(report).running) == (3, 10, None)


def test_what_lies_outside_the_window_is_not_counted() -> None:
    """Days on either side that were not asked for change nothing, not even what is empty."""
    asked = query(TODAY - 2 * DAY, TODAY)
    inside = Series("app", points(TODAY - 2 * DAY, [1, 2]))
    around = Series("app", points(TODAY - 3 * DAY, [9, 1, 2, 9]))
    report = assess(asked, chart(around))
    assert replace(report, chart=chart(inside)) == assess(asked, chart(inside))
    assert (counts(report).total, counts(report).running, counts(report).cut) == (3, None, None)
    assert assess(asked, chart(Series("app", points(TODAY, [9])))).is_empty


def test_windows_that_may_overlap_have_extremes_and_no_total() -> None:
    """Rolling points are compared, never added up, and have no shares."""
    asked = windowed(last_days(3), bucket=BucketType.ROLLING)
    report = assess(asked, chart(daily(4, 1, 5, 2)))
    assert (counts(report).total, counts(report).per_day, report.shares) == (None, None, ())
    assert counts(report).highest == Bucket(TODAY - DAY, 5)
    assert counts(report).lowest == Bucket(TODAY - 2 * DAY, 1)


@pytest.mark.parametrize(
    ("hours", "per_day"), [(6, None), (24, 24.0), (36, None), (48, 24.0), (8 * 24 + 1, 24.0)]
)
def test_a_rate_is_per_day_whatever_the_bucket(hours: int, per_day: float | None) -> None:
    """Of whole days, or of more than a week: six hours at noon say nothing of a day."""
    hour = timedelta(hours=1)
    asked = query(NOW - hours * hour - hour / 2, NOW, bucket=BucketType.HOUR)
    start = NOW - hours * hour - hour / 2
    report = assess(asked, chart(Series("app", points(start, [1] * hours + [4], hour))))
    assert (
        counts(report).total,
        counts(report).whole,
        counts(report).per_day,
        counts(report).running,
    ) == (hours, hours, per_day, 4)


def test_bounds_are_compared_with_whole_buckets_that_have_a_number() -> None:
    """Neither today nor a gap is below a bound; equal is neither below nor above."""
    report = assess(last_days(4), chart(daily(1, 3, 5, None, 0, bounds=(Bound("equal", 3),))))
    assert report.breaches == (Breach("app", Bound("equal", 3), below=1, above=1, of=3),)


def test_gaps_are_found_wherever_buckets_are_anchored() -> None:
    """Buckets that start at half past, six hours long, with one left out."""
    start = TODAY - DAY + timedelta(minutes=30)
    six = timedelta(hours=6)
    asked = query(start, start + 4 * six, bucket=BucketType.HOUR, bucket_ms=6 * HOUR_MS)
    sent = (Point(start, 1), Point(start + six, 2), Point(start + 3 * six, 3))
    assert counts(assess(asked, chart(Series("app", sent)))).missing == 1


def test_windows_that_overlap_are_those_that_were_sent() -> None:
    """None is invented between them, none is added to another, several that run are not told."""
    half = timedelta(hours=12)
    asked = query(TODAY - 2 * DAY, NOW, bucket=BucketType.ROLLING, bucket_ms=DAY_MS)
    sent = points(TODAY - 3 * DAY + half, [5] * 6, half)
    report = counts(assess(asked, chart(Series("app", sent))))
    assert (report.total, report.cut, report.running) == (None, None, None)
    assert (report.whole, report.missing) == (3, 0)


# -- properties -------------------------------------------------------------------------------

_VALUES = st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=12)
_CHARTS = st.lists(_VALUES, max_size=4).map(
    lambda listed: chart(*(daily(*values, name=f"s{n}") for n, values in enumerate(listed)))
)
_QUERIES = st.builds(
    lambda hours, length, bucket, days: query(
        TODAY - timedelta(hours=hours), NOW - timedelta(hours=length), bucket=bucket, bucket_ms=days
    ),
    st.integers(60, 300),
    st.integers(0, 40),
    st.sampled_from(BucketType),
    st.sampled_from([DAY_MS, 2 * DAY_MS]),
)


def numbers(report: Report) -> tuple[object, ...]:
    """What a report says of whole buckets, its chart and the open bucket left aside."""
    return (
        counts(report).total,
        counts(report).per_day,
        counts(report).highest,
        counts(report).lowest,
    )


def changed(given_chart: Chart, change: Callable[[Series], Series]) -> Chart:
    """The same answer with every series changed."""
    return replace(given_chart, series=tuple(change(series) for series in given_chart.series))


@given(_QUERIES, _CHARTS)
def test_shares_add_up_to_the_total(asked: Query, answer: Chart) -> None:
    """Nothing is lost or counted twice between the series and their sum."""
    report = assess(asked, answer)
    if counts(report).total is not None:
        assert sum(share.value or 0 for share in report.shares) == counts(report).total
        running = sum(share.running or 0 for share in report.shares)
        assert running == (counts(report).running or 0)


@given(_QUERIES, _CHARTS, st.randoms(use_true_random=False))
def test_the_order_of_points_and_series_changes_nothing(
    asked: Query, answer: Chart, random: Random
) -> None:
    """Shuffled points make the same report."""

    def shuffled(series: Series) -> Series:
        return replace(series, points=tuple(random.sample(series.points, len(series.points))))

    mixed = changed(answer, shuffled)
    mixed = replace(mixed, series=tuple(random.sample(mixed.series, len(mixed.series))))
    assert replace(assess(asked, mixed), chart=answer) == assess(asked, answer)


@given(_CHARTS, st.integers(0, 1000))
def test_an_open_bucket_never_changes_what_is_said_of_whole_ones(answer: Chart, now: int) -> None:
    """Whatever today's number is, the total, the rate and the extremes are the same."""

    def with_today(series: Series) -> Series:
        return replace(series, points=(*series.points[:-1], Point(TODAY, now)))

    asked = last_days(6)
    assert numbers(assess(asked, changed(answer, with_today))) == numbers(assess(asked, answer))


@given(_QUERIES, _CHARTS)
def test_a_gap_that_is_sent_is_a_gap_that_is_not_sent(asked: Query, answer: Chart) -> None:
    """Null and nothing say the same, as long as any point says where buckets start.

    The points here are a day apart, so they say it for days alone.
    """
    assume(asked.window is not None and asked.window.bucket_ms == DAY_MS)

    def without_gaps(series: Series) -> Series:
        return replace(series, points=tuple(p for p in series.points if p.value is not None))

    sparse = changed(answer, without_gaps)
    assert numbers(assess(asked, sparse)) == numbers(assess(asked, answer))
    whole = assess(asked, answer)
    assert counts(whole).per_day is None or not counts(whole).missing
    assert 0 <= counts(whole).missing <= counts(whole).whole
