"""What a rule would have done: as the engine would have, and no oftener than chance explains."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.backtest import BacktestError, backtest, calmer
from bot.alerts.counting import first_needed
from bot.alerts.engine import step
from bot.alerts.memory import Memory
from bot.alerts.rules import WEEKEND, Drop, Fall, Rule, Word
from bot.alerts.seen import Answered
from bot.chart import Number, Point
from bot.query import DAY_MS, HOUR_MS
from bot.statistics.counts import expected_alarms
from tests.bot.alerts.samples import DAY, GRACE, HOUR, MONDAY, above, answer, below, counted

Values = Sequence[Number | None]


def past(values: Values, step_: timedelta = DAY) -> tuple[Point, ...]:
    """The points of buckets from a Monday on."""
    return answer(values, step_=step_).points


def test_it_says_when_it_would_have_fired_and_ended() -> None:
    """Each episode with its dates; the last is open still."""
    values = [5, 1, 1, 5, 5, 1, 1, 1]
    found = backtest(below(for_n=2), past(values), MONDAY + 8 * DAY + GRACE)
    first, second = found.firings
    assert (first.episode.since, first.fired_on) == (MONDAY + DAY, MONDAY + 2 * DAY)
    assert first.episode.fired_at == MONDAY + 3 * DAY + GRACE
    assert (first.closed_on, first.closed_at) == (MONDAY + 3 * DAY, MONDAY + 4 * DAY + GRACE)
    assert (second.fired_on, second.closed_at) == (MONDAY + 6 * DAY, None)
    assert second.episode.buckets == (counted(5, 1), counted(6, 1))
    assert [bucket.value for bucket in found.counted] == values


def test_as_many_weeks_are_walked_as_are_asked_for() -> None:
    """What lies before them counts where a run reaches back, and fires no more."""
    values = [1] * 7 + [1, *[5] * 6]
    until = MONDAY + 14 * DAY + GRACE
    (found,) = backtest(below(for_n=3), past(values), until, weeks=1).firings
    assert (found.fired_on, found.episode.since) == (MONDAY + 7 * DAY, MONDAY)
    assert backtest(below(for_n=3), past(values)[7:], until, weeks=1).firings == ()


def test_the_bucket_that_is_open_is_no_past() -> None:
    """Its grace has to be over as well."""
    until = MONDAY + 2 * DAY + GRACE
    assert len(backtest(below(), past([5, 1]), until).firings) == 1
    assert backtest(below(), past([5, 1]), until - timedelta(microseconds=1)).firings == ()


def test_without_a_past_nothing_would_have_happened() -> None:
    """Nor is chance worth a word."""
    found = backtest(below(), (), MONDAY)
    assert (found.firings, found.counted, found.by_chance) == ((), (), None)


def test_what_makes_no_sense_is_refused() -> None:
    """With a sentence; ratings have no past at all."""
    with pytest.raises(BacktestError, match="conflicting_duplicate"):
        backtest(below(), (*past([1]), *past([2])), MONDAY + 9 * DAY)
    with pytest.raises(BacktestError, match="uneven_weeks"):
        backtest(Rule(Drop(50), "zero"), past([1]), MONDAY + 9 * DAY, bucket_ms=5 * HOUR_MS)
    with pytest.raises(BacktestError, match="no ratings"):
        backtest(Rule(Fall(), "skip"), past([1]), MONDAY + 9 * DAY)


def test_four_weeks_of_hours_have_room_behind_as_much() -> None:
    """The longest comparison there is, over the longest past that is walked."""
    found = backtest(
        Rule(Drop(50, weeks=4), "zero"), past([1] * 2_690, HOUR), MONDAY + 2_700 * HOUR,
        bucket_ms=HOUR_MS,
    )  # fmt: skip
    assert len(found.counted) > 1_000
    assert found.firings == ()


# -- the same as the engine under a clock that moves ------------------------------------------


def walked(rule: Rule, points: tuple[Point, ...], days: int) -> list[tuple[object, ...]]:
    """When the engine itself fires and ends, looking each time that a day is over."""
    memory = Memory()
    found: list[tuple[object, ...]] = []
    for day in range(1, days + 1):
        end = MONDAY + day * DAY
        now, start = end + rule.grace, first_needed(rule, end, DAY_MS)
        window = replace(answer([]).window, start=start, end=end)
        known = tuple(point for point in points if point.start < end)
        looked = step(rule, memory, Answered(known, window, now), now)
        memory = looked.memory
        lines = (line for line in looked.history if line.what in {"fired", "closed"})
        found.extend((line.episode, line.what, line.at) for line in lines)
    return found


@given(
    st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=56),
    st.sampled_from(
        [
            below(2),
            below(2, for_n=3, recover_at=4, recover_n=2, weekdays_off=WEEKEND),
            above(3, for_n=2, recover_n=3),
            below(1, "at_least", recover_n=2, grace=timedelta(hours=24)),
            Rule(Drop(20), "zero", for_n=2, weekdays_off=WEEKEND),
        ]
    ),
)
def test_it_does_what_the_engine_does(values: list[int | None], rule: Rule) -> None:
    """Every firing and every end, at the same moment."""
    points, days = past(values), len(values)
    found = backtest(rule, points, MONDAY + days * DAY + rule.grace)
    assert [
        (would.episode.number, what, at)
        for would in found.firings
        for what, at in (("fired", would.episode.fired_at), ("closed", would.closed_at))
        if at is not None
    ] == walked(rule, points, days)


# -- chance -----------------------------------------------------------------------------------


def steady(mean: int, weeks: int = 8) -> list[int]:
    """Every day the same, so that each weekday has that mean."""
    return [mean] * 7 * weeks


@pytest.mark.parametrize("mean", [2, 3, 5, 8])
@pytest.mark.parametrize("run", [1, 2, 3])
def test_chance_alone_would_fire_so_often(mean: int, run: int) -> None:
    """By the formula, where each day is like the others."""
    values = steady(mean)
    found = backtest(below(3, for_n=run), past(values), MONDAY + 56 * DAY + GRACE)
    expected = expected_alarms(mean, 3, run=run, buckets=56)
    assert found.by_chance == pytest.approx(expected, rel=1e-12)


def test_each_weekday_has_a_mean_of_its_own() -> None:
    """Quiet weekends fire by themselves, and busy weekdays do not."""
    values = ([20] * 5 + [0] * 2) * 8
    found = backtest(below(3, for_n=2), past(values), MONDAY + 56 * DAY + GRACE)
    assert len(found.firings) == 8
    assert found.by_chance == pytest.approx(8, abs=1e-3)
    masked = backtest(
        below(3, for_n=2, weekdays_off=WEEKEND), past(values), MONDAY + 56 * DAY + GRACE
    )
    assert masked.firings == ()
    assert masked.by_chance == pytest.approx(0, abs=1e-3)


def test_each_hour_has_a_mean_of_its_own() -> None:
    """Nights are not like days."""
    values = ([0] * 8 + [20] * 16) * 56
    found = backtest(
        below(3, for_n=8, grace=timedelta(0)), past(values, HOUR), MONDAY + 56 * DAY,
        bucket_ms=HOUR_MS,
    )  # fmt: skip
    assert len(found.firings) == 56
    assert found.by_chance == pytest.approx(56, abs=1e-3)


@pytest.mark.parametrize(
    ("word", "opposite", "threshold", "breaching"),
    [
        ("below", "at_least", 2.5, [0, 1, 2]),
        ("below", "at_least", 2, [0, 1]),
        ("at_most", "above", 2, [0, 1, 2]),
        ("at_most", "above", 2.5, [0, 1, 2]),
    ],
)
def test_what_breaches_by_chance_is_what_breaches(
    word: Word, opposite: Word, threshold: float, breaching: list[int]
) -> None:
    """For every word, fractions included; above is what at most is not, and so on."""
    until, points = MONDAY + 56 * DAY + GRACE, past(steady(3))
    low = backtest(below(threshold, word, for_n=30), points, until).by_chance
    high = backtest(below(threshold, opposite, for_n=30), points, until).by_chance
    at_most = expected_alarms(3, max(breaching) + 1, run=1, buckets=1)
    assert low == pytest.approx(_runs(at_most), rel=1e-9)
    assert high == pytest.approx(_runs(1 - at_most), rel=1e-9)


def _runs(chance: float) -> float:
    return chance**30 + 26 * (1 - chance) * chance**30


def test_large_counts_are_judged_too() -> None:
    """As normal, which they are: half the days are below their mean, as those of exact sums are."""
    until = MONDAY + 56 * DAY + GRACE
    half = backtest(below(3_000), past(steady(3_000)), until).by_chance
    assert half == pytest.approx(0.5 + 55 * 0.25, rel=0.01)
    exact = backtest(below(970), past(steady(999)), until).by_chance
    normal = backtest(below(971), past(steady(1_000)), until).by_chance
    assert normal == pytest.approx(exact, rel=0.01)
    never = backtest(below(2_000), past(steady(3_000)), until).by_chance
    assert never == pytest.approx(0, abs=1e-9)
    always = backtest(below(10**12), past(steady(0)), until).by_chance
    assert always == 1


@pytest.mark.parametrize(
    ("rule", "weeks"),
    [(below(), 3), (above(), 8), (Rule(Drop(50), "zero"), 8)],
)
def test_where_chance_cannot_be_told_it_is_not(rule: Rule, weeks: int) -> None:
    """Of too short a past, of durations, of drops."""
    values = steady(5, weeks)
    found = backtest(rule, past(values), MONDAY + len(values) * DAY + GRACE)
    assert found.by_chance is None


def test_four_weeks_are_enough_to_know_a_weekday() -> None:
    """To the day."""
    until = MONDAY + 28 * DAY + GRACE
    assert backtest(below(), past(steady(5, 4)), until).by_chance is not None
    assert backtest(below(), past(steady(5, 4)[1:]), until - DAY).by_chance is None


# -- calmer -----------------------------------------------------------------------------------


def test_more_patience_is_proposed_where_it_helps() -> None:
    """The least that halves it, and how often it would fire then."""
    values = [5, 1, 5, 5, 1, 1, 5, 5, 1, 5, 5, 1, 5, 5]
    found = calmer(below(), past(values), MONDAY + 14 * DAY + GRACE)
    assert found is not None
    assert (found.rule, found.firings, found.instead_of) == (below(for_n=2), 1, 4)


def test_nothing_is_proposed_where_nothing_helps() -> None:
    """What is so for weeks is so; and thirty days are patience enough."""
    values = ([1] * 20 + [5] * 8) * 2
    assert calmer(below(), past(values), MONDAY + 56 * DAY + GRACE) is None
    assert calmer(below(for_n=30), past(values), MONDAY + 56 * DAY + GRACE) is None


def test_chance_fires_as_often_as_the_formula_says() -> None:
    """On average of two hundred pasts of a steady team; eight weeks know their mean roughly."""
    random, rule = Random(7), below(3)  # noqa: S311 - no secret
    fired, said = 0, 0.0
    for _ in range(200):
        values = [sum(random.random() < 0.05 for _ in range(100)) for _ in range(56)]
        found = backtest(rule, past(values), MONDAY + 56 * DAY + GRACE)
        fired += len(found.firings)
        said += found.by_chance or 0
    expected = 200 * expected_alarms(5, 3, run=1, buckets=56)
    assert fired == pytest.approx(expected, rel=0.05)
    assert said == pytest.approx(expected, rel=0.15)
