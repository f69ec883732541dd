"""Zero, missing, empty and failed are four different things, and none of the last is an alert."""

from datetime import timedelta

import pytest

from bot.alerts.memory import Health, Memory
from bot.alerts.rules import WEEKEND
from bot.alerts.seen import Failed, Observation
from tests.bot.alerts.samples import DAY, HOUR, MONDAY, above, answer, below, closing
from tests.bot.alerts.watching import daily, firing, look, looks, states, told

MINUTE = timedelta(minutes=1)


def failures(count: int, *, reason: str = "http_502", shared: bool = False) -> list[Observation]:
    """So many in a row, a minute apart, after the first day."""
    return [Failed(reason, closing(1) + at * MINUTE, shared) for at in range(1, count + 1)]


# -- never seen, no data ----------------------------------------------------------------------


def test_what_was_never_seen_alerts_of_nothing() -> None:
    """However long it stays away, and whatever a missing value would be."""
    for rule in (below(), above()):
        found = daily(rule, [None] * 9)
        assert set(told(found)) == {""}
        assert {one.memory.health for one in found} == {Health("never_seen")}


def test_data_that_stays_away_is_told_once_and_so_is_its_return() -> None:
    """After three buckets; for a metric that has no zeros."""
    found = daily(above(), [1, None, None, None, None, 1, 1])
    assert told(found) == ["", "", "", "no_data", "", "data_back", ""]
    assert found[3].events[0].missing == tuple(MONDAY + at * DAY for at in (1, 2, 3))
    assert found[3].memory.health == Health("no_data", since=MONDAY + DAY)
    assert [one.value for one in found[5].events[0].buckets] == [1]


def test_days_off_are_not_missed() -> None:
    """From Friday to Wednesday three days that count have no value."""
    found = daily(above(weekdays_off=WEEKEND), [None] * 3 + [1, 1, None, None, *[None] * 3])
    assert told(found) == [""] * 9 + ["no_data"]


def test_counts_have_zeros_and_no_gaps() -> None:
    """Nothing deployed for a week is a zero a day, and what such an alert is there for."""
    found = daily(below(1, for_n=5), [2, *[None] * 6])
    assert told(found) == [""] * 5 + ["firing", ""]
    assert not any(bucket.sent for bucket in found[5].events[0].buckets)
    assert {one.memory.health.ailment for one in found} == {"ok"}


def test_no_data_keeps_what_stands() -> None:
    """Alerting stays alerting, though nobody can see it any more."""
    found = daily(above(), [9, None, None, None, None])
    assert (told(found), set(states(found))) == (["firing", "", "", "no_data", ""], {"firing"})


def test_data_is_not_back_because_nothing_can_be_read() -> None:
    """Only an answer with data says so."""
    found = daily(above(), [1, None, None, None])
    later = looks(
        above(), Failed("reset", closing(5)), answer([1, *[None] * 5, 1]), memory=found[-1].memory
    )
    assert told(later) == ["", "data_back"]


# -- failures ---------------------------------------------------------------------------------


def test_failures_are_told_after_the_third_and_so_is_their_end() -> None:
    """Once each; where it stands stays as it is all the while."""
    found = looks(below(), *failures(5), answer([2], read_at=closing(1) + HOUR), memory=firing())
    assert told(found) == ["", "", "eval_error http_502", "", "", "eval_ok"]
    assert set(states(found)) == {"firing"}
    assert [one.memory.health.failures for one in found] == [1, 2, 3, 4, 5, 0]
    assert found[2].memory.health.since == closing(1) + MINUTE


def test_a_failure_in_between_begins_anew() -> None:
    """Three in a row are three in a row."""
    good = answer([2], read_at=closing(1) + 2 * MINUTE)
    late = [Failed("reset", closing(1) + at * MINUTE) for at in (3, 4)]
    found = looks(below(), *failures(2), good, *late, memory=firing())
    assert told(found) == [""] * 5


def test_the_same_failure_twice_is_one() -> None:
    """Two that work on the same answer count it once."""
    (one,) = failures(1)
    assert [each.memory.health.failures for each in looks(below(), one, one, one)] == [1, 1, 1]


def test_what_fails_for_everybody_is_told_elsewhere() -> None:
    """No message of a rule's own, however long it takes, nor when it is over."""
    shared = failures(9, reason="token", shared=True)
    found = looks(below(), *shared, answer([2], read_at=closing(1) + HOUR), memory=firing())
    assert set(told(found)) == {""}
    assert [one.memory.health.reason for one in found] == ["token"] * 9 + [""]


def test_a_clock_that_is_wrong_is_everybodys() -> None:
    """Five minutes are forgiven; more, and nobody knows what is over."""
    early, late = -5 * MINUTE, 5 * MINUTE
    for skew in (early, late):
        assert states(looks(below(), answer([2], skew=skew))) == ["firing"]
    for skew in (early - MINUTE / 60, late + MINUTE / 60, timedelta.min, timedelta.max):
        (found,) = looks(below(), answer([2], skew=skew))
        assert (found.memory.state, found.memory.health.reason) == ("ok", "clock")
        assert found.events == ()


def test_a_wrong_clock_is_told_by_no_rule() -> None:
    """However often it is seen."""
    wrong = [answer([2], skew=DAY, read_at=closing(1) + at * MINUTE) for at in range(9)]
    assert set(told(looks(below(), *wrong))) == {""}


@pytest.mark.parametrize(
    ("value", "reason"), [(float("nan"), "bad_y"), (-1, "negative_y"), (True, "bad_y")]
)
def test_what_makes_no_sense_is_a_failure(value: float, reason: str) -> None:
    """It never is a zero, and never moves a state."""
    found = looks(below(), *(answer([value], read_at=closing(1) + at * MINUTE) for at in range(3)))
    assert told(found) == ["", "", f"eval_error {reason}"]
    assert set(states(found)) == {"ok"}


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    """It was read before the latest one, and what was open then would look as if it were over."""
    memory = look(below(), Memory(), answer([5, 5])).memory
    old = answer([5, 1], read_at=closing(1))
    (found,) = looks(below(), old, memory=memory)
    assert (found.memory, found.events, found.history) == (memory, (), ())
    assert looks(below(), Failed("x", closing(1)), memory=memory)[0].memory == memory


# -- gone -------------------------------------------------------------------------------------


def absent(days: int, *, others: bool = True) -> list[Observation]:
    """A look a day from Tuesday on, after which the series is in no answer."""
    return [
        answer([None] * count, start=MONDAY + DAY, others=others) for count in range(1, days + 1)
    ]


def test_a_series_that_is_missing_among_others_is_gone_in_the_end() -> None:
    """For two weeks it is zeros; then its episode ends, and it is as if it was never seen."""
    rule = below(1, for_n=2)
    found = looks(rule, answer([3]), *absent(17))
    assert {at: text for at, text in enumerate(told(found)) if text} == {
        2: "firing",
        14: "closed series_gone",
    }
    assert [one.memory.health.ailment for one in found[13:]] == ["ok", *["never_seen"] * 4]
    assert states(found[14:]) == ["ok"] * 4
    back = look(rule, found[-1].memory, answer([*[None] * 20, 1], others=True)).memory
    assert (back.health.ailment, back.is_new) == ("ok", True)
    assert back.first_seen == MONDAY + 20 * DAY


def test_a_series_that_is_missing_alone_is_not_gone() -> None:
    """Perhaps events no longer arrive; then zeros are what there is to tell."""
    found = looks(below(1, for_n=2), answer([3]), *absent(17, others=False))
    assert [at for at, one in enumerate(found) if one.events] == [2]
    assert found[-1].memory.state == "firing"


def test_a_series_in_the_answer_is_not_gone() -> None:
    """Though it has had nothing for weeks: an old point of it is still there."""
    seen = answer([3, *[None] * 17], others=True)
    assert looks(below(1), seen)[0].memory.health.ailment == "ok"


def test_a_series_without_zeros_goes_by_way_of_no_data() -> None:
    """First no data, then gone; that data is back is not told of one that is gone."""
    found = looks(above(), answer([3]), *absent(15))
    assert [(at, text) for at, text in enumerate(told(found)) if text] == [(3, "no_data")]
    assert found[13].memory.health.ailment == "no_data"
    assert found[14].memory.health.ailment == "never_seen"


# -- history ----------------------------------------------------------------------------------


def test_history_has_every_change_of_what_can_be_seen() -> None:
    """Once each, with the reason."""
    found = looks(below(), answer([5]), *failures(3), answer([5], read_at=closing(1) + HOUR))
    lines = [(line.what, line.why) for one in found for line in one.history]
    assert lines == [("healthy", ""), ("error", "http_502"), ("healthy", "")]
