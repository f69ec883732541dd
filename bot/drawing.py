"""From a report to what is drawn: the chart's form, its words and which buckets are open."""

from typing import Final
from zoneinfo import ZoneInfo

from bot import words
from bot.chart import Series
from bot.describe import describe
from bot.query import BucketType, Query
from bot.reading import BUCKET_ZONE, bound_kind, is_whole, touches
from bot.report import Report
from charts import model

_MAX_BARS: Final = 120
"""More buckets than this are a line; bars would be thinner than the eye can count."""


def drawing(report: Report, *, zone: ZoneInfo) -> model.Drawing:
    """Say what a picture of a report shows.

    Args:
        report: What there is to draw; not an empty one, which is told in words alone.
        zone: The zone of the person who asked.
    """
    query = report.query
    told = describe(report, zone=zone)
    return model.Drawing(
        title=told.heading,
        subtitle=told.scope,
        form=_form(report),
        series=tuple(_series(series, report) for series in report.chart.series),
        bucket=query.bucket_length,
        unit=_unit(query),
        noun=query.kind.noun,
        zone=BUCKET_ZONE,
        bounds=_bounds(report),
        footnote=told.footnote,
        open_label="so far" if report.running is not None else "cut off",
    )


def _form(report: Report) -> model.Form:
    """Bars for counts that add up, lines where buckets overlap or are too many."""
    query = report.query
    if query.bucket is BucketType.ROLLING or query.points > _MAX_BARS:
        return "lines"
    return query.kind.form


def _unit(query: Query) -> str:
    return f"{query.kind.noun[1]} per {words.bucket(query)[0]}"


def _series(series: Series, report: Report) -> model.Series:
    """A series; one that nobody asked to be grouped is named after what it counts.

    How LaunchDarkly calls the only series of a chart that is not grouped is undocumented, and says
    nothing that the title does not.
    """
    query, read_at = report.query, report.chart.read_at
    alone = len(report.chart.series) == 1 and not query.group_by
    return model.Series(
        name=query.kind.noun[1] if alone else series.name,
        points=tuple(
            model.Point(
                start=point.start,
                value=point.value,
                whole=is_whole(point.start, query, read_at=read_at),
            )
            for point in series.points
            if touches(point.start, query)
        ),
    )


def _bounds(report: Report) -> tuple[model.Bound, ...]:
    """Each bound once, although every series may carry the same.

    A bound is a series' own. Over bars that stand on each other it would be held against their
    sum, so there the words alone tell it.
    """
    if len(report.chart.series) > 1 and _form(report) == "bars":
        return ()
    found = {(breach.bound.name, breach.bound.value) for breach in report.breaches}
    return tuple(
        model.Bound(label=name, value=value, kind=bound_kind(name))
        for name, value in sorted(found, key=lambda bound: (bound[1], bound[0]))
    )
