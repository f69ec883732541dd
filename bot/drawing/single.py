"""What a picture of one report shows."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot import words
from bot.change import Change
from bot.chart import Series
from bot.describe.answer import Description
from bot.describe.bounds import label
from bot.query import Query
from bot.reading import (
    BUCKET_ZONE,
    adds_up,
    bound_kind,
    is_running,
    is_total,
    is_whole,
    overlaps,
    rank,
    stands_together,
    touches,
)
from bot.report import Report
from charts import model

_ORDERED: Final = frozenset({"stage", "impact"})
"""Groups whose members follow each other; of others the largest comes first."""
_MAX_BARS: Final = 120
"""More buckets than this are a line; bars would be thinner than the eye can count."""


def drawing(report: Report, told: Description) -> model.Drawing:
    """Say what a picture of a report shows.

    Args:
        report: What there is to draw; not an empty one, which is told in words alone.
        told: Its words.
    """
    query = report.query
    found = form(report)
    series = drawn(report)
    return model.Drawing(
        title=told.heading,
        subtitle=told.scope,
        form=found,
        series=tuple(named(one, report) for one in series),
        bucket=query.window.bucket_length if query.window else words.ONE_DAY,
        unit=unit(query),
        noun=query.kind.noun,
        zone=BUCKET_ZONE,
        bounds=_bounds(report, found),
        footnote=told.footnote,
        open_label=open_label(report),
        measure=query.kind.measure,
        ghost=_ghost(report, found),
        in_order=query.group_by in _ORDERED,
        adds_up=adds_up(query),
    )


def form(report: Report) -> model.Form:
    """Rows for what has no time, bars for what stands on each other, lines for all else."""
    query, window = report.query, report.query.window
    if window is None:
        return "rows"
    stacks = stands_together(query) or len(drawn(report)) == 1
    return "bars" if stacks and not overlaps(window) and window.points <= _MAX_BARS else "lines"


def drawn(report: Report) -> tuple[Series, ...]:
    """The series of a picture in the order of the words; a sum is not drawn twice."""
    query = report.query
    parts = [series for series in report.chart.series if not is_total(series.name, query)]
    if query.group_by in _ORDERED:
        return tuple(sorted(parts, key=lambda one: rank(one.name))) or report.chart.series
    order = {share.name: at for at, share in enumerate(report.shares)}
    return tuple(sorted(parts, key=lambda one: order.get(one.name, 0)))


def unit(query: Query) -> str:
    """What the values are; per what is never left to guess."""
    if query.window is None:
        return query.kind.noun[1]
    one, _ = words.bucket(query.window)
    if query.kind.measure == "duration":
        return f"average {query.kind.noun[0]} of each {one}"
    return f"{query.kind.noun[1]} per {one}"


def named(series: Series, report: Report) -> model.Series:
    """A series; one that nobody asked to be grouped is named after what it counts.

    How LaunchDarkly calls the only series of a chart that is not grouped is undocumented, and says
    nothing that the title does not.
    """
    query = report.query
    alone = len(report.chart.series) == 1 and not query.group_by
    return model.Series(
        name=query.kind.noun[1] if alone else series.name, points=points(series, report)
    )


def points(series: Series, report: Report) -> tuple[model.Point, ...]:
    """The points of a series that belong to the window."""
    window, read_at = report.query.window, report.chart.read_at
    if window is None:
        return tuple(model.Point(point.start, point.value) for point in series.points)
    return tuple(
        model.Point(point.start, point.value, is_whole(point.start, window, read_at=read_at))
        for point in series.points
        if touches(point.start, window)
    )


def open_label(*reports: Report) -> str:
    """What an open bucket is called: one that still runs, or one that an edge cuts through."""
    return "so far" if any(map(_is_running, reports)) else "cut off"


def _is_running(report: Report) -> bool:
    window, read_at = report.query.window, report.chart.read_at
    return window is not None and any(
        is_running(point.start, window, read_at=read_at)
        for series in report.chart.series
        for point in series.points
    )


def _bounds(report: Report, found: model.Form) -> tuple[model.Bound, ...]:
    """Each bound once, although every series may carry the same.

    A bound is a series' own. Over bars that stand on each other it would be held against their
    sum, so there the words alone tell it.
    """
    if len(report.chart.series) > 1 and found == "bars":
        return ()
    distinct = sorted(
        {breach.bound for breach in report.breaches}, key=lambda bound: (bound.value, bound.name)
    )
    return tuple(
        model.Bound(label=label(bound), value=bound.value, kind=bound_kind(bound.name))
        for bound in distinct
    )


def _ghost(report: Report, found: model.Form) -> model.Ghost | None:
    """The period before, where it can be held against what is drawn."""
    change = report.change
    if change is None or not any(value is not None for _, value in change.ghost):
        return None
    if found == "lines" and len(drawn(report)) > 1:
        return None
    return model.Ghost(words.how_long_before(change.earlier), _ghost_points(change))


def _ghost_points(change: Change) -> tuple[model.Point, ...]:
    return tuple(model.Point(start, value) for start, value in change.ghost)


def retitled(one: model.Drawing, title: str) -> model.Drawing:
    """The same drawing under another heading, as a panel of a sheet has it."""
    return replace(one, title=title, subtitle="", footnote="")


def shading(
    shown: model.Drawing | model.Sheet, off: frozenset[date]
) -> model.Drawing | model.Sheet:
    """The same with days off, which are shaded."""
    if isinstance(shown, model.Drawing):
        return replace(shown, off=off)
    return replace(shown, drawings=tuple(replace(one, off=off) for one in shown.drawings))
