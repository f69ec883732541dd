"""Where values and moments lie."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import palette
from charts.canvas import Box, Canvas
from charts.frame import Frame, draw_axis, draw_grid, runs
from charts.model import Point, Series
from charts.scale import Scale
from charts.shades import shade
from charts.table import tables
from charts.timeline import zone_of
from tests.charts.cases import DAY, END, HOUR, drawing

_BOX = Box(200, 100, 900, 500)


def frame(amount: int, step: timedelta = DAY, zone: str = "UTC") -> Frame:
    """Of so many buckets, up to a value of 4."""
    points = tuple(Point(END + step * at, 1) for at in range(amount))
    (table,) = tables([drawing("bars", [Series("x", points)], bucket=step)])
    return Frame(_BOX, table, Scale(0, 4, 1), zone_of(zone), (_BOX.left - 40, _BOX.right + 40))


def weekends(made: Frame, *off: date) -> list[tuple[int, int]]:
    """From where to where weekends and days off are shaded."""
    canvas = Canvas(1000, 600)
    draw_grid(canvas, made, numbered=False, off=frozenset(off))
    shaded = canvas.shades[110] == shade(palette.WEEKEND)
    return [(run.start, run.stop) for run in runs(shaded)]


def test_values_and_buckets_have_their_places() -> None:
    """Zero at the bottom, the first bucket at the left; one value at a time or all at once."""
    made = frame(7)
    assert [made.y(value) for value in (0, 2, 4)] == [500, 300, 100]
    assert made.ys(np.array([0.0, 2.0, 4.0])).tolist() == [500, 300, 100]
    assert made.slot_width == pytest.approx(100)
    assert made.middles.tolist() == pytest.approx([250 + 100 * at for at in range(7)])


@given(st.lists(st.booleans(), min_size=1))
def test_runs_are_the_stretches_without_a_gap(flags: list[bool]) -> None:
    """Each as long as it can be, in order."""
    found = list(runs(np.array(flags)))
    inside = [at for run in found for at in range(run.start, run.stop)]
    assert inside == [at for at, flag in enumerate(flags) if flag]
    assert all(after.start > before.stop for before, after in pairwise(found))


def test_weekends_are_shaded() -> None:
    """24 November 2026 is a Tuesday: Saturday begins four slots later."""
    assert weekends(frame(14)) == [(400, 500), (750, 850)]


def test_a_weekend_that_begins_or_ends_outside_is_cut() -> None:
    """Shading stays within the plot."""
    made = frame(5)
    assert weekends(made) == [(760, 900)]
    sunday = replace(made.table, starts=tuple(start + 5 * DAY for start in made.table.starts))
    assert weekends(replace(made, table=sunday)) == [(200, 340)]


def test_weekends_are_those_of_the_zone() -> None:
    """Of hours, Saturday begins where people are; of a day or two nothing is said."""
    in_utc, in_india = (frame(120, HOUR, zone) for zone in ("UTC", "Asia/Kolkata"))
    assert weekends(in_utc)[0][0] - weekends(in_india)[0][0] == pytest.approx(
        700 / 120 * 5.5, abs=1
    )
    assert not weekends(frame(48, HOUR))
    assert not weekends(frame(200))


@pytest.mark.parametrize("amount", [1, 2, 5, 30, 90, 700])
def test_dates_stay_in_their_reach(amount: int) -> None:
    """However long they are; none beside the plot where another frame begins."""
    canvas = Canvas(1000, 600)
    draw_axis(canvas, frame(amount))
    written = np.flatnonzero((canvas.shades[520:] != 0).any(axis=0))
    assert written[0] >= 158
    assert written[-1] <= 942


def test_days_off_are_shaded_like_weekends() -> None:
    """Each as its slot; a Friday runs into its weekend, and what lies outside is not drawn."""
    wednesday, friday = date(2026, 11, 25), date(2026, 11, 27)
    outside = (date(2026, 11, 23), date(2026, 12, 8))
    assert weekends(frame(14), wednesday, friday, *outside) == [(250, 300), (350, 500), (750, 850)]
    assert not weekends(frame(200), wednesday)


def test_days_off_are_those_of_the_zone() -> None:
    """Of hours, a day off begins where people are."""
    wednesday = date(2026, 11, 25)
    in_utc, in_india = (frame(72, HOUR, zone) for zone in ("UTC", "Asia/Kolkata"))
    (first, last), (begin, end) = weekends(in_utc, wednesday)[0], weekends(in_india, wednesday)[0]
    shift = 5.5 * in_utc.slot_width
    assert [first - begin, last - end] == pytest.approx([shift, shift], abs=1)
