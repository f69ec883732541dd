"""What a picture of percentiles shows: a line for each, and a panel for each series."""

from dataclasses import replace
from typing import Final

from bot.chart import Series
from bot.describe.answer import Description
from bot.drawing.single import drawing, drawn, points, retitled
from bot.reading import percentile, touches
from bot.report import Report
from charts import model

_MOST_PANELS: Final = 6
_AVERAGE: Final = "average"


def has_percentiles(report: Report) -> bool:
    """Whether LaunchDarkly sent any."""
    return any(_names(series) for series in report.chart.series)


def percentiles(report: Report, told: Description) -> model.Drawing | model.Sheet:
    """Say what is drawn of a report that has percentiles."""
    usual = drawing(report, told)
    order = {share.name: at for at, share in enumerate(report.shares)}
    series = sorted(drawn(report), key=lambda one: order.get(one.name, 0))[:_MOST_PANELS]
    panels = [_panel(usual, one, report) for one in series if one.points]
    if len(panels) == 1:
        return _as_lines(usual, panels[0].series)
    return model.Sheet(told.heading, told.scope, tuple(panels), told.footnote)


def _panel(usual: model.Drawing, series: Series, report: Report) -> model.Drawing:
    lines = (model.Series(_AVERAGE, points(series, report)), *_lines(series, report))
    return retitled(_as_lines(usual, lines), series.name)


def _as_lines(usual: model.Drawing, lines: tuple[model.Series, ...]) -> model.Drawing:
    return replace(usual, form="lines", series=lines, bounds=(), ghost=None)


def _names(series: Series) -> list[str]:
    """The percentiles of a series, lowest first."""
    found = {
        name for point in series.points for name, _ in point.extras if percentile(name) is not None
    }
    return sorted(found, key=lambda name: percentile(name) or 0.0)


def _lines(series: Series, report: Report) -> tuple[model.Series, ...]:
    whole = {point.start: point.whole for point in points(series, report)}
    window = report.query.window
    return tuple(
        model.Series(
            name,
            tuple(
                model.Point(point.start, dict(point.extras).get(name), whole[point.start])
                for point in series.points
                if window is None or touches(point.start, window)
            ),
        )
        for name in _names(series)
    )
