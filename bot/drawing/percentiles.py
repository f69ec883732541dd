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
    series = _known(report)
    if len(series) == 1:
        lines = (_average(series[0], report), *_lines(series[0], report, _names(series[0])))
        return _as_lines(_usual(report, told), lines)
    shown = series[:_MOST_PANELS]
    panels = tuple(_panel(one, report, told, one.name) for one in shown)
    scope = _scope(told.scope, len(shown), len(series))
    return model.Sheet(told.heading, scope, panels, told.footnote)


def compared_percentiles(
    reports: Sequence[Report], names: Sequence[str], told: Description
) -> model.Sheet:
    """Say what is drawn of reports beside each other of which some have percentiles.

    A panel for each series of each, named after what is compared; each has room for as many.
    """
    most = model.MAX_PANELS // len(reports)
    panels: list[model.Drawing] = []
    for name, report in zip(names, reports, strict=True):
        series = _known(report)
        if not series:
            panels.append(retitled(_as_lines(_usual(report, told), ()), name))
        for one in series[:most]:
            title = name if len(series) == 1 else f"{name}: {one.name}"
            panels.append(_panel(one, report, told, title))
    known = sum(max(1, len(_known(report))) for report in reports)
    scope = _scope(told.scope, len(panels), known)
    return model.Sheet(told.heading, scope, tuple(panels), told.footnote)


def _known(report: Report) -> list[Series]:
    """The series that have a point."""
    return [one for one in drawn(report) if one.points]


def _usual(report: Report, told: Description) -> model.Drawing:
    """The drawing without percentiles; what these are is no average."""
    usual = drawing(report, told)
    return replace(usual, unit=usual.unit.removeprefix(f"{_AVERAGE} "))


def _panel(one: Series, report: Report, told: Description, title: str) -> model.Drawing:
    return retitled(_as_lines(_usual(report, told), _few_lines(one, report)), title)


def _scope(told: str, shown: int, known: int) -> str:
    """Where, how many of how many if not all of them are shown, and when."""
    if shown == known:
        return told
    where, _, when = told.rpartition(" · ")
    return f"{where} · {shown} of {known} shown · {when}"


def _names(series: Series) -> list[str]:
    """The percentiles of a series, lowest first."""
    found = {
        name for point in series.points for name, _ in point.extras if percentile(name) is not None
    }
    return sorted(found, key=lambda name: percentile(name) or 0.0)


def _few_lines(series: Series, report: Report) -> tuple[model.Series, ...]:
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
