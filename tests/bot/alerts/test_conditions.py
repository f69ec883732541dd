"""When a bucket breaches and when it is past it, by exactly the word that was used."""

import pytest

from bot.alerts.conditions import RATINGS, breaching, change, drop, falls, rank, recovered
from bot.alerts.rules import Condition, Drop, Fall, Rule, Threshold, Word
from tests.bot.alerts.samples import below, counted


@pytest.mark.parametrize(
    ("word", "breaches", "over"),
    [
        ("below", [True, False, False], [False, True, True]),
        ("at_most", [True, True, False], [False, False, True]),
        ("above", [False, False, True], [True, True, False]),
        ("at_least", [False, True, True], [True, False, False]),
    ],
)
def test_equal_is_neither_below_nor_above(
    word: Word, breaches: list[bool], over: list[bool]
) -> None:
    """2, 3 and 4 against 3; what does not breach is past it unless another value is asked for."""
    rule, buckets = below(3, word), [counted(0, value) for value in (2, 3, 4)]
    assert [breaching(rule.condition)(bucket) for bucket in buckets] == breaches
    assert [recovered(rule)(bucket) for bucket in buckets] == over


@pytest.mark.parametrize(
    ("word", "at", "over"),
    [
        ("below", 5, [False, False, True, True]),
        ("at_most", 5, [False, False, False, True]),
        ("above", 2, [True, False, False, False]),
        ("at_least", 2, [False, False, False, False]),
    ],
)
def test_a_recovery_has_its_own_threshold(word: Word, at: int, over: list[bool]) -> None:
    """2, 4, 5 and 6; the word is the threshold's opposite, so at least takes less than 2."""
    rule = below(3, word, recover_at=at)
    assert [recovered(rule)(counted(0, value)) for value in (2, 4, 5, 6)] == over


@pytest.mark.parametrize(
    ("now", "before", "verdict", "changed"),
    [
        (71, 100, "ok", -0.29),
        (29, 100, "breach", -0.71),
        (5, 9, "too_few", -4 / 9),
        (5, 10, "breach", -0.5),
        (0, 0, "undefined", None),
        (7, 0, "undefined", None),
    ],
)
def test_a_drop_is_counted_in_whole_numbers(
    now: int, before: int, verdict: str, changed: float | None
) -> None:
    """By half or more; of fewer than ten before, nothing is said."""
    assert drop(now, before, Drop(50)) == verdict
    assert change(now, before) == pytest.approx(changed)


@pytest.mark.parametrize("percent", range(1, 101))
def test_exactly_so_many_percent_is_a_drop(percent: int) -> None:
    """Whatever the percentage: no rounding comes between a hundred and what is left of it."""
    assert drop(100 - percent, 100, Drop(percent)) == "breach"
    assert drop(101 - percent, 100, Drop(percent)) == "ok"


def test_a_drop_is_past_once_it_is_smaller() -> None:
    """Than what breaches, or than the percentage that was asked for."""
    rule, easier = Rule(Drop(50), "zero"), Rule(Drop(50), "zero", recover_at=20)
    down = [counted(0, value, base=100) for value in (50, 51, 80, 81)]
    assert [breaching(rule.condition)(one) for one in down] == [True, False, False, False]
    assert [recovered(rule)(one) for one in down] == [False, True, True, True]
    assert [recovered(easier)(one) for one in down] == [False, False, False, True]


def test_ratings_have_an_order() -> None:
    """LaunchDarkly's four; whatever else it says is not rated."""
    assert [rank(one) for one in ("needsAttention", "fair", "good", "excellent")] == [0, 1, 2, 3]
    assert [rank(one) for one in ("notCalculated", "unknown", "", "superb")] == [None] * 4
    assert len(RATINGS) == 4


def test_a_rating_falls_below_the_best_it_has_been() -> None:
    """The first one has nothing to fall from; as good as before is no fall."""
    rule = Rule(Fall(), "skip")
    first, lower, same = counted(0, 2), counted(1, 1, base=2), counted(1, 2, base=2)
    assert [breaching(rule.condition)(one) for one in (first, lower, same)] == [False, True, False]
    assert [recovered(rule)(one) for one in (first, lower, same)] == [True, False, True]


def test_too_little_breaches_some_conditions() -> None:
    """Those that a series breaches by being new."""
    low: list[Condition] = [Threshold("below", 3), Threshold("at_most", 3), Drop(50), Fall()]
    assert all(map(falls, low))
    assert not any(falls(Threshold(word, 3)) for word in ("above", "at_least"))
