"""What holds for all pictures."""

import resource
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import get_args

import matplotlib as mpl
import pytest
from PIL import Image

from charts import palette
from charts.draw import draw
from charts.model import MAX_POINTS, MAX_SERIES, Drawing, Form, Point, Series
from charts.page import HEIGHT, WIDTH
from tests.charts.cases import CASES, END, LONG, counts, drawing, panel, several, sheet
from tests.charts.drawn import amount, having, pixels, stretches

_MOST_BYTES = 1_000_000


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_a_picture_that_slack_takes(case: str) -> None:
    """Always the same size, never heavy, nothing cut off, never without words."""
    picture = draw(CASES[case])
    image = Image.open(BytesIO(picture.png))
    assert image.size == (picture.width, picture.height) == (WIDTH, HEIGHT) == (1600, 900)
    assert image.mode == "P"
    assert "transparency" not in image.info
    assert len(picture.png) < 240_000
    assert picture.alt
    seen = pixels(CASES[case])
    edges = (seen[:8], seen[-8:], seen[:, :8], seen[:, -8:])
    assert all((edge == palette.CANVAS.rgb).all() for edge in edges)


def test_a_usual_chart_is_small() -> None:
    """Thirty days of bars take less than 80 kB, five lines over ninety days less than 240."""
    assert len(draw(CASES["bars"]).png) < 80_000
    assert len(draw(CASES["stacked bars before a ghost"]).png) < 80_000
    assert len(draw(CASES["lines"]).png) < 240_000


@pytest.mark.parametrize("case", ["lines", "bars before a ghost", "sheet of rows"])
def test_the_same_drawing_gives_the_same_bytes(case: str) -> None:
    """Whatever was drawn in between, and whoever set Matplotlib up how."""
    first = draw(CASES[case])
    draw(CASES["bars with long names"])
    with mpl.rc_context({"text.usetex": True, "path.sketch": (9, 9, 9), "figure.dpi": 300}):
        assert draw(CASES[case]) == first


def test_days_off_are_named_below_the_picture() -> None:
    """So nobody wonders what the shading is; where none is shown the line stays as it was."""
    shown = CASES["lines with days off"]
    assert isinstance(shown, Drawing)
    below = slice(HEIGHT - 40, HEIGHT)
    known, plain = (
        pixels(replace(shown, off=off))[below] for off in (shown.off, frozenset[date]())
    )
    assert (known != plain).any()
    never = frozenset({END.date() - timedelta(days=400)})
    assert (pixels(replace(shown, off=never))[below] == plain).all()


def test_another_process_gives_the_same_bytes() -> None:
    """With another seed for its hashes, and nothing drawn before."""
    cases = ("lines of eight and others", "sheet of shared names", "sheet of three")
    code = (
        "import sys; from charts.draw import draw; from tests.charts.cases import CASES;"
        f"[sys.stdout.buffer.write(draw(CASES[case]).png) for case in {cases}]"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # noqa: S603 - two lines of ours
    assert ran.stdout == b"".join(draw(CASES[case]).png for case in cases)


def test_a_picture_tells_nothing_but_itself() -> None:
    """The file has the chunks that a palette image needs and no metadata."""
    png, kinds, at = draw(CASES["one bar"]).png, [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += length + 12
    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]


def test_an_empty_drawing_says_so() -> None:
    """Words in the place of axes without data."""
    picture = draw(CASES["empty"])
    assert "no deployments to show" in picture.alt
    assert amount(pixels(CASES["empty"]), palette.AXIS) < 1_500


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_the_eight_largest_series_have_inks_and_the_rest_is_grey(form: Form) -> None:
    """A ninth series has no colour of its own."""
    ten = CASES["bars of eight and others"]
    assert isinstance(ten, Drawing)
    seen = pixels(replace(ten, form=form))
    assert all(amount(seen, look.ink) >= 30 for look in palette.LOOKS)
    assert amount(seen, palette.OTHERS) >= 30


def test_names_that_no_font_here_writes_have_numbers() -> None:
    """The picture shows the number, whoever posts it may tell the name."""
    amulets = "\U0001f9ff\U0001f9ff"
    series = [Series("web", counts(1, 3, 5)), Series(amulets, ())]
    alone = draw(drawing("bars", series))
    beside = draw(sheet(panel("a", 1), drawing("bars", series)))
    assert alone.unreadable == ((2, amulets),)
    assert beside.unreadable == ((3, amulets),)
    assert amulets in alone.alt


@pytest.mark.parametrize("form", ["bars", "lines", "rows"])
def test_as_much_as_there_may_be_can_be_drawn(form: Form) -> None:
    """Six years of days, and as many series as there may be."""
    longest = Series("x", counts(1, 9, MAX_POINTS))
    assert len(draw(drawing(form, [longest])).png) < _MOST_BYTES
    many = several(MAX_SERIES, 7, "service-{}")
    assert len(draw(drawing(form, many)).png) < _MOST_BYTES
    assert len(draw(sheet(*[drawing(form, many)] * 8)).png) < _MOST_BYTES


def test_a_long_subtitle_takes_a_smaller_size_and_then_a_second_line() -> None:
    """What is below makes room for it; the days are in the words whatever the names are."""
    scopes = (
        "mobile",
        f"{LONG} · last 30 days",
        f"{LONG} / {LONG} · by application · last 30 days",
    )
    drawn = [drawing("bars", several(3, 30), subtitle=scope) for scope in scopes]
    rows = [stretches(having(pixels(each)[:400, :600], palette.QUIET), 1) for each in drawn]
    one, smaller, two = ([run.start for run in runs if 110 < run.start < 300] for runs in rows)
    assert one[0] < smaller[0]
    assert len(two) == len(one) + 1
    assert "by application, last 30 days" in draw(drawn[2]).alt


def test_title_and_footnote_are_fitted() -> None:
    """However long they are, they end where the page does."""
    long = drawing("bars", [Series("x", (Point(END, 3),))], title="m" * 999, footnote="m" * 999)
    seen = having(pixels(long), palette.TEXT)
    assert seen[30:100, 1_400:1_560].any()
    assert not seen[:, 1_560:].any()


def test_the_bot_starts_without_matplotlib() -> None:
    """Asking for pictures imports neither Matplotlib nor NumPy; drawing never imports pyplot."""
    asking = (
        "import charts, charts.studio, sys; assert not {'matplotlib', 'numpy'} & {*sys.modules}"
    )
    drawing_ = "import charts.draw, sys; assert 'matplotlib.pyplot' not in sys.modules"
    for code in (asking, drawing_):
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - two lines of ours


@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux counts it")
def test_memory_does_not_grow() -> None:
    """Pictures with names that nobody has seen before leave nothing behind, once all is warm."""

    def resident_after(numbers: range) -> int:
        for number in numbers:
            series = [Series(f"service {number}-{at}", counts(at, 9, 14)) for at in range(4)]
            form = get_args(Form)[number % 3]
            draw(drawing(form, series, subtitle=f"picture {number}"))
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * resource.getpagesize()

    warm = resident_after(range(60))
    assert resident_after(range(60, 180)) - warm < 4_000_000
