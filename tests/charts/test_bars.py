"""Bars."""

from dataclasses import replace

import numpy as np
import pytest

from charts import palette
from charts.looks import by_name
from charts.model import Point, Series
from charts.palette import LOOKS
from tests.charts.cases import DAY, END, counts, drawing, several
from tests.charts.drawn import amount, having, pixels, stretches

INK = LOOKS[0].ink


def one(*values: float | None, whole: bool = True) -> Series:
    """A series of days."""
    return Series(
        "deployments",
        tuple(Point(END + DAY * at, value, whole=whole) for at, value in enumerate(values)),
    )


def test_bars_are_as_high_as_their_values() -> None:
    """And all equally wide."""
    seen = having(pixels(drawing("bars", [one(2, 4, 1)])), INK)
    columns = stretches(seen, 0)
    heights = [int(seen[:, run].any(axis=1).sum()) for run in columns]
    assert heights[1] == pytest.approx(2 * heights[0], abs=3)
    assert heights[0] == pytest.approx(2 * heights[2], abs=3)
    assert len({run.stop - run.start for run in columns}) == 1


def test_a_missing_point_is_no_zero() -> None:
    """A zero leaves a mark on the line, a missing point leaves nothing."""
    assert amount(pixels(drawing("bars", [one(0, 0)])), INK) > 500
    assert amount(pixels(drawing("bars", [one(0, None)])), INK) < 5 * 300
    assert amount(pixels(drawing("bars", [one(None, None)])), INK) == 0


def test_a_bucket_that_nobody_sent_keeps_its_place() -> None:
    """An empty slot, as where its value is missing."""
    sent = one(3, None, 4)
    unsent = replace(sent, points=(sent.points[0], sent.points[2]))
    drawn, expected = (pixels(drawing("bars", [each], subtitle="")) for each in (unsent, sent))
    assert (drawn == expected).all()


def test_an_open_bucket_looks_open() -> None:
    """The same bar, still running, is hatched: it has less ink."""
    full, opened = (pixels(drawing("bars", [one(7, whole=whole)])) for whole in (True, False))
    assert amount(opened, INK) < amount(full, INK) / 4


def test_what_is_open_never_looks_full() -> None:
    """However small it is."""
    points = [Point(END + DAY * at, 1_000) for at in range(100)]
    points[-1] = Point(points[-1].start, 3, whole=False)
    seen = having(pixels(drawing("bars", [Series("deployments", tuple(points))])), INK)
    assert len(stretches(seen, 0)) == 99


def test_parts_stand_on_each_other_in_the_order_of_their_size() -> None:
    """The largest at the bottom; what is below zero hangs from it."""
    series = [one(3), replace(one(2), name="b"), replace(one(-1), name="c")]
    looks = by_name([(each.name, 0) for each in series]).values()
    seen = pixels(drawing("bars", series))[:, :1000]
    tops = [int(np.flatnonzero(having(seen, look.ink).any(axis=1))[0]) for look in looks]
    assert tops[1] < tops[0] < tops[2]


@pytest.mark.parametrize(("days", "numbers"), [(5, 5), (60, 1)])
def test_numbers_stand_above_bars_where_they_fit(days: int, numbers: int) -> None:
    """All of them, or the highest."""
    series = Series("deployments", tuple(Point(END + DAY * at, 10 + at) for at in range(days)))
    text = having(pixels(drawing("bars", [series], title="", subtitle="")), palette.TEXT)
    columns = np.flatnonzero(text.any(axis=0))
    assert 1 + int((np.diff(columns) > 60).sum()) == numbers


def test_a_bar_alone_is_not_lost() -> None:
    """It is wide, and its number is larger than those of many."""
    single, many = (pixels(drawing("bars", [one(*[7] * days)], title="")) for days in (1, 7))
    (run,) = stretches(having(single, INK), 0)
    assert run.stop - run.start > 400
    heights = [int(having(seen[200:], palette.TEXT).any(axis=1).sum()) for seen in (single, many)]
    assert heights[0] > heights[1] * 1.2


def test_many_bars_and_parts_can_be_drawn() -> None:
    """Narrower than a pixel, they are one wide."""
    assert amount(pixels(drawing("bars", [Series("x", counts(1, 9, 2_000))])), INK) > 10_000
    assert amount(pixels(drawing("bars", several(200, 3, "s{}"))), palette.OTHERS) > 10_000
