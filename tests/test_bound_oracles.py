"""Bounds as they may arrive, collected elsewhere, with what has to become of each.

Every list in the oracles' folder is walked for those that are about bounds; where there is none,
that is visibly skipped. Each is sent by a server, read by the real client, judged, held against
days on it and beyond it, drawn, and put into the words that a channel reads.
"""

import json
import math
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pytest

from bot.alerts import holding
from bot.alerts.bounded import Bounded
from bot.alerts.bounds import Answer, judge
from bot.alerts.directions import Direction
from bot.alerts.events import Event
from bot.alerts.holding import Known, Looked
from bot.alerts.looking import question
from bot.alerts.model import Alert, Incident
from bot.answer import answer
from bot.catalog import BY_NAME, Kind
from bot.chart import Chart, Number
from bot.digests.lines import request_of
from bot.grammar.defaults import Defaults
from bot.insights.client import InsightsClient
from bot.insights.errors import BadAnswerError
from bot.query import DAY_MS, epoch_ms
from bot.reading import bound_name
from charts.model import Drawing
from handlers import alert_words, bound_words
from handlers.message import Message
from handlers.telling import with_threshold
from tests.bot.insights.rawserver import http, serving
from tests.bot.samples import NOW, TODAY, UTC_ZONE
from tests.charts.drawn import pixels
from tests.fakes import MovedClock
from tests.oracle_files import FOLDER

SURFACE = "ld.bounds"
LINES = {
    "deploys": "deploys project mobile env * bucket day",
    "releases": "releases project mobile env production bucket day",
    "leadtime": "leadtime project mobile env * bucket day by application",
}
KINDS = [BY_NAME[name] for name in LINES]
USUAL = 50
"""A day on which nothing is said to be wrong, where no bound is near."""


def found() -> list[Any]:
    """The cases of all files, by their ids; skipped where there are none."""
    listed = [
        pytest.param(case["input"], case["expected"], id=f"{file.stem}-{case['id']}")
        for file in sorted(FOLDER.glob("*.json"))
        for case in _cases(json.loads(file.read_text("utf-8")))
    ]
    if not listed:
        why = pytest.mark.skip(reason="no oracle with bounds is beside this checkout")
        return [pytest.param("null", "", id=SURFACE, marks=why)]
    return listed


def _cases(document: object) -> Iterator[dict[str, Any]]:
    for case in document if isinstance(document, list) else ():
        if isinstance(case, dict) and case.get("surface") == SURFACE and "input" in case:
            yield case


def alert(kind: Kind) -> Alert:
    """An alert on the bounds of a chart."""
    return Alert(
        channel="C1",
        owner="U1",
        line=LINES[kind.name],
        phrase="bounds",
        name=None,
        id=1,
        team="T1",
        paused=None,
        quiet_until=None,
        next_look=None,
        created_at=NOW,
        revision=0,
        memories={},
    )


def read(kind: Kind, bounds: str, *values: Number, now: datetime = NOW) -> Chart:
    """What the real client makes of an answer whose last whole days have these values.

    Raises:
        BadAnswerError: If it makes nothing of it.
    """
    first = epoch_ms(TODAY) - len(values) * DAY_MS
    points = [{"x": first + at * DAY_MS, "y": value} for at, value in enumerate(values)]
    series = f'{{"metadata": {{"name": "web", "bounds": {bounds}}}, "data": {json.dumps(points)}}}'
    body = f'{{"metadata": {{"yAxis": {{"unit": "count"}}}}, "series": [{series}]}}'
    query = question(alert(kind), now, Defaults()).query
    with serving(http(200, body.encode())) as server:
        client = InsightsClient(server.url, "api-made-up", clock=MovedClock(now))
        with closing(client):
            return client.chart(query)


@cache
def kept(kind: Kind, bounds: str) -> Chart | None:
    """The chart, or None where the whole answer is refused."""
    try:
        return read(kind, bounds, *[USUAL] * 5)
    except BadAnswerError:
        return None


def look(kind: Kind, bounds: str, value: Number, known: Known | None = None) -> Looked:
    """What comes of a last day with such a value."""
    chart = read(kind, bounds, value)
    asked = question(alert(kind), NOW, Defaults())
    return holding.look(alert(kind), asked, chart, NOW, known or Known())


def fired(looked: Looked) -> list[Event]:
    """What fires."""
    return [
        event
        for step in looked.steps.values()
        for event in step.events
        if event.key.kind == "firing"
    ]


def drawing(kind: Kind, chart: Chart) -> Drawing:
    """The chart as it is drawn for an alert."""
    request = request_of(LINES[kind.name] + " 5d", now=NOW, zone=UTC_ZONE, defaults=Defaults())
    shown = answer(request, [chart]).drawing()
    assert isinstance(shown, Drawing)
    rule = question(alert(kind), NOW, Defaults()).rule
    assert with_threshold(shown, rule) == shown
    return shown


def usable(value: object) -> bool:
    """Whether something is a number that counts and durations can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and 0 <= value <= 10**15


def side_of(expected: str, kind: Kind) -> str | None:
    """On which side of a bound an oracle says that values are bad, where it says so."""
    if named := re.search(r"ACCEPT as (below|above)", expected):
        return named[1]
    if "metric default" in expected or "trim + casefold" in expected:
        return {"more": "below", "shorter": "above"}[kind.good or ""]
    return None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("bounds", "expected"), found())
def test_alerts_come_of_what_has_a_direction_alone(bounds: str, expected: str, kind: Kind) -> None:
    """Beyond the bound and not on it; the message says where the direction comes from."""
    if kept(kind, bounds) is None:
        assert "refused" in expected or "HOLD" in expected
        return
    listed = json.loads(bounds) or []
    values = [one["value"] for one in listed if isinstance(one, dict) and usable(one.get("value"))]
    side = side_of(expected, kind)
    for value in values or [USUAL]:
        assert fired(look(kind, bounds, value)) == []
        beyond = [value + 1, max(value - 1, 0)]
        events = {each: fired(look(kind, bounds, each)) for each in beyond}
        bad = {None: [], "above": beyond[:1], "below": beyond[1:]}[side]
        assert [each for each, seen in events.items() if seen] == bad
    if side is not None:
        (held,) = look(kind, bounds, USUAL).bounds.values()
        ours = "metric default" in expected or "trim" in expected
        assert ("Drumbeat's own" if ours else "bound's name") in held.why


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("bounds", "expected"), found())
def test_people_are_asked_once_about_names_that_say_nothing(
    bounds: str, expected: str, kind: Kind
) -> None:
    """Their answer is used from then on, and nobody is asked again."""
    if kept(kind, bounds) is None:
        return
    looked = look(kind, bounds, USUAL)
    asks = "ask once" in expected or "no direction" in expected
    assert bool(looked.unclear) or not asks
    if side_of(expected, kind) or "no line" in expected or "no single threshold" in expected:
        assert looked.unclear == ()
    for name in looked.unclear:
        answers: tuple[Answer, ...] = ("below", "above", "ignore")
        for said in answers:
            known = Known({bound_name(name): said})
            assert look(kind, bounds, USUAL, known).unclear == ()
            (value,) = {one["value"] for one in json.loads(bounds) if one["name"] == name}
            events = [
                bool(fired(look(kind, bounds, each, known)))
                for each in (value + 1, max(value - 1, 1))
            ]
            can_be_below = kind.measure == "count" or value > 1
            assert events[0] == (said == "above")
            assert not can_be_below or value - 1 < 1 or events[1] == (said == "below")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("bounds", "expected"), found())
def test_bounds_are_drawn_where_they_can_be(bounds: str, expected: str, kind: Kind) -> None:
    """Each under its name with its value; what cannot be is said, and squashes no axis."""
    chart = kept(kind, bounds)
    if chart is None:
        return
    shown = drawing(kind, chart)
    listed = json.loads(bounds) or []
    if "no line" in expected:
        assert (shown.bounds, chart.notes) == ((), ())
    elif "ignored" in expected or "squash" in expected:
        assert shown.bounds == ()
        assert any("cannot be drawn" in note for note in chart.notes)
    elif all(isinstance(one, dict) and usable(one.get("value")) for one in listed):
        drawn = [(one.label, one.value) for one in shown.bounds]
        names = [(one["name"] or "unnamed bound", one["value"]) for one in listed]
        assert sorted(drawn) == sorted(dict.fromkeys(names))
    seen, plain = pixels(shown), pixels(replace(shown, bounds=()))
    if "squash" in expected:
        assert np.array_equal(seen, plain)


def test_a_bound_far_outside_squashes_no_axis() -> None:
    """One that could be a number, but lies far beyond all days, is told below the picture."""
    kind = KINDS[0]
    chart = read(kind, '[{"name": "equal", "value": 900000000000000}]', *[USUAL] * 5)
    shown = drawing(kind, chart)
    assert len(shown.bounds) == 1
    seen, plain = pixels(shown), pixels(replace(shown, bounds=()))
    assert np.array_equal(seen[:800], plain[:800])
    assert not np.array_equal(seen[800:], plain[800:])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("bounds", "expected"), found())
def test_names_are_shown_and_call_nobody(bounds: str, expected: str, kind: Kind) -> None:
    """In no part of a message that Slack parses stands a bound's name."""
    chart = kept(kind, bounds)
    if chart is None:
        return
    judged = judge(chart.series[0].bounds, kind, {})
    lines = bound_words.listed(_spots(kind, chart), kind)
    assert len(lines) == len(dict.fromkeys(judged))
    names = [one["name"] for one in json.loads(bounds) or [] if isinstance(one.get("name"), str)]
    for said in _messages(kind, chart):
        parsed = " ".join([said.text, *_parsed(list(said.blocks))])
        if "ESCAPE" in expected:
            assert not any(name in parsed for name in names)
            assert any(name in json.dumps(said.blocks) for name in names)
    if "unnamed bound" in expected:
        assert any(line.startswith("Unnamed bound") for line in lines)


def _spots(kind: Kind, chart: Chart) -> list[holding.Spot]:
    asked = question(alert(kind), NOW, Defaults())
    assert isinstance(asked.rule, Bounded)
    return list(holding.spots(asked.rule, asked.query, chart, Known()).values())


def _messages(kind: Kind, chart: Chart) -> Iterator[Message]:
    """What a channel may read about such bounds: the question, and the alert that fires."""
    bounds = chart.series[0].bounds
    asked = question(alert(kind), NOW, Defaults())
    answers: dict[str, Answer] = {bound_name(one.name): "above" for one in bounds}
    looked = holding.look(alert(kind), asked, chart, NOW, Known(answers))
    after = replace(
        alert(kind),
        memories={name: step.memory for name, step in looked.steps.items()},
        bounds=looked.bounds,
    )
    unclear = [
        Direction(kind.name, bound_name(one.name), one.name, None, None, None) for one in bounds
    ]
    if unclear:
        yield bound_words.question(after, unclear)
    if after.bounds:
        yield bound_words.choice(after)
    story = {name: step.events[0] for name, step in looked.steps.items() if step.events}
    if story:
        shown = Incident(1, 1, 1, NOW, None, story, 1, 1, 0)
        yield alert_words.incident(after, asked.rule, shown, NOW, advice={})


def _parsed(part: object) -> list[str]:
    """The words of blocks that Slack parses."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            return [str(part["text"])]
        return [word for value in part.values() for word in _parsed(value)]
    return [word for one in part for word in _parsed(one)] if isinstance(part, list) else []
