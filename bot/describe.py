"""What is said about a report, line by line, in plain words that no channel has marked up yet."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot import words
from bot.chart import Bound, Metric, Number
from bot.query import BucketType, Query
from bot.reading import BUCKET_ZONE, adds_up
from bot.report import Report
from charts.text import readable

MAX_SHARES: Final = 8
"""As many series as a picture draws; the rest are counted together."""
_MAX_BREACHES: Final = 5
_MAX_RATINGS: Final = 5
_MAX_TIER: Final = 120
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])", re.ASCII)
_UNRATED: Final = frozenset({"notCalculated", "unknown"})
"""Indicators with which LaunchDarkly says that it has none."""

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
    yield from _doubts(report)


def _lines(report: Report) -> Iterable[str]:
    yield " · ".join(_headline(report))
    if len(report.shares) > 1 and (report.total is not None or report.running is not None):
        yield " · ".join(_shares(report))
    yield from _ratings(report.metrics)
    yield from itertools.islice(_breaches(report), _MAX_BREACHES)
    yield from _doubts(report)


def _doubts(report: Report) -> Iterable[str]:
    """What is not known, or not as LaunchDarkly documents it."""
    if report.missing:
        of = words.count(report.whole, words.bucket(report.query))
        yield f"a number is missing for {words.number(report.missing)} of {of}"
    yield from report.chart.notes


def _headline(report: Report) -> Iterable[str]:
    """What was counted; the number that comes first says of what, the others say "more"."""
    noun = report.query.kind.noun
    _, many = words.bucket(report.query)
    said = False
    if report.total is not None:
        yield words.count(report.total, noun)
        said = True
    if report.per_day is not None and report.whole * report.query.bucket_length != words.ONE_DAY:
        yield f"{words.number(report.per_day)} a day"
    if not adds_up(report.query):
        yield _extremes(report)
    if report.running is not None:
        yield f"{_more(report.running, noun, said=said)} {_running_name(report.query)} so far"
        said = True
    if report.cut:
        yield f"{_more(report.cut, noun, said=said)} in {many} cut off at the edges"


def _extremes(report: Report) -> str:
    """The range of numbers that cannot be added up."""
    one, _ = words.bucket(report.query)
    if report.highest is None or report.lowest is None:
        return f"no {one} that is over and has all its numbers"
    low, high = report.lowest.value, report.highest.value
    if low == high:
        return f"{words.count(high, report.query.kind.noun)} in every {one}"
    return f"{words.number(low)} to {words.count(high, report.query.kind.noun)} per {one}"


def _more(value: Number, noun: tuple[str, str], *, said: bool) -> str:
    """A number that follows on from another, or stands for itself."""
    if not said:
        return words.count(value, noun)
    return f"{words.number(value)} more" if value else "none"


def _running_name(query: Query) -> str:
    if words.is_plain(query):
        return "today" if query.bucket is BucketType.DAY else "this hour"
    return f"in the present {words.bucket(query)[0]}"


def _shares(report: Report) -> Iterable[str]:
    """Of the whole buckets; where none is whole yet, of the one that runs."""
    amounts = [
        (readable(share.name), share.running if report.total is None else share.total)
        for share in report.shares
    ]
    for name, amount in amounts[:MAX_SHARES]:
        yield f"{name} {words.number(amount)}"
    if rest := amounts[MAX_SHARES:]:
        total = words.number(sum(amount for _, amount in rest))
        yield f"{words.count(len(rest), ('other', 'others'))} {total}"


def _ratings(metrics: tuple[Metric, ...]) -> Iterable[str]:
    """LaunchDarkly's ratings in its own words; a name is needed only where there are several."""
    rated = [metric for metric in metrics if metric.indicator][:_MAX_RATINGS]
    for metric in rated:
        whose = f"the {_spaced(metric.key)}" if len(rated) > 1 else "this"
        if metric.indicator in _UNRATED:
            yield f"LaunchDarkly does not rate {whose}"
            continue
        described = dict(metric.tiers).get(metric.indicator)
        why = f": {readable(described, _MAX_TIER)}" if described else ""
        rated_as = _spaced(metric.indicator)
        rated_as = f"“{rated_as}”" if " " in rated_as else rated_as
        yield f"LaunchDarkly rates {whose} {rated_as}{why}"


def _figure(metric: Metric) -> str:
    """The number that LaunchDarkly rates; it need not be ours, which leaves today out."""
    if metric.value is None:
        return ""
    return f" (it counts {words.number(metric.value)} {readable(metric.modifier)})"


def _spaced(word: str) -> str:
    """The words in "needsAttention"."""
    return _HUMP.sub(" ", readable(word)).casefold()


def _breaches(report: Report) -> Iterable[str]:
    """A line for each bound: on how many buckets, or of how many series, it was crossed."""
    crossed = [breach for breach in report.breaches if breach.below or breach.above]
    one, many = words.bucket(report.query)
    if len(report.chart.series) == 1:
        for breach in crossed:
            sides = _sides(
                breach.below, breach.above, f"on {{}} of {words.count(breach.of, (one, many))}"
            )
            yield f"{_bound(breach.bound)}: {sides}"
        return
    for bound in dict.fromkeys(breach.bound for breach in crossed):
        having = [breach for breach in report.breaches if breach.bound == bound]
        below = sum(breach.below > 0 for breach in having)
        above = sum(breach.above > 0 for breach in having)
        sides = _sides(below, above, f"on some {one} for {{}} of {len(having)} series")
        yield f"{_bound(bound)}: {sides}"


def _bound(bound: Bound) -> str:
    return f"bound “{readable(bound.name)}” ({words.number(bound.value)})"


def _sides(below: int, above: int, pattern: str) -> str:
    """Below it on 8 of 30 days, above it on 21: what both sides share is said once."""
    first = pattern.format
    short = pattern.partition(" of ")[0].format
    said = [f"below it {first(words.number(below))}"] if below else []
    if above:
        said.append(f"above it {(short if said else first)(words.number(above))}")
    return ", ".join(said)


def _footnote(query: Query) -> str:
    one, many = words.bucket(query)
    counted = f"{one} buckets" if words.is_plain(query) else many
    overlap = " that may overlap" if query.bucket is BucketType.ROLLING else ""
    return f"{counted}{overlap}, {BUCKET_ZONE}"
