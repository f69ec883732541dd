"""What a picture of percentiles shows: a line for each, and a panel for each series."""

from dataclasses import replace
from typing import Final

from bot.chart import Series
from bot.describe.answer import Description
from bot.describe.durations import TOLD
from bot.drawing.single import drawing, drawn, points, retitled
from bot.reading import percentile
from bot.report import Report
from charts import model

_MOST_PANELS: Final = 6
_MOST_IN_PANEL: Final = 2
_AVERAGE: Final = "average"


def has_percentiles(report: Report) -> bool:
    """Whether LaunchDarkly sent any."""
    return any(_names(series) for series in report.chart.series)


def percentiles(report: Report, told: Description) -> model.Drawing | model.Sheet:
    """Say what is drawn of a report that has percentiles."""
    usual = drawing(report, told)
    order = {share.name: at for at, share in enumerate(report.shares)}
    series = sorted(drawn(report), key=lambda one: order.get(one.name, 0))[:_MOST_PANELS]
    series = [one for one in series if one.points]
    if len(series) == 1:
        return _as_lines(usual, series[0], _names(series[0]), report)
    panels = tuple(
        retitled(_as_lines(usual, one, _few(_names(one)), report), one.name) for one in series
    )
    return model.Sheet(told.heading, told.scope, panels, told.footnote)


def _names(series: Series) -> list[str]:
    """The percentiles of a series, lowest first."""
    found = {
        name for point in series.points for name, _ in point.extras if percentile(name) is not None
    }
    return sorted(found, key=lambda name: percentile(name) or 0.0)


def _few(names: list[str]) -> list[str]:
    """As many as a panel can show: the usual one and a slow one."""
    return [name for name in names if percentile(name) in TOLD] or names[:_MOST_IN_PANEL]


def _as_lines(
    usual: model.Drawing, series: Series, names: list[str], report: Report
) -> model.Drawing:
    """A line for the average and for each percentile, in that order."""
    average = model.Series(_AVERAGE, points(series, report))
    lines = (average, *(_line(series, name, report) for name in names))
    return replace(usual, form="lines", series=lines, bounds=(), ghost=None, in_order=True)


def _line(series: Series, name: str, report: Report) -> model.Series:
    """One percentile over time; a bucket that does not say it is a gap."""
    values = {point.start: dict(point.extras).get(name) for point in series.points}
    drawn_points = points(series, report)
    return model.Series(
        name, tuple(replace(point, value=values[point.start]) for point in drawn_points)
    )
