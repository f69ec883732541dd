"""Lines."""

import numpy as np
import pytest

from charts import palette
from charts.model import Point, Series
from charts.palette import LOOKS
from tests.charts.cases import DAY, END, counts, drawing, several, without
from tests.charts.drawn import amount, having, pixels

INK = LOOKS[0].ink


def test_a_gap_stays_a_gap() -> None:
    """Nothing leads across what is not known; a point alone has its marker."""
    points = tuple(Point(END + DAY * at, 5) for at in range(40))
    gaps = (16, 17, 19, 20)
    sent = tuple(point for at, point in enumerate(points) if at not in gaps)
    whole, gap, unsent = (
        having(pixels(drawing("lines", [Series("x", each)])), INK)
        for each in (points, without(points, *gaps), sent)
    )
    assert (gap == unsent).all()
    columns = np.flatnonzero(whole.any(axis=0))
    left, right = np.quantile(columns, (0.41, 0.52)).astype(int)
    assert whole[:, left:right].any(axis=0).all()
    assert not gap[:, left:right].any(axis=0).all()
    assert gap[:, left:right].any()


def test_what_leads_to_an_open_bucket_is_dashed() -> None:
    """It has less ink than a full line of that length."""
    points = [Point(END + DAY * at, at) for at in range(2)]
    full = pixels(drawing("lines", [Series("deployments", tuple(points))]))
    points[1] = Point(END + DAY, 1, whole=False)
    dashed = pixels(drawing("lines", [Series("deployments", tuple(points))]))
    assert amount(dashed, INK) < amount(full, INK) * 0.8


def test_colour_is_not_the_only_cue() -> None:
    """Each of several lines has markers of its own along the way, the last point always."""
    seen = pixels(drawing("lines", several(8, 60)))
    assert all(amount(seen, look.ink) > 200 for look in LOOKS)


@pytest.mark.parametrize(("series", "days"), [(20, 10), (200, 20)])
def test_the_others_are_grey_and_behind(series: int, days: int) -> None:
    """As lines; where they are too many, as the range they fill."""
    drawn = drawing("lines", several(series, days, "s{}"))
    assert amount(pixels(drawn), palette.OTHERS) > 1_000
    half = palette.OTHERS.on_canvas(0.5)
    assert (amount(pixels(drawn), half) > 10_000) == (series * days > 2_000)


def test_the_highest_point_of_a_line_has_its_number() -> None:
    """Within the plot, also where it is the first."""
    points = tuple(Point(END + DAY * at, 123_456_789 - at) for at in range(9))
    seen = pixels(drawing("lines", [Series("deployments", points)], title="", subtitle=""))
    text = np.flatnonzero(having(seen, palette.TEXT).any(axis=0))
    plot = np.flatnonzero(having(seen, palette.AXIS).any(axis=0))
    assert plot[0] - 6 <= text[0]
    assert text[-1] <= plot[-1]


def test_a_line_of_one_point_is_seen() -> None:
    """As a marker."""
    assert amount(pixels(drawing("lines", [Series("x", counts(1, 5, 1))])), INK) > 50
