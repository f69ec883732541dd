"""What is said of how things stand now."""

from collections.abc import Iterator

from bot import words
from bot.chart import Number
from bot.describe.counts import foremost, listed
from bot.report import Report, Standing


def headline(report: Report) -> str:
    """How many there are."""
    total = report.summary.total if isinstance(report.summary, Standing) else 0
    return words.count(total or 0, report.query.kind.noun)


def shares(report: Report, summary: Standing) -> Iterator[str]:
    """How many of each; of a few kinds also which part of all."""
    amounts = [(share.name, share.value) for share in report.shares]
    if len(amounts) < 2 or not summary.total:  # noqa: PLR2004 - one is the whole
        return
    if report.query.group_by or summary.missing:
        yield " · ".join(listed(amounts))
    else:
        yield " · ".join(_with_parts(amounts, summary.total))


def _with_parts(amounts: list[tuple[str, Number | None]], total: Number) -> Iterator[str]:
    """Each with which part of all it is, those that are counted together too."""
    named, rest = foremost(amounts)
    values = [value or 0 for _, value in named]
    if rest:
        values.append(sum(value or 0 for _, value in rest))
    for told, value in zip(listed(amounts), values, strict=True):
        yield f"{told} ({100 * value / total:.0f} %)"
