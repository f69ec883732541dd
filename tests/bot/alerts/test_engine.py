"""What holds of the engine whatever happens, in whatever order and however often."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.engine import step
from bot.alerts.events import Event, Step
from bot.alerts.kept import from_json, to_json
from bot.alerts.memory import Ack, Memory
from bot.alerts.overlays import Refused, acknowledge, end_silence, interrupt, resume, silence
from bot.alerts.rules import Drop, Fall, Rule, Threshold, Word
from bot.alerts.seen import Answered, Failed, Observation, Standing
from bot.chart import Number, Point
from bot.query import DAY_MS, BucketType, Window
from tests.bot.alerts.samples import DAY, HOUR, MONDAY, Values, answer

WORDS: list[Word] = ["below", "at_most", "above", "at_least"]


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule with a threshold, of few buckets, so that much happens in little time."""
    word, value = draw(st.sampled_from(WORDS)), draw(st.integers(1, 4))
    more = draw(st.integers(0, 2))
    far = value + more if word in {"below", "at_most"} else max(value - more, 1)
    return Rule(
        Threshold(word, value),
        draw(st.sampled_from(["zero", "skip"])),
        for_n=draw(st.integers(1, 3)),
        recover_at=draw(st.sampled_from([None, far])),
        recover_n=draw(st.integers(1, 3)),
        nodata_n=draw(st.integers(1, 3)),
        error_n=draw(st.integers(1, 3)),
        weekdays_off=draw(st.frozensets(st.integers(0, 6), max_size=3)),
        days_off=draw(st.frozensets(st.dates(MONDAY.date(), MONDAY.date() + 20 * DAY), max_size=3)),
        grace=draw(st.integers(0, 24)) * HOUR,
        repeat=draw(st.none() | st.integers(1, 48).map(lambda hours: hours * HOUR)),
    )


NUMBERS: st.SearchStrategy[Number | None] = st.none() | st.integers(0, 5)
LONG_SERIES = st.lists(NUMBERS, min_size=1, max_size=14)


@st.composite
def polls(draw: st.DrawFn, values: Values, rule: Rule) -> list[Answered]:
    """Looks at days of which each has its final value once it is over and its grace is.

    Until then it has whatever it has so far.
    """
    span = len(values) * 24 + int(rule.grace / HOUR)
    hours = draw(st.lists(st.integers(0, span), min_size=1, max_size=20))
    found = []
    for hour in sorted(hours):
        now = MONDAY + hour * HOUR
        final = max(0, (now - rule.grace - MONDAY) // DAY)
        begun = min(len(values), max(1, (now - MONDAY) // DAY + 1))
        so_far = [draw(st.integers(0, 5)) for _ in range(begun - final)]
        found.append(answer([*values[:final], *so_far], read_at=now))
    return found


def run(rule: Rule, seen: list[Answered], memory: Memory = Memory()) -> list[Step]:  # noqa: B008 - frozen
    """Look at each, when it is read."""
    steps = []
    for one in seen:
        steps.append(step(rule, memory, one, one.read_at))
        memory = steps[-1].memory
    return steps


def events(steps: list[Step]) -> list[Event]:
    """All that is told."""
    return [event for one in steps for event in one.events]


# -- looking twice ----------------------------------------------------------------------------


@given(st.data())
def test_looking_twice_changes_and_tells_nothing(data: st.DataObject) -> None:
    """At once nothing at all; later, at most, that what is known of is still so."""
    rule, values = data.draw(rules()), data.draw(LONG_SERIES)
    memory = Memory()
    for seen in data.draw(polls(values, rule)):
        memory = step(rule, memory, seen, seen.read_at).memory
        assert step(rule, memory, seen, seen.read_at) == Step(memory)
        later = step(rule, memory, seen, seen.read_at + 90 * DAY)
        assert {event.key.kind for event in later.events} <= {"repeat", "flapping"}
        assert replace(later.memory, told=memory.told) == memory


@given(st.data())
def test_looks_at_the_same_closed_buckets_may_be_left_out_or_repeated(data: st.DataObject) -> None:
    """It stands where it would, by the same evidence, and the same episodes were told."""
    rule, values = data.draw(rules()), [5, *data.draw(LONG_SERIES)]
    rule = replace(rule, repeat=None)
    seen = data.draw(polls(values, rule))
    of_closed: dict[int, list[Answered]] = {}
    for one in seen:
        of_closed.setdefault((one.read_at - rule.grace - MONDAY) // DAY, []).append(one)
    fewer = [
        each
        for same in of_closed.values()
        for at in sorted(data.draw(st.lists(st.integers(0, len(same) - 1), min_size=1)))
        for each in [same[at]]
    ]
    whole, part = run(rule, seen), run(rule, fewer)
    assert stands(whole[-1].memory) == stands(part[-1].memory)
    assert [event.key for event in events(whole) if event.key.kind != "flapping"] == [
        event.key for event in events(part) if event.key.kind != "flapping"
    ]


def stands(memory: Memory) -> tuple[object, ...]:
    """All that does not depend on when exactly somebody looked."""
    episode = memory.episode and replace(memory.episode, fired_at=MONDAY)
    health = replace(memory.health, ailment="ok") if memory.newest is None else memory.health
    return (
        memory.state, memory.run, memory.number, episode, health, memory.first_seen,
        memory.high_water, memory.newest, memory.fired, memory.turned, memory.flapping,
    )  # fmt: skip


@given(rules(), LONG_SERIES, st.randoms(use_true_random=False))
def test_the_order_of_points_and_their_copies_do_not_matter(
    rule: Rule, values: list[Number | None], random: Random
) -> None:
    """Shuffled, and some of them twice."""
    plain, shuffled = [], []
    for days in range(1, len(values) + 1):
        seen = answer(values[:days])
        points = [*seen.points, *seen.points[:3]]
        random.shuffle(points)
        plain.append(seen)
        shuffled.append(replace(seen, points=tuple(points)))
    assert run(rule, plain) == run(rule, shuffled)


@given(st.data())
def test_a_bucket_that_is_open_says_nothing(data: st.DataObject) -> None:
    """Whatever it has so far, the same is told and the same stands."""
    rule, values = data.draw(rules()), [5, *data.draw(LONG_SERIES)]
    seen = data.draw(polls(values, rule))
    final = [max(0, (one.read_at - rule.grace - MONDAY) // DAY) for one in seen]
    other = [
        replace(one, points=tuple(_other(point, over) for point in one.points))
        for one, over in zip(seen, final, strict=True)
    ]
    ours, theirs = run(rule, seen), run(rule, other)
    assert events(ours) == events(theirs)
    assert [one.memory for one in ours] == [one.memory for one in theirs]


def _other(point: Point, over: int) -> Point:
    is_open = point.start >= MONDAY + over * DAY
    return replace(point, value=9 - (point.value or 0)) if is_open else point


# -- whatever people do -----------------------------------------------------------------------


@dataclass
class World:
    """An instance, time, and what numbers there are."""

    rule: Rule
    memory: Memory
    now: datetime
    values: list[Number | None]


Deed = Callable[[World], Step | Refused]


def _look(world: World) -> Step:
    seen = answer(world.values, read_at=world.now)
    return step(world.rule, world.memory, seen, world.now)


def _fail(world: World) -> Step:
    return step(world.rule, world.memory, Failed("http_502", world.now), world.now)


def _changed(world: World) -> Step:
    return interrupt(world.rule, world.memory, "rule_changed", world.now)


def _paused(world: World) -> Step:
    return interrupt(world.rule, world.memory, "paused", world.now)


DEEDS: list[Deed] = [
    _look,
    _look,
    _look,
    _look,
    _fail,
    _changed,
    _paused,
    lambda world: resume(world.memory, world.now),
    lambda world: end_silence(world.memory, world.now),
    lambda world: silence(world.memory, world.now + 2 * DAY, world.now),
    lambda world: acknowledge(
        world.rule, world.memory, world.memory.number, Ack("U1", world.now + DAY), world.now
    ),
]


@given(rules(), st.data())
def test_whatever_happens_messages_make_sense(rule: Rule, data: st.DataObject) -> None:
    """Each event has a name of its own, an episode fires before it ends and does each once.

    Numbers may change behind our back. Nothing is told while silenced, an episode is open just
    while it alerts or recovers, and memory can be written down and read at every step.
    """
    world = World(rule, Memory(), MONDAY + DAY, [5])
    seen: list[Event] = []
    for _ in range(data.draw(st.integers(1, 25))):
        world.now += data.draw(st.integers(0, 30)) * HOUR
        while MONDAY + len(world.values) * DAY < world.now:
            world.values.append(data.draw(NUMBERS))
        if data.draw(st.integers(0, 4)) == 0:
            world.values[data.draw(st.integers(0, len(world.values) - 1))] = data.draw(NUMBERS)
        was_silenced = world.memory.silenced_until
        done = data.draw(st.sampled_from(DEEDS))(world)
        if isinstance(done, Refused):
            continue
        assert not done.events or was_silenced is None or was_silenced <= world.now
        world.memory = done.memory
        seen += done.events
        _check_memory(world.memory)
    _check_events(seen)


def _check_memory(memory: Memory) -> None:
    assert from_json(json.loads(json.dumps(to_json(memory), allow_nan=False))) == memory
    assert (memory.episode is not None) == (memory.state in {"firing", "recovering"})
    assert memory.episode is None or memory.episode.number == memory.number
    assert (memory.state == "pending") <= (memory.run > 0)
    assert (memory.state == "ok") <= (memory.run == 0)


def _check_events(seen: list[Event]) -> None:
    keys = [event.key for event in seen]
    assert len(set(keys)) == len(keys)
    of_episode: dict[int, list[str]] = {}
    for key in keys:
        if key.kind in {"firing", "repeat", "closed"}:
            of_episode.setdefault(key.episode, []).append(key.kind)
    for kinds in of_episode.values():
        assert kinds[0] == "firing"
        assert kinds.count("firing") == 1
        assert "closed" not in kinds[:-1]
    health = [key.kind for key in keys if key.kind in {"no_data", "data_back"}]
    assert not any(one == other for one, other in pairwise(health))
    errors = [key.kind for key in keys if key.kind in {"eval_error", "eval_ok"}]
    assert not any(one == other for one, other in pairwise(errors))


# -- whatever is seen -------------------------------------------------------------------------

TIMES = st.datetimes(timezones=st.just(UTC)) | st.sampled_from(
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), MONDAY]
)
NEAR = st.integers(-40, 40).map(lambda hours: MONDAY + hours * HOUR)
ANY_TIME = TIMES | NEAR
ANY_NUMBER = st.none() | st.integers() | st.floats() | st.booleans() | st.integers(0, 5)
SKEWS = st.timedeltas() | st.just(timedelta(0))
WINDOWS = st.builds(
    Window,
    ANY_TIME,
    ANY_TIME,
    st.sampled_from(BucketType),
    st.integers(-5, 5) | st.sampled_from([DAY_MS, DAY_MS // 24, 7 * DAY_MS, 10**18]),
)
OBSERVATIONS: st.SearchStrategy[Observation] = st.one_of(
    st.builds(
        Answered,
        st.lists(st.builds(Point, ANY_TIME, ANY_NUMBER), max_size=6).map(tuple),
        WINDOWS,
        ANY_TIME,
        SKEWS,
        st.booleans(),
    ),
    st.builds(Standing, ANY_NUMBER, ANY_TIME, SKEWS),
    st.builds(Failed, st.text(), ANY_TIME, st.booleans()),
)
ANY_RULE = st.one_of(
    rules(),
    st.builds(lambda percent: Rule(Drop(percent), "zero"), st.integers(1, 100)),
    st.just(Rule(Fall(), "skip")),
)


@given(ANY_RULE, st.lists(st.tuples(OBSERVATIONS, ANY_TIME), max_size=5))
def test_whatever_is_seen_it_never_raises(
    rule: Rule, seen: list[tuple[Observation, datetime]]
) -> None:
    """Numbers that are none, times at the ends of time, windows without an end; nor is it lost."""
    memory = Memory()
    for observation, now in seen:
        memory = step(rule, memory, observation, now).memory
        _check_memory(memory)


@given(st.data())
def test_what_cannot_be_used_changes_no_state(data: st.DataObject) -> None:
    """A failure, or an answer that makes no sense, is neither a zero nor a recovery."""
    rule, values = data.draw(rules()), data.draw(LONG_SERIES)
    memory = run(rule, [answer(values)])[-1].memory
    bad: list[Any] = [float("nan"), -1, True]
    later = answer([*values, data.draw(st.sampled_from(bad))])
    failed = Failed("http_502", later.read_at)
    for seen in (later, failed):
        found = step(rule, memory, seen, later.read_at).memory
        assert found.health.ailment == "error"
        kept = replace(found, health=memory.health, read_at=memory.read_at, told=memory.told)
        assert kept == memory
