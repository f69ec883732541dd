"""What moved: which charts of a digest say something new, the most remarkable first."""

from typing import Final

from bot.answer import Answer
from bot.report import Report

_BY_VERDICT: Final = {"unlikely to be chance": 3, "might be chance": 2}
_NOTICEABLE: Final = 1 / 3
"""A lead time that changed by less is not remarked on: of averages chance is not judged."""


def rank(answer: Answer) -> int:
    """How remarkable an answer is: 3 and 2 by the odds of chance, 1 by size alone, 0 not at all."""
    return max(map(_rank, answer.reports), default=0)


def _rank(report: Report) -> int:
    change = report.change
    if change is None or not change.now or not change.then:
        return 0
    if report.query.kind.measure == "duration":
        return int(abs(change.now - change.then) / change.then >= _NOTICEABLE)
    return _BY_VERDICT.get(change.verdict or "", 0)
