"""What is said of ratings: LaunchDarkly's in its own words, and which answer DORA's survey has.

Never a grade of our own, never one number for several applications: DORA asks about one application
and warns of comparing teams (https://dora.dev/guides/dora-metrics-four-keys/).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from bot import bands, words
from bot.buckets import buckets, numbers
from bot.change import LEAST_MEASURED
from bot.chart import Metric, Number, Series
from bot.query import DAY_MS, BucketType, Window
from bot.reading import is_whole
from bot.report import Report
from charts.text import readable

_MOST: Final = 5
_MAX_TIER: Final = 120
_DAY: Final = timedelta(days=1)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])", re.ASCII)
_UNRATED: Final = frozenset({"notCalculated", "unknown"})
"""Indicators with which LaunchDarkly says that it has none."""
_MOST_BANDS: Final = 3


def lines(report: Report) -> Iterator[str]:
    """LaunchDarkly's ratings, then the survey's answers, where ratings were asked for."""
    yield from launchdarkly(report.metrics)
    if "metrics" in report.query.expand:
        yield from _survey(report)


def launchdarkly(metrics: tuple[Metric, ...]) -> Iterator[str]:
    """In its own words; a name is needed only where there are several."""
    rated = [metric for metric in metrics if metric.indicator][:_MOST]
    for metric in rated:
        whose = f"the {_spaced(metric.key)}" if len(rated) > 1 else "this"
        if metric.indicator in _UNRATED:
            yield f"LaunchDarkly does not rate {whose}"
            continue
        described = dict(metric.tiers).get(metric.indicator)
        why = f": {readable(described, _MAX_TIER)}" if described else ""
        rated_as = _spaced(metric.indicator)
        rated_as = f"“{rated_as}”" if " " in rated_as else rated_as
        yield f"LaunchDarkly rates {whose} {rated_as}{why}"


def _spaced(word: str) -> str:
    """The words in "needsAttention"."""
    return _HUMP.sub(" ", readable(word)).casefold()


# -- DORA's survey ----------------------------------------------------------------------------


def _survey(report: Report) -> Iterator[str]:
    """The answer for each application; the survey asks of nothing larger."""
    reading = _READINGS.get(report.query.chart)
    answers = list(_answers(report))
    if reading is None or not answers:
        return
    if not any(answer.words for _, answer in answers):
        told = f"not enough data: {max((one for _, one in answers), key=_known).lacking}"
    else:
        named = (f"{readable(name)} {answer}" for name, answer in answers[:_MOST_BANDS])
        more = len(answers) - _MOST_BANDS
        told = ", ".join(named) + (f" and {more} more" if more > 0 else "") + f"; {reading}"
    yield f"DORA survey band ({bands.SURVEY_YEAR} options): {told}"


_READINGS: Final = {
    "deploys": "read from the days of complete weeks that have a deployment",
    "leadtime": "DORA counts from the commit, LaunchDarkly from the first commit of the change",
}
"""The charts that DORA's survey has a question about, and how its answer is read here."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the survey calls the numbers of one application.

    Attributes:
        words: Its answer, or "" where there is too little to go by.
        known: How much there is to go by.
        lacking: How much there would have to be.
    """

    words: str
    known: int
    lacking: str

    def __str__(self) -> str:
        return f"“{self.words}”" if self.words else "not enough data"


def _known(answer: _Answer) -> int:
    return answer.known


def _answers(report: Report) -> Iterator[tuple[str, _Answer]]:
    """Each application and its answer."""
    query, window = report.query, report.query.window
    if window is None:
        return
    if query.group_by == "application":
        by_name = {series.name: series for series in report.chart.series}
        for share in report.shares:
            whole = _whole(by_name[share.name], window, report)
            yield share.name, _answer(report, window, whole)
    elif len(query.applications) == 1:
        laid_out = buckets(query, window, report.chart)
        whole = {bucket.start: bucket.value for bucket in laid_out.compared}
        yield query.applications[0], _answer(report, window, whole)


def _whole(series: Series, window: Window, report: Report) -> dict[datetime, Number]:
    return {
        start: value
        for start, value in numbers(series, window)
        if is_whole(start, window, read_at=report.chart.read_at)
    }


def _answer(report: Report, window: Window, whole: dict[datetime, Number]) -> _Answer:
    if report.query.kind.measure == "duration":
        enough = len(whole) >= LEAST_MEASURED
        told = bands.lead_time(median(whole.values())) if enough else ""
        of = f"{LEAST_MEASURED} {words.bucket(window)[1]} with a lead time"
        return _Answer(told, len(whole), _of(len(whole), of))
    if window.bucket is not BucketType.DAY or window.bucket_ms != DAY_MS:
        return _Answer("", 0, "this is read from days, which “bucket day” asks for")
    weeks = _weeks(whole)
    band = bands.frequency(weeks)
    lacking = _of(len(weeks), f"{bands.LEAST_WEEKS} complete weeks")
    return _Answer(bands.FREQUENCY_WORDS[band] if band else "", len(weeks), lacking)


def _of(known: int, needed: str) -> str:
    return f"{known or 'none'} of the {needed} that this needs"


def _weeks(whole: dict[datetime, Number]) -> list[list[Number]]:
    """The weeks, Monday to Sunday, of which every day is whole and has its number."""
    mondays = sorted(start for start in whole if start.weekday() == 0)
    weeks = ([whole.get(monday + _DAY * at) for at in range(7)] for monday in mondays)
    return [[day for day in week if day is not None] for week in weeks if None not in week]
