"""What is said of the period before: always both numbers, and never more than they bear."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot import words
from bot.change import Change
from bot.chart import Number
from bot.earlier import whole_part
from bot.query import Window
from bot.report import Report
from charts.durations import duration


def line(report: Report, change: Change) -> Iterator[str]:
    """One line: what changed, or why that cannot be said."""
    window = report.query.window
    if window is None:
        return
    when = words.before(change.earlier, window, *_compared(change, window, report.chart.read_at))
    if why := change.problem or change.obstacle:
        yield f"not held against what was {when}: {why}"
    elif report.is_empty:
        yield _alone(report, change, when)
    elif report.query.kind.measure == "duration":
        yield _durations(change, when)
    elif change.is_too_small:
        few = words.number(change.then) if change.then else "none"
        yield f"{few} {when}: too few to say what changed"
    elif change.now is None or change.then is None:
        yield f"not held against what was {when}: {_MISSING}"
    else:
        yield f"{_counts(change.now, change.then, when)}, {_chance(change)}"


def _compared(change: Change, window: Window, read_at: datetime) -> tuple[datetime, timedelta]:
    """Where what was compared, or would have been, begins in the period before; how long it is."""
    shift = change.earlier.shift
    if not change.ghost:
        start, span = whole_part(window, until=read_at)
        return start - shift, span
    first, last = change.ghost[0][0], change.ghost[-1][0]
    return first - shift, last - first + window.bucket_length


_MISSING: Final = "some of the numbers are missing"


def _alone(report: Report, change: Change, when: str) -> str:
    """What there was, where there is nothing now: 49 deployments in the week before."""
    either = "" if report.is_unknown else " either"
    kind = report.query.kind
    if kind.measure == "duration":
        before = _no_lead_time(change, when, either)
        return f"typically {duration(change.then)} {when}" if change.then else before
    if change.then is None:
        return f"not held against what was {when}: {_MISSING}"
    return (
        f"{words.count(change.then, kind.noun)} {when}" if change.then else f"none {when}{either}"
    )


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


def _durations(change: Change, when: str) -> str:
    """Averages of a day say nothing of how single lead times scatter, so chance is left open."""
    if not change.now or not change.then:
        return _no_lead_time(change, when)
    percent = round(100 * (change.now - change.then) / change.then)
    then = duration(change.then)
    if then == duration(change.now):
        return f"as long as {when} ({then})"
    if percent == 0:
        return f"about as long as {when} ({then})"
    how = f"{abs(percent):,} % {'longer' if percent > 0 else 'shorter'} than {when} ({then})"
    return f"{how}; of averages chance is not judged"


def _no_lead_time(change: Change, when: str, either: str = "") -> str:
    if any(value is not None for _, value in change.ghost):
        return f"not held against what was {when}: too few lead times"
    return f"no lead time {when}{either}"
