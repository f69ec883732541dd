"""The words of several answers beside each other: the numbers of each, and no winner."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.describe.answer import (
    Description,
    conditions,
    doubts,
    footnote,
    headline,
    place,
    spoken,
    when,
)
from bot.describe.durations import percentiles
from bot.describe.ratings import launchdarkly
from bot.report import Report
from bot.request import Dimension
from charts.text import readable


def describe_compared(
    reports: Sequence[Report], dimension: Dimension, *, zone: ZoneInfo
) -> Description:
    """Put reports that differ in one thing into words.

    Args:
        reports: At least two, of one chart and window.
        dimension: What they differ in.
        zone: The zone of the person who asked.
    """
    first = reports[0]
    names = [name_of(report, dimension) for report in reports]
    lines = [f"{name}: {_line(report)}" for name, report in zip(names, reports, strict=True)]
    notes = [
        f"{name}: {note}"
        for name, report in zip(names, reports, strict=True)
        for note in (*percentiles(report), *launchdarkly(report.metrics), *doubts(report))
    ]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    parts = [listed, *_shared(first, dimension), *conditions(first.query), when(first, zone)]
    where = " · ".join(part for part in parts if part)
    heading, fine_print = first.query.kind.title, footnote(first.query)
    summary = spoken(heading, where, lines)
    return Description(heading, where, (*lines, *notes), fine_print, summary)


def name_of(report: Report, dimension: Dimension) -> str:
    """What tells a report from those beside it."""
    query = report.query
    names = {
        "project": query.project,
        "environment": query.environment,
        "application": ", ".join(query.applications),
    }
    return readable(names[dimension] or "")


def _shared(report: Report, dimension: Dimension) -> list[str]:
    """What all of them have in common."""
    query = report.query
    if dimension == "project":
        return [query.environment or "", ", ".join(query.applications)]
    if dimension == "environment":
        return [query.project or "all projects", ", ".join(query.applications)]
    return [place(query)]


def _line(report: Report) -> str:
    if report.is_empty:
        number_of = "number of " if report.is_unknown and report.query.window else ""
        return f"no {number_of}{report.query.kind.noun[1]}"
    return headline(report)
