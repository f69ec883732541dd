"""What a picture of percentiles shows: a line for each, and a panel for each series."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chart import Series
from bot.describe.answer import Description
from bot.describe.durations import TOLD
from bot.drawing.single import drawing, drawn, points, retitled
from bot.reading import percentile
from bot.report import Report
from charts import model

_MOST_PANELS: Final = 4
"""More are too low for their lines to be told apart."""
_MOST_IN_PANEL: Final = 2
_AVERAGE: Final = "average"


def has_percentiles(report: Report) -> bool:
    """Whether LaunchDarkly sent any."""
    return any(_names(series) for series in report.chart.series)


def percentiles(report: Report, told: Description) -> model.Drawing | model.Sheet:
    """Say what is drawn of a report that has percentiles."""
    usual = drawing(report, told)
    usual = replace(usual, unit=usual.unit.removeprefix(f"{_AVERAGE} "))
    order = {share.name: at for at, share in enumerate(report.shares)}
    known = [one for one in drawn(report) if one.points]
    series = sorted(known, key=lambda one: order.get(one.name, 0))[:_MOST_PANELS]
    if len(series) == 1:
        lines = (_average(series[0], report), *_lines(series[0], report, _names(series[0])))
        return _as_lines(usual, lines)
    panels = tuple(retitled(_as_lines(usual, _usual(one, report)), one.name) for one in series)
    scope = told.scope if len(series) == len(known) else _some(told.scope, len(series), len(known))
    return model.Sheet(told.heading, scope, panels, told.footnote)


def _some(scope: str, shown: int, known: int) -> str:
    """Where, how many of how many, and when."""
    where, _, when = scope.rpartition(" · ")
    return f"{where} · {shown} of {known} shown · {when}"


def _names(series: Series) -> list[str]:
    """The percentiles of a series, lowest first."""
    found = {
        name for point in series.points for name, _ in point.extras if percentile(name) is not None
    }
    return sorted(found, key=lambda name: percentile(name) or 0.0)


def _usual(series: Series, report: Report) -> tuple[model.Series, ...]:
    """As many lines as a panel can show: the usual percentile and a slow one.

    The average, which the words tell, mostly hides one of them; it stands in for both.
    """
    names = _names(series)
    few = [name for name in names if percentile(name) in TOLD] or names[:_MOST_IN_PANEL]
    return _lines(series, report, few) or (_average(series, report),)


def _as_lines(usual: model.Drawing, lines: tuple[model.Series, ...]) -> model.Drawing:
    return replace(usual, form="lines", series=lines, bounds=(), ghost=None, in_order=True)


def _average(series: Series, report: Report) -> model.Series:
    return model.Series(_AVERAGE, points(series, report))


def _lines(series: Series, report: Report, names: Sequence[str]) -> tuple[model.Series, ...]:
    """A line for each percentile, in that order; a bucket that does not say it is a gap."""
    said = {point.start: dict(point.extras) for point in series.points}
    usual = points(series, report)
    return tuple(
        model.Series(
            name, tuple(replace(point, value=said[point.start].get(name)) for point in usual)
        )
        for name in names
    )
