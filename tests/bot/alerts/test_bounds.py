"""What bounds are worth to alerts: believed, guessed by the metric, asked about, or not usable."""

import math

import pytest

from bot.alerts.bounds import USUAL_SIDES, Answer, Judged, is_covered, judge, rule_of
from bot.alerts.rules import Drop, Rule, Threshold
from bot.catalog import BY_NAME, CATALOG, Kind
from bot.chart import Bound, Number
from bot.query import BucketType
from bot.reading import bound_name
from tests.bot.alerts.samples import above, below

DEPLOYS, LEADTIME, FLAGSTATUS = (BY_NAME[name] for name in ("deploys", "leadtime", "flagstatus"))


def judged(
    name: str, value: Number = 3, kind: Kind = DEPLOYS, answer: Answer | None = None
) -> Judged:
    """What one bound is worth, with what people answered about it."""
    answers: dict[str, Answer] = {bound_name(name): answer} if answer else {}
    (found,) = judge([Bound(name, value)], kind, answers)
    return found


@pytest.mark.parametrize(
    ("names", "side"),
    [
        (["lower", "lower_bound", "min", "MINIMUM", " floor "], "below"),
        (["upper", "Upper-Bound", "max", "maximum", "ceiling"], "above"),
    ],
)
def test_plain_english_is_believed(names: list[str], side: str) -> None:
    """On every metric, and said to be read from the name."""
    for kind in CATALOG:
        for name in names:
            found = judged(name, kind=kind)
            assert (found.kind, found.side, found.source) == ("plain", side, "name")
            assert found.usable
            assert not found.is_open
            assert "bound's name" in found.why


@pytest.mark.parametrize(
    ("chart", "side"),
    [("deploys", "below"), ("releases", "below"), ("leadtime", "above"), ("staleflags", "above")],
)
def test_equal_has_the_side_that_is_usual(chart: str, side: str) -> None:
    """And it is said that this is our own idea."""
    found = judged("EQUAL ", 100, BY_NAME[chart])
    assert (found.kind, found.side, found.source) == ("documented", side, "metric")
    assert found.usable
    assert "Drumbeat's own" in found.why


def test_where_no_side_is_usual_people_are_asked() -> None:
    """Flags of every status are neither good nor bad."""
    found = judged("equal", kind=FLAGSTATUS)
    assert (found.side, found.usable, found.is_open) == (None, False, True)


def test_each_chart_has_a_usual_side_that_fits_what_is_good() -> None:
    """More is good, so below is bad; shorter and fewer are good, so above is."""
    bad = {"more": "below", "shorter": "above", "fewer": "above", None: None}
    assert {kind.name: bad[kind.good] for kind in CATALOG} == USUAL_SIDES


@pytest.mark.parametrize(
    "name", ["greater", "less", "excellent", "good", "fair", "target", "goal", "p95", "", "lower!"]
)
def test_of_all_others_people_are_asked(name: str) -> None:
    """Nobody knows which side is bad."""
    found = judged(name)
    assert (found.kind, found.side, found.usable, found.is_open) == ("unclear", None, False, True)
    assert rule_of(found, DEPLOYS) is None


@pytest.mark.parametrize(
    ("name", "called"), [("target", "target"), ("p95 Target_v2", "p95targetv2")]
)
def test_what_people_answered_goes_first(name: str, called: str) -> None:
    """However the name is written, and whatever it says."""
    answers: list[Answer] = ["below", "above"]
    for answer in answers:
        (found,) = judge([Bound(name, 3)], DEPLOYS, {called: answer})
        assert (found.side, found.source, found.usable) == (answer, "answer", True)
        assert not found.is_open
    assert judged("lower", answer="above").side == "above"
    assert judged("equal", answer="above").side == "above"


def test_what_people_ignore_is_not_asked_about_again() -> None:
    """Nor used, whatever its name says."""
    for name in ("target", "lower", "equal"):
        found = judged(name, answer="ignore")
        assert (found.usable, found.is_open, found.source) == (False, False, "answer")
        assert "ignore" in found.why


@pytest.mark.parametrize("value", [math.nan, math.inf, -1, True, 10**16, 10**400])
def test_what_is_no_number_is_no_bound(value: Number) -> None:
    """However plain its name."""
    found = judged("lower", value)
    assert (found.kind, found.usable, found.is_open) == ("unusable", False, False)
    assert "not a number" in found.why


def test_a_bound_that_nothing_crosses_makes_no_alert() -> None:
    """Nothing is below zero, and it says so."""
    found = judged("lower", 0)
    assert (found.kind, found.side, found.usable) == ("plain", "below", False)
    assert "below 0" in found.why
    assert judged("upper", 0).usable


def test_the_same_bound_twice_is_one() -> None:
    """And one name with two values is none at all, however it is written."""
    assert len(judge([Bound("min", 3), Bound("min", 3)], DEPLOYS, {})) == 1
    found = judge([Bound("min", 3), Bound("MIN ", 9), Bound("max", 10)], DEPLOYS, {})
    assert [one.kind for one in found] == ["unusable", "unusable", "plain"]
    assert "several values" in found[0].why


def test_bounds_that_leave_nothing_good_are_none() -> None:
    """Below one is above the other; that they meet is fine."""
    crossed = judge([Bound("lower", 5), Bound("upper", 3), Bound("target", 4)], DEPLOYS, {})
    assert [one.kind for one in crossed] == ["unusable", "unusable", "unclear"]
    assert "nothing good" in crossed[0].why
    meeting = judge([Bound("upper", 5), Bound("lower", 5)], DEPLOYS, {})
    assert all(one.usable for one in meeting)


def test_a_bound_is_a_rule_of_one_bucket() -> None:
    """Beyond it, not on it; with what is usual for its metric."""
    lower = rule_of(judged("equal", 100), DEPLOYS)
    assert lower is not None
    assert (lower.condition, lower.for_n, lower.missing) == (Threshold("below", 100), 1, "zero")
    upper = rule_of(judged("equal", 100, LEADTIME), LEADTIME, BucketType.HOUR)
    assert upper is not None
    assert (upper.condition, upper.missing) == (Threshold("above", 100), "skip")
    assert upper.grace < lower.grace


def test_a_rule_of_peoples_own_goes_before_a_bound() -> None:
    """Of the same series, where it looks the same way."""
    bound = below(100)
    assert is_covered(bound, [above(7), below(3, "at_most")])
    assert is_covered(above(100), [below(3, "at_least")])
    assert not is_covered(bound, [above(7), Rule(Drop(50), "zero")])
    assert not is_covered(bound, [])
