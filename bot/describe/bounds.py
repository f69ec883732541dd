"""What is said of bounds: how often they were crossed, without a verdict."""

import itertools
from collections.abc import Iterator
from typing import Final

from bot import words
from bot.catalog import Kind
from bot.chart import Bound
from bot.report import Report
from charts.text import NO_NAME, readable

_MOST: Final = 5
_UNNAMED: Final = "unnamed bound"


def lines(report: Report) -> Iterator[str]:
    """A line for each bound that was crossed, a handful of them."""
    yield from itertools.islice(_lines(report), _MOST)


def _lines(report: Report) -> Iterator[str]:
    """On how many buckets, or by how many series."""
    kind, window = report.query.kind, report.query.window
    crossed = [breach for breach in report.breaches if breach.below or breach.above]
    if window is not None and len(report.chart.series) == 1:
        for breach in crossed:
            of = f"on {{}} of {words.count(breach.of, words.bucket(window))}"
            yield f"{_named(breach.bound, kind)}: {_sides(breach.below, breach.above, of)}"
        return
    some = f"on some {words.bucket(window)[0]} for {{}} of {{of}} series" if window else ""
    for bound in dict.fromkeys(breach.bound for breach in crossed):
        having = [breach for breach in report.breaches if breach.bound == bound]
        below = _told(sum(breach.below > 0 for breach in having), len(having))
        above = _told(sum(breach.above > 0 for breach in having), len(having))
        pattern = (some or "for {} of {of}").replace("{of}", str(len(having)))
        if below or above:
            yield f"{_named(bound, kind)}: {_sides(below, above, pattern)}"


def _told(amount: int, of: int) -> int:
    """How many of several series are on a side; that all of them are tells none from another."""
    return amount if amount < of or of == 1 else 0


def _named(bound: Bound, kind: Kind) -> str:
    name = f"bound “{readable(bound.name)}”" if label(bound) != _UNNAMED else _UNNAMED
    return f"{name} ({words.value(bound.value, kind)})"


def label(bound: Bound) -> str:
    """What a bound is called beside its line: as LaunchDarkly calls it, if it does."""
    return _UNNAMED if readable(bound.name) == NO_NAME else bound.name


def _sides(below: int, above: int, pattern: str) -> str:
    """Below it on 8 of 30 days, above it on 21: what both sides share is said once."""
    first = pattern.format
    short = pattern.partition(" of ")[0].format
    said = [f"below it {first(words.number(below))}"] if below else []
    if above:
        said.append(f"above it {(short if said else first)(words.number(above))}")
    return ", ".join(said)
