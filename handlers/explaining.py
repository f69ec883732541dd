"""Why an alert may be alerting: what LaunchDarkly is asked for that, all at once, and answered."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Final

from bot.alerts import looking, why
from bot.alerts.conditions import falls
from bot.alerts.looking import Question, points_of
from bot.alerts.memory import Episode
from bot.alerts.model import TOTAL, Alert
from bot.alerts.rules import Fall
from bot.alerts.why import AROUND, Part, Spans
from bot.catalog import Kind
from bot.chart import Chart
from bot.insights.errors import InsightsError
from bot.query import Query
from handlers import why_words
from handlers.desk import Desk
from handlers.message import Message
from handlers.why_words import Grouping

_MOST: Final = 3
"""Series that are explained; each takes several questions."""
_STATUS: Final = Grouping("status")
"""Of a chart that cannot be grouped, what its own series are."""
_Ask = Callable[[Query], Future[Chart]]


def explained(alert: Alert, desk: Desk) -> Message:
    """What explains most of what an alert fired on that is open, as far as LaunchDarkly tells.

    Args:
        alert: It.
        desk: What asking takes.

    Raises:
        UsageError: If this version does not understand the alert's line.
        AlertLineError: Likewise what it watches for.
    """
    now = desk.clock.now()
    asked = looking.question(alert, now, desk.defaults)
    rule = replace(asked.rule, days_off=desk.days_off(alert.channel))
    episodes = ((series, memory.episode) for series, memory in sorted(alert.memories.items()))
    named = [(series, episode) for series, episode in episodes if episode is not None]
    # All is asked before the first answer is waited for.
    coming = [
        _coming(series, episode, replace(asked, rule=rule), desk.ask)
        for series, episode in named[:_MOST]
    ]
    lines = [line for one in coming for line in one.lines()]
    if len(named) > _MOST:
        lines.append(f"{len(named) - _MOST} more series are alerting.")
    return why_words.explained(alert, lines or [why_words.NOTHING])


# -- asking -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Coming:
    """A question that is under way."""

    query: Query
    chart: Future[Chart]

    def part(self, series: str, between: Spans) -> Part:
        """What became of a series.

        Raises:
            InsightsError: If LaunchDarkly does not answer.
        """
        chart = self.chart.result()
        window = self.query.window
        points = points_of(self.query, window, chart).get(series, ()) if window else ()
        return why.whole(between, self.query, points, chart.read_at)


def _coming(series: str, episode: Episode, asked: Question, ask: _Ask) -> "_Standing | _Change":
    """Ask all that it takes to explain what one series fired on."""
    between, query = why.spans(asked.rule, episode), asked.query
    narrowed = _narrowed(replace(query, expand=()), series)
    if query.window is None or between is None:
        if isinstance(episode.condition, Fall):
            return _Standing(query.kind, (), why_words.NO_PARTS)
        by = _ask_by(narrowed, ask) if query.window is None else ()
        return _Standing(query.kind, by, why_words.NO_PAST if by else why_words.NOTHING)
    there = replace(narrowed, window=between.window(query.window))
    return _Change(
        series,
        episode,
        between,
        own=_Coming(there, ask(there)),
        by=_ask_by(there, ask),
        around=tuple(_Coming(one, ask(one)) for one in _around(there)),
    )


def _narrowed(query: Query, series: str) -> Query:
    """About one application alone, where each is watched by itself."""
    if query.group_by == "application" and series != TOTAL and "," not in series:
        return replace(query, applications=(series,))
    return query


_By = tuple[tuple[Grouping, _Coming], ...]


def _ask_by(query: Query, ask: _Ask) -> _By:
    """Ask by each grouping that the chart has and the alert does not use already."""
    kind, used = query.kind, query.group_by
    if not kind.group_by:
        return ((_STATUS, _Coming(query, ask(query))),)
    besides = used if used and used != "application" else ""
    questions = [replace(query, group_by=word) for word in kind.group_by if word != used]
    return tuple(
        (Grouping(one.group_by or "", besides), _Coming(one, ask(one))) for one in questions
    )


def _around(query: Query) -> Iterator[Query]:
    """What else is counted there and then; only what can be asked of the very same place."""
    for name in AROUND.get(query.chart, ()):
        other = replace(query, chart=name, group_by=None, filters=())
        known = {"projectKey": other.project, "environmentKey": other.environment}
        if all(known[need] for need in other.kind.required):
            yield other


# -- answering --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known only as it stands now, or not at all.

    Attributes:
        kind: The chart.
        by: How it stands by each grouping; none where nothing can be asked.
        first: What is said of that.
    """

    kind: Kind
    by: _By
    first: str

    def lines(self) -> Iterator[str]:
        """What there is to say."""
        yield self.first
        for grouping, coming in self.by:
            try:
                chart = coming.chart.result()
            except InsightsError as error:
                yield f"{grouping.heading} {error.sentence}"
            else:
                yield from why_words.standing(grouping, why.standing(chart), self.kind)


@dataclass(frozen=True, slots=True)
class _Change:
    """What one series fired on, held against the time before.

    Attributes:
        series: Its name.
        episode: What it fired on.
        between: What is held against what.
        own: The series itself.
        by: What it is made up of, by each grouping.
        around: What else was counted there and then.
    """

    series: str
    episode: Episode
    between: Spans
    own: _Coming
    by: _By
    around: tuple[_Coming, ...]

    def lines(self) -> Iterator[str]:
        """What there is to say; what was not answered is said once, at the end."""
        silent: dict[str, None] = {}
        condition, kind = self.episode.condition, self.own.query.kind
        try:
            own = self.own.part(self.series, self.between)
        except InsightsError as error:
            silent[error.sentence] = None
        else:
            yield why_words.whole(self.series, own, self.between, condition, kind)
            if not why_words.has_moved(own, condition):
                return
        explains = [*self._parts(silent), *self._around(silent)]
        yield from explains or ([] if silent else [why_words.NOTHING])
        yield from (f"Not all could be asked: {sentence}" for sentence in silent)

    def _parts(self, silent: dict[str, None]) -> Iterator[str]:
        condition, fell = self.episode.condition, falls(self.episode.condition)
        for grouping, coming in self.by:
            try:
                found = why.parts(self.between, coming.query, coming.chart.result(), fell=fell)
            except InsightsError as error:
                silent[error.sentence] = None
            else:
                yield from why_words.parts(grouping, found, condition, coming.query.kind)

    def _around(self, silent: dict[str, None]) -> Iterator[str]:
        for coming in self.around:
            try:
                part = coming.part(TOTAL, self.between)
            except InsightsError as error:
                silent[error.sentence] = None
            else:
                if why.is_supported(part):
                    yield why_words.around(part, coming.query.kind)
