"""One drawing on a page of its own."""

from dataclasses import replace

import numpy as np
import pytest

from charts import palette
from charts.model import Bound, Form, Point, Series
from tests.charts.cases import (
    DAY,
    END,
    EQUAL,
    GOAL,
    LONG,
    LOWER,
    STALE,
    counts,
    drawing,
    row,
    several,
)
from tests.charts.drawn import having, pixels

_OPEN = Series("deployments", tuple(Point(END + DAY * at, 5, whole=at < 4) for at in range(5)))
_MORE = tuple(Bound(f"a bound with a name {at}", 7 + at, "plain") for at in range(2))
_UNIT = np.s_[178:232]
"""Where the unit is written, the ghost named and what is open."""


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_what_is_open_is_said_once(form: Form) -> None:
    """By the word that the drawing has for it, however long."""
    whole = replace(_OPEN, points=tuple(replace(p, whole=True) for p in _OPEN.points))
    opened, closed, long = (
        pixels(drawing(form, [each], open_label=label))[_UNIT]
        for each, label in ((_OPEN, "so far"), (whole, "so far"), (_OPEN, LONG))
    )
    assert (opened != closed).any()
    assert (long != opened).any()


@pytest.mark.parametrize(("bound", "threads"), [(20, True), (10.9, False)])
def test_a_thread_leads_to_what_is_open_where_there_is_room(bound: float, threads: bool) -> None:  # noqa: FBT001 - a row of a table
    """Not where a bound has moved the number up to the words."""
    points = (Point(END, 3), Point(END + DAY, 10, whole=False))
    seen = pixels(drawing("bars", [Series("x", points)], Bound("goal", bound, "plain")))
    assert having(seen[220:240, 900:], palette.OTHERS).any() == threads


def test_the_only_series_is_named_where_its_name_says_more() -> None:
    """Beside the unit; not where the title says it already."""
    told, untold = (
        pixels(drawing("bars", [Series(name, counts(1, 5, 9))]))[_UNIT]
        for name in ("web", "deployments")
    )
    assert having(told, palette.QUIET).sum() > having(untold, palette.QUIET).sum()


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_short_names_stand_beside_the_plot_and_long_ones_above_it(form: Form) -> None:
    """Beside, they leave its height; above, its width."""
    short = having(pixels(drawing(form, several(4, 20))), palette.TEXT)
    long = having(pixels(drawing(form, several(4, 20, LONG))), palette.TEXT)
    assert short[240:, 1250:].any()
    assert not short[160:232, :900].any()
    assert long[160:232, :900].any()


def test_bounds_are_not_named_among_series() -> None:
    """But beside the unit, each with a piece of its line; beside the plot where no series is."""
    (alone, among, many), beside = (
        [
            having(pixels(drawing("lines", several(amount, 20), *bounds)), palette.BOUND)
            for amount, bounds in ((1, (GOAL,)), (3, (GOAL,)), (3, (GOAL, LOWER, EQUAL, *_MORE)))
        ],
        np.s_[240:800, 1400:],
    )
    assert not alone[_UNIT].any()
    assert alone[beside].any()
    assert among[_UNIT].any()
    assert not among[beside].any()
    assert many[beside].any()


def test_the_unit_of_rows_is_written_where_the_title_does_not_say_it() -> None:
    """A title says what is counted."""
    said = pixels(drawing("rows", [row("Ada", 3)], **STALE))
    unsaid = pixels(drawing("rows", [row("Ada", 3)], **{**STALE, "unit": "older than a month"}))
    assert not having(said[180:216, 400:], palette.QUIET).any()
    assert having(unsaid[180:216, :600], palette.QUIET).any()
