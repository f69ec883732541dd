"""What a picture of several reports shows: one scale, on each other or beside each other."""

from collections.abc import Sequence
from dataclasses import replace

from bot.describe.answer import Description
from bot.describe.compared import name_of
from bot.drawing.percentiles import compared_percentiles, has_percentiles
from bot.drawing.single import drawing, drawn, open_label, retitled
from bot.report import Report
from bot.request import Dimension
from charts import model


def several(
    reports: Sequence[Report], dimension: Dimension, told: Description
) -> model.Drawing | model.Sheet:
    """Say what is drawn of reports that differ in one thing.

    Reports of one series each are lines on each other; all else is a panel for each.
    """
    names = [name_of(report, dimension) for report in reports]
    if any(has_percentiles(report) for report in reports):
        return compared_percentiles(reports, names, told)
    usual = [drawing(report, told) for report in reports]
    if all(_is_one_line(report) for report in reports):
        lines = tuple(
            model.Series(name, one.series[0].points if one.series else ())
            for name, one in zip(names, usual, strict=True)
        )
        bounds = tuple(dict.fromkeys(bound for one in usual for bound in one.bounds))
        return replace(
            usual[0],
            form="lines",
            series=lines,
            bounds=bounds,
            open_label=open_label(*reports),
            ghost=None,
        )
    form: model.Form = usual[0].form
    if any(one.form == "lines" for one in usual):
        form = "lines"
    panels = tuple(
        replace(retitled(one, name), form=form) for name, one in zip(names, usual, strict=True)
    )
    return model.Sheet(told.heading, told.scope, panels, told.footnote)


def _is_one_line(report: Report) -> bool:
    return report.query.window is not None and not report.query.group_by and len(drawn(report)) <= 1
