"""What is said of events over time."""

from collections.abc import Iterator
from typing import Final

from bot import words
from bot.chart import Number
from bot.query import BucketType, Query, Window
from bot.reading import adds_up
from bot.report import Counts, Report
from charts.text import readable

MAX_SHARES: Final = 8
"""As many series as a picture draws; the rest are counted together."""


def headline(query: Query, summary: Counts) -> Iterator[str]:
    """What was counted; the number that comes first says of what, the others say "more"."""
    noun, window = query.kind.noun, query.window
    if window is None:
        return
    _, many = words.bucket(window)
    said = False
    if summary.total is not None:
        yield words.count(summary.total, noun)
        said = True
    if summary.per_day is not None and summary.whole * window.bucket_length != words.ONE_DAY:
        yield f"{words.number(summary.per_day)} a day"
    if not adds_up(query):
        yield _extremes(summary, window, noun)
    if summary.running is not None:
        yield f"{_more(summary.running, noun, said=said)} {running_name(window)} so far"
        said = True
    if summary.cut:
        yield f"{_more(summary.cut, noun, said=said)} in {many} cut off at the edges"


def _extremes(summary: Counts, window: Window, noun: tuple[str, str]) -> str:
    """The range of numbers that cannot be added up."""
    one, _ = words.bucket(window)
    if summary.highest is None or summary.lowest is None:
        return f"no {one} that is over and has all its numbers"
    low, high = summary.lowest.value, summary.highest.value
    if low == high:
        return f"{words.count(high, noun)} in every {one}"
    return f"{words.number(low)} to {words.count(high, noun)} per {one}"


def _more(value: Number, noun: tuple[str, str], *, said: bool) -> str:
    """A number that follows on from another, or stands for itself."""
    if not said:
        return words.count(value, noun)
    return f"{words.number(value)} more" if value else "none"


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
                (share.name, share.running if summary.total is None else share.value or 0)
                for share in report.shares
            ]
        )
    )


def listed(amounts: list[tuple[str, Number]]) -> Iterator[str]:
    """Names with their numbers; those that a picture draws together are counted together."""
    for name, amount in amounts[:MAX_SHARES]:
        yield f"{readable(name)} {words.number(amount)}"
    if rest := amounts[MAX_SHARES:]:
        total = words.number(sum(amount for _, amount in rest))
        yield f"{words.count(len(rest), ('other', 'others'))} {total}"
