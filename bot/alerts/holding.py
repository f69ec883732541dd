"""Looking at an alert on bounds: each series is held against each bound that it carries.

    answer --> series and its bounds --> what each is worth --> a rule --> a step of the engine

The bounds are judged anew each time. One whose value or side changed ends its episode and begins
afresh, and so does one that is gone; a series that is not in the answer keeps those it had.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot import words
from bot.alerts.bounded import Bounded
from bot.alerts.bounds import Answer, Judged, is_covered, judge
from bot.alerts.events import Event, Key, Line, Step
from bot.alerts.looking import MOST_SERIES, Question, hushed, looked, points_of
from bot.alerts.memory import Memory
from bot.alerts.model import TOTAL, Alert, Held
from bot.alerts.overlays import interrupt
from bot.alerts.rules import MOST_VALUE, Rule, Threshold
from bot.alerts.seen import Answered, Failed, Observation, Standing
from bot.alerts.states import Interruption
from bot.alerts.telling import is_silenced
from bot.catalog import Kind
from bot.chart import Bound, Chart, Series
from bot.query import Query
from bot.reading import bound_name
from charts.text import NO_NAME, readable

MOST: Final = 100
"""Bounds that one alert watches, counted for each series."""
_COVERED: Final = "An alert of your own watches that side of it, and goes before it."
_BETWEEN: Final = " · "
"""Between a series and its bound; no bound's name has a blank once it is read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What people say of bounds.

    Attributes:
        answers: Which side of them is bad, by `bot.reading.bound_name`.
        own: Their own rules on the same series.
        off: The days off of the channel, which do not count.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    own: tuple[Rule, ...] = ()
    off: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """A series and a bound that it carries.

    Attributes:
        series: The name of the series.
        judged: What the bound is worth.
        rule: What is watched for, or None where nothing is.
        why: Where the direction comes from, or why nothing is watched for.
    """

    series: str
    judged: Judged
    rule: Rule | None
    why: str

    @property
    def held(self) -> Held:
        """It as it is kept."""
        bound, side = self.judged.bound, self.judged.side or "below"
        return Held(self.series, bound.name, bound.value, side, self.why, self.rule is not None)


@dataclass(frozen=True, slots=True)
class Looked:
    """What comes of looking once.

    Attributes:
        steps: By the names of what is watched.
        bounds: Those that series are held against from now on, by the same names.
        unclear: The bounds of which people are to be asked which side is bad.
    """

    steps: Mapping[str, Step]
    bounds: Mapping[str, Held]
    unclear: tuple[str, ...] = ()


def name_of(series: str, bound: str) -> str:
    """By which name is remembered what becomes of a series at a bound; no database takes a NUL."""
    return f"{series}{_BETWEEN}{bound_name(bound)}".replace("\0", "")


def parts_of(name: str) -> tuple[str, str]:
    """The series and the bound of such a name."""
    series, _, bound = name.rpartition(_BETWEEN)
    return series, bound


def called(name: str) -> str:
    """What a bound is called, fit to be read."""
    return "unnamed bound" if readable(name) == NO_NAME else f"bound {readable(name)}"


def look(
    alert: Alert, asked: Question, answer: Chart | Failed, now: datetime, known: Known
) -> Looked:
    """Look at an answer: what comes of it for each series and bound, those that are gone as well.

    Args:
        alert: As it is kept.
        asked: What was asked; its rule is about bounds.
        answer: What was answered, or why there is no answer.
        now: The present.
        known: What people say of bounds.
    """
    base = replace(asked.rule, days_off=known.off)
    assert isinstance(base, Bounded)  # noqa: S101 - whoever calls has looked
    if isinstance(answer, Failed):
        # Where no bound was ever met, the alert as a whole cannot be looked at.
        failing = alert.watched or {TOTAL: alert.memories.get(TOTAL, Memory())}
        steps = {
            name: looked(base, memory, answer, alert.quiet_until, now)
            for name, memory in failing.items()
        }
        return Looked(steps, alert.bounds)
    found = spots(base, asked.query, answer, known, alert.bounds)
    seen = observed(asked.query, answer, [spot.series for spot in found.values()])
    turning = _Turning(alert, base, asked.query.kind, now)
    steps = turning.readable(observed(asked.query, answer, [TOTAL])[TOTAL])
    for name in dict.fromkeys((*alert.bounds, *found)):
        spot = found.get(name)
        if (step := turning.step(name, spot, seen)) is not None:
            steps[name] = step
    unclear = dict.fromkeys(one.judged.bound.name for one in found.values() if one.judged.is_open)
    gone = {
        name: replace(held, is_watched=False)
        for name, held in alert.bounds.items()
        if name not in found
    }
    kept = {
        name: spot.held
        for name, spot in found.items()
        if spot.rule is not None or name in alert.bounds
    }
    return Looked(steps, {**gone, **kept}, tuple(unclear))


# -- what is held against what --------------------------------------------------------------------


def spots(
    rule: Bounded,
    query: Query,
    chart: Chart,
    known: Known,
    before: Mapping[str, Held] | None = None,
) -> dict[str, Spot]:
    """Each series and each bound that it carries, by the name under which that is remembered.

    Args:
        rule: How patiently is watched.
        query: What was asked.
        chart: What was answered.
        known: What people say of bounds.
        before: What series were held against before; one that is missing keeps it.
    """
    carried = {name: one.bounds for name, one in _series(query, chart).items()}
    if query.group_by is not None or not carried:
        for held in (before or {}).values():
            if held.is_watched and held.series not in _series(query, chart):
                had = carried.get(held.series, ())
                carried[held.series] = (*had, Bound(held.name, held.value))
    found: dict[str, Spot] = {}
    for series in tuple(carried)[:MOST_SERIES]:
        for judged in judge(_clean(carried[series]), query.kind, known.answers):
            name = name_of(series, judged.bound.name)
            if name in found:  # another value of the same bound, of which none is watched
                name = f"{name} {judged.bound.value}"
            found[name] = _spot(rule, series, judged, known)
    return dict(tuple(found.items())[:MOST])


def _clean(bounds: Iterable[Bound]) -> list[Bound]:
    return [Bound(one.name.replace("\0", ""), one.value) for one in bounds]


def _spot(base: Bounded, series: str, judged: Judged, known: Known) -> Spot:
    rule = base.rule(judged)
    if rule is not None and is_covered(rule, known.own):
        return Spot(series, judged, None, _COVERED)
    return Spot(series, judged, rule, judged.why)


def _series(query: Query, chart: Chart) -> Mapping[str, Series]:
    """The series of an answer, each by its name; of a chart that is not grouped the only one."""
    if query.group_by is None and len(chart.series) == 1:
        return {TOTAL: chart.series[0]}
    return {one.name: one for one in chart.series}


def observed(query: Query, chart: Chart, names: Iterable[str]) -> dict[str, Observation]:
    """What is seen of each series that is named, those that are not there as well."""
    series = _series(query, chart)
    if query.window is None:
        latest = {name: one.points[-1].value for name, one in series.items() if one.points}
        return {name: Standing(latest.get(name), chart.read_at) for name in names}
    points = {name: one.points for name, one in series.items()}
    if TOTAL in points and query.group_by is None:
        points |= points_of(query, query.window, chart)
    return {
        name: Answered(
            points.get(name, ()),
            query.window,
            chart.read_at,
            others=any(other != name for other in points),
        )
        for name in names
    }


# -- what becomes of it ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turning:
    """Looks at one series and bound after another."""

    alert: Alert
    base: Bounded
    kind: Kind
    now: datetime

    def step(self, name: str, spot: Spot | None, seen: Mapping[str, Observation]) -> Step | None:
        """What comes of one; None where nothing is remembered and nothing watched."""
        memory, held = self.alert.memories.get(name, Memory()), self.alert.bounds.get(name)
        quiet = self.alert.quiet_until
        step = Step(memory)
        if held is not None and (turn := _turned(held, spot, self.kind)):
            step = self._interrupted(hushed(memory, quiet, self.now), *turn)
        elif (spot is None or spot.rule is None) and memory.told.owed is not None:
            step = self._interrupted(hushed(memory, quiet, self.now), "bound_removed", "")
        if spot is None or spot.rule is None:
            return step if step.memory != memory else None
        after = looked(spot.rule, step.memory, seen[spot.series], quiet, self.now)
        return _both(step, after)

    def readable(self, seen: Observation) -> dict[str, Step]:
        """That the alert as a whole can be looked at again, if it could not be before."""
        memory = self.alert.memories.get(TOTAL, Memory())
        if memory.health.ailment != "error" and not memory.told.error:
            return {}
        never = self.base.at(Threshold("above", MOST_VALUE))
        return {TOTAL: looked(never, memory, seen, self.alert.quiet_until, self.now)}

    def _interrupted(self, before: Step, reason: Interruption, note: str) -> Step:
        after = interrupt(self.base, before.memory, reason, self.now)
        events = tuple(
            replace(event, note=note) if event.reason == reason else event for event in after.events
        )
        lines = (
            (Line(self.now, before.memory.number, "bound", note.removeprefix("since ")),)
            if note
            else ()
        )
        done = replace(after, events=events, history=(*after.history, *lines))
        is_theirs = reason in {"bound_changed", "bound_removed"}
        is_told = bool(events) or is_silenced(after.memory, self.now)
        return _both(before, done if is_told or not is_theirs else self._told(done, note))

    def _told(self, step: Step, note: str) -> Step:
        """Say what LaunchDarkly did to a bound of which nothing was open."""
        memory = step.memory
        counts = dict(memory.told.counts)
        counts["bound"] = counts.get("bound", 0) + 1
        memory = replace(memory, told=replace(memory.told, counts=tuple(counts.items())))
        event = Event(
            key=Key(memory.number, "bound", counts["bound"]),
            at=self.now,
            state=memory.state,
            run=memory.run,
            health=memory.health,
            condition=self.base.condition,
            note=note,
        )
        return replace(step, memory=memory, events=(event,))


def _both(before: Step, after: Step) -> Step:
    return Step(after.memory, (*before.events, *after.events), (*before.history, *after.history))


def _turned(held: Held, spot: Spot | None, kind: Kind) -> tuple[Interruption, str] | None:
    """Why what was watched is not any more, or not as it was; None where it is as it was."""
    if not held.is_watched or (spot is not None and spot.held == held):
        return None
    name = called(held.name)
    if spot is None:
        return "bound_removed", f"since LaunchDarkly no longer sends its {name}"
    if spot.judged.bound.value != held.value:
        was, is_ = (words.value(one, kind) for one in (held.value, spot.judged.bound.value))
        return "bound_changed", f"since LaunchDarkly changed its {name} from {was} to {is_}"
    if spot.judged.kind == "unusable":
        return "bound_changed", f"since its {name} cannot be used any more: {_lower(spot.why)}"
    chosen = _chosen(held, spot)
    return ("rule_changed", f"since {chosen} its {name}") if chosen else None


def _chosen(held: Held, spot: Spot) -> str:
    """What people chose since about a bound that is the same, or ""."""
    if spot.why == _COVERED:
        return "an alert of your own watches that side of"
    if spot.rule is None:
        return "somebody here chose to ignore"
    return "somebody here chose the other side of" if spot.judged.side != held.word else ""


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
