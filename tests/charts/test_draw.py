"""Pictures of anything, and what holds for all of them."""

import math
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from charts import palette
from charts.draw import draw
from charts.model import MAX_POINTS, MAX_SERIES, Bound, Form, Picture, Point, Series
from charts.page import HEIGHT, WIDTH
from tests.charts.cases import CASES, DAY, END, ONE, counts, drawing, several

_MOST_BYTES = 1_000_000


def pixels(picture: Picture) -> NDArray[np.uint8]:
    """What a picture looks like: shape (height, width, 3)."""
    return np.asarray(Image.open(BytesIO(picture.png)).convert("RGB"))


def has(shown: NDArray[np.uint8], ink: palette.Ink, least: int = 30) -> bool:
    """Whether a picture has some pixels of exactly this colour."""
    return int((shown == ink.rgb).all(axis=2).sum()) >= least


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_a_picture_that_slack_takes(case: str) -> None:
    """Always the same size, never heavy, never without words."""
    picture = draw(CASES[case])
    assert (picture.width, picture.height) == (WIDTH, HEIGHT) == (1600, 900)
    assert Image.open(BytesIO(picture.png)).size == (WIDTH, HEIGHT)
    assert len(picture.png) < 240_000
    assert picture.alt


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_cut_off(case: str) -> None:
    """The outermost pixels are empty, however long the names are."""
    shown = pixels(draw(CASES[case]))
    edges = (shown[:8], shown[-8:], shown[:, :8], shown[:, -8:])
    assert all((edge == palette.CANVAS.rgb).all() for edge in edges)


def test_a_usual_chart_is_small() -> None:
    """Thirty days of bars take less than 80 kB."""
    assert len(draw(CASES["bars"]).png) < 80_000


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """Whatever was drawn in between, and whoever set Matplotlib up how."""
    first = draw(CASES["lines"]).png
    draw(CASES["bars with long names"])
    with mpl.rc_context({"text.usetex": True, "path.sketch": (9, 9, 9), "figure.dpi": 300}):
        assert draw(CASES["lines"]).png == first


def test_a_picture_tells_nothing_but_itself() -> None:
    """The file has the chunks that a palette image needs and no metadata."""
    png, kinds, at = draw(ONE_BAR).png, [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += length + 12
    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


ONE_BAR = drawing("bars", [Series("deployments", (Point(END, 7),))])


def test_an_open_bucket_looks_open() -> None:
    """The same bar, still running, is hatched: it has less ink."""
    running = drawing("bars", [Series("deployments", (Point(END, 7, whole=False),))])
    full, opened = pixels(draw(ONE_BAR)), pixels(draw(running))
    ink = palette.LOOKS[0].ink.rgb
    assert (opened == ink).all(axis=2).sum() < (full == ink).all(axis=2).sum() / 4


def test_a_missing_point_is_no_zero() -> None:
    """A zero leaves a mark on the line, a missing point leaves nothing."""
    days = [END - DAY, END]
    ink = palette.LOOKS[0].ink
    zeros = drawing("bars", [Series("x", tuple(Point(day, 0) for day in days))])
    nothing = drawing("bars", [Series("x", (Point(days[0], None), Point(days[1], None)))])
    assert has(pixels(draw(zeros)), ink)
    assert not has(pixels(draw(nothing)), ink)


def test_an_empty_drawing_says_so() -> None:
    """Words in the place of axes without data."""
    picture = draw(CASES["empty"])
    assert "no deployments to show" in picture.alt
    assert not has(pixels(picture), palette.AXIS, 1500)


def test_the_eight_largest_series_have_inks_and_the_rest_is_grey() -> None:
    """Whatever the form; a ninth series has no colour of its own."""
    ten = CASES["bars of eight and others"]
    for shown in (pixels(draw(ten)), pixels(draw(replace(ten, form="lines")))):
        assert all(has(shown, look.ink) for look in palette.LOOKS)
        assert has(shown, palette.OTHERS)


def test_a_bound_is_drawn_where_it_fits() -> None:
    """A bound is a line; one far outside the data is told in words and flattens nothing."""
    without = pixels(draw(drawing("bars", [ONE])))
    near = pixels(draw(drawing("bars", [ONE], Bound("lower", 3, "plain"))))
    far = pixels(draw(drawing("bars", [ONE], Bound("upper", 500, "plain"))))
    plot = np.s_[200:780]
    assert has(near[plot], palette.BOUND, 3000)
    assert np.array_equal(far[plot], without[plot])
    assert not np.array_equal(far[780:], without[780:])


def test_names_that_no_font_here_writes_have_numbers() -> None:
    """The picture shows the number, whoever posts it may tell the name."""
    amulets = "\U0001f9ff\U0001f9ff"
    picture = draw(drawing("bars", [Series("web", counts(1, 3, 5)), Series(amulets, ())]))
    assert picture.unreadable == ((2, amulets),)


def test_more_than_a_picture_can_show_is_refused() -> None:
    """With a sentence that says how much there may be."""
    with pytest.raises(ValueError, match="A chart can show 500 series, not 501"):
        draw(drawing("lines", several(MAX_SERIES + 1, 1, "s{}")))
    many = Series("x", tuple(Point(END + DAY * at, 1) for at in range(MAX_POINTS + 1)))
    with pytest.raises(ValueError, match="A chart can show 2,200 points in a series, not 2,201"):
        draw(drawing("lines", [many]))


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_the_longest_series_can_be_drawn(form: Form) -> None:
    """As many points as there may be, six years of days."""
    longest = Series("x", counts(1, 9, MAX_POINTS))
    assert len(draw(drawing(form, [longest])).png) < _MOST_BYTES


def test_many_series_can_be_drawn() -> None:
    """As many as there may be."""
    assert len(draw(drawing("lines", several(MAX_SERIES, 7, "service-{}"))).png) < _MOST_BYTES


def test_the_bot_starts_without_matplotlib() -> None:
    """Asking for pictures imports neither Matplotlib nor NumPy; drawing never imports pyplot."""
    asking = (
        "import charts, charts.studio, sys; assert not {'matplotlib', 'numpy'} & {*sys.modules}"
    )
    drawing_ = "import charts.draw, sys; assert 'matplotlib.pyplot' not in sys.modules"
    for code in (asking, drawing_):
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - two lines of ours


# -- anything at all ------------------------------------------------------------------------------

_values = (
    st.none() | st.integers() | st.floats() | st.sampled_from([0, 10**15, 5e-324, -3, 10**400])
)
_starts = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
_points = st.lists(st.builds(Point, _starts, _values, st.booleans()), max_size=12).map(tuple)
_names = st.text(max_size=80) | st.sampled_from(
    [r"$\frac{1$", "_x", "others", "\x00", "\u202ea", "部署", "\ud800", "x" * 1000, "é̂̃" * 90]
)
_bounds = st.builds(Bound, _names, st.floats(), st.sampled_from(["plain", "documented", "unclear"]))
_drawings = st.builds(
    drawing,
    st.sampled_from(["bars", "lines"]),
    st.lists(st.builds(Series, _names, _points), max_size=11),
    *[_bounds] * 2,
    title=_names,
    subtitle=_names,
    unit=_names,
    footnote=_names,
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "nowhere", "../etc", ""]),
    bucket=st.sampled_from([DAY, timedelta(hours=1), timedelta(days=7), timedelta(seconds=1)]),
)


@settings(max_examples=60, deadline=None)
@given(_drawings)
def test_anything_can_be_drawn(drawn: object) -> None:
    """Whatever the names, values, times and bounds: a picture, of bounded size, with words."""
    picture = draw(drawn)  # type: ignore[arg-type]  # builds() knows no keyword arguments
    assert len(picture.png) < _MOST_BYTES
    assert 0 < len(picture.alt) <= 1_900
    assert picture.alt.encode()


def test_what_is_no_number_is_missing() -> None:
    """NaN and infinity from wherever are gaps."""
    odd = [math.nan, math.inf, -math.inf, 10**400]
    points = tuple(Point(END + DAY * at, value) for at, value in enumerate(odd))
    assert "no deployments" in draw(drawing("lines", [Series("x", points)])).alt
