"""Trying an alert on the past before it is kept, and offering what the data itself suggests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot import words
from bot.alerts.backtest import WEEKS, Backtest, BacktestError, backtest
from bot.alerts.bounded import WORD, Bounded, phrase, spelled, typed
from bot.alerts.holding import called, observed
from bot.alerts.looking import past, points_of
from bot.alerts.model import TOTAL
from bot.alerts.phrases import AlertDraft, bucket_of
from bot.alerts.rules import Rule
from bot.alerts.seen import Answered
from bot.answer import answer
from bot.chart import Chart, Point
from bot.query import Query, Window
from charts.studio import DrawingFailed
from handlers import bound_words, bounding, message
from handlers.alert_words import shown_line
from handlers.delivering import Delivering
from handlers.message import Block, Button, Message
from handlers.pictures import Wanted
from handlers.showing import NO_PICTURE, file_name
from handlers.slack import SlackError
from handlers.telling import marked, with_threshold

_MOST: Final = 5
"""Firings that are named."""
_MOST_OFFERS: Final = 4
_MOST_LABEL: Final = 75
_MOST_VALUE: Final = 1_900
"""Letters that a button can carry, and a little room."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a rule would have done.

    Attributes:
        chart: The past that it was tried on.
        query: What was asked.
        found: By series.
    """

    chart: Chart
    query: Query
    found: dict[str, Backtest]

    @property
    def stretches(self) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when it would have been open, the bucket in which it ended not counted."""
        now = self.query.window.end if self.query.window else self.chart.read_at
        return tuple(
            sorted(
                (one.episode.since, one.closed_on or now)
                for past in self.found.values()
                for one in past.firings
            )
        )


def tried(
    draft: AlertDraft, rule: Rule, team: str, at: Delivering, *, is_kept: bool = False
) -> Message:
    """What a rule would have done in the last weeks, in words and as a picture.

    Args:
        draft: What was typed.
        rule: What it watches for.
        team: The workspace.
        at: What asking and drawing take.
        is_kept: Whether it is an alert already; otherwise a press keeps it.

    Raises:
        InsightsError: If LaunchDarkly does not answer.
    """
    told_as = spelled(rule, draft.kind, bucket_of(draft.request))
    heading = f"{shown_line(draft.line)}, {told_as}"
    keep = [] if is_kept else [_keep(draft)]
    told = list(_bounds(draft, team, at))
    try:
        would = _try(draft, rule, team, at)
    except BacktestError as problem:
        told, picture = [*told, str(problem)], None
    else:
        told += _told(would) if told != [NO_BOUNDS] else []
        picture = _picture(draft, rule, would, at)
    notes = [draft.note] if draft.note else []
    first = "It is set up once you press." if keep else "This is how it does."
    shown = [message.rich(heading, "", [*told, *notes]), picture, *keep]
    return message.whole(f"{first} {told[0]}", [block for block in shown if block is not None])


NO_BOUNDS: Final = "LaunchDarkly sends no bounds with this now; once it does, they are watched."


def _bounds(draft: AlertDraft, team: str, at: Delivering) -> Iterator[str]:
    """The bounds that an alert on them would watch."""
    if isinstance(draft.rule, Bounded):
        found = bounding.carried(draft, team, at).values()
        yield from bound_words.listed(found, draft.kind) or [NO_BOUNDS]


def _keep(draft: AlertDraft) -> Block:
    line = typed(draft)
    if len(line) > _MOST_VALUE:
        return message.rich("", "", [f"To set it up: /drumbeat alert keep {line}"])
    button = Button("alert:keep", "Set it up", f"keep {line}")
    return message.actions("alert-keep", [button])


def _try(draft: AlertDraft, rule: Rule, team: str, at: Delivering) -> _Tried:
    """Walk the rule over the last weeks.

    Raises:
        BacktestError: If LaunchDarkly tells no past of such a chart, or none that makes sense.
        InsightsError: If it does not answer.
    """
    now = at.desk.clock.now()
    query = past(draft.request.query, rule, now, WEEKS)
    window = query.window if query else None
    if query is None or window is None:
        raise BacktestError("LaunchDarkly tells only how this stands now, so it cannot be tried.")
    chart = at.desk.ask(query).result()
    found = {
        name: backtest(one, points, now, bucket_ms=window.bucket_ms)
        for name, one, points in _watched(draft, rule, _Asked(query, window, chart), team, at)
    }
    return _Tried(chart, query, found)


@dataclass(frozen=True, slots=True)
class _Asked:
    query: Query
    window: Window
    chart: Chart


def _watched(
    draft: AlertDraft, rule: Rule, asked: _Asked, team: str, at: Delivering
) -> Iterator[tuple[str, Rule, tuple[Point, ...]]]:
    """What is watched, by what it is called: each series; of bounds each series and bound."""
    if not isinstance(rule, Bounded):
        for name, points in points_of(asked.query, asked.window, asked.chart).items():
            yield name, rule, points
        return
    found = bounding.worth(draft, asked.query, asked.chart, team, at)
    seen = observed(asked.query, asked.chart, [spot.series for spot in found.values()])
    for spot in found.values():
        past = seen[spot.series]
        if spot.rule is not None and isinstance(past, Answered):
            name = called(spot.judged.bound.name)
            yield ", ".join(filter(None, (spot.series, name))), spot.rule, past.points


_TIMES: Final = {0: "never", 1: "once", 2: "twice"}


def _told(past: _Tried) -> Iterator[str]:
    """How often it would have fired and when, and how often chance alone would do that."""
    if not past.found:
        yield "LaunchDarkly knows of no value yet, so nothing fires before the first one comes."
        return
    fired = sorted(
        (one.fired_on, name, one.closed_at is None)
        for name, each in past.found.items()
        for one in each.firings
    )
    times = _TIMES.get(len(fired), f"{len(fired)} times")
    dates = ", ".join(_named(on, name) for on, name, _ in fired[:_MOST])
    more = f", and {len(fired) - _MOST} more" if len(fired) > _MOST else ""
    which = f": {dates}{more}" if fired else ""
    yield f"In the last {WEEKS} weeks it would have fired {times}{which}."
    chances = [each.by_chance for each in past.found.values() if each.by_chance is not None]
    if chances:
        yield f"If nothing were wrong, chance alone would let it fire {_about(sum(chances))}."
    if any(is_open for _, _, is_open in fired):
        yield "It would be alerting now, so it fires once as soon as it is set up."


def _named(on: datetime, series: str) -> str:
    day = f"{on:%a} {words.day(on)}"
    return f"{day} ({series})" if series != TOTAL else day


def _about(times: float) -> str:
    """About 0.4 times; what happens less than once in ten such stretches hardly ever."""
    often = {1.0: "once", 2.0: "twice"}.get(
        round(times, 1), f"{words.number(round(times, 1))} times"
    )
    return "hardly ever" if times < 0.1 else f"about {often}"  # noqa: PLR2004 - said above


def _picture(draft: AlertDraft, rule: Rule, past: _Tried, at: Delivering) -> Block | None:
    """The past with the threshold in it, and marked where it would have been alerting."""
    window = past.query.window
    if window is None or not past.chart.series:
        return None
    shown = replace(draft.request, queries=(_whole(past.query, window),), earlier=None)
    found = answer(shown, [past.chart])
    if found.is_empty:
        return None
    off = at.desk.days_off("")
    drawn = marked(with_threshold(found.drawing(off), rule), past.stretches)
    name = f"{file_name(shown, past.chart.read_at)}.png"
    wanted = Wanted(drawn, name, f"{found.told.heading}, {found.told.scope}")
    try:
        uploaded = at.contents.pictures.ask(wanted).result()
    except (DrawingFailed, SlackError) as error:
        code = error.code if isinstance(error, SlackError) else ""
        why = NO_PICTURE.get(code, str(error) if not code else "Slack did not take the chart.")
        return message.rich("", "", [why])
    return message.image(uploaded.file, uploaded.alt)


def _whole(query: Query, window: Window) -> Query:
    return replace(query, window=window)


# -- what could be watched for --------------------------------------------------------------------


def offers(draft: AlertDraft, team: str, at: Delivering) -> Message:
    """What the data of a chart suggests to watch for: the bounds that it carries, each by a press.

    Args:
        draft: What was typed.
        team: The workspace.
        at: What asking takes.

    Raises:
        InsightsError: If LaunchDarkly does not answer.
    """
    found = bounding.carried(draft, team, at).values()
    lines = bound_words.listed(found, draft.kind)
    bucket = bucket_of(draft.request)
    said = [phrase(rule, draft.kind, bucket) for rule in bounding.rules(found, draft)]
    each = [
        Button(f"alert:add:{number}", f"Watch {one}"[:_MOST_LABEL], f"add {draft.line} {one}")
        for number, one in enumerate(said[:_MOST_OFFERS])
    ]
    head = (
        f"{shown_line(draft.line)} carries these bounds of LaunchDarkly's"
        if lines
        else f"{shown_line(draft.line)} carries no bounds"
    )
    usual = message.with_commands(
        [_SAY], [f"/drumbeat alert add {shown_line(draft.line)} {_example(draft)}"]
    )
    every = Button("alert:add:all", "Watch all bounds", f"add {draft.line} {WORD}")
    row = [message.actions("alert-offers", [every, *each])] if lines else []
    return message.whole(head, [message.rich(head, "", lines), *row, *usual.blocks])


_SAY: Final = "Or say yourself what to watch for:"


def _example(draft: AlertDraft) -> str:
    if draft.kind.measure == "duration":
        return "above 2 days for 3 days"
    return "below 1 for 2 days on weekdays" if draft.kind.good == "more" else "above 20"
