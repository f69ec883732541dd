"""Trying an alert on the past before it is kept, and offering what the data itself suggests."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot import words
from bot.alerts import bounds
from bot.alerts.backtest import WEEKS, Backtest, BacktestError, backtest
from bot.alerts.counting import first_needed
from bot.alerts.looking import floor, points_of
from bot.alerts.model import TOTAL
from bot.alerts.phrases import AlertDraft, bucket_of, phrase, spelled, typed
from bot.alerts.rules import Rule
from bot.answer import answer
from bot.chart import Chart
from bot.query import Query, Window
from bot.times import end_of_minute
from charts import model
from charts.studio import DrawingFailed
from handlers import message
from handlers.alert_words import shown_line
from handlers.delivering import Delivering
from handlers.message import Block, Button, Message
from handlers.pictures import Wanted
from handlers.showing import NO_PICTURE, file_name
from handlers.slack import SlackError
from handlers.telling import with_threshold

_MOST: Final = 5
"""Firings that are named."""
_MOST_OFFERS: Final = 4
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


def tried(draft: AlertDraft, rule: Rule, at: Delivering, *, is_kept: bool = False) -> Message:
    """What a rule would have done in the last weeks, in words and as a picture.

    Args:
        draft: What was typed.
        rule: What it watches for.
        at: What asking and drawing take.
        is_kept: Whether it is an alert already; otherwise a press keeps it.

    Raises:
        InsightsError: If LaunchDarkly does not answer.
    """
    heading = f"{shown_line(draft.line)}, {spelled(rule, draft.kind, bucket_of(draft.request))}"
    keep = [] if is_kept else [_keep(draft)]
    try:
        past = _try(draft, rule, at)
    except BacktestError as problem:
        told, picture = [str(problem)], None
    else:
        told = list(_told(past))
        picture = _picture(draft, rule, past, at)
    notes = [draft.note] if draft.note else []
    first = "It is set up once you press." if keep else "This is how it does."
    shown = [message.rich(heading, "", [*told, *notes]), picture, *keep]
    return message.whole(f"{first} {told[0]}", [block for block in shown if block is not None])


def _keep(draft: AlertDraft) -> Block:
    line = typed(draft)
    if len(line) > _MOST_VALUE:
        return message.rich("", "", [f"To set it up: /drumbeat alert keep {line}"])
    button = Button("alert:keep", "Set it up", f"keep {line}")
    return message.actions("alert-keep", [button])


def _try(draft: AlertDraft, rule: Rule, at: Delivering) -> _Tried:
    """Walk the rule over the last weeks.

    Raises:
        BacktestError: If LaunchDarkly tells no past of such a chart, or none that makes sense.
        InsightsError: If it does not answer.
    """
    asked, now = draft.request.query, at.desk.clock.now()
    if asked.window is None:
        raise BacktestError("LaunchDarkly tells only how this stands now, so it cannot be tried.")
    bucket_ms = asked.window.bucket_ms
    begin = floor(now, bucket_ms) - timedelta(weeks=WEEKS)
    start = first_needed(rule, begin, bucket_ms)
    window = replace(asked.window, start=start, end=end_of_minute(now))
    query = replace(asked, window=window, expand=())
    chart = at.desk.ask(query).result()
    found = {
        name: backtest(rule, points, now, bucket_ms=bucket_ms)
        for name, points in points_of(query, window, chart).items()
    }
    return _Tried(chart, query, found)


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
    times = words.count(len(fired), ("time", "times")) if fired else "never"
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
    return "hardly ever" if times < 0.1 else f"about {words.number(round(times, 1))} times"  # noqa: PLR2004 - said above


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
    drawn = _marked(with_threshold(found.drawing(off), rule), past.stretches)
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


def _marked(
    shown: model.Drawing | model.Sheet, alerts: tuple[tuple[datetime, datetime], ...]
) -> model.Drawing | model.Sheet:
    if isinstance(shown, model.Drawing):
        return replace(shown, alerts=alerts)
    return replace(shown, drawings=tuple(replace(one, alerts=alerts) for one in shown.drawings))


# -- what could be watched for --------------------------------------------------------------------


def offers(draft: AlertDraft, at: Delivering) -> Message:
    """What the data of a chart suggests to watch for: the bounds that it carries, each by a press.

    Raises:
        InsightsError: If LaunchDarkly does not answer.
    """
    chart = at.desk.ask(replace(draft.request.query, expand=())).result()
    judged = bounds.judge(
        [bound for series in chart.series for bound in series.bounds], draft.kind, {}
    )
    lines: list[str] = []
    buttons: list[Button] = []
    for one in judged:
        rule = bounds.rule_of(one, draft.kind)
        name = one.bound.name or "unnamed bound"
        lines.append(f"{name} {words.value(one.bound.value, draft.kind)}: {one.why}")
        if rule is not None and len(buttons) < _MOST_OFFERS:
            said = phrase(rule, draft.kind, bucket_of(draft.request))
            label = f"Watch {said}"[:75]
            buttons.append(Button(f"alert:add:{len(buttons)}", label, f"add {draft.line} {said}"))
    head = (
        f"{shown_line(draft.line)} carries these bounds of LaunchDarkly's"
        if lines
        else f"{shown_line(draft.line)} carries no bounds"
    )
    usual = message.with_commands([_SAY], [f"/drumbeat alert add {draft.line} {_example(draft)}"])
    row = [message.actions("alert-offers", buttons)] if buttons else []
    return message.whole(head, [message.rich(head, "", lines), *row, *usual.blocks])


_SAY: Final = "Or say yourself what to watch for:"


def _example(draft: AlertDraft) -> str:
    if draft.kind.measure == "duration":
        return "above 2 days for 3 days"
    return "below 1 for 2 days on weekdays" if draft.kind.good == "more" else "above 20"
