"""Rows."""

import numpy as np
import pytest

from charts import palette
from charts.model import Bound, Series
from charts.palette import LOOKS
from tests.charts.cases import LONG, STALE, drawing, row, sheet
from tests.charts.drawn import Pixels, amount, having, pixels, stretches

INK = LOOKS[0].ink


def rows(*values: float | None, whole: bool = True) -> list[Series]:
    """Rows of people."""
    return [row(f"person {at}", value, whole=whole) for at, value in enumerate(values)]


def lengths(seen: Pixels) -> list[int]:
    """How long the bars are, from top to bottom."""
    bars = having(seen, INK)
    return [int(bars[run].any(axis=0).sum()) for run in stretches(bars, 1)]


def test_bars_are_as_long_as_their_values() -> None:
    """In the order in which they come."""
    found = lengths(pixels(drawing("rows", rows(2, 4, 1), **STALE)))
    assert found[1] == pytest.approx(2 * found[0], abs=3)
    assert found[0] == pytest.approx(2 * found[2], abs=3)


def test_a_zero_is_a_stub_and_what_is_unknown_is_nothing() -> None:
    """So they can be told apart without their numbers, too."""
    assert len(lengths(pixels(drawing("rows", rows(3, 0), **STALE)))) == 2
    assert len(lengths(pixels(drawing("rows", rows(3, None), **STALE)))) == 1


def test_few_rows_stand_in_the_middle() -> None:
    """One is not lost below the title; in panels all begin at the top."""
    seen = having(pixels(drawing("rows", rows(3), **STALE)), INK)
    (run,) = stretches(seen, 1)
    assert 300 < run.start < run.stop < 600


def test_the_rest_is_grey() -> None:
    """At most eight rows have a name of their own."""
    seen = pixels(drawing("rows", rows(*range(1, 15)), **STALE))
    assert len(lengths(seen)) == 8
    assert amount(seen, palette.OTHERS) > 1_000


def test_what_is_not_over_yet_is_hatched() -> None:
    """As bars of the other form are."""
    full, opened = (
        pixels(drawing("rows", rows(5, whole=whole), **STALE)) for whole in (True, False)
    )
    assert amount(opened, INK) < amount(full, INK) / 2


def test_values_below_zero_have_their_room() -> None:
    """To the left of the line of zero, on the same scale."""
    seen = pixels(drawing("rows", rows(4, -2), **STALE))
    first, second = lengths(seen)
    assert first == pytest.approx(2 * second, abs=4)


def test_a_bound_is_an_upright_line() -> None:
    """Over all rows, where it lies on their scale."""
    seen = pixels(drawing("rows", rows(4, 2, 1), Bound("limit", 2, "plain"), **STALE))
    line = np.flatnonzero(having(seen, palette.BOUND).sum(axis=0) > 200)
    assert 2 <= len(line) <= 6
    bars = having(seen, INK)
    columns = np.flatnonzero(bars.any(axis=0))
    assert line.mean() == pytest.approx((columns[0] + columns[-1]) / 2, abs=6)


@pytest.mark.parametrize("amount_", [1, 2, 8, 9, 500])
def test_names_of_any_length_leave_room_for_bars(amount_: int) -> None:
    """They are shortened in their middle."""
    drawn = drawing("rows", [row(LONG.format(at), 5) for at in range(amount_)], **STALE)
    assert min(lengths(pixels(drawn))) > 500


def test_bars_have_room_whatever_the_rest_is() -> None:
    """Long names, long numbers and a long word for what is not over yet, in narrow panels."""
    drawn = drawing("rows", [row(LONG, 123_456_789, whole=False)], **{**STALE, "open_label": LONG})
    seen = pixels(sheet(*[drawn] * 8))[:, :400]
    assert min(run.stop - run.start for run in stretches(having(seen, INK), 0)) > 0
    assert having(seen, INK).any(axis=0).sum() > 70


def test_panels_of_rows_have_one_scale() -> None:
    """Whatever names and numbers they have: equal values are equally long."""
    panels = (
        drawing("rows", [row("x", 6)], **STALE),
        drawing("rows", [row("a much longer name", 6), row("y", 12_345)], **STALE),
    )
    seen = pixels(sheet(*panels))
    left, right = lengths(seen[:, :800]), lengths(seen[:, 800:])
    assert left[0] == right[0]


def test_the_rest_flattens_nothing() -> None:
    """A bar of many others that has no room is broken, and its number says how long it is."""
    seen = pixels(drawing("rows", rows(*[5] * 500), **STALE))
    assert min(lengths(seen)) > 800
    grey = having(seen, palette.OTHERS)
    assert len(stretches(grey, 0)) == 3
