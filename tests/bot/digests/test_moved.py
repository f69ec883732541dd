"""What moved is what a digest begins with, and what one that waits for a move comes for."""

from collections.abc import Sequence

import pytest

from bot.answer import answer
from bot.change import Before
from bot.chart import Chart, Series
from bot.digests.moved import is_calm, rank
from tests.bot.samples import DAY, TODAY, chart, daily, points, request, standing

HOUR = 3_600_000


def ranked(now: Chart, before: Sequence[int], *, kind: str = "deploys") -> int:
    """The rank of seven days (and today) against four weeks before them."""
    asked = request("mobile 7d", chart=kind)
    assert asked.earlier is not None
    past = chart(Series("app", points(TODAY - 36 * DAY, before)))
    return rank(answer(asked, [now], Before(asked.earlier, past)))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ([5] * 7, [5] * 29, 0),
        ([6, 4, 5, 6, 5, 4, 6], [5, 5, 4, 6, 5, 5, 5] * 4 + [5], 0),
        ([15] * 7, [5] * 29, 3),
        ([0] * 7, [5] * 29, 3),
        ([1] * 7, [0] * 29, 0),
        ([1, 0, 0, 0, 0, 0, 0], [0] * 28 + [1], 0),
    ],
)
def test_counts_move_by_the_odds_of_chance(
    now: list[int], before: list[int], expected: int
) -> None:
    """A stop to zero is a move; of too few events nothing is said."""
    assert ranked(chart(daily(*now, 0)), before) == expected


def test_what_is_no_longer_recorded_moved() -> None:
    """Not even a zero comes any more, where there was enough."""
    assert ranked(chart(), [5] * 29) == 3
    assert ranked(chart(), [0] * 28 + [1]) == 0


@pytest.mark.parametrize(("hours", "expected"), [(5, 0), (6, 0), (7, 1), (3, 1)])
def test_lead_times_move_by_a_third(hours: int, expected: int) -> None:
    """Their chance is not judged, so only what anybody would notice counts."""
    now = chart(daily(*[hours * HOUR] * 8))
    assert ranked(now, [5 * HOUR] * 29, kind="leadtime") == expected


def test_what_has_no_past_never_moves() -> None:
    """Stale flags say how things stand."""
    found = answer(request("mobile env p", chart="staleflags"), [standing(ada=99)])
    assert rank(found) == 0
    assert is_calm(found)


def test_a_past_that_could_not_be_read_is_no_calm() -> None:
    """It is not told as a move either: nobody knows."""
    asked = request("mobile 7d")
    assert asked.earlier is not None
    unread = Before(asked.earlier, None, "LaunchDarkly did not answer")
    found = answer(asked, [chart(daily(*[5] * 8))], unread)
    assert rank(found) == 0
    assert not is_calm(found)
