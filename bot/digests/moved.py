"""What moved: which charts of a digest say something new, the most remarkable first."""

from typing import Final

from bot.answer import Answer
from bot.change import LEAST_EVENTS
from bot.report import Report

_BY_VERDICT: Final = {"unlikely to be chance": 3, "might be chance": 2}
_NOTICEABLE: Final = 1 / 3
"""A lead time that changed by less is not remarked on: of averages chance is not judged."""


def rank(answer: Answer) -> int:
    """How remarkable an answer is: 3 and 2 by the odds of chance, 1 by size alone, 0 not at all."""
    return max(map(_rank, answer.reports), default=0)


def is_calm(answer: Answer) -> bool:
    """Whether nothing of an answer moved; of a past that could not be read nobody knows."""
    changes = [report.change for report in answer.reports]
    return not rank(answer) and not any(change.problem for change in changes if change)


def _rank(report: Report) -> int:
    change = report.change
    if change is None or not change.then:
        return 0
    is_count = report.query.kind.measure == "count"
    if change.now is None:
        # Nothing at all any more, not even a zero: it stopped, or is no longer recorded.
        return 3 if report.is_empty and is_count and change.then >= LEAST_EVENTS else 0
    if is_count:
        return _BY_VERDICT.get(change.verdict or "", 0)
    return int(abs(change.now - change.then) / change.then >= _NOTICEABLE)
