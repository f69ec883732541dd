"""What a picture shows, before anything has a place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from charts.model import Bound, Drawing, Form, Ghost, Point, Series, Sheet
from charts.panel import Panel
from charts.plan import not_drawn, planned, reach, scaled
from tests.charts.cases import DAY, END, drawing, panel, sheet


def panels(shown: Drawing | Sheet) -> tuple[Panel, ...]:
    """Of a drawing or a sheet."""
    return planned(shown, lambda _: frozenset()).panels


def days(*values: float | None) -> tuple[Point, ...]:
    """One a day."""
    return tuple(Point(END + DAY * at, value) for at, value in enumerate(values))


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_all_that_is_drawn_has_a_place(form: Form) -> None:
    """Data, bounds and the period before; whatever lies below zero, too."""
    goal, ghost = Bound("goal", 12, "plain"), Ghost("before", days(9, -7))
    made = panels(drawing(form, [Series("a", days(5, -1))], goal, ghost=ghost))
    levels = scaled(made, 500)
    assert reach(made) == (levels.low, 12) == (-7, 12)
    assert levels.high >= 12


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
