"""Asking LaunchDarkly for all that a request needs, at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from typing import Final

from bot.answer import Answer, answer
from bot.change import Before
from bot.chart import Chart
from bot.insights.errors import InsightsError
from bot.query import Query
from bot.request import Request

PATIENCE: Final = 2.0
"""Seconds after which the person who waits is told that LaunchDarkly is slow."""
_GRACE: Final = 0.2
"""Seconds for which the period before may delay the words; it is usually there already."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions that are under way.

    Attributes:
        request: What they answer.
        charts: One for each question of the request, in order.
        before: The one about the period before, where there is one.
    """

    request: Request
    charts: tuple[Future[Chart], ...]
    before: Future[Chart] | None

    def first(self, slow: Callable[[], None]) -> Answer:
        """What can be said as soon as the numbers are there, the period before if it is too.

        Args:
            slow: Called once if LaunchDarkly lets us wait.

        Raises:
            InsightsError: If one of the questions is not answered.
        """
        done, waited_for = wait(self.charts, PATIENCE, return_when=FIRST_EXCEPTION)
        for one in done:
            one.result()  # a question that failed is no reason to wait for the others
        if waited_for:
            slow()
        charts = [one.result() for one in self.charts]
        return answer(self.request, charts, self._before(_GRACE))

    def whole(self) -> Answer:
        """What can be said in the end; the questions have been answered."""
        charts = [one.result() for one in self.charts]
        return answer(self.request, charts, self._before(None))

    def completed(self, said: Answer) -> Answer:
        """What can be said in the end, where some of it is said already."""
        lacks_before = self.before is not None and said.reports[0].change is None
        return self.whole() if lacks_before else said

    def _before(self, seconds: float | None) -> Before | None:
        """The period before, as far as it is known within so many seconds; None waits for it.

        The client's own patience bounds how long that can be.
        """
        if self.before is None or self.request.earlier is None:
            return None
        try:
            return Before(self.request.earlier, self.before.result(seconds))
        except FutureTimeoutError:
            return None
        except InsightsError as error:
            return Before(self.request.earlier, None, error.sentence.rstrip("."))


def asking(request: Request, ask: Callable[[Query], Future[Chart]]) -> Asking:
    """Ask all questions of a request at once."""
    charts: Sequence[Future[Chart]] = [ask(query) for query in request.queries]
    past = request.past
    return Asking(request, tuple(charts), ask(past) if past else None)
