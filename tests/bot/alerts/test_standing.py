"""How things stand now, day by day: numbers without a past, and LaunchDarkly's own ratings."""

from datetime import timedelta

import pytest

from bot.alerts.conditions import rank
from bot.alerts.events import Step
from bot.alerts.memory import Memory
from bot.alerts.rules import WEEKEND, Drop, Fall, Rule
from bot.alerts.seen import Standing
from bot.chart import Number
from tests.bot.alerts.samples import DAY, HOUR, MONDAY, above, answer, counted
from tests.bot.alerts.watching import look, looks, states, told

NINE = 9 * HOUR
FALL = Rule(Fall(), "skip", repeat=None)


def stood(value: Number | None, day: int = 0, at: timedelta = NINE) -> Standing:
    """A reading on some day, at nine unless said otherwise."""
    return Standing(value, MONDAY + day * DAY + at)


def mornings(rule: Rule, *values: Number | None, memory: Memory = Memory()) -> list[Step]:  # noqa: B008 - frozen
    """A reading each morning."""
    return looks(rule, *(stood(value, day) for day, value in enumerate(values)), memory=memory)


def rated(*indicators: str) -> list[Step]:
    """A rating each morning."""
    return mornings(FALL, *map(rank, indicators))


def test_the_first_reading_of_a_day_stands_for_it() -> None:
    """Looking often is not looking at many days; the next day is another."""
    rule = above(50, for_n=2)
    often = looks(
        rule, *(stood(value, at=at * HOUR) for at, value in ((9, 60), (10, 40), (23, 70)))
    )
    assert (states(often), [one.memory.run for one in often]) == (["pending"] * 3, [1, 1, 1])
    assert states(looks(rule, stood(60, 1), memory=often[-1].memory)) == ["firing"]


def test_a_day_belongs_to_utc() -> None:
    """A minute before midnight and one after are two days."""
    late, early = stood(60, at=24 * HOUR - HOUR / 60), stood(60, day=1, at=HOUR / 60)
    assert states(looks(above(50, for_n=2), late, early)) == ["pending", "firing"]


def test_nothing_on_a_day_can_become_something() -> None:
    """Until there is a value the day has none."""
    found = looks(above(50), stood(None), stood(60, at=10 * HOUR), stood(None, at=11 * HOUR))
    assert states(found) == ["ok", "firing", "firing"]


def test_days_on_which_nobody_looked_are_no_gaps() -> None:
    """Wednesday follows Monday; days on which there was nothing to see are missing."""
    rule = above(50, for_n=2)
    assert states(looks(rule, stood(60), stood(60, day=2))) == ["pending", "firing"]
    found = mornings(rule, 60, None, None, None, 60)
    assert told(found) == ["", "", "", "no_data", "firing, data_back"]


def test_days_off_do_not_count() -> None:
    """Neither when they breach nor when they have no value."""
    rule = above(50, for_n=2, weekdays_off=WEEKEND)
    found = mornings(rule, 10, 10, 10, 10, 60, 60, 60, 60)
    assert states(found) == ["ok"] * 4 + ["pending"] * 3 + ["firing"]


def test_a_number_that_goes_down_has_recovered() -> None:
    """There is no past that could be corrected."""
    found = mornings(above(50), 60, 60, 40)
    assert told(found) == ["firing", "", "closed recovered"]


def test_a_rating_that_falls_fires() -> None:
    """Below the best it has been, until it is as good again; falling further is no news."""
    found = rated("good", "good", "fair", "needsAttention", "fair", "good", "excellent", "good")
    assert told(found) == ["", "", "firing", "", "", "closed recovered", "", "firing"]
    assert found[2].events[0].buckets == (counted(2, 1, base=2),)
    assert found[2].memory.episode is not None


def test_a_rating_that_rises_is_no_news() -> None:
    """Nor is the first one that there is, however low."""
    assert set(told(rated("needsAttention", "fair", "good", "excellent"))) == {""}


def test_what_is_not_rated_is_no_data() -> None:
    """Three days of it are worth a word, and no fall."""
    found = rated("good", "unknown", "notCalculated", "unknown", "good", "fair")
    assert told(found) == ["", "", "", "no_data", "data_back", "firing"]


def test_the_best_is_remembered_for_as_long_as_it_takes() -> None:
    """Though the day on which it was is long forgotten."""
    memory = mornings(FALL, 3, *[2] * 30)[-1].memory
    assert (memory.state, memory.best, len(memory.days)) == ("firing", 3, 10)
    assert told(looks(FALL, stood(3, 31), memory=memory)) == ["closed recovered"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, True])
def test_a_reading_that_makes_no_sense_is_a_failure(value: float) -> None:
    """It is not kept."""
    found = look(above(50), Memory(), stood(value)).memory
    assert (found.health.ailment, found.days) == ("error", ())


def test_a_condition_has_its_kind_of_observation() -> None:
    """A drop needs a past, and a rating is no bucket."""
    drop = look(Rule(Drop(50), "zero"), Memory(), stood(60)).memory
    fall = look(FALL, Memory(), answer([2])).memory
    assert [one.health.reason for one in (drop, fall)] == ["no_history", "no_rating"]
