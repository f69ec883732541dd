"""What is said about a report, line by line, in plain words that no channel has marked up yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot import words
from bot.chart import Metric
from bot.query import BucketType, Query
from bot.reading import BUCKET_ZONE
from bot.report import Breach, Report
from charts.text import readable

MAX_SHARES: Final = 8
"""As many series as a picture draws; the rest are counted together."""
_MAX_BREACHES: Final = 5

NO_EVENTS: Final = (
    "LaunchDarkly counts the deployment events that your CI sends it. Either nothing was deployed, "
    "or the events do not arrive: https://launchdarkly.com/docs/home/releases/deployments"
)


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
    scope = _scope(report, zone)
    lines = tuple(_empty(report) if report.is_empty else _lines(report))
    heading = report.query.kind.title
    return Description(
        heading=heading,
        scope=scope,
        lines=lines,
        footnote=_footnote(report.query),
        summary=f"{heading}, {scope.replace(' · ', ', ')}: {lines[0].replace(' · ', ', ')}.",
    )


def place(query: Query) -> str:
    """Which project and environment: "mobile / production"."""
    project = query.project or "all projects"
    return f"{project} / {query.environment}" if query.environment else project


def _scope(report: Report, zone: ZoneInfo) -> str:
    query = report.query
    parts = [place(query), ", ".join(query.applications)]
    parts.append(f"by {query.group_by}" if query.group_by else "")
    parts.append(words.window(query, read_at=report.chart.read_at, zone=zone))
    return " · ".join(part for part in parts if part)


def _empty(report: Report) -> Iterable[str]:
    yield f"no {report.query.kind.noun[1]} recorded"
    yield NO_EVENTS


def _lines(report: Report) -> Iterable[str]:
    yield " · ".join(_headline(report))
    if len(report.shares) > 1:
        yield " · ".join(_shares(report))
    yield from (_rating(metric) for metric in report.metrics)
    breached = [breach for breach in report.breaches if breach.below or breach.above]
    yield from (_breach(breach, report) for breach in breached[:_MAX_BREACHES])
    if report.missing:
        one, many = words.bucket(report.query)
        yield f"no number for {report.missing} of {words.count(report.whole, (one, many))}"
    yield from report.chart.notes


def _headline(report: Report) -> Iterable[str]:
    noun = report.query.kind.noun
    if report.total is not None and report.per_day is not None:
        yield words.count(report.total, noun)
        if report.whole * report.query.bucket_length != words.ONE_DAY:
            yield f"{words.number(report.per_day)} a day"
    elif report.highest and report.lowest:
        one, _ = words.bucket(report.query)
        low, high = report.lowest.value, report.highest.value
        yield f"between {words.number(low)} and {words.count(high, noun)} in a {one}"
    if report.running is not None:
        started = report.total is not None or report.highest
        so_far = f"{words.number(report.running)} more" if started else None
        so_far = so_far or words.count(report.running, noun)
        yield f"{so_far} {_running_name(report.query)} so far"
    if report.cut:
        one, _ = words.bucket(report.query)
        yield f"{words.number(report.cut)} in a {one} that is cut off"


def _running_name(query: Query) -> str:
    if query.bucket_ms == query.bucket.unit_ms and query.bucket is not BucketType.ROLLING:
        return "today" if query.bucket is BucketType.DAY else "this hour"
    return f"in this {words.bucket(query)[0]}"


def _shares(report: Report) -> Iterable[str]:
    shown, rest = report.shares[:MAX_SHARES], report.shares[MAX_SHARES:]
    for share in shown:
        yield f"{readable(share.name)} {words.number(share.total)}"
    if rest:
        total = words.number(sum(share.total for share in rest))
        yield f"{words.count(len(rest), ('other', 'others'))} {total}"


def _rating(metric: Metric) -> str:
    described = dict(metric.tiers).get(metric.indicator)
    why = f": {readable(described)}" if described else ""
    return f"LaunchDarkly rates this {readable(metric.indicator)}{why}"


def _breach(breach: Breach, report: Report) -> str:
    of = words.count(report.whole, words.bucket(report.query))
    sides = [
        f"{side} it on {number}"
        for side, number in (("below", breach.below), ("above", breach.above))
        if number
    ]
    whose = f" of {readable(breach.series)}" if len(report.chart.series) > 1 else ""
    bound = f"bound “{readable(breach.bound.name)}”{whose} {words.number(breach.bound.value)}"
    return f"{bound}: {', '.join(sides)} of {of}"


def _footnote(query: Query) -> str:
    one, _ = words.bucket(query)
    overlap = ", which may overlap" if query.bucket is BucketType.ROLLING else ""
    return f"{one} buckets{overlap}, {BUCKET_ZONE}"
