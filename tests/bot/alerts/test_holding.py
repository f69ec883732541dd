"""Looking at alerts on bounds: each series at each bound, and what changes about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.alerts import holding
from bot.alerts.bounds import Answer
from bot.alerts.events import Step
from bot.alerts.holding import Known, Looked, name_of, parts_of
from bot.alerts.looking import question
from bot.alerts.memory import Memory
from bot.alerts.model import TOTAL, Alert
from bot.alerts.seen import Failed
from bot.alerts.sentences import told
from bot.catalog import BY_NAME
from bot.chart import Bound, Chart, Number, Point, Series
from bot.grammar.defaults import Defaults
from tests.bot.alerts.samples import DAY, MONDAY, below, closing

DEPLOYS = BY_NAME["deploys"]
LOWER = (Bound("lower", 3),)
LINE = "deploys project mobile env * bucket day"


def alert(line: str = LINE, phrase: str = "bounds") -> Alert:
    """An alert on bounds that nobody has looked at."""
    return Alert(
        channel="C1",
        owner="U1",
        line=line,
        phrase=phrase,
        name=None,
        id=1,
        team="T1",
        paused=None,
        quiet_until=None,
        next_look=None,
        created_at=MONDAY,
        revision=0,
        memories={},
    )


@dataclass
class Watch:
    """An alert that is looked at again and again, each time when one more day is over.

    Attributes:
        alert: As it is remembered.
        days: How many days are over.
        values: What each series has had so far.
    """

    alert: Alert = field(default_factory=alert)
    days: int = 0
    values: dict[str, list[Number]] = field(default_factory=dict)

    def look(
        self,
        bounds: Iterable[Bound] = LOWER,
        known: Known | None = None,
        **values: Number,
    ) -> Looked:
        """One more day, and what comes of it; without a value the same days once more."""
        for name, value in values.items():
            self.values.setdefault(name, [5] * self.days).append(value)
        self.days += bool(values)
        now = closing(self.days) + timedelta(minutes=len(self.alert.memories))
        series = [self._series(name, bounds) for name in values or self.values]
        return self.answered(Chart(tuple(series), "count", (), now, ()), now, known)

    def answered(self, answer: Chart | Failed, now: datetime, known: Known | None = None) -> Looked:
        """What comes of an answer."""
        asked = question(self.alert, now, Defaults())
        found = holding.look(self.alert, asked, answer, now, known or Known())
        self.alert = replace(
            self.alert,
            memories={**self.alert.memories, **_memories(found.steps)},
            bounds=found.bounds,
        )
        return found

    def _series(self, name: str, bounds: Iterable[Bound]) -> Series:
        listed = self.values[name]
        start = closing(self.days) - timedelta(hours=2) - len(listed) * DAY
        points = tuple(Point(start + at * DAY, value) for at, value in enumerate(listed))
        return Series(name, points, tuple(bounds))


def _memories(steps: Mapping[str, Step]) -> dict[str, Memory]:
    return {name: step.memory for name, step in steps.items()}


def events(found: Looked) -> dict[str, list[str]]:
    """What there is to tell of each, in words."""
    return {
        name: [told("", event, DEPLOYS) for event in step.events]
        for name, step in found.steps.items()
        if step.events
    }


def only(found: Looked) -> str:
    """The one thing that there is to tell."""
    ((said,),) = events(found).values()
    return said


@pytest.mark.parametrize("series", [TOTAL, "web", "a · b", "<!here>"])
@pytest.mark.parametrize(
    ("bound", "read"), [("lower", "lower"), ("p95 Target_v2", "p95targetv2"), ("", ""), ("·", "·")]
)
def test_a_series_and_its_bound_have_one_name(series: str, bound: str, read: str) -> None:
    """However either is written."""
    assert parts_of(name_of(series, bound)) == (series, read)


def test_what_is_beyond_a_bound_fires_and_what_is_on_it_does_not() -> None:
    """Of a chart that is not grouped the only series has no name."""
    watch = Watch()
    assert events(watch.look(all=3)) == {}
    found = watch.look(all=2)
    assert list(found.steps) == [name_of(TOTAL, "lower")]
    assert only(found) == "2 deployments on Tue 3 Nov"
    (held,) = found.bounds.values()
    assert (held.name, held.value, held.word) == ("lower", 3, "below")
    assert "bound's name" in held.why
    assert only(watch.look(all=4)).startswith("Over after 1 day")


def test_each_series_is_held_against_each_of_its_bounds() -> None:
    """And told apart."""
    watch = Watch(alert(f"{LINE} by application"))
    both = (*LOWER, Bound("upper", 7))
    assert list(watch.look(both, web=5, api=5).steps) == [
        name_of(series, bound) for series in ("web", "api") for bound in ("lower", "upper")
    ]
    assert set(events(watch.look(both, web=2, api=8))) == {
        name_of("web", "lower"),
        name_of("api", "upper"),
    }


def test_a_bound_that_changed_ends_its_episode_and_begins_afresh() -> None:
    """Both are told: what it was and what it is, and what that comes to."""
    watch = Watch()
    watch.look(all=2)
    first, second = events(watch.look([Bound("lower", 5)], all=4))[name_of(TOTAL, "lower")]
    assert first == "Over after 1 day, since LaunchDarkly changed its bound lower from 3 to 5"
    assert second == "4 deployments on Tue 3 Nov, since Mon 2 Nov or earlier"
    assert events(watch.look([Bound("lower", 5)])) == {}
    again = watch.look([Bound("lower", 1)], all=4)
    assert only(again).endswith("from 5 to 1")


def test_a_bound_that_changed_is_told_though_nothing_was_wrong() -> None:
    """Once, and it is written down."""
    watch = Watch()
    watch.look(all=9)
    found = watch.look([Bound("lower", 5)], all=9)
    assert only(found) == "LaunchDarkly changed its bound lower from 3 to 5"
    (step,) = found.steps.values()
    assert [(line.what, line.why) for line in step.history] == [
        ("bound", "LaunchDarkly changed its bound lower from 3 to 5"),
    ]
    assert events(watch.look([Bound("lower", 5)], all=9)) == {}


def test_a_bound_that_is_gone_ends_its_episode() -> None:
    """And is taken up again when it comes back."""
    watch = Watch()
    watch.look(all=2)
    found = watch.look([], all=2)
    assert "no longer sends its bound lower" in only(found)
    assert not found.bounds[name_of(TOTAL, "lower")].is_watched
    assert watch.alert.watched == {}
    assert events(watch.look([], all=2)) == {}
    assert only(watch.look(all=2)) == "2 deployments on Thu 5 Nov, since Mon 2 Nov or earlier"


def test_a_series_that_is_not_in_the_answer_keeps_its_bounds() -> None:
    """Of counts what is not there is a zero."""
    watch = Watch(alert(f"{LINE} by application"))
    watch.look(web=5, api=5)
    found = watch.look(web=5)
    assert set(events(found)) == {name_of("api", "lower")}
    assert found.bounds[name_of("api", "lower")].is_watched
    watch = Watch()
    watch.look(all=5)
    nothing = Chart((), "count", (), closing(2), ())
    assert "no point" in only(watch.answered(nothing, closing(2)))


def test_a_rule_of_peoples_own_goes_before_a_bound() -> None:
    """On the same side; an episode that is open ends with that."""
    watch, own = Watch(), Known(own=(below(1),))
    both = (*LOWER, Bound("upper", 7))
    assert list(watch.look(both, own, all=2).steps) == [name_of(TOTAL, "upper")]
    assert list(events(watch.look(both, all=2))) == [name_of(TOTAL, "lower")]
    found = watch.look(both, own, all=2)
    assert "an alert of your own watches that side" in only(found)
    held = found.bounds[name_of(TOTAL, "lower")]
    assert not held.is_watched
    assert "goes before it" in held.why


@pytest.mark.parametrize(
    ("answer", "words"),
    [("ignore", "somebody here chose to ignore its bound"), ("above", "chose the other side")],
)
def test_what_people_answer_is_used_from_then_on(answer: Answer, words: str) -> None:
    """What was open by another direction ends."""
    watch = Watch()
    watch.look(all=2)
    found = watch.look(LOWER, Known({"lower": answer}), all=2)
    assert words in only(found)
    later = watch.look(LOWER, Known({"lower": answer}), all=9)
    assert bool(events(later)) == (answer == "above")


def test_of_names_that_say_nothing_people_are_asked() -> None:
    """Nothing fires of them; once there is an answer it does."""
    watch, target = Watch(), [Bound("p95_target_v2", 3)]
    found = watch.look(target, all=2)
    assert (found.steps, found.bounds, found.unclear) == ({}, {}, ("p95_target_v2",))
    known = Known({"p95targetv2": "below"})
    found = watch.look(target, known, all=2)
    assert (events(found) != {}, found.unclear) == (True, ())


def test_a_bound_with_two_values_is_not_picked_from() -> None:
    """What was watched before ends with that."""
    watch = Watch()
    watch.look(all=2)
    found = watch.look((*LOWER, Bound("Lower ", 9)), all=2)
    assert "cannot be used any more" in only(found)
    assert found.unclear == ()
    assert events(watch.look((*LOWER, Bound("Lower ", 9)), all=1)) == {}


def test_what_cannot_be_read_changes_nothing() -> None:
    """Three failures in a row are told of each."""
    watch = Watch()
    watch.look(all=2)
    held = watch.alert.bounds
    for minute in range(1, 4):
        now = closing(1) + timedelta(minutes=minute)
        found = watch.answered(Failed("BadRequestError", now), now)
        assert bool(events(found)) == (minute == 3)
    assert watch.alert.bounds == held
    assert watch.alert.is_open


def test_what_never_could_be_read_is_told_as_well() -> None:
    """Once for the alert, before any bound was met, and once that it can be read."""
    watch = Watch(days=1)
    for minute in range(1, 5):
        now = closing(1) + timedelta(minutes=minute)
        found = watch.answered(Failed("NotFoundError", now), now)
        assert bool(events(found)) == (minute == 3)
    assert only(watch.look(all=9)) == "This can be looked at again"
    assert list(watch.look(all=9).steps) == [name_of(TOTAL, "lower")]


def test_nothing_is_told_while_it_is_quiet() -> None:
    """The end of what was told comes afterwards, though its bound is gone."""
    watch = Watch()
    watch.look(all=2)
    watch.alert = replace(watch.alert, quiet_until=closing(2) + DAY / 2)
    assert events(watch.look([], all=2)) == {}
    watch.alert = replace(watch.alert, quiet_until=None)
    assert "no longer sends its bound" in only(watch.look([], all=2))


def test_how_things_stand_is_held_against_bounds_as_well() -> None:
    """Each status by itself; their sum is held against nothing."""
    watch = Watch(alert("flagstatus project mobile env production"))
    now = MONDAY + DAY
    upper = (Bound("upper", 3),)
    for later in (now, now + DAY, now + 2 * DAY):
        series = (Series("new", (Point(later, 9),), upper), Series("active", (Point(later, 1),)))
        found = watch.answered(Chart(series, "count", (), later, ()), later)
        assert list(found.steps) == [name_of("new", "upper")]
    assert watch.alert.is_open


def test_there_is_an_end_to_what_is_watched() -> None:
    """However many series and bounds there are."""
    watch = Watch(alert(f"{LINE} by application"))
    bounds = [Bound("lower", 3), Bound("min", 2), Bound("max", 9)]
    watch.values = {f"app{at}": [5] for at in range(60)}
    watch.days = 1
    assert len(watch.look(bounds).steps) == holding.MOST
