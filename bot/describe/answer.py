"""The words of an answer: what is shown, of where and when, and the numbers, the first first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot import words
from bot.catalog import Parameter
from bot.describe import bounds, changes, counts, durations, ratings, standing
from bot.query import BucketType, Query
from bot.reading import BUCKET_ZONE
from bot.report import Counts, Durations, Report, Standing


@dataclass(frozen=True, slots=True)
class Description:
    """The words of an answer.

    Attributes:
        heading: What is shown: "Deployments".
        scope: Where, how grouped and when: "mobile / production · last 30 days".
        lines: The numbers, the most important first.
        footnote: How it was counted: "day buckets, UTC".
        summary: All of it in one sentence, for notifications and screen readers.
    """

    heading: str
    scope: str
    lines: tuple[str, ...]
    footnote: str
    summary: str


def describe(report: Report, *, zone: ZoneInfo) -> Description:
    """Put a report into words.

    Args:
        report: What there is to say.
        zone: The zone of the person who asked.
    """
    kind = report.query.kind
    lines = tuple(_empty(report) if report.is_empty else _lines(report))
    return described(kind.title, scope(report, zone), lines, footnote(report.query))


def described(heading: str, where: str, lines: tuple[str, ...], fine_print: str) -> Description:
    """A description whose summary is made of its first line."""
    return Description(heading, where, lines, fine_print, spoken(heading, where, lines[:1]))


def spoken(heading: str, where: str, lines: Sequence[str]) -> str:
    """One sentence, for those who hear it and for notifications."""
    told = "; ".join(lines).replace(" · ", ", ")
    return f"{heading}, {where.replace(' · ', ', ')}: {told}."


def place(query: Query) -> str:
    """Which project and environment: "mobile / production"."""
    project = query.project or "all projects"
    return f"{project} / {query.environment}" if query.environment else project


def scope(report: Report, zone: ZoneInfo) -> str:
    """Where, which applications, how grouped, and when."""
    query = report.query
    return _joined(
        place(query), ", ".join(query.applications), *conditions(query), when(report, zone)
    )


def conditions(query: Query) -> Iterator[str]:
    """How a chart is grouped and what of it is left out."""
    if query.group_by:
        yield f"by {query.group_by}"
    for parameter, value in query.filters:
        yield _CONDITIONS.get((parameter, value)) or _LISTED[parameter].format(
            value.replace(",", ", ")
        )


_CONDITIONS: dict[tuple[Parameter, str], str] = {
    ("hasExperiments", "true"): "with an experiment",
    ("hasExperiments", "false"): "without an experiment",
    ("global", "include"): "global changes included",
    ("global", "exclude"): "without global changes",
}
_LISTED: dict[Parameter, str] = {
    "maintainerId": "maintained by {}",
    "maintainerTeamKey": "of team {}",
}


def when(report: Report, zone: ZoneInfo) -> str:
    """Which time a report is about."""
    window = report.query.window
    if window is None:
        return "now"
    return words.covered(window, read_at=report.chart.read_at, zone=zone)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _empty(report: Report) -> Iterator[str]:
    kind = report.query.kind
    if report.is_unknown and kind.measure == "count":
        yield f"LaunchDarkly gave no number of {kind.noun[1]}"
    else:
        yield f"no {kind.noun[1]}" + (" recorded" if kind.has_time else "")
        yield kind.nothing
    if report.change:
        yield from changes.line(report, report.change)
    yield from ratings.lines(report)
    yield from doubts(report)


def _lines(report: Report) -> Iterator[str]:
    yield headline(report)
    if report.change:
        yield from changes.line(report, report.change)
    summary = report.summary
    if isinstance(summary, Counts) and summary.total == 0 and not summary.running:
        yield report.query.kind.nothing
    yield from shares(report)
    yield from ratings.lines(report)
    yield from bounds.lines(report)
    yield from doubts(report)


def headline(report: Report) -> str:
    """The numbers over all series."""
    summary, window = report.summary, report.query.window
    if isinstance(summary, Counts) and window:
        return _joined(*counts.headline(report.query, summary, window))
    if isinstance(summary, Durations) and window:
        return _joined(*durations.headline(report, summary, window))
    return standing.headline(report)


def shares(report: Report) -> Iterator[str]:
    """Lines that tell series apart."""
    summary = report.summary
    if isinstance(summary, Counts):
        yield from counts.shares(report, summary)
    elif isinstance(summary, Durations):
        yield from durations.shares(report)
    else:
        yield from standing.shares(report, summary)


def doubts(report: Report) -> Iterable[str]:
    """What is not known, or not as LaunchDarkly documents it."""
    summary, window = report.summary, report.query.window
    if isinstance(summary, Counts) and summary.missing and window:
        of = words.count(summary.whole, words.bucket(window))
        yield f"a number is missing for {words.number(summary.missing)} of {of}"
    if isinstance(summary, Standing) and summary.missing and report.shares:
        yield f"a number is missing for {summary.missing} of {len(report.shares)}"
    yield from report.chart.notes


def footnote(query: Query) -> str:
    """How it was counted."""
    window = query.window
    if window is None:
        return "counted as it was read"
    one, many = words.bucket(window)
    counted = f"{one} buckets" if words.is_plain(window) else many
    overlap = " that may overlap" if window.bucket is BucketType.ROLLING else ""
    measured = " · first commit to deployed" if query.kind.measure == "duration" else ""
    return f"{counted}{overlap}, {BUCKET_ZONE}{measured}"
