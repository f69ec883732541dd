"""What a chart says to those who do not see it."""

from dataclasses import replace

import pytest

from charts.alt import LONGEST, alt_text
from charts.model import Bound, Number, Point, Series
from tests.charts.cases import CASES, DAY, END, HOUR, LONG, drawing, several


def points(*values: Number | None, is_open: bool = False) -> tuple[Point, ...]:
    """One a day, the last on 24 Nov."""
    last = len(values) - 1
    return tuple(
        Point(END - DAY * (last - at), value, whole=not (is_open and at == last))
        for at, value in enumerate(values)
    )


_HEAD = "Deployments per day, mobile / production, last 30 days, to 24 Nov: "


@pytest.mark.parametrize(
    ("values", "bounds", "said"),
    [
        ((4, 0, 11, 2), (), "17 in all, between 0 and 11 a day, highest on 23 Nov."),
        ((4, 4), (), "8 in all, always 4 a day."),
        ((0, 0), (), "0 in all, always 0 a day."),
        (
            (4, 0, 11, 2),
            (Bound("lower", 3, "plain"),),
            (
                "17 in all, between 0 and 11 a day, highest on 23 Nov; "
                "below lower 3 on 2 days, above it on 2 days."
            ),
        ),
        (
            (4, 5),
            (Bound("upper", 9, "plain"), Bound("odd", float("inf"), "unclear")),
            "9 in all, between 4 and 5 a day, highest on 24 Nov; below upper 9 on 2 days.",
        ),
        (
            (4, None, 5),
            (),
            "9 in all, between 4 and 5 a day, highest on 24 Nov. A value is missing on 1 day.",
        ),
        (
            (10**6, 0.25),
            (),
            "1,000,000.2 in all, between 0.25 and 1,000,000 a day, highest on 23 Nov.",
        ),
    ],
)
def test_bars_are_told_in_numbers(
    values: tuple[Number | None, ...], bounds: tuple[Bound, ...], said: str
) -> None:
    """Total, range, when it was highest, bounds on both sides, what is missing."""
    told = alt_text(drawing("bars", [Series("deployments", points(*values))], *bounds))
    assert told == _HEAD + said


def test_the_open_bucket_is_told_apart() -> None:
    """It is in no total, no range and no comparison with a bound."""
    series = Series("deployments", points(4, 6, 1, is_open=True))
    told = alt_text(drawing("bars", [series], Bound("lower", 3, "plain")))
    assert "10 in all, between 4 and 6 a day" in told
    assert "above lower 3 on 2 days" in told
    assert told.endswith("The last day is not complete: 1 so far.")


def test_the_end_is_told_once() -> None:
    """Where the subtitle names it, nobody needs it again."""
    july = drawing("bars", [Series("x", points(4, 6))], subtitle="1 Nov to 24 Nov 2026")
    assert alt_text(july).startswith("Deployments per day, 1 Nov to 24 Nov 2026: 10 in all")


def test_stacked_bars_name_their_parts() -> None:
    """The largest first, the ones that have no colour of their own together."""
    told = alt_text(drawing("bars", [Series(f"s{at}", points(9 - at)) for at in range(10)]))
    assert "s0 9, s1 8, s2 7, s3 6, s4 5, s5 4, s6 3, s7 2, 2 others 1." in told


def test_lines_are_not_added_up() -> None:
    """Each line has its own range and its last value."""
    lines = [Series("web", points(1, 5, 2)), Series("api", points(7, 7, 7))]
    told = alt_text(drawing("lines", lines, Bound("upper", 9, "plain")))
    assert "in all" not in told
    assert "web between 1 and 5 a day, highest on 23 Nov, last 2." in told
    assert "api always 7 a day, last 7." in told
    assert told.endswith("Bounds: upper 9.")


def test_hours_are_told_in_the_zone_of_the_drawing() -> None:
    """An hour has a time of day."""
    series = Series("x", (Point(END, 1), Point(END + HOUR, 3)))
    told = alt_text(drawing("bars", [series], bucket=HOUR, zone="Asia/Kolkata", unit="per hour"))
    assert "highest at 06:30 on 24 Nov" in told
    assert "an hour" in told


def test_nothing_is_told_as_nothing() -> None:
    """A gap is never all zeros, and never fine."""
    nothing = drawing("bars", [Series("x", points(None, None))])
    assert alt_text(nothing).endswith(": no deployments to show.")


def test_words_are_never_too_many() -> None:
    """Slack takes 2,000 characters."""
    loud = replace(CASES["lines"], series=several(9, 9, LONG), title="t" * 900, unit="u" * 900)
    assert len(alt_text(loud)) <= LONGEST
    assert len(alt_text(replace(loud, subtitle="s" * 9_000))) <= LONGEST
