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
    assert first.starts == second.starts == tuple(END + DAY * at for at in range(4))
    assert np.array_equal(first.values, [[1, *[np.nan] * 3]], equal_nan=True)


@pytest.mark.parametrize("others", [(), (Series("b", days(1, None, None, 4)),)])
def test_a_bucket_that_no_series_sent_is_a_gap(others: tuple[Series, ...]) -> None:
    """Left out by one or by all, or sent without a value: the same table, complete and unknown."""
    made = table(Series("a", (*days(1), *days(4, first=3))), *others)
    assert made.starts == tuple(END + DAY * at for at in range(4))
    assert np.array_equal(made.values[0], [1, np.nan, np.nan, 4], equal_nan=True)
    assert np.isnan(made.totals[1:3]).all()
    assert made.whole.all()


def test_buckets_are_filled_in_as_fast_as_they_follow_each_other() -> None:
    """Windows of a day that begin each hour lack hours; a day of 25 hours lacks nothing."""
    sent = [END + HOUR * at for at in (0, 1, 2, 3, 6)]
    made = table(Series("a", tuple(Point(start, 1) for start in sent)))
    assert made.starts == tuple(END + HOUR * at for at in range(7))
    turned = tuple(Point(END + HOUR * at, 1) for at in (0, 24, 49, 73, 96))
    assert len(table(Series("a", turned)).starts) == 5


def test_what_would_be_more_buckets_than_a_picture_has_is_not_filled_in() -> None:
    """Moments that far apart are no buckets of that length."""
    points = (Point(END, 1), Point(END + DAY * MAX_POINTS, 1))
    assert len(table(Series("a", points)).starts) == 2


def test_rows_have_no_time_to_fill_in() -> None:
    """Each tells how things stand, whenever that was."""
    series = [Series("a", days(1)), Series("b", days(2, first=9))]
    assert len(tables([drawing("rows", series)])[0].starts) == 2


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
