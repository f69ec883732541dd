"""What became of a number: both numbers, and chance judged no further than the data bears."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buckets import buckets
from bot.change import LEAST_EVENTS, Before, Change, change
from bot.chart import Chart, Number, Series
from bot.earlier import Earlier, starting_at, weeks_before
from bot.query import BucketType, Query
from tests.bot.samples import DAY, NOW, TODAY, chart, last_days, points, query

WEEK = last_days(7)


def earlier_of(asked: Query) -> Earlier:
    """The period before."""
    assert asked.window is not None
    found = weeks_before(asked.window)
    assert found is not None
    return found


def held(
    now: Sequence[Number | None], history: Sequence[Number | None], asked: Query = WEEK
) -> Change:
    """A week of days held against the days up to it, the latest last."""
    assert asked.window is not None
    answer = chart(Series("app", points(TODAY - len(now) * DAY, [*now, 3])))
    past = Series("app", points(TODAY - (len(now) + len(history)) * DAY, history))
    before = Before(earlier_of(asked), chart(past))
    found = change(asked, answer, buckets(asked, asked.window, answer), before)
    assert found is not None
    return found


STEADY = [5, 6, 5, 4, 5, 0, 0] * 4
"""Four weeks from a Tuesday on; the last of them is what a week is held against."""


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ([5, 6, 5, 4, 5, 0, 0], "within normal variation"),
        ([4, 5, 3, 4, 4, 0, 0], "within normal variation"),
        ([2, 2, 2, 2, 2, 0, 0], "might be chance"),
        ([1, 0, 0, 1, 0, 0, 0], "unlikely to be chance"),
        ([15, 16, 17, 15, 20, 0, 0], "unlikely to be chance"),
    ],
)
def test_chance_is_judged_in_three_words(now: list[int], verdict: str) -> None:
    """By the more cautious of two tests, in either direction; today plays no part."""
    found = held(now, STEADY)
    assert (found.now, found.then, found.verdict) == (sum(now), 25, verdict)


def test_days_that_come_in_bursts_need_a_larger_change() -> None:
    """The same two totals: unlikely where days are steady, nothing special where they scatter."""
    halved = [2, 3, 2, 2, 3, 0, 0]
    bursts = [12, 0, 13, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 0] * 2
    assert sum(bursts[-7:]) == 25
    assert held(halved, STEADY).verdict == "might be chance"
    assert held(halved, bursts).verdict == "within normal variation"


def test_of_few_events_nothing_is_said() -> None:
    """Below ten there is no percentage and no verdict."""
    few = held([9, 9, 9, 9, 9, 9, 9], [*STEADY[:21], 3, 0, 2, 1, 3, 0, 0])
    assert few.then == LEAST_EVENTS - 1
    assert few.is_too_small
    assert few.verdict is None
    enough = held([9, 9, 9, 9, 9, 9, 9], [*STEADY[:21], 3, 0, 3, 1, 3, 0, 0])
    assert not enough.is_too_small
    assert enough.verdict is not None


@pytest.mark.parametrize("where", ["now", "then"])
def test_a_missing_number_is_no_drop(where: str) -> None:
    """Totals over a gap are not compared at all; the gap shows in what was before."""
    now: list[int | None] = [5, 6, 5, 4, 5, 0, 0]
    history: list[int | None] = list(STEADY)
    (now if where == "now" else history)[-3] = None
    found = held(now, history)
    assert (found.now, found.then, found.verdict) == (None, None, None)
    assert [value for _, value in found.ghost] == history[-7:]


def test_a_gap_in_the_baseline_leaves_chance_open() -> None:
    """Both totals are known, but not how much days scatter by themselves."""
    found = held([5, 6, 5, 4, 5, 0, 0], [None, None, *STEADY[2:]])
    assert (found.then, found.verdict) == (25, None)


def test_other_weekdays_leave_chance_open() -> None:
    """A Monday held against a Sunday says nothing about chance."""
    assert WEEK.window is not None
    off = starting_at(WEEK.window, TODAY - 16 * DAY)
    assert off is not None
    answer = chart(Series("app", points(TODAY - 7 * DAY, [5] * 7)))
    past = chart(Series("app", points(TODAY - 45 * DAY, [5] * 38)))
    found = change(WEEK, answer, buckets(WEEK, WEEK.window, answer), Before(off, past))
    assert found is not None
    assert (found.now, found.then, found.verdict) == (35, 35, None)


def test_what_could_not_be_read_is_said() -> None:
    """A failed question is no zero and no silence."""
    assert WEEK.window is not None
    answer = chart(Series("app", points(TODAY - 7 * DAY, [5] * 7)))
    before = Before(earlier_of(WEEK), None, "LaunchDarkly did not answer in time")
    found = change(WEEK, answer, buckets(WEEK, WEEK.window, answer), before)
    assert found is not None
    assert (found.problem, found.then) == ("LaunchDarkly did not answer in time", None)


def test_hours_are_held_against_the_same_hours() -> None:
    """The baseline is made of whole days, whatever the bucket."""
    asked = query(NOW - 36 * DAY / 24, bucket=BucketType.HOUR)
    assert asked.window is not None
    earlier = earlier_of(asked)
    hour = DAY / 24
    first = (NOW - 36 * hour).replace(minute=0)
    answer = chart(Series("app", points(first, [2] * 37, hour)))
    past = chart(Series("app", points(first - 29 * DAY, [1] * 29 * 24, hour)))
    found = change(asked, answer, buckets(asked, asked.window, answer), Before(earlier, past))
    assert found is not None
    assert (found.now, found.then) == (70, 35)
    assert found.verdict == "unlikely to be chance"


def test_lead_times_are_compared_by_their_middle_without_a_verdict() -> None:
    """Days without a lead time have none; averages say nothing of chance."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    found = held([9, 9, 7, 8, 8, None, None], [4, 3, 4, 5, 8, None, None] * 4, asked)
    assert (found.now, found.then, found.verdict) == (8, 4, None)


def test_lead_times_that_lack_a_stage_are_lead_times() -> None:
    """Days on which only some of the stages are known are compared with all that they have."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    assert asked.window is not None
    some = chart(
        Series("coding", points(TODAY - 36 * DAY, [5, None, 5, 5, 5, 5] * 6)),
        Series("wait", points(TODAY - 36 * DAY, [None, 5, None, 5, None, None] * 6)),
    )
    before = Before(earlier_of(asked), some)
    found = change(asked, some, buckets(asked, asked.window, some), before)
    assert found is not None
    assert (found.now, found.then, len(found.ghost)) == (5, 5, 7)


@pytest.mark.parametrize("where", ["now", "then"])
def test_of_few_lead_times_nothing_is_said(where: str) -> None:
    """Four days are no working week, on either side."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    few, enough = [9, 9, 7, 8, None, None, None], [4, 3, 4, 5, 8, None, None]
    now, then = (few, enough) if where == "now" else (enough, few)
    found = held(now, then * 4, asked)
    assert (found.now, found.then) == (None, None)
    assert len(found.ghost) == 7


APART = last_days(7, chart="leadtime", group_by="application")


def apart(now: Chart, past: Chart, *, is_named: bool = False) -> Change | None:
    """Lead times of applications held against earlier ones."""
    assert APART.window is not None
    before = Before(earlier_of(APART), past, is_named=is_named)
    return change(APART, now, buckets(APART, APART.window, now), before)


def lead_times(*names: str) -> Chart:
    """Five weeks of the same lead time for each application."""
    return chart(*(Series(name, points(TODAY - 35 * DAY, [5] * 35)) for name in names))


@pytest.mark.parametrize(
    ("names", "then"), [(["web"], 5), (["api"], None), (["api", "web"], 5), ([], None)]
)
def test_lead_times_of_another_application_are_no_past(names: list[str], then: int | None) -> None:
    """Only what has the same name on both sides is compared; without it there was none."""
    found = apart(lead_times("web"), lead_times(*names))
    assert found is not None
    assert (found.then, found.obstacle) == (then, "")


def test_lead_times_that_do_not_add_up_are_not_compared() -> None:
    """Those of two applications have no common middle, which is said to who asked for it."""
    two = lead_times("web", "api")
    assert apart(two, two) is None
    found = apart(two, two, is_named=True)
    assert found is not None
    assert (found.then, found.ghost, found.problem) == (None, (), "")
    assert found.obstacle == "the lead times of several applications have no common middle"


def test_nothing_recorded_before_is_none() -> None:
    """An answer without any point counts nothing; it is no number that is missing."""
    assert WEEK.window is not None
    answer = chart(Series("app", points(TODAY - 7 * DAY, [5] * 7)))
    for nothing in (chart(), chart(Series("app", ()))):
        before = Before(earlier_of(WEEK), nothing)
        found = change(WEEK, answer, buckets(WEEK, WEEK.window, answer), before)
        assert found == Change(earlier_of(WEEK), then=0)


def test_where_nothing_is_recorded_now_there_is_what_was_before() -> None:
    """The count of the same whole days; nothing now is neither a zero nor a drop."""
    assert WEEK.window is not None
    past = chart(Series("app", points(TODAY - 36 * DAY, [5] * 36)))
    found = change(
        WEEK, chart(), buckets(WEEK, WEEK.window, chart()), Before(earlier_of(WEEK), past)
    )
    assert found is not None
    assert (found.now, found.then, found.verdict, len(found.ghost)) == (None, 35, None, 7)


def test_a_time_without_a_whole_day_is_held_against_nothing() -> None:
    """Half of one day and half of the next are no day; who asked is told so."""
    asked = query(TODAY - 2.5 * DAY, TODAY - 1.5 * DAY)
    assert asked.window is not None
    answer = chart(Series("app", points(TODAY - 36 * DAY, [5] * 36)))
    for is_named, obstacle in ((False, None), (True, "no whole day lies in the time of the chart")):
        before = Before(earlier_of(asked), answer, is_named=is_named)
        found = change(asked, answer, buckets(asked, asked.window, answer), before)
        assert (found and found.obstacle) == obstacle


@given(
    st.lists(st.none() | st.integers(0, 40), min_size=7, max_size=7),
    st.lists(st.none() | st.integers(0, 40), min_size=28, max_size=28),
    st.randoms(use_true_random=False),
)
def test_order_and_names_change_nothing(
    now: list[int | None], history: list[int | None], random: Random
) -> None:
    """Points in any order, or split over two series, say the same."""
    assert WEEK.window is not None
    whole = held(now, history)

    def mixed(answer: Chart) -> Chart:
        (series,) = answer.series
        shuffled = tuple(random.sample(series.points, len(series.points)))
        zeros = tuple(replace(one, value=one.value and 0) for one in series.points)
        return chart(Series("x", shuffled), Series("y", zeros))

    answer = chart(Series("app", points(TODAY - 7 * DAY, [*now, 3])))
    past = chart(Series("app", points(TODAY - 35 * DAY, history)))
    before = Before(earlier_of(WEEK), mixed(past))
    again = change(WEEK, mixed(answer), buckets(WEEK, WEEK.window, mixed(answer)), before)
    assert again == whole
