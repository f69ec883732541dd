"""What is said of how things stand now."""

from collections.abc import Iterator

from bot import words
from bot.describe.counts import listed
from bot.report import Report, Standing


def headline(report: Report, summary: Standing) -> str:
    """How many there are."""
    return words.count(summary.total or 0, report.query.kind.noun)


def shares(report: Report, summary: Standing) -> Iterator[str]:
    """How many of each; of a few kinds also which part of all."""
    amounts = [(share.name, share.value) for share in report.shares if share.value is not None]
    if len(amounts) < 2 or not summary.total:  # noqa: PLR2004 - one is the whole
        return
    if report.query.group_by:
        yield " · ".join(listed(amounts))
        return
    parts = [f"{100 * value / summary.total:.0f} %" for _, value in amounts]
    told = listed(amounts)
    yield " · ".join(
        f"{one} ({part})" for one, part in zip(told, [*parts, ""], strict=False)
    ).replace(" ()", "")
