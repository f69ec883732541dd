"""Rules that could never work are refused, with a sentence that says why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.alerts.rules import Drop, Fall, Rule, RuleError, Threshold, Word, usual
from bot.catalog import BY_NAME
from bot.query import BucketType
from tests.bot.alerts.samples import above, below


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Threshold("below", 0), "at most 0, or below 1"),
        (lambda: Threshold("at_least", 0), "above 0, or at least 1"),
        (lambda: Threshold("above", -1), "from 0"),
        (lambda: Threshold("above", float("nan")), "a number"),
        (lambda: Threshold("above", float("inf")), "quadrillion"),
        (lambda: Threshold("above", 10**15 + 1), "quadrillion"),
        (lambda: Threshold("above", value=True), "a number"),
        (lambda: Drop(0), "not by 0"),
        (lambda: Drop(101), "not by 101"),
        (lambda: Drop(50, weeks=0), "not 0"),
        (lambda: Drop(50, weeks=5), "1 to 4"),
        (lambda: Drop(50, least=0), "Without a single event"),
        (lambda: below(for_n=0), "not for 0"),
        (lambda: below(for_n=31), "1 to 30"),
        (lambda: below(recover_n=0), "not for 0"),
        (lambda: below(recover_n=31), "1 to 30"),
        (lambda: below(nodata_n=0), "At least one"),
        (lambda: below(error_n=0), "At least one"),
        (lambda: below(weekdays_off=frozenset(range(7))), "weekday"),
        (lambda: below(weekdays_off=frozenset({7})), "weekday"),
        (lambda: below(grace=timedelta(hours=25)), "24 hours"),
        (lambda: below(grace=-timedelta(1)), "24 hours"),
        (lambda: below(repeat=timedelta(minutes=59)), "an hour"),
        (lambda: Rule(Drop(50), "skip"), "Only counts"),
        (lambda: Rule(Fall(), "zero"), "no rating"),
    ],
)
def test_what_could_never_work_is_refused(make: Callable[[], object], why: str) -> None:
    """Thresholds that are never or always crossed, endless patience, no weekday left."""
    with pytest.raises(RuleError, match=why):
        make()


@pytest.mark.parametrize(
    ("word", "good", "bad"),
    [
        ("below", (3, 5), (2, 2.9)),
        ("at_most", (3, 4), (2, 2.9)),
        ("above", (3, 2, 0), (4, 3.1)),
        ("at_least", (3, 2), (4, 3.1, 0)),
    ],
)
def test_it_recovers_outside_of_what_breaches(
    word: Word, good: tuple[float, ...], bad: tuple[float, ...]
) -> None:
    """At the threshold itself, or beyond it on the good side, where values can be."""
    for at in good:
        assert below(3, word, recover_at=at).recover_at == at
    for at in bad:
        with pytest.raises(RuleError, match=r"recover"):
            below(3, word, recover_at=at)


def test_a_drop_recovers_at_a_smaller_one() -> None:
    """Down by 60 percent is down by 50 as well; a rating has nothing to choose."""
    assert Rule(Drop(50), "zero", recover_at=20).recover_at == 20
    with pytest.raises(RuleError, match="still down by 50"):
        Rule(Drop(50), "zero", recover_at=60)
    with pytest.raises(RuleError, match="nothing to choose"):
        Rule(Fall(), "skip", recover_at=1)
    with pytest.raises(RuleError, match="from 0"):
        below(recover_at=float("nan"))


def test_the_bounds_of_patience_are_allowed() -> None:
    """Thirty buckets, a day of grace and an hour's repeat are."""
    day, hour = timedelta(hours=24), timedelta(hours=1)
    rule = below(for_n=30, recover_n=30, nodata_n=1, error_n=1, grace=day, repeat=hour)
    assert (rule.for_n, rule.recover_n, rule.grace, rule.repeat) == (30, 30, day, hour)
    assert above(0).condition == Threshold("above", 0)
    assert below(0, "at_most").condition == Threshold("at_most", 0)
    assert above(10**15).condition == Threshold("above", 10**15)


@pytest.mark.parametrize(
    ("chart", "missing"), [("deploys", "zero"), ("leadtime", "skip"), ("staleflags", "skip")]
)
def test_what_is_missing_depends_on_the_metric(chart: str, missing: str) -> None:
    """A day without a deployment is a zero; one without a lead time is nothing at all."""
    assert usual(Threshold("above", 3), BY_NAME[chart]).missing == missing


def test_days_wait_longer_than_hours() -> None:
    """Two hours and a quarter of one; told again after a day and after six hours."""
    condition, kind = Threshold("below", 3), BY_NAME["deploys"]
    days, hours = usual(condition, kind), usual(condition, kind, BucketType.HOUR)
    assert (days.grace, days.repeat) == (timedelta(hours=2), timedelta(hours=24))
    assert (hours.grace, hours.repeat) == (timedelta(minutes=15), timedelta(hours=6))
    assert (days.for_n, days.recover_n, days.nodata_n, days.error_n) == (1, 1, 3, 3)
    assert usual(Fall(), kind).missing == "skip"


def test_overlapping_windows_are_no_buckets() -> None:
    """Two of them below a threshold are nearly one thing seen twice."""
    with pytest.raises(RuleError, match="overlap"):
        usual(Threshold("below", 3), BY_NAME["deploys"], BucketType.ROLLING)
    with pytest.raises(RuleError, match="Only counts"):
        usual(Drop(50), BY_NAME["leadtime"])
