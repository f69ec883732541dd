"""Where an instance stands: runs of buckets, patience either way, late data and days unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.memory import Correction, Memory
from bot.alerts.rules import WEEKEND, Drop, Rule
from tests.bot.alerts.samples import (
    DAY,
    HOUR,
    MONDAY,
    Values,
    above,
    answer,
    below,
    closing,
    counted,
)
from tests.bot.alerts.watching import daily, firing, look, looks, states, told

# -- runs -------------------------------------------------------------------------------------


def test_it_fires_when_so_many_in_a_row_breach() -> None:
    """Not one earlier, and one that does not breach begins the count anew."""
    found = daily(below(for_n=3), [1, 1, 5, 1, 1, 1, 1])
    assert states(found) == ["pending", "pending", "ok", "pending", "pending", "firing", "firing"]
    assert told(found) == ["", "", "", "", "", "firing", ""]
    assert [one.memory.run for one in found] == [1, 2, 0, 1, 2, 3, 4]


def test_days_off_neither_lengthen_nor_break_a_run() -> None:
    """Thursday and Friday breach, and on Monday a third day does."""
    rule = below(for_n=3, weekdays_off=WEEKEND)
    found = daily(rule, [5, 5, 5, 1, 1, 0, 9, 1])
    assert states(found) == ["ok"] * 3 + ["pending"] * 4 + ["firing"]
    assert [one.memory.run for one in found] == [0, 0, 0, 1, 2, 2, 2, 3]


def test_buckets_without_a_value_neither_lengthen_nor_break_a_run() -> None:
    """A day without a lead time says nothing about lead times."""
    found = daily(above(for_n=2), [5, None, None, 5, None, 1])
    assert states(found) == ["pending"] * 3 + ["firing"] * 2 + ["ok"]


def test_what_is_already_so_fires_once() -> None:
    """At the first look, for as long as it has been so already."""
    (found,) = looks(below(for_n=2), answer([5, 1, 1, 1, 1]))
    episode = found.memory.episode
    assert told([found]) == ["firing"]
    assert episode is not None
    assert (episode.number, episode.since, found.memory.run) == (1, MONDAY + DAY, 4)
    assert episode.buckets == (counted(3, 1), counted(4, 1))
    assert found.events[0].lasting == 4 * DAY


# -- back again -------------------------------------------------------------------------------


@pytest.mark.parametrize(("values", "older"), [([1, 1, 1, 1], True), ([5, 1, 1, 1], False)])
def test_a_run_that_fills_all_that_was_read_may_be_older(values: Values, *, older: bool) -> None:
    """Since when it is so is only known where a bucket before it is not."""
    (found,) = looks(below(for_n=2), answer(values))
    assert found.memory.episode is not None
    assert found.memory.episode.is_older is older


def test_it_recovers_when_so_many_in_a_row_are_past_it() -> None:
    """A new breach in between is of the same episode, and no news."""
    found = daily(below(recover_n=2), [1, 5, 1, 5, 5])
    assert states(found) == ["firing", "recovering", "firing", "recovering", "ok"]
    assert told(found) == ["firing", "", "", "", "closed recovered"]
    assert [one.memory.run for one in found] == [1, 1, 1, 1, 0]
    (closed,) = found[-1].events
    assert closed.buckets == (counted(3, 5), counted(4, 5))
    assert (closed.key.episode, closed.lasting) == (1, 3 * DAY)


def test_between_breach_and_recovery_it_stays_what_it_is() -> None:
    """3 no longer breaches and is not past it either."""
    found = daily(below(recover_at=5), [1, 3, 5, 3, 1])
    assert states(found) == ["firing", "firing", "ok", "ok", "firing"]
    assert [one.memory.run for one in found] == [1, 0, 0, 0, 1]


def test_each_episode_has_a_number_of_its_own() -> None:
    """One more than the one before."""
    found = daily(below(), [1, 5, 1, 5])
    assert [event.key.episode for one in found for event in one.events] == [1, 1, 2, 2]


def test_a_week_that_drops_fires_and_the_one_after_it_does_not() -> None:
    """Against a bad week a bad week is no drop."""
    found = daily(Rule(Drop(50), "zero", repeat=None), [4] * 7 + [2] * 14, first=14)
    assert states(found) == ["firing", *["ok"] * 7]
    assert told(found)[:2] == ["firing", "closed recovered"]


# -- late data --------------------------------------------------------------------------------


def test_what_was_corrected_never_recovered() -> None:
    """The bucket that it fired on no longer breaches, and neither does the newest."""
    rule, memory = below(), firing()
    (found,) = looks(rule, answer([6], read_at=closing(1) + HOUR), memory=memory)
    assert told([found]) == ["closed corrected"]
    assert found.events[0].corrections == (Correction(MONDAY, 2, 6),)
    assert found.events[0].buckets == ()
    (later,) = looks(rule, answer([6, 7, 8]), memory=memory)
    assert told([later]) == ["closed corrected"]


def test_a_correction_of_part_of_a_run_is_one() -> None:
    """Of two days in a row one was none, so there was no run."""
    rule = below(for_n=2)
    memory = look(rule, Memory(), answer([2, 2])).memory
    (found,) = looks(rule, answer([6, 2, 9]), memory=memory)
    assert told([found]) == ["closed corrected"]
    assert found.events[0].corrections == (Correction(MONDAY, 2, 6),)


def test_a_correction_ends_nothing_while_the_newest_bucket_breaches() -> None:
    """It is just as bad, of another day."""
    rule = below(for_n=2)
    memory = look(rule, Memory(), answer([2, 2])).memory
    found = looks(rule, answer([6, 2]), answer([6, 2, 1]), answer([6, 2, 1, 4]), memory=memory)
    assert told(found) == ["", "", "closed corrected"]


def test_a_correction_may_be_followed_by_a_breach_of_its_own() -> None:
    """What was wrong never recovered, though good days followed; what breaches now is new."""
    (found,) = looks(below(), answer([6, 9, 1]), memory=firing())
    assert told([found]) == ["closed corrected, firing"]


def test_a_drop_that_is_not_read_again_stands() -> None:
    """The weeks that it takes are not all in the window any more, so nothing is known of it."""
    rule = Rule(Drop(50), "zero", recover_at=20, repeat=None)
    memory = look(rule, Memory(), answer([4] * 7 + [2] * 7)).memory
    later = answer([*[4] * 5, *[2] * 6, 3, 3, 2], start=MONDAY + 2 * DAY)
    assert states(looks(rule, later, memory=memory)) == ["firing"]
    whole = answer([*[4] * 7, *[3] * 7, 3, 3])
    assert told(looks(rule, whole, memory=memory)) == ["closed corrected"]


def test_a_correction_need_not_be_past_it() -> None:
    """4 is not what it recovers at, but 2 was no 2."""
    rule = below(recover_at=5)
    (found,) = looks(rule, answer([4]), memory=firing(rule))
    assert told([found]) == ["closed corrected"]


def test_a_value_that_vanished_is_corrected_to_nothing() -> None:
    """A deployment was archived, and with it the day's lead time."""
    rule = above()
    memory = look(rule, Memory(), answer([1, 9])).memory
    (found,) = looks(rule, answer([1, None], read_at=closing(3)), memory=memory)
    assert told([found]) == ["closed corrected"]
    assert found.events[0].corrections == (Correction(MONDAY + DAY, 9, None),)


def test_evidence_that_is_not_read_again_stands() -> None:
    """It is too old for the window, or on what is a day off by now."""
    rule, memory = below(recover_at=5), firing(below(recover_at=5))
    late = answer([4, 4], start=MONDAY + DAY, read_at=closing(3))
    assert states(looks(rule, late, memory=memory)) == ["firing"]
    off = replace(rule, days_off=frozenset({MONDAY.date()}))
    assert states(looks(off, answer([2, 4]), memory=memory)) == ["firing"]
    assert told(looks(off, answer([5, 4]), memory=memory)) == ["closed corrected"]


@pytest.mark.parametrize("back_filled", [[1, 1, 5], [1, 1, 1, 5]])
def test_an_old_bucket_never_fires(back_filled: Values) -> None:
    """What is told late of long ago changes history and charts."""
    memory = look(below(for_n=2), Memory(), answer([5, 5, 5])).memory
    found = looks(below(for_n=2), answer(back_filled), memory=memory)
    assert (told(found), states(found)) == ([""], ["ok"])


def test_a_bucket_that_is_newest_again_is_old() -> None:
    """Those after it lost their values; it was judged in its time, and does not fire again."""
    found = daily(above(), [9, 1, 1])
    assert told(found) == ["firing", "closed recovered", ""]
    gone = [answer([9, None, None], read_at=closing(at)) for at in (3, 4)]
    late = looks(above(), *gone, answer([9, None, None, 9]), memory=found[-1].memory)
    assert (told(late), states(late)) == (["", "", "firing"], ["pending", "pending", "firing"])


def test_late_data_may_undo_a_run_that_builds_up() -> None:
    """What stands is read anew each time."""
    found = looks(below(for_n=2), answer([5, 1]), answer([5, 4], read_at=closing(2) + HOUR))
    assert states(found) == ["pending", "ok"]


# -- days unseen ------------------------------------------------------------------------------


def test_what_began_and_ended_unseen_is_history() -> None:
    """No message, and a line."""
    rule = below(for_n=2)
    memory = look(rule, Memory(), answer([5])).memory
    (found,) = looks(rule, answer([5, 1, 1, 6, 6]), memory=memory)
    assert told([found]) == [""]
    assert [(line.what, line.why) for line in found.history] == [
        ("unseen", (MONDAY + 2 * DAY).isoformat())
    ]
    (again,) = looks(rule, answer([5, 1, 1, 6, 6]), memory=found.memory)
    assert again.history == ()


def test_what_went_on_unseen_is_of_its_episode() -> None:
    """Days on which it still breached before it recovered are no breach of their own."""
    (found,) = looks(below(), answer([2, 2, 5]), memory=firing())
    assert [line.what for line in found.history] == ["closed"]
    (another,) = looks(below(), answer([2, 5, 2, 5]), memory=firing())
    assert [line.what for line in another.history] == ["closed", "unseen"]


def test_what_was_so_before_anybody_looked_is_not_unseen() -> None:
    """A new rule has no history to make up for."""
    (found,) = looks(below(), answer([5, 1, 5]))
    assert [line.what for line in found.history] == ["healthy"]


def test_what_is_still_so_after_a_while_fires_once() -> None:
    """Evaluated once, on the newest."""
    memory = look(below(for_n=2), Memory(), answer([5])).memory
    (found,) = looks(below(for_n=2), answer([5, 1, 5, 1, 1, 1]), memory=memory)
    assert told([found]) == ["firing"]
    assert found.events[0].key.episode == 1


def test_an_end_that_nobody_saw_is_an_end() -> None:
    """A breach since then is another one, whether it fires already or builds up."""
    rule = below(for_n=2)
    memory = look(rule, Memory(), answer([1, 1])).memory
    (builds,) = looks(rule, answer([1, 1, 5, 1]), memory=memory)
    assert (told([builds]), states([builds])) == (["closed recovered"], ["pending"])
    (fires,) = looks(rule, answer([1, 1, 5, 1, 1]), memory=memory)
    assert told([fires]) == ["closed recovered, firing"]
    assert [event.key.episode for event in fires.events] == [1, 2]


def test_an_old_recovery_that_is_told_late_ends_nothing() -> None:
    """A day long decided turns out good; the newest still breaches."""
    found = daily(below(), [1, 1, 1])
    (late,) = looks(below(), answer([1, 9, 1]), memory=found[-1].memory)
    assert (told([late]), states([late])) == ([""], ["firing"])


# -- series that turn up by themselves --------------------------------------------------------


def test_a_series_that_turns_up_is_watched_first() -> None:
    """Too little of it says nothing for seven days that count; then it does."""
    rule = below(weekdays_off=WEEKEND)
    found = daily(rule, [1] * 10, memory=Memory(is_new=True))
    assert states(found) == ["pending"] * 8 + ["firing"] * 2
    assert [one.memory.is_new for one in found] == [True] * 8 + [False] * 2


def test_too_much_of_a_new_series_is_too_much_at_once() -> None:
    """Only what is low is explained by being new."""
    assert states(daily(above(), [9], memory=Memory(is_new=True))) == ["firing"]


# -- too often --------------------------------------------------------------------------------


def test_three_episodes_in_a_week_are_too_many() -> None:
    """A week ends where another begins: the first of eight days later no longer counts."""
    found = daily(below(), [1, 5, 1, 5, 1])
    assert [one.memory.flapping for one in found] == [False] * 4 + [True]
    slowly = daily(below(), [1, 5, 1, 5, 5, 5, 5, 1])
    assert not any(one.memory.flapping for one in slowly)
    just = daily(below(), [1, 5, 1, 5, 5, 5, 1])
    assert [one.memory.flapping for one in just] == [False] * 6 + [True]


def test_hours_have_a_day_for_it() -> None:
    """Three episodes of hours within a day."""
    rule = below(grace=timedelta(0))
    for calm, flaps in ((10, True), (11, False)):
        values, memory = [1, *[5] * 11, 1, *[5] * calm, 1], Memory()
        for hours in range(1, len(values) + 1):
            memory = look(rule, memory, answer(values[:hours], step_=HOUR)).memory
        assert memory.flapping is flaps


def test_it_is_calm_once_nothing_changed_for_a_while() -> None:
    """For as many buckets as firing and recovering take together, whichever way it stays."""
    found = daily(below(), [1, 5, 1, 5, 1, 5, 5, 5])
    assert [one.memory.flapping for one in found] == [False] * 4 + [True] * 3 + [False]
    stays = daily(below(), [1, 5, 1, 5, 1, 1, 1])
    assert [one.memory.flapping for one in stays] == [False] * 4 + [True] * 2 + [False]
    assert stays[-1].memory.fired == ()
    assert [line.what for one in stays[4:] for line in one.history] == ["fired", "flapping", "calm"]
