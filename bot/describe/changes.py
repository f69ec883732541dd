"""What is said of the period before: always both numbers, and never more than they bear."""

from collections.abc import Iterator

from bot import words
from bot.change import Change
from bot.chart import Number
from bot.report import Report
from charts.durations import duration


def line(report: Report, change: Change) -> Iterator[str]:
    """One line, or none where nothing was there to be held against anything."""
    window = report.query.window
    if window is None:
        return
    when = words.before(change.earlier, window)
    if change.problem:
        yield f"not held against what was {when}: {change.problem}"
    elif report.query.kind.measure == "duration":
        yield from _durations(change, when)
    elif change.now is None or change.then is None:
        yield f"not held against what was {when}: some of the numbers are missing"
    elif change.is_too_small:
        few = words.number(change.then) if change.then else "none"
        yield f"{few} {when}: too few to say what changed"
    else:
        yield f"{_counts(change.now, change.then, when)}, {_chance(change)}"


def _counts(now: Number, then: Number, when: str) -> str:
    """23 % fewer than in the week before (209 against 271); as many as before need no percent."""
    percent = round(100 * (now - then) / then)
    both = f"({words.number(now)} against {words.number(then)})"
    if percent == 0:
        return f"{'' if now == then else 'about '}as many as {when} {both}"
    return f"{abs(percent):,} % {'more' if percent > 0 else 'fewer'} than {when} {both}"


def _chance(change: Change) -> str:
    if change.verdict:
        return change.verdict
    if change.silence:
        return f"none at all on the first {change.silence} of those days, so chance is not judged"
    if not change.earlier.same_weekdays:
        return "other weekdays, so chance is not judged"
    return "too little history to judge chance"


def _durations(change: Change, when: str) -> Iterator[str]:
    """Averages of a day say nothing of how single lead times scatter, so chance is left open."""
    if not change.now or not change.then:
        none = all(value is None for _, value in change.ghost)
        few = f"not held against what was {when}: too few lead times"
        yield f"no lead time {when}" if none else few
        return
    percent = round(100 * (change.now - change.then) / change.then)
    then = duration(change.then)
    if then == duration(change.now):
        yield f"as long as {when} ({then})"
    else:
        how = f"{abs(percent):,} % {'longer' if percent > 0 else 'shorter'} than {when} ({then})"
        yield f"{how}; of averages chance is not judged"
