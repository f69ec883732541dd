"""Alerts on the bounds of the data as they are typed, kept and spelled out."""

import pytest

from bot.alerts import bounded, phrases
from bot.alerts.bounded import Bounded
from bot.alerts.bounds import judge
from bot.alerts.phrases import AlertDraft, AlertLineError, bucket_of
from bot.alerts.rules import WEEKEND, Threshold
from bot.catalog import BY_NAME, CATALOG, Kind
from bot.chart import Bound
from bot.grammar.defaults import Defaults
from bot.query import BucketType
from tests.bot.samples import NOW, UTC_ZONE

DEPLOYS, LEADTIME = BY_NAME["deploys"], BY_NAME["leadtime"]


def read(text: str) -> AlertDraft:
    """An alert as somebody typed it."""
    return bounded.read(text, now=NOW, zone=UTC_ZONE, defaults=Defaults())


@pytest.mark.parametrize(
    "said",
    [
        "bounds",
        "at its bounds",
        "beyond the bounds",
        "is outside its bounds",
        "ALL bounds",
        "Bounds",
    ],
)
def test_bounds_are_said_in_many_ways(said: str) -> None:
    """And kept in one."""
    draft = read(f"deploys mobile {said}")
    assert isinstance(draft.rule, Bounded)
    assert draft.line == "deploys project mobile env * bucket day"
    assert draft.note == ""
    assert bounded.typed(draft) == f"{draft.line} bounds"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("deploys mobile bounds for 2 days on weekdays", "bounds for 2 days on weekdays"),
        ("deploys mobile for 2 days bounds", None),
        ("leadtime mobile bounds by stage, grace 4h", "bounds, grace 4h"),
        ("leadtime mobile bucket hour bounds for 3 hours", "bounds for 3 hours"),
        ("flagstatus mobile env production bounds", "bounds"),
        ("deploys mobile bounds, recovers after 2 days", "bounds, recovers after 2 days"),
        ("deploys mobile bounds, never repeat", "bounds, never repeat"),
    ],
)
def test_how_patiently_is_typed_as_everywhere(text: str, kept: str | None) -> None:
    """What is kept means the same when it is read again."""
    draft = read(text)
    assert isinstance(draft.rule, Bounded)
    bucket = bucket_of(draft.request)
    written = bounded.phrase(draft.rule, draft.kind, bucket)
    assert kept is None or written == kept
    assert bounded.is_bounded(written)
    assert bounded.rule_of(written, draft.kind, bucket) == draft.rule
    assert read(bounded.typed(draft)) == draft


def test_where_to_and_which_name_are_typed_as_everywhere() -> None:
    """And a name may well say bounds."""
    draft = read('deploys mobile at its bounds in <#C123|eng> called "at its bounds"')
    assert isinstance(draft.rule, Bounded)
    assert (draft.channel, draft.name) == ("C123", "at its bounds")
    assert read(bounded.typed(draft)) == draft


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("deploys mobile app bounds", "deploys project mobile env * app bounds bucket day"),
        ("deploys mobile app bounds below 3", "deploys project mobile env * app bounds bucket day"),
        ("deploys mobile below 3 called bounds", "deploys project mobile env * bucket day"),
        ("deploys mobile below 3", "deploys project mobile env * bucket day"),
    ],
)
def test_what_is_called_bounds_is_none(text: str, line: str) -> None:
    """An application, a name; all other alerts are read as ever."""
    draft = read(text)
    assert draft.line == line
    assert not isinstance(draft.rule, Bounded)
    if draft.rule is not None:
        assert bounded.phrase(draft.rule, draft.kind) == phrases.phrase(draft.rule, draft.kind)
        assert bounded.spelled(draft.rule, draft.kind) == phrases.spelled(draft.rule, draft.kind)
        assert bounded.rule_of("below 3", draft.kind) == draft.rule
    assert bounded.typed(draft) == phrases.typed(draft)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("deploys mobile bounds below 3", "not both"),
        ("deploys mobile below 3 bounds", "not both"),
        ("deploys mobile bounds recovers at 5", "says itself where it is over"),
        ("deploys mobile bounds for 0 days", "1 to 30"),
        ("bounds", "no chart"),
    ],
)
def test_what_cannot_be_is_said(text: str, words: str) -> None:
    """With a line that works."""
    with pytest.raises(AlertLineError, match=words) as caught:
        read(text)
    assert caught.value.example


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_bounds_are_spelled_out(kind: Kind) -> None:
    """Nothing of what stands in for them is ever seen."""
    rule = bounded.rule_of("bounds for 2 days on weekdays", kind)
    assert rule.weekdays_off == WEEKEND
    told = bounded.spelled(rule, kind)
    assert told.startswith(bounded.SPELLED + " on 2 days in a row")
    assert "1 " not in told


def test_a_bound_has_the_patience_of_its_alert() -> None:
    """And its own threshold; one that is not usable has none."""
    rule = bounded.rule_of("bounds for 2 days", DEPLOYS)
    assert isinstance(rule, Bounded)
    lower, target = judge([Bound("lower", 3), Bound("target", 9)], DEPLOYS, {})
    found = rule.rule(lower)
    assert found is not None
    assert (type(found), found.condition, found.for_n) == (
        type(rule.at(Threshold("below", 3))),
        Threshold("below", 3),
        2,
    )
    assert rule.rule(target) is None
    hourly = bounded.usual_of(LEADTIME, BucketType.HOUR)
    assert (hourly.missing, hourly.for_n) == ("skip", 1)
