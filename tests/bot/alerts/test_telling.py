"""What is told: changes, once each, with all that it takes, and nothing while silenced."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.engine import step
from bot.alerts.events import Key, Step
from bot.alerts.memory import Ack, Health, Memory
from bot.alerts.overlays import acknowledge, end_silence, silence
from bot.alerts.rules import Rule, Threshold
from bot.alerts.seen import Failed
from tests.bot.alerts.samples import DAY, HOUR, MONDAY, above, answer, below, closing, counted
from tests.bot.alerts.watching import daily, firing, look, looks, told

REPEATED = below(repeat=DAY)


def silenced(memory: Memory, days: float) -> Memory:
    """Quiet until so many days after Monday."""
    done = silence(memory, MONDAY + days * DAY, MONDAY)
    assert isinstance(done, Step)
    return done.memory


# -- what an event has ------------------------------------------------------------------------


def test_an_event_has_all_that_it_takes_to_tell_it() -> None:
    """Name, values, condition, buckets, since when, how long, how things stand."""
    found = daily(below(for_n=2), [5, 2, 1, 0])
    (event,) = found[2].events
    assert event.key == Key(1, "firing", 1)
    assert (event.at, event.state, event.run) == (closing(3), "firing", 2)
    assert (event.condition, event.bucket_ms) == (Threshold("below", 3), 86_400_000)
    assert event.buckets == (counted(1, 2), counted(2, 1))
    assert event.episode is not None
    assert (event.episode.since, event.episode.fired_at) == (MONDAY + DAY, closing(3))
    assert (event.lasting, event.health) == (2 * DAY, Health("ok"))


def test_a_closing_has_what_its_firing_had() -> None:
    """The condition and the evidence as they were then, and what ended it."""
    rule, memory = below(), firing()
    (found,) = looks(replace(rule, for_n=2), answer([2, 7]), memory=memory)
    (event,) = found.events
    assert event.key == Key(1, "closed", 1)
    assert event.episode == memory.episode
    assert (event.reason, event.buckets) == ("recovered", (counted(1, 7),))
    assert (event.state, event.lasting) == ("ok", DAY)


def test_only_an_episode_lasts() -> None:
    """That there is no data is told of a series."""
    found = daily(above(), [1, None, None, None])
    assert found[-1].events[0].lasting is None


def test_each_event_has_a_name_of_its_own() -> None:
    """Episode, kind and the which of its kind in it."""
    found = daily(below(1, "above", repeat=DAY, missing="skip"), [2, 2, 2, None, None, None, 1, 2])
    keys = [event.key for one in found for event in one.events]
    assert keys == [
        Key(1, "firing", 1),
        Key(1, "repeat", 1),
        Key(1, "repeat", 2),
        Key(1, "no_data", 1),
        Key(1, "closed", 1),
        Key(1, "data_back", 1),
        Key(2, "firing", 1),
    ]
    assert len(set(keys)) == len(keys)


# -- repeats ----------------------------------------------------------------------------------


def test_a_repeat_takes_time_and_a_further_bucket() -> None:
    """Both: neither a day without a new bucket nor a new bucket without a day."""
    late = answer([2], read_at=closing(1) + 20 * HOUR)
    found = looks(
        REPEATED,
        late,
        replace(late, read_at=closing(1) + 50 * HOUR),
        answer([2, 1], read_at=closing(1) + 43 * HOUR),
        memory=Memory(),
    )
    assert told(found) == ["firing", "", ""]
    found = looks(
        REPEATED,
        late,
        answer([2, 1], read_at=closing(1) + 44 * HOUR - timedelta(seconds=1)),
        answer([2, 1], read_at=closing(1) + 44 * HOUR),
        answer([2, 1], read_at=closing(1) + 90 * HOUR),
        answer([2, 1, 0], read_at=closing(1) + 90 * HOUR),
    )
    assert told(found) == ["firing", "", "repeat", "", "repeat"]
    (event,) = found[-1].events
    assert event.buckets == (counted(2, 0),)
    assert event.lasting == 3 * DAY


def test_a_day_off_is_no_news() -> None:
    """It closes, and does not count."""
    rule = replace(REPEATED, weekdays_off=frozenset({1}))
    assert told(daily(rule, [2, 2, 2])) == ["firing", "", "repeat"]


def test_a_rule_may_never_repeat() -> None:
    """Then its end is the next that is heard."""
    assert told(daily(below(), [2, 2, 2, 2, 5])) == ["firing", "", "", "", "closed recovered"]


def test_it_repeats_while_it_recovers() -> None:
    """It is not over, and says how far it is."""
    found = daily(replace(REPEATED, recover_n=3), [2, 5, 5])
    assert told(found) == ["firing", "repeat", "repeat"]
    assert [(one.events[0].state, one.events[0].run) for one in found[1:]] == [
        ("recovering", 1),
        ("recovering", 2),
    ]


def test_whoever_knows_is_not_reminded() -> None:
    """For this episode; its end is told, and the next one is as if nobody knew."""
    memory = firing(REPEATED)
    done = acknowledge(REPEATED, memory, 1, Ack("U1"), closing(1))
    assert isinstance(done, Step)
    found = daily(REPEATED, [2, 2, 2, 5, 2, 2], memory=done.memory, first=2)
    assert told(found) == ["", "", "closed recovered", "firing", "repeat"]


def test_a_snooze_ends_by_itself() -> None:
    """From that moment on, it is repeated when it is due."""
    memory = firing(REPEATED)
    done = acknowledge(REPEATED, memory, 1, Ack("U1", until=closing(3)), closing(1))
    assert isinstance(done, Step)
    found = daily(REPEATED, [2, 2, 2, 2], memory=done.memory, first=2)
    assert told(found) == ["", "repeat", "repeat"]


# -- silence ----------------------------------------------------------------------------------


def test_what_is_still_so_when_silence_ends_is_told_late() -> None:
    """Once, with when it fired."""
    found = daily(below(), [5, 2, 2, 2, 2], memory=silenced(Memory(), 3.5))
    assert told(found) == ["", "", "", "firing", ""]
    (event,) = found[3].events
    assert event.episode is not None
    assert (event.episode.fired_at, event.at) == (closing(2), closing(4))


def test_what_began_and_ended_in_silence_is_not_told() -> None:
    """History has it all the same."""
    found = daily(below(), [2, 5, 5], memory=silenced(Memory(), 2.5))
    assert told(found) == ["", "", ""]
    assert [line.what for one in found for line in one.history] == ["fired", "healthy", "closed"]


def test_the_end_of_what_people_know_of_is_told_late() -> None:
    """Or its message would say for ever that it alerts."""
    found = daily(below(), [2, 5, 5, 5], memory=silenced(firing(), 3.5), first=2)
    assert told(found) == ["", "", "closed recovered"]
    (event,) = found[2].events
    assert (event.key, event.at) == (Key(1, "closed", 1), closing(4))


def test_an_end_is_told_before_the_next_beginning() -> None:
    """What fired and recovered between them in silence is left out."""
    values = [2, 5, 2, 5, 5, 5, 5, 5, 2, 2]
    found = daily(below(), values, memory=silenced(firing(), 9.5), first=2)
    assert told(found) == [*[""] * 8, "closed recovered, firing"]
    assert [event.key.episode for event in found[-1].events] == [1, 3]


def test_silence_is_over_at_its_end_and_when_somebody_ends_it() -> None:
    """At that very moment."""
    memory = silenced(Memory(), 2)
    at = MONDAY + 2 * DAY
    seen = answer([2], read_at=closing(1))
    assert step(below(), memory, seen, at - timedelta(microseconds=1)).events == ()
    assert told([step(below(), memory, seen, at)]) == ["firing"]
    heard = end_silence(memory, closing(1)).memory
    assert told(looks(below(), seen, memory=heard)) == ["firing"]


def test_data_and_failures_are_silent_too() -> None:
    """Told late if they still are so."""
    found = daily(above(), [1, None, None, None, None, 1], memory=silenced(Memory(), 4.5))
    assert told(found) == ["", "", "", "", "no_data", "data_back"]
    brief = daily(above(), [1, None, None, None, 1, 1], memory=silenced(Memory(), 4.5))
    assert set(told(brief)) == {""}
    failed = [Failed("http_502", MONDAY + at * DAY) for at in range(1, 5)]
    assert told(looks(below(), *failed, memory=silenced(Memory(), 3.5))) == [
        "",
        "",
        "",
        "eval_error http_502",
    ]


def test_a_late_firing_needs_no_answer() -> None:
    """It was seen before; that nothing can be read now is another matter."""
    memory = look(below(), silenced(Memory(), 2), answer([2])).memory
    (found,) = looks(below(), Failed("http_502", closing(2)), memory=memory)
    assert told([found]) == ["firing"]
    assert found.events[0].buckets == (counted(0, 2),)


# -- too often --------------------------------------------------------------------------------


def test_what_flaps_is_told_once_a_day_and_not_each_time() -> None:
    """The third time in a week; then how it goes, each day that counts, until it stays."""
    found = daily(REPEATED, [2, 5, 2, 5, 2, 5, 2, 5, 5, 5, 5])
    assert told(found) == [
        "firing",
        "closed recovered",
        "firing",
        "closed recovered",
        "flapping",
        "flapping",
        "flapping",
        "flapping",
        "flapping",
        "flapping calm",
        "",
    ]
    first = found[4].events[0]
    assert (first.key, first.fired) == (Key(3, "flapping", 1), (*_days(0, 2, 4),))
    assert [one.memory.flapping for one in found[7:]] == [True, True, False, False]


def _days(*days: int) -> list[object]:
    return [MONDAY + day * DAY for day in days]


def test_it_does_not_flap_more_often_than_daily() -> None:
    """However many hours it takes to fire and recover."""
    rule = Rule(Threshold("below", 3), "zero", grace=timedelta(0), repeat=HOUR)
    values, memory = [2, 5] * 30, Memory()
    kinds: list[str] = []
    for hours in range(1, len(values) + 1):
        found = look(rule, memory, answer(values[:hours], step_=HOUR))
        memory, kinds = found.memory, [*kinds, *told([found])]
    assert [(at, kind) for at, kind in enumerate(kinds) if kind == "flapping"] == [
        (4, "flapping"),
        (28, "flapping"),
        (52, "flapping"),
    ]
    assert [kind for kind in kinds if kind not in {"", "flapping"}] == [
        "firing",
        "closed recovered",
    ] * 2


def test_what_flapped_and_stays_is_told_as_what_it_is() -> None:
    """That it alerts is told now, since nobody was told when it began; and so is its end."""
    found = daily(below(), [2, 5, 2, 5, 2, 2, 2, 2, 5])
    assert told(found)[4:] == ["flapping", "flapping", "firing", "", "closed recovered"]
    (event,) = found[6].events
    assert event.key == Key(3, "firing", 1)
    assert event.episode is not None
    assert event.episode.since == MONDAY + 4 * DAY


def test_flapping_in_silence_is_told_late_too() -> None:
    """If it still does."""
    memory = silenced(Memory(), 5.5)
    assert told(daily(below(), [2, 5, 2, 5, 2, 5], memory=memory)) == [*[""] * 5, "flapping"]
    calm = daily(below(), [2, 5, 2, 5, 2, 5, 5, 5, 5], memory=silenced(Memory(), 8.5))
    assert set(told(calm)) == {""}
