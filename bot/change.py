"""What became of a number since an earlier period, and whether chance alone would do that.

Both periods have the same number of whole buckets, and a bucket is held against one of the same
weekday and hour. Chance is judged by two tests, of which the more cautious counts: one that is
exact for counts that come one by one, and one that knows how much days scatter by themselves, which
the weeks before tell. Of few events nothing is said, and of lead times no chance: only averages
arrive.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from statistics import median
from typing import Final, Literal

from bot.buckets import Buckets, buckets
from bot.chart import Chart, Number
from bot.earlier import BASELINE, WEEK, Earlier
from bot.query import DAY_MS, Query
from bot.reading import is_whole, stands_together
from bot.statistics.rates import MOST_EXACT, equal_rates, quasi_poisson
from bot.statistics.scatter import weekday_phi

Verdict = Literal["within normal variation", "might be chance", "unlikely to be chance"]
LEAST_EVENTS: Final = 10
"""In the earlier period; of fewer, half are gone by chance every twelfth time."""
LEAST_MEASURED: Final = 5
"""Buckets with a lead time in either period: those of a week's working days."""
_UNLIKELY: Final = 0.01
_PERHAPS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Before:
    """The period before, as far as it could be read.

    Attributes:
        earlier: Which period.
        chart: LaunchDarkly's answer; None where it gave none.
        problem: Why it gave none, a sentence.
        is_named: Whether somebody asked for that period; of the usual one less has to be said.
    """

    earlier: Earlier
    chart: Chart | None
    problem: str = ""
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A number and what it was before.

    Attributes:
        earlier: Which period was before.
        now: The count or the median of whole buckets; None where a count of them lacks a number,
            or where there are too few lead times to speak of.
        then: The same for the buckets before; 0 also where nothing at all was recorded.
        verdict: Whether chance alone would do that; None where that cannot be told.
        ghost: For each whole bucket what was counted or measured in the one before, None where
            that is missing.
        problem: Why the period before is not known, a sentence, or "".
        obstacle: Why it is known and cannot be held against anything, a sentence, or "".
    """

    earlier: Earlier
    now: Number | None = None
    then: Number | None = None
    verdict: Verdict | None = None
    ghost: tuple[tuple[datetime, Number | None], ...] = ()
    problem: str = ""
    obstacle: str = ""

    @property
    def silence(self) -> int:
        """How many days the earlier period began with nothing at all; 0 for less than a week.

        What began in its midst had not the same time to count, so chance says nothing.
        """
        begun = next((start for start, value in self.ghost if value != 0), None)
        if begun is None:
            return 0
        days = (begun - self.ghost[0][0]).days
        return days if days >= WEEK.days else 0

    @property
    def is_too_small(self) -> bool:
        """Whether the earlier count is too small for a change in percent to mean anything."""
        return self.then is not None and self.then < LEAST_EVENTS


def change(query: Query, chart: Chart, now: Buckets, before: Before) -> Change | None:
    """Hold an answer against the one before.

    Args:
        query: The question.
        chart: Its answer.
        now: The answer's buckets.
        before: The period before.

    Returns:
        None where nothing can be held against anything and nobody asked for it.
    """
    earlier, window = before.earlier, query.window
    if window is None:
        return None
    if before.chart is None:
        return Change(earlier, problem=before.problem)
    past = _of_the_same(query, chart, before.chart)
    if past is None:
        return Change(earlier, obstacle=_APART) if before.is_named else None
    if not any(series.points for series in past.series):
        return Change(earlier, then=0 if query.kind.measure == "count" else None)
    history = buckets(query, earlier.window, past)
    starts = now.whole or tuple(
        start + earlier.shift
        for start in history.whole
        if is_whole(start + earlier.shift, window, read_at=chart.read_at)
    )
    if not starts:
        none = f"no whole {window.bucket.value} lies in the time of the chart"
        return Change(earlier, obstacle=none) if before.is_named else None
    ghost = tuple((start, _at(history, start - earlier.shift)) for start in starts)
    return _held(query, earlier, now, history, ghost)


_APART: Final = "the lead times of several applications have no common middle"


def _of_the_same(query: Query, now: Chart, then: Chart) -> Chart | None:
    """What of the earlier answer is of the same as this one; None where either is of several.

    A lead time of one application says nothing of another's.
    """
    if stands_together(query):
        return then
    names = {series.name for series in now.series}
    same = tuple(series for series in then.series if series.name in names or not names)
    return None if max(len(names), len(same)) > 1 else replace(then, series=same)


def _at(history: Buckets, start: datetime) -> Number | None:
    return history.sums[start] if start in history.complete else None


Ghost = tuple[tuple[datetime, Number | None], ...]


def _held(query: Query, earlier: Earlier, now: Buckets, history: Buckets, ghost: Ghost) -> Change:
    is_count = query.kind.measure == "count"
    if not now.whole:
        return _alone(earlier, ghost, is_count=is_count)
    return _totals(earlier, now, history, ghost) if is_count else _medians(earlier, now, ghost)


def _medians(earlier: Earlier, now: Buckets, ghost: Ghost) -> Change:
    """Medians of the buckets that have a lead time; a day without a deployment has none."""
    values = [bucket.value for bucket in now.compared]
    before = [value for _, value in ghost if value is not None]
    if min(len(values), len(before)) < LEAST_MEASURED:
        return Change(earlier, ghost=ghost)
    return Change(earlier, median(values), median(before), ghost=ghost)


def _alone(earlier: Earlier, ghost: Ghost, *, is_count: bool) -> Change:
    """What there was, where there is nothing now: neither a zero nor a number."""
    known = [value for _, value in ghost if value is not None]
    if is_count:
        return Change(earlier, then=sum(known) if len(known) == len(ghost) else None, ghost=ghost)
    enough = len(known) >= LEAST_MEASURED
    return Change(earlier, then=median(known) if enough else None, ghost=ghost)


def _totals(earlier: Earlier, now: Buckets, history: Buckets, ghost: Ghost) -> Change:
    if len(now.compared) < len(now.whole) or any(value is None for _, value in ghost):
        return Change(earlier, ghost=ghost)
    total = sum(bucket.value for bucket in now.compared)
    then = sum(value for _, value in ghost if value is not None)
    found = Change(earlier, total, then, ghost=ghost)
    if then >= LEAST_EVENTS and earlier.same_weekdays and not found.silence:
        return replace(found, verdict=_verdict(total, then, _phi(history, earlier)))
    return found


def _phi(history: Buckets, earlier: Earlier) -> float | None:
    """How much days scatter by themselves; hours are added up to whole days.

    None where fewer than four weeks of days have all their numbers.
    """
    of_day: dict[date, list[Number]] = {}
    for bucket in history.compared:
        of_day.setdefault(bucket.start.astimezone(UTC).date(), []).append(bucket.value)
    a_day = DAY_MS // earlier.window.bucket_ms
    days = [(day, sum(values)) for day, values in of_day.items() if len(values) == a_day]
    return weekday_phi(days) if len(days) >= BASELINE.days else None


def _verdict(now: Number, then: Number, phi: float | None) -> Verdict | None:
    """What the more cautious of the two tests says; nothing without a measure of scatter."""
    if phi is None:
        return None
    k1, k2 = round(now), round(then)
    _, chance = quasi_poisson(k1, 1, k2, 1, phi)
    if k1 + k2 <= MOST_EXACT:
        chance = max(chance, equal_rates(k1, 1, k2, 1).two_sided)
    if chance < _UNLIKELY:
        return "unlikely to be chance"
    return "might be chance" if chance < _PERHAPS else "within normal variation"
