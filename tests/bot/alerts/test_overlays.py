"""What people do to an alert, and that buttons of what is over do nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from bot.alerts.engine import step
from bot.alerts.events import Step
from bot.alerts.memory import Ack, Memory
from bot.alerts.overlays import Refused, acknowledge, end_silence, interrupt, resume, silence
from bot.alerts.rules import Fall, Rule
from bot.alerts.said import WORDS, state
from bot.alerts.seen import Standing
from bot.alerts.states import Interruption
from tests.bot.alerts.samples import DAY, MONDAY, answer, below, closing
from tests.bot.alerts.watching import daily, firing, look, looks, told

NOW = closing(1)
ACK = Ack("U1")


@pytest.mark.parametrize(
    ("memory", "episode", "stands"),
    [
        (Memory(), 1, "watching"),
        (firing(), 2, "alerting"),
        (look(below(), firing(), answer([2, 5])).memory, 1, "OK"),
        (daily(below(), [2, 5, 2])[-1].memory, 1, "alerting"),
        (look(below(for_n=2), firing(), answer([2, 5, 1])).memory, 1, "building up (1 of 2)"),
    ],
)
def test_a_button_of_another_episode_is_refused(memory: Memory, episode: int, stands: str) -> None:
    """With how things stand instead."""
    found = acknowledge(below(for_n=2), memory, episode, ACK, NOW)
    assert isinstance(found, Refused)
    assert (found.why, found.memory) == (f"That alert is over; it is {stands} by now.", memory)


def test_knowing_is_history_and_known_once() -> None:
    """Twice by the same is once; another one takes it over."""
    first = acknowledge(below(), firing(), 1, ACK, NOW)
    assert isinstance(first, Step)
    assert first.memory.episode is not None
    assert (first.memory.episode.ack, first.events) == (ACK, ())
    assert [(line.what, line.why, line.episode) for line in first.history] == [
        ("acknowledged", "U1", 1)
    ]
    assert acknowledge(below(), first.memory, 1, ACK, NOW) == Step(first.memory)
    snoozed = acknowledge(below(), first.memory, 1, Ack("U2", NOW + DAY), NOW)
    assert isinstance(snoozed, Step)
    assert [(line.what, line.why) for line in snoozed.history] == [("snoozed", "U2")]


@pytest.mark.parametrize(
    ("ahead", "why"),
    [
        (timedelta(0), "over already"),
        (timedelta(days=30), ""),
        (timedelta(days=30, microseconds=1), "30 days at most"),
    ],
)
def test_quiet_lasts_a_month_at_most(ahead: timedelta, why: str) -> None:
    """And some time at least."""
    until = NOW + ahead
    for found in (
        acknowledge(below(), firing(), 1, Ack("U1", until), NOW),
        silence(Memory(), until, NOW),
    ):
        assert isinstance(found, Refused if why else Step)
        assert not isinstance(found, Refused) or why in found.why


def test_silence_is_history_and_stays_until_it_is_ended() -> None:
    """Whoever keeps silences may say so each time without ado."""
    quiet = silence(Memory(), NOW + DAY, NOW)
    assert isinstance(quiet, Step)
    assert (quiet.memory.silenced_until, quiet.events) == (NOW + DAY, ())
    assert silence(quiet.memory, NOW + DAY, NOW) == Step(quiet.memory)
    loud = end_silence(quiet.memory, NOW)
    assert (loud.memory.silenced_until, end_silence(loud.memory, NOW)) == (None, Step(loud.memory))
    assert [line.what for one in (quiet, loud) for line in one.history] == ["silenced", "heard"]


REASONS: tuple[Interruption, ...] = get_args(Interruption)


@pytest.mark.parametrize("reason", REASONS)
def test_an_episode_ends_for_many_reasons(reason: Interruption) -> None:
    """Each is told by its name, to those who knew of it."""
    done = interrupt(below(), firing(), reason, NOW)
    assert told([done]) == [f"closed {reason}"]
    assert (done.memory.state, done.memory.episode, done.memory.number) == ("ok", None, 1)
    assert [(line.what, line.why) for line in done.history] == [("closed", reason)]
    assert interrupt(below(), Memory(), reason, NOW).events == ()


def test_an_interruption_in_silence_is_told_after_it() -> None:
    """Nothing is told while silenced, whoever does it."""
    quiet = silence(firing(), closing(2), NOW)
    assert isinstance(quiet, Step)
    done = interrupt(below(), quiet.memory, "rule_changed", NOW)
    assert done.events == ()
    assert told(looks(below(), answer([2, 5]), memory=done.memory)) == ["closed rule_changed"]


def test_a_rule_that_changed_is_judged_afresh() -> None:
    """What still breaches is an episode of its own, with the new threshold as its condition."""
    done = interrupt(below(), firing(), "rule_changed", NOW)
    still = step(below(9), done.memory, answer([2]), NOW)
    assert told([still]) == ["firing"]
    assert (still.events[0].key.episode, still.events[0].condition) == (2, below(9).condition)
    no_more = step(below(1), done.memory, answer([2]), NOW)
    assert (told([no_more]), no_more.memory.state) == ([""], "ok")


def test_a_rule_that_changed_opens_what_was_over() -> None:
    """From days to hours, or with more grace: the new rule says what is over."""
    patient = below(grace=timedelta(hours=20))
    done = interrupt(below(), firing(), "rule_changed", NOW)
    assert step(patient, done.memory, answer([2]), NOW).memory.state == "ok"


def test_a_rule_that_changed_is_held_against_the_latest_rating() -> None:
    """What it was before is what people have come to terms with."""
    fall = Rule(Fall(), "skip", repeat=None)
    ratings = [Standing(value, MONDAY + day * DAY) for day, value in enumerate([3, 1, 1, 2, 1])]
    fell = looks(fall, *ratings[:2])
    assert told(fell) == ["", "firing"]
    done = interrupt(fall, fell[-1].memory, "rule_changed", closing(1))
    assert told(looks(fall, *ratings[2:], memory=done.memory)) == ["", "", "firing"]


def test_what_is_known_of_the_series_outlives_a_change() -> None:
    """When it began, and what people know of its data; flapping begins anew."""
    flaps = daily(below(), [2, 5, 2, 5, 2])[-1].memory
    done = interrupt(below(), flaps, "bound_changed", closing(5)).memory
    assert (done.first_seen, done.last_seen) == (MONDAY, MONDAY + 4 * DAY)
    assert (done.flapping, done.told.flapping, done.fired) == (False, False, ())
    assert told(looks(below(), answer([2, 5, 2, 5, 2]), memory=done)) == ["firing"]


def test_what_is_gone_is_never_seen() -> None:
    """Until it turns up again, and then it is new."""
    done = interrupt(below(), firing(), "series_gone", NOW).memory
    assert (done.first_seen, done.health.ailment, done.is_new) == (None, "never_seen", True)


def test_what_is_paused_is_not_looked_at() -> None:
    """Until it is resumed; then it is judged afresh."""
    paused = interrupt(below(), firing(), "paused", NOW).memory
    assert step(below(), paused, answer([2, 1]), closing(2)) == Step(paused)
    assert state(below(), paused) == "paused"
    back = resume(paused, NOW)
    assert (back.memory.paused, [line.what for line in back.history]) == (False, ["resumed"])
    assert resume(back.memory, NOW) == Step(back.memory)
    assert told(looks(below(), answer([2, 1]), memory=back.memory)) == ["firing"]


def test_where_it_stands_has_its_words() -> None:
    """Never the internal names."""
    rule = below(for_n=2, recover_n=3)
    found = daily(rule, [5, 1, 1, 5])
    assert [state(rule, one.memory) for one in found] == [
        "OK",
        "building up (1 of 2)",
        "alerting",
        "recovering (1 of 3)",
    ]
    assert state(rule, Memory()) == "watching"
    assert state(rule, replace(found[2].memory, paused=True)) == "paused"
    assert WORDS["at_most"] == "at most"
