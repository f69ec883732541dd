"""What a picture shows, before anything has a place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from charts.model import Bound, Drawing, Ghost, Point, Series, Sheet
from charts.plan import Panel, not_drawn, planned, reach, scaled
from tests.charts.cases import DAY, END, drawing, panel, row, sheet


def panels(shown: Drawing | Sheet) -> tuple[Panel, ...]:
    """Of a drawing or a sheet."""
    return planned(shown, lambda _: frozenset()).panels


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
def test_all_that_is_drawn_has_a_place(drawn: Drawing, extremes: tuple[float, float]) -> None:
    """Stacks in bars, the last points in rows; the period before where it is drawn."""
    (made,) = panels(drawn)
    assert made.extremes == extremes
    low, high = reach((made,))
    levels = scaled((made,), 500)
    assert levels.low <= low
    assert high <= levels.high


def test_a_number_has_room_above_the_highest_bar() -> None:
    """Within the height that the levels share."""
    (made,) = panels(drawing("bars", [Series("a", days(10))]))
    levels = scaled((made,), 500)
    assert (1 - levels.share(10)) * 500 == pytest.approx(made.headroom)


def test_panels_have_one_scale() -> None:
    """Which shows what is largest in any of them, bounds included."""
    made = panels(sheet(panel("a", 1, Bound("goal", 21, "plain")), panel("b", 2)))
    assert scaled(made, 300).high >= 21


def test_a_bound_is_far_where_it_is_far_from_all_panels() -> None:
    """Then it is told in words, once for each panel that has it."""
    far, near = Bound("upper", 500, "plain"), Bound("goal", 30, "plain")
    made = panels(sheet(panel("a", 1, far, near), panel("b", 2)))
    assert made[0].bounds == (near,)
    assert not_drawn(made) == "bound not drawn: upper 500"


@pytest.mark.parametrize("amount", [0, 1, 9])
def test_a_sheet_has_some_panels_and_not_too_many(amount: int) -> None:
    """One would be a drawing, nine could not be read."""
    with pytest.raises(ValueError, match=f"A sheet has 2 to 8 charts, not {amount}"):
        panels(sheet(*[panel("a", 1)] * amount))


@pytest.mark.parametrize(
    "changed",
    [{"form": "lines"}, {"bucket": timedelta(hours=1)}, {"unit": "x"}, {"measure": "duration"}],
)
def test_what_cannot_be_compared_makes_no_sheet(changed: dict[str, object]) -> None:
    """One scale and one axis would be a lie."""
    other = replace(panel("a", 1), **changed)  # type: ignore[arg-type]  # one of its fields
    with pytest.raises(ValueError, match="one form, bucket, unit and measure"):
        panels(sheet(panel("a", 1), other))


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
    (made,) = panels(drawing("rows", [*rows, row("d", 0)], **changed))
    assert [made.length(each) for each in made.rows] == lengths


def test_the_rest_of_the_rows_is_one() -> None:
    """Counts add up; of durations the longest is told, for a sum of them means nothing."""
    rows = [row(str(at), 60_000 * (at + 1)) for at in range(11)]
    counts, durations = (
        panels(drawing("rows", rows, measure=measure))[0] for measure in ("count", "duration")
    )
    assert counts.rows[-1].name == durations.rows[-1].name == "3 others"
    assert counts.length(counts.rows[-1]) == "360,000"
    assert durations.length(durations.rows[-1]) == "up to 3 min"
