"""Which buckets count: over, not on a day off, since the series began, with a value."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.alerts.counting import Laid, first_needed, is_off, lay_out, problem, reach
from bot.alerts.memory import Memory
from bot.alerts.rules import WEEKEND, Drop, Rule
from bot.alerts.seen import Answered
from bot.chart import Number, Point
from bot.query import DAY_MS, HOUR_MS, BucketType, Window
from tests.bot.alerts.samples import (
    DAY,
    GRACE,
    HOUR,
    MONDAY,
    Values,
    above,
    answer,
    below,
    closing,
    counted,
)

US = timedelta(microseconds=1)
NEW = Memory()


def laid(rule: Rule, seen: Answered, memory: Memory = NEW, now: datetime | None = None) -> Laid:
    """An answer laid out, by default at the moment when it was read."""
    return lay_out(rule, memory, seen, now or seen.read_at)


def values(rule: Rule, seen: Answered, memory: Memory = NEW) -> list[Number]:
    """The values of the buckets that count."""
    return [bucket.value for bucket in laid(rule, seen, memory).counted]


# -- over or not ------------------------------------------------------------------------------


def test_a_bucket_is_over_once_its_grace_is() -> None:
    """At that very moment, and not a microsecond before."""
    early = answer([2, 4], read_at=closing(2) - US)
    assert values(below(), early) == [2]
    assert values(below(), replace(early, read_at=closing(2))) == [2, 4]


def test_it_is_over_only_if_it_was_when_it_was_read() -> None:
    """An answer that lay around does not become truer; nor does a clock that runs ahead help."""
    seen = answer([2, 4], read_at=closing(2) - US)
    assert [one.value for one in laid(below(), seen, now=closing(9)).counted] == [2]
    ahead = answer([2, 4], read_at=closing(9))
    assert [one.value for one in laid(below(), ahead, now=closing(1)).counted] == [2]


@pytest.mark.parametrize("grace", [0, 0.25, 24])
def test_grace_is_the_rules(grace: float) -> None:
    """From none to a day."""
    rule = below(grace=grace * HOUR)
    assert values(rule, answer([2], read_at=MONDAY + DAY + grace * HOUR)) == [2]
    assert values(rule, answer([2], read_at=MONDAY + DAY + grace * HOUR - US)) == []


def test_what_was_over_never_opens_again() -> None:
    """Not when the grace grows, and not when the clock is put back."""
    memory = Memory(high_water=MONDAY + DAY)
    seen = answer([2, 4, 6], read_at=closing(1))
    assert values(below(grace=24 * HOUR), seen, memory) == [2, 4]


def test_a_bucket_that_the_window_cuts_is_not_counted() -> None:
    """At either end: it is not all there."""
    whole = answer([2, 4, 6], read_at=closing(5))
    start, end = MONDAY + HOUR, MONDAY + 3 * DAY - HOUR
    cut = replace(whole, window=replace(whole.window, start=start, end=end))
    assert values(below(), cut) == [4]


def test_buckets_lie_where_points_say() -> None:
    """Days need not begin at midnight; gaps are steps of a bucket's length from any point sent."""
    shifted = answer([None, 4, None, 6], start=MONDAY + 3 * HOUR, read_at=closing(9))
    asked = replace(shifted, window=replace(shifted.window, start=MONDAY, end=MONDAY + 6 * DAY))
    found = laid(below(), asked, Memory(first_seen=MONDAY + 3 * HOUR)).counted
    assert [(one.start - MONDAY) / HOUR for one in found] == [3, 27, 51, 75, 99]
    assert [one.value for one in found] == [0, 4, 0, 6, 0]


def test_without_a_point_buckets_lie_where_the_series_began() -> None:
    """The first bucket that ever had a value says where days begin."""
    empty = answer([None] * 3, read_at=closing(9))
    found = laid(below(), empty, Memory(first_seen=MONDAY - 2 * DAY + 3 * HOUR)).counted
    assert [(one.start - MONDAY) / HOUR for one in found] == [3, 27]


# -- days off ---------------------------------------------------------------------------------


def test_days_off_are_as_if_they_were_not_there() -> None:
    """Weekdays and dates, whatever their values are."""
    rule = below(weekdays_off=WEEKEND, days_off=frozenset({date(2026, 11, 4)}))
    assert values(rule, answer([1, 2, 3, 4, 5, 6, 7, 8])) == [1, 2, 4, 5, 8]
    assert [is_off(rule, MONDAY + at * DAY) for at in range(8)] == [
        at in {2, 5, 6} for at in range(8)
    ]


def test_hours_are_off_with_their_day() -> None:
    """The day of UTC, in which hours are cut."""
    sunday = MONDAY - DAY
    rule = below(weekdays_off=WEEKEND, grace=timedelta(0))
    seen = answer(list(range(26)), start=sunday, step_=HOUR)
    assert values(rule, seen) == [24, 25]


# -- since it began, with a value -------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "zero", "skip"),
    [
        ([None, 4, None, 6], [4, 0, 6], [4, 6]),
        ([None, None], [], []),
        ([0, 4], [0, 4], [0, 4]),
        ([4, None, None], [4, 0, 0], [4]),
    ],
)
def test_what_is_missing_is_zero_or_nothing(sent: Values, zero: list[int], skip: list[int]) -> None:
    """Since the first value that was ever seen; before that nobody missed anything."""
    assert values(below(), answer(sent)) == zero
    assert values(above(), answer(sent)) == skip


def test_a_zero_that_nobody_sent_is_known_to_be_one() -> None:
    """So that it can be said that LaunchDarkly returned no point, or a point without a value."""
    seen = answer([5, None, 0])
    nothing = Point(MONDAY + DAY, None)
    for one in (seen, replace(seen, points=(*seen.points, nothing))):
        found = laid(below(), one).counted
        assert [(bucket.value, bucket.sent) for bucket in found] == [
            (5, True),
            (0, False),
            (0, True),
        ]


def test_a_series_begins_where_it_was_first_seen() -> None:
    """In the bucket that is still open too, or in one that is too old to be read again."""
    opened = laid(below(), answer([None, 5], read_at=closing(1)))
    assert (opened.first_seen, opened.last_seen) == (MONDAY + DAY, MONDAY + DAY)
    assert opened.counted == ()
    long_ago = Memory(first_seen=MONDAY - 99 * DAY, last_seen=MONDAY - 9 * DAY)
    found = laid(below(), answer([None, None]), long_ago)
    assert (found.first_seen, found.last_seen) == (long_ago.first_seen, long_ago.last_seen)
    assert [one.value for one in found.counted] == [0, 0]


def test_what_lies_outside_of_the_window_was_not_seen() -> None:
    """Nor is it evaluated: neither before its start nor from its end on."""
    seen = answer([None, 4, None])
    outside = tuple(Point(MONDAY + at * DAY, 9) for at in (-1, 3))
    found = laid(below(), replace(seen, points=(*seen.points, *outside)))
    assert (found.first_seen, found.last_seen) == (MONDAY + DAY, MONDAY + DAY)
    assert [one.value for one in found.counted] == [4, 0]


def test_what_is_missing_at_the_end_is_known() -> None:
    """The buckets behind the last that counts; not days off, nor those before it began."""
    rule = above(weekdays_off=WEEKEND)
    seen = answer([None, 4, None, 5, None, None, None, None])
    assert [(at - MONDAY).days for at in laid(rule, seen).missing] == [4, 7]
    assert laid(rule, answer([None, None])).missing == ()
    assert laid(below(), seen).missing == ()


def test_the_newest_bucket_that_is_over_need_not_count() -> None:
    """On a day off, or without a value, it is over all the same."""
    seen = answer([1, 2, 3, 4, 5, 6, None])
    assert laid(above(weekdays_off=WEEKEND), seen).newest == MONDAY + 6 * DAY
    assert laid(above(), answer([1], read_at=MONDAY)).newest is None


# -- what makes no sense ----------------------------------------------------------------------


def with_points(*points: tuple[float, object]) -> Answered:
    """An answer of three days with points at any hour, with any value."""
    seen = answer([None] * 3)
    made = tuple(Point(MONDAY + at * HOUR, value) for at, value in points)  # type: ignore[arg-type]
    return replace(seen, points=made)


@pytest.mark.parametrize(
    ("points", "wrong"),
    [
        ([(0, 5), (24, 5), (24, 5)], ""),
        ([(0, 5), (24, 5.0), (24, 5)], ""),
        ([(0, 5), (24, 5), (24, 6)], "conflicting_duplicate"),
        ([(24, 5), (24, None)], "conflicting_duplicate"),
        ([(0, 5), (25, 5)], "uneven_x"),
        ([(0, 5), (-23, 5)], ""),
        ([(0, float("nan"))], "bad_y"),
        ([(0, float("inf"))], "bad_y"),
        ([(0, True)], "bad_y"),
        ([(0, 10**15)], ""),
        ([(0, 10**15 + 1)], "bad_y"),
        ([(0, 10**400)], "bad_y"),
        ([(0, -1)], "negative_y"),
        ([(0, -0.5)], "negative_y"),
        ([(0, None), (72, 1)], ""),
    ],
)
def test_an_answer_that_makes_no_sense_is_named(
    points: Sequence[tuple[float, object]], wrong: str
) -> None:
    """Values that are no numbers, two of one bucket, buckets that do not lie side by side."""
    assert problem(with_points(*points), below()) == wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"bucket": BucketType.ROLLING}, "rolling"),
        ({"bucket_ms": 0}, "bad_window"),
        ({"bucket_ms": -1}, "bad_window"),
        ({"bucket_ms": 1}, "bad_window"),
        ({"end": MONDAY - DAY}, ""),
        ({"bucket_ms": 5 * HOUR_MS}, ""),
    ],
)
def test_a_window_that_makes_no_sense_is_named(changes: dict[str, object], wrong: str) -> None:
    """Overlapping, endless, or of more buckets than anybody asks for."""
    window = replace(answer([1, 2]).window, **changes)  # type: ignore[arg-type]
    assert problem(replace(answer([]), window=window), below()) == wrong


def test_a_week_has_whole_buckets() -> None:
    """Or no week is like another."""
    rule = Rule(Drop(50), "zero")
    window = Window(MONDAY, MONDAY + 30 * DAY, BucketType.HOUR, 5 * HOUR_MS)
    assert problem(Answered((), window, closing(30)), rule) == "uneven_weeks"


# -- weeks against weeks ----------------------------------------------------------------------


def weekly(days: Values, **more: object) -> list[tuple[int, Number, Number | None]]:
    """The days that count for a drop: which, and both sums."""
    rule = Rule(Drop(50), "zero", **more)  # type: ignore[arg-type]
    found = laid(rule, answer(days)).counted
    return [((one.start - MONDAY).days, one.value, one.base) for one in found]


def test_whole_weeks_are_held_against_whole_weeks() -> None:
    """From the day on that has two weeks behind it, each day the week that ends with it."""
    assert weekly([3] * 7 + [1] * 9) == [(13, 7, 21), (14, 7, 19), (15, 7, 17)]
    assert weekly([3] * 7 + [1] * 6) == []


def test_a_drop_from_too_few_does_not_count() -> None:
    """Fewer than ten in the week before are no base, and none is not either."""
    assert weekly([1] * 7 + [0] * 7) == []
    assert weekly([2, 2, 1, 1, 1, 1, 1, *[0] * 7]) == []
    assert weekly([2, 2, 2, 1, 1, 1, 1, *[0] * 7]) == [(13, 0, 10)]
    assert weekly([0] * 7 + [9] * 7) == []


def test_weeks_before_a_series_began_are_none() -> None:
    """They would be an enormous rise; a whole first week is what it takes."""
    assert weekly([None, *[3] * 13]) == []
    assert weekly([None, *[3] * 14]) == [(14, 21, 21)]


def test_a_day_off_is_no_drop() -> None:
    """It is left out together with the day that it would be compared with."""
    holiday = frozenset({date(2026, 11, 11)})
    assert weekly([3] * 9 + [0] + [3] * 4, days_off=holiday) == [(13, 18, 18)]
    before = frozenset({date(2026, 11, 4)})
    assert weekly([3, 3, 0] + [3] * 11, days_off=before) == [(13, 18, 18)]
    assert weekly([3] * 14, weekdays_off=WEEKEND) == []
    assert weekly([3] * 15, weekdays_off=WEEKEND) == [(14, 15, 15)]


def test_several_weeks_are_held_against_as_many() -> None:
    """Two against two; hours add up to weeks as days do."""
    rule = Rule(Drop(50, weeks=2), "zero")
    found = laid(rule, answer([2] * 14 + [1] * 14)).counted
    assert [(one.value, one.base) for one in found] == [(14, 28)]
    hours = Rule(Drop(50), "zero", grace=timedelta(0))
    seen = answer([1] * 337, step_=HOUR, read_at=MONDAY + 337 * HOUR)
    assert [(one.value, one.base) for one in laid(hours, seen).counted] == [(168, 168)] * 2


# -- how much is to be read -------------------------------------------------------------------


def test_so_much_is_read_that_all_that_decides_is_in_it() -> None:
    """Days off are read past, and a drop takes its weeks on top."""
    rule, end = below(for_n=2, recover_n=3), datetime(2026, 11, 30, tzinfo=UTC)
    assert (reach(rule), reach(above(nodata_n=9))) == (12, 16)
    assert end - first_needed(rule, end, DAY_MS) == 12 * DAY
    assert end - first_needed(replace(rule, weekdays_off=WEEKEND), end, DAY_MS) == 18 * DAY
    days = frozenset({date(2026, 11, 29), date(2026, 11, 28), date(2026, 11, 1)})
    assert end - first_needed(replace(rule, days_off=days), end, DAY_MS) == 14 * DAY
    assert end - first_needed(Rule(Drop(50), "zero"), end, DAY_MS) == 24 * DAY
    assert end - first_needed(rule, end, HOUR_MS) == 12 * HOUR


def test_endless_days_off_are_not_read_past() -> None:
    """Then the series has nothing that counts, and as much is read as there may be."""
    off = frozenset(date(2020, 1, 1) + at * DAY for at in range(4_000))
    rule, end = below(days_off=off), datetime(2026, 11, 30, tzinfo=UTC)
    assert end - first_needed(rule, end, DAY_MS) == 2_200 * DAY


def test_the_read_window_holds_a_run_as_it_should() -> None:
    """What `first_needed` says is enough for every bucket that decides to be counted."""
    rule = below(for_n=3, recover_n=2, weekdays_off=WEEKEND)
    end = MONDAY + 60 * DAY
    start = first_needed(rule, end, DAY_MS)
    seen = answer([1] * ((end - start) // DAY), start=start, read_at=end + GRACE)
    assert len(values(rule, seen)) == reach(rule)


def test_counted_buckets_are_values() -> None:
    """In order, whatever order they came in."""
    seen = answer([2, 4, 6])
    shuffled = replace(seen, points=tuple(reversed(seen.points)))
    expected = (counted(0, 2), counted(1, 4), counted(2, 6))
    assert laid(below(), seen).counted == laid(below(), shuffled).counted == expected
