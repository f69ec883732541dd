"""What is said of events over time."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from bot import words
from bot.chart import Number
from bot.query import BucketType, Query, Window
from bot.reading import adds_up
from bot.report import Counts, Report
from charts.text import readable

_WEEK: Final = 7 * words.ONE_DAY
_SELDOM: Final = 0.5
"""A day; what is rarer is told by the week."""
MAX_SHARES: Final = 8
"""As many series as a picture draws; the rest are counted together."""


def headline(query: Query, summary: Counts, window: Window) -> Iterator[str]:
    """What was counted; the number that comes first says of what, the others say "more"."""
    noun = query.kind.noun
    _, many = words.bucket(window)
    if summary.total is not None:
        yield words.count(summary.total, noun) if summary.total else f"no {noun[1]}"
    covered = summary.whole * window.bucket_length
    if summary.per_day and covered != words.ONE_DAY:
        yield _rate(summary.per_day, of_weeks=covered > _WEEK)
    if not adds_up(query):
        yield _extremes(summary, window, noun)
    first = summary.total
    if summary.running is not None:
        yield f"{_more(summary.running, noun, first)} {running_name(window)} so far"
        first = summary.running if first is None else first
    if summary.cut:
        yield f"{_more(summary.cut, noun, first)} in {many} cut off at the edges"


def _rate(per_day: float, *, of_weeks: bool) -> str:
    """4.7 a day; what happens every few days is told by the week, where weeks are covered."""
    if of_weeks and per_day < _SELDOM:
        return f"{words.number(7 * per_day)} a week"
    return f"{words.number(per_day)} a day"


def _extremes(summary: Counts, window: Window, noun: tuple[str, str]) -> str:
    """The range of numbers that cannot be added up."""
    one, _ = words.bucket(window)
    if summary.highest is None or summary.lowest is None:
        return f"no {one} that is over and has all its numbers"
    low, high = summary.lowest.value, summary.highest.value
    if low == high:
        return f"{words.count(high, noun)} in every {one}"
    return f"{words.number(low)} to {words.count(high, noun)} per {one}"


def _more(value: Number, noun: tuple[str, str], first: Number | None) -> str:
    """A number that follows on from a first one, or is the first itself."""
    if first is not None and not value:
        return "none"
    return f"{words.number(value)} more" if first else words.count(value, noun)


def running_name(window: Window) -> str:
    """What the bucket that is still open is called."""
    if words.is_plain(window):
        return "today" if window.bucket is BucketType.DAY else "this hour"
    return f"in the present {words.bucket(window)[0]}"


def shares(report: Report, summary: Counts) -> Iterator[str]:
    """Of the whole buckets; where none is whole yet, of the one that runs."""
    if len(report.shares) < 2 or (summary.total is None and summary.running is None):  # noqa: PLR2004 - one is the whole
        return
    yield " · ".join(
        listed(
            [
                (share.name, share.running if summary.total is None else share.value)
                for share in report.shares
            ]
        )
    )


def listed(amounts: Sequence[tuple[str, Number | None]]) -> Iterator[str]:
    """Names with their numbers; those that a picture draws together are counted together."""
    named, rest = foremost(amounts)
    for name, amount in named:
        shown = "without a number" if amount is None else words.number(amount)
        yield f"{readable(name)} {shown}"
    if rest:
        total = words.number(sum(amount or 0 for _, amount in rest))
        yield f"{others(len(rest))} {total}"


def others(amount: int) -> str:
    """What those that are counted together are called, as in the picture."""
    return words.count(amount, ("other", "others"))


_Item = TypeVar("_Item")


def foremost(listed_: Sequence[_Item]) -> tuple[Sequence[_Item], Sequence[_Item]]:
    """As many as are named, and the others."""
    return listed_[:MAX_SHARES], listed_[MAX_SHARES:]
