"""All that is known once LaunchDarkly has answered: the numbers, their words and their picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.assess import assess
from bot.change import Before
from bot.chart import Chart
from bot.describe.answer import Description, describe
from bot.describe.compared import describe_compared
from bot.drawing.percentiles import has_percentiles, percentiles
from bot.drawing.several import several
from bot.drawing.single import drawing, shading
from bot.report import Report
from bot.request import Request
from bot.words import ONE_DAY
from charts import model


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with.

    Attributes:
        request: What was asked.
        reports: What there is to say, one for each question.
        told: It in words.
    """

    request: Request
    reports: tuple[Report, ...]
    told: Description

    @property
    def chart(self) -> Chart:
        """What LaunchDarkly answered; of several answers the one that was read first."""
        return min((report.chart for report in self.reports), key=lambda chart: chart.read_at)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(report.is_empty for report in self.reports)

    def drawing(self, off: frozenset[date] = frozenset()) -> model.Drawing | model.Sheet:
        """What its picture shows; for an answer that is not empty.

        Args:
            off: Days off where it is shown.
        """
        return shading(self._drawing(), self._near(off))

    def _drawing(self) -> model.Drawing | model.Sheet:
        if self.request.compared:
            return several(self.reports, self.request.compared, self.told)
        report = self.reports[0]
        return (percentiles if has_percentiles(report) else drawing)(report, self.told)

    def _near(self, off: frozenset[date]) -> frozenset[date]:
        """Those that any of its windows may show, whatever its zone: a calendar has thousands."""
        windows = [query.window for query in self.request.queries if query.window]
        if not windows:
            return frozenset()
        first = min(window.start for window in windows).date() - ONE_DAY
        last = max(window.end for window in windows).date() + ONE_DAY
        return frozenset(day for day in off if first <= day <= last)


def answer(request: Request, charts: Sequence[Chart], before: Before | None = None) -> Answer:
    """Say all that can be said.

    Args:
        request: What was asked.
        charts: What was answered, one for each question, in their order.
        before: The period before, as far as it is known by now; None leaves it unmentioned.
    """
    if request.compared:
        reports = tuple(map(assess, request.queries, charts))
        told = describe_compared(reports, request.compared, zone=request.zone)
        return Answer(request, reports, told)
    if before is not None:
        before = replace(before, is_named=request.names_earlier)
    report = assess(request.query, charts[0], before)
    return Answer(request, (report,), describe(report, zone=request.zone))
