"""One drawing and what is drawn of it."""

import pytest

from charts.model import Drawing, Ghost, Point, Series
from charts.panel import Panel
from charts.plan import planned
from tests.charts.cases import DAY, END, drawing, row


def panel(drawn: Drawing) -> Panel:
    """The only one of a drawing."""
    (made,) = planned(drawn, lambda _: frozenset()).panels
    return made


def days(*values: float | None) -> tuple[Point, ...]:
    """One a day."""
    return tuple(Point(END + DAY * at, value) for at, value in enumerate(values))


TWO = (Series("a", days(3, 4)), Series("b", days(5, -1)))


@pytest.mark.parametrize(
    ("drawn", "extremes"),
    [
        (drawing("bars", TWO), (-1, 8)),
        (drawing("lines", TWO), (-1, 5)),
        (drawing("rows", TWO), (-1, 4)),
        (drawing("bars", TWO, ghost=Ghost("before", days(9, 2))), (-1, 9)),
        (drawing("lines", TWO, ghost=Ghost("before", days(9, 2))), (-1, 5)),
        (drawing("lines", TWO[:1], ghost=Ghost("before", days(9, 2))), (0, 9)),
        (drawing("bars", [Series("a", days(None))]), (0, 0)),
    ],
)
def test_all_that_is_drawn_counts(drawn: Drawing, extremes: tuple[float, float]) -> None:
    """Stacks in bars, the last points in rows; the period before where it is drawn."""
    assert panel(drawn).extremes == extremes


def test_one_who_is_alone_is_not_open_without_a_number() -> None:
    """A bucket that runs and in which nothing is known is nothing to show."""
    running = Point(END + DAY, None, whole=False)
    assert not panel(drawing("bars", [Series("a", (*days(1), running))])).is_open
    running = Point(END + DAY, 0, whole=False)
    assert panel(drawing("bars", [Series("a", (*days(1), running))])).is_open


@pytest.mark.parametrize(
    ("changed", "lengths"),
    [
        ({}, ["9", "2 so far", "no value", "0"]),
        ({"measure": "duration"}, ["9 ms", "2 ms so far", "no value", "0"]),
    ],
)
def test_a_row_says_how_long_it_is(changed: dict[str, object], lengths: list[str]) -> None:
    """Also where it is not over yet, and where nothing is known."""
    rows = [row("a", 9), Series("b", (Point(END + DAY, 2, whole=False),)), row("c", None)]
    made = panel(drawing("rows", [*rows, row("d", 0)], **changed))
    assert [made.length(each) for each in made.rows] == lengths


def test_the_rest_of_the_rows_is_one() -> None:
    """Counts add up; of durations the longest is told, for a sum of them means nothing."""
    rows = [row(str(at), 60_000 * (at + 1)) for at in range(11)]
    counts, durations = (
        panel(drawing("rows", rows, measure=measure)) for measure in ("count", "duration")
    )
    assert counts.rows[-1].name == durations.rows[-1].name == "3 others"
    assert counts.length(counts.rows[-1]) == "360,000"
    assert durations.length(durations.rows[-1]) == "up to 3 min"
