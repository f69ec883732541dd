"""Drawings of anything at all: there is a picture, and words."""

import math
from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from charts.alt import LONGEST
from charts.draw import draw
from charts.model import (
    Bound,
    BoundKind,
    Drawing,
    Form,
    Ghost,
    Measure,
    Picture,
    Point,
    Series,
    Sheet,
)
from tests.charts.cases import DAY, END, drawing

_values = (
    st.none() | st.integers() | st.floats() | st.sampled_from([0, 10**15, 5e-324, -3, 10**400])
)
_starts = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
_points = st.lists(st.builds(Point, _starts, _values, st.booleans()), max_size=12).map(tuple)
_names = st.text(max_size=80) | st.sampled_from(
    [r"$\frac{1$", "_x", "others", "\x00", "\u202ea", "部署", "\ud800", "x" * 10_000, "é̂̃" * 90]
)
_bounds = st.builds(Bound, _names, st.floats(), st.sampled_from(get_args(BoundKind)))
_buckets = st.sampled_from([DAY, timedelta(hours=1), timedelta(days=7), timedelta(seconds=1)])
_zones = st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "nowhere", "../etc", ""])


@st.composite
def _drawings(
    draw_: st.DrawFn, form: Form, bucket: timedelta, measure: Measure, unit: str
) -> Drawing:
    series = st.lists(st.builds(Series, _names, _points), max_size=11).map(tuple)
    return Drawing(
        title=draw_(_names),
        subtitle=draw_(_names),
        form=form,
        series=draw_(series),
        bucket=bucket,
        unit=unit,
        noun=("deployment", "deployments"),
        zone=draw_(_zones),
        bounds=tuple(draw_(st.lists(_bounds, max_size=3))),
        footnote=draw_(_names),
        open_label=draw_(_names),
        measure=measure,
        ghost=draw_(st.none() | st.builds(Ghost, _names, _points)),
    )


_alike = st.tuples(
    st.sampled_from(get_args(Form)), _buckets, st.sampled_from(get_args(Measure)), _names
)
_any_drawing = _alike.flatmap(lambda kind: _drawings(*kind))
_any_sheet = _alike.flatmap(
    lambda kind: st.builds(
        Sheet, _names, _names, st.lists(_drawings(*kind), min_size=2, max_size=8).map(tuple), _names
    )
)


def check(picture: Picture) -> None:
    """What holds for every picture."""
    assert len(picture.png) < 1_000_000
    assert 0 < len(picture.alt) <= LONGEST
    assert picture.alt.isprintable()
    assert picture.alt.encode()


@settings(max_examples=60, deadline=None)
@given(_any_drawing)
def test_any_drawing_can_be_drawn(drawn: Drawing) -> None:
    """Whatever the names, values, times and bounds: a picture, of bounded size, with words."""
    check(draw(drawn))


@settings(max_examples=25, deadline=None)
@given(_any_sheet)
def test_any_sheet_can_be_drawn(drawn: Sheet) -> None:
    """Whatever is in its panels."""
    check(draw(drawn))


def test_what_is_no_number_is_missing() -> None:
    """NaN and infinity from wherever are gaps."""
    odd = [math.nan, math.inf, -math.inf, 10**400]
    points = tuple(Point(END + DAY * at, value) for at, value in enumerate(odd))
    assert "no deployments" in draw(drawing("lines", [Series("x", points)])).alt
