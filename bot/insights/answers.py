"""The same question is asked once: while it is under way, and for a short time after."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final

from bot.chart import Chart
from bot.clock import Clock
from bot.once import Once
from bot.query import Query

KEPT_SECONDS: Final = 20.0
"""How long an answer is given again; its message says when it was read."""
MOST_KEPT: Final = 50_000
"""Numbers that are kept in all; an answer with more of them is given to those who wait for it."""


class Answers(Once[Query, Chart]):
    """Asks for charts in the background and shares what is the same."""

    def __init__(
        self,
        fetch: Callable[[Query], Chart],
        executor: Executor,
        *,
        clock: Clock,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        """Share the answers of one account.

        Args:
            fetch: Asks LaunchDarkly; may take long and may raise.
            executor: Where it runs.
            clock: Measures how long an answer is kept.
            kept_seconds: For how long an answer is given again.
        """
        super().__init__(
            fetch,
            executor,
            clock=clock,
            kept_seconds=kept_seconds,
            most=MOST_KEPT,
            weigh=lambda _, chart: _numbers(chart),
        )


def _numbers(chart: Chart) -> int:
    """How much an answer weighs; an empty one weighs something too."""
    points = sum(1 + len(point.extras) for one in chart.series for point in one.points)
    return 1 + len(chart.series) + points
