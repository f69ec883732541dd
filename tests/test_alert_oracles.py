"""Sequences of looks at a series, written down by hand elsewhere, with what they have to come to.

Every file in their format that `tests.oracle_files` finds is walked; where there is none, that is
visibly skipped, and so is a case that says something which is in no rule of ours.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.conditions import change, drop
from bot.alerts.engine import step
from bot.alerts.events import Event, Step
from bot.alerts.memory import Ack, Memory
from bot.alerts.overlays import acknowledge, interrupt, silence
from bot.alerts.rules import Drop, Rule, Threshold, Word
from bot.alerts.seen import Answered, Failed, Observation
from bot.chart import Point
from bot.query import DAY_MS, BucketType, Window, from_epoch_ms
from tests.oracle_files import documents

WORDS: dict[str, Word] = {"lt": "below", "le": "at_most", "gt": "above", "ge": "at_least"}
OUR_REASONS = {"bad_y", "negative_y", "conflicting_duplicate", "uneven_x", "clock"}
"""Failures that we and the oracle call by the same words; of others only that they are errors."""


def found(section: str, name: Callable[[int, Mapping[str, Any]], str]) -> list[Any]:
    """The cases of a section in all files; skipped where no file has it."""
    listed = [
        pytest.param(case, id=f"{file}-{name(at, case)}")
        for file, document in documents()
        for at, case in enumerate(document.get(section, []))
        if section == "pct_drop" or "ticks" in case
    ]
    if not listed:
        why = pytest.mark.skip(reason=f"no oracle with {section} is beside this checkout")
        return [pytest.param({}, id=section, marks=why)]
    return listed


def rule_of(said: Mapping[str, Any]) -> Rule:
    """A rule as the oracle writes it; skipped if it says what no rule of ours can."""
    if said.get("kind", "value") != "value" or said.get("max_gap"):
        pytest.skip(f"no rule of ours is {said}")
    return Rule(
        Threshold(WORDS[said["op"]], said["threshold"]),
        missing=said["missing"],
        for_n=said["for_n"],
        recover_at=said["recover_threshold"],
        recover_n=said["recover_n"],
        nodata_n=said["nodata_n"],
        error_n=said["error_n"],
        weekdays_off=frozenset(said["mask"]),
        grace=timedelta(milliseconds=said["grace_ms"]),
        repeat=timedelta(milliseconds=said["repeat_ms"]),
    )


def seen(tick: Mapping[str, Any], at: int) -> Observation:
    """What a tick saw; a microsecond sets those apart that came in the same millisecond.

    One without points saw none, for whatever reason it gives.
    """
    read_at = from_epoch_ms(tick["now"]) + timedelta(microseconds=at)
    failure = next((tick[key] for key in FAILURES if tick.get(key)), None)
    if failure or tick.get("points") is None:
        return Failed(failure if isinstance(failure, str) else "failed", read_at)
    start, end = map(from_epoch_ms, tick["window"])
    points = tuple(
        Point(from_epoch_ms(x), float(y) if isinstance(y, str) else y) for x, y in tick["points"]
    )
    skew = timedelta(milliseconds=tick.get("skew_ms", 0))
    return Answered(points, Window(start, end, BucketType.DAY, DAY_MS), read_at, skew)


FAILURES = ("error", "fail", "failed", "failure")
EDITS = ("edit", "rule", "rule_changed", "new_rule")
KNOWN = {
    *("now", "window", "points", "skew_ms", *FAILURES),
    *("ack", "silenced", "pause", "paused", "delete", *EDITS),
}
"""What a tick may say; the examples say no more than ack and silenced of what people do."""


def pressed(
    said: Mapping[str, Any], memory: Memory, tick: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Step]:
    """What people did before a tick looked, and the rule as it is from then on."""
    now, rule, done = from_epoch_ms(tick["now"]), rule_of(said), Step(memory)
    if tick.get("ack"):
        answer = acknowledge(rule, memory, memory.number, Ack("U1"), now)
        assert isinstance(answer, Step)
        done = answer
    if tick.get("silenced"):
        answer = silence(done.memory, now + timedelta(seconds=1), now)
        assert isinstance(answer, Step)
        done = answer
    for edited in (tick[key] for key in EDITS if tick.get(key)):
        done = interrupt(rule, done.memory, "rule_changed", now)
        said = {**said, **edited} if isinstance(edited, dict) else said
    if tick.get("pause") or tick.get("paused"):
        done = interrupt(rule, done.memory, "paused", now)
    if tick.get("delete"):
        done = interrupt(rule, done.memory, "deleted", now)
    return said, done


def told(event: Event) -> str:
    """An event as the oracle writes it."""
    if event.key.kind == "closed":
        return f"resolved:{event.reason}"
    return event.key.kind


def health(memory: Memory, expected: str) -> str:
    """What can be seen as the oracle writes it; that there is no data it has as a message alone."""
    ailment, reason = memory.health.ailment, memory.health.reason
    if ailment == "error":
        theirs = expected.partition(":")[2]
        return f"ERROR:{reason if {reason, theirs} <= OUR_REASONS else theirs}"
    return "OK" if ailment == "no_data" and expected == "OK" else ailment.upper()


@pytest.mark.parametrize("case", found("cases", lambda _, case: case["id"]))
def test_a_sequence_comes_to_what_it_has_to(case: dict[str, Any]) -> None:
    """State, messages and health after each look."""
    rule, memory = case["rule"], Memory()
    for at, (tick, expected) in enumerate(zip(case["ticks"], case["expected"], strict=True)):
        if unknown := tick.keys() - KNOWN:
            pytest.skip(f"nobody here knows what {sorted(unknown)} means in a tick")
        rule, done = pressed(rule, memory, tick)
        looked = step(rule_of(rule), done.memory, seen(tick, at), from_epoch_ms(tick["now"]))
        memory = looked.memory
        notify = [told(event) for event in (*done.events, *looked.events)]
        theirs = [one.replace("closed:", "resolved:") for one in expected["notify"]]
        assert (memory.state.upper(), notify) == (expected["state"], theirs), f"tick {at}"
        assert health(memory, expected["health"]) == expected["health"], f"tick {at}"


@pytest.mark.parametrize(
    "case", found("pct_drop", lambda _, case: f"{case['cur']}-after-{case['prev']}")
)
def test_a_drop_is_judged_in_whole_numbers(case: dict[str, Any]) -> None:
    """The verdict and by how much it changed."""
    condition = Drop(case["pct"], least=case["min_base"])
    assert drop(case["cur"], case["prev"], condition).upper() == case["verdict"]
    assert change(case["cur"], case["prev"]) == pytest.approx(case["change"])
