"""Points as tables."""

import math
from datetime import timedelta

import numpy as np
import pytest

from charts.model import MAX_POINTS, MAX_SERIES, Drawing, Ghost, Point, Series
from charts.table import Table, tables
from tests.charts.cases import DAY, END, HOUR, drawing, several


def table(*series: Series, **changed: object) -> Table:
    """Of one drawing."""
    return tables([drawing("bars", series, **changed)])[0]


def days(*values: float | None, first: int = 0, whole: bool = True) -> tuple[Point, ...]:
    """One a day."""
    return tuple(
        Point(END + DAY * (first + at), value, whole=whole) for at, value in enumerate(values)
    )


def test_series_share_their_buckets() -> None:
    """In order of time; what a series does not have is no zero."""
    made = table(Series("a", days(1, 2)), Series("b", days(3, 4, first=1)))
    assert made.starts == (END, END + DAY, END + 2 * DAY)
    assert np.array_equal(made.values, [[1, 2, np.nan], [np.nan, 3, 4]], equal_nan=True)
    assert made.totals.tolist() == [1, 5, 4]
    assert made.lengths.tolist() == [2, 4]


def test_a_bucket_is_whole_where_all_say_so() -> None:
    """One series that is not over yet opens it."""
    made = table(Series("a", days(1, 2)), Series("b", days(1, whole=False)))
    assert made.whole.tolist() == [False, True]


def test_what_is_no_measurement_is_missing() -> None:
    """NaN, infinity and numbers beyond all floats."""
    odd = days(math.nan, math.inf, -math.inf, 1e301, 10**400, None, 3)
    assert np.array_equal(table(Series("a", odd)).values[0], [*[np.nan] * 6, 3], equal_nan=True)


def test_the_period_before_lies_over_the_same_buckets() -> None:
    """Also over those that the series lack."""
    made = table(Series("a", days(1, 2)), ghost=Ghost("before", days(7, None, 9)))
    assert np.array_equal(made.before, [7, np.nan, 9], equal_nan=True)
    assert np.isnan(table(Series("a", days(1))).before).all()


def test_drawings_of_a_sheet_share_their_buckets() -> None:
    """So that they have one time axis."""
    first, second = tables(
        [drawing("bars", [Series("a", days(1))]), drawing("bars", [Series("a", days(2, first=3))])]
    )
    assert first.starts == second.starts == (END, END + 3 * DAY)
    assert np.array_equal(first.values, [[1, np.nan]], equal_nan=True)


def test_a_step_is_the_shortest_way_from_bucket_to_bucket() -> None:
    """Rolling windows overlap; a gap is no longer bucket."""
    points = (Point(END, 1), Point(END + HOUR, 2), Point(END + 9 * HOUR, 3))
    assert table(Series("a", points)).step == HOUR
    assert table(Series("a", days(1))).step == timedelta(days=1)


def test_nothing_is_empty() -> None:
    """No series, no points, no numbers."""
    assert table().is_empty
    assert table(Series("a", ())).is_empty
    assert table(Series("a", days(None))).is_empty
    assert np.isnan(table(Series("a", ())).lengths).all()


@pytest.mark.parametrize(
    ("drawn", "sentence"),
    [
        (
            drawing("bars", several(MAX_SERIES + 1, 1, "s{}")),
            "A chart can show 500 series, not 501",
        ),
        (
            drawing("bars", [Series("a", days(*range(MAX_POINTS + 1)))]),
            "A chart can show 2,200 points in a series, not 2,201",
        ),
    ],
)
def test_more_than_a_picture_can_show_is_refused(drawn: Drawing, sentence: str) -> None:
    """With a sentence that says how much there may be."""
    with pytest.raises(ValueError, match=sentence):
        tables([drawn])
