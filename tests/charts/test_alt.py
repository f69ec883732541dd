"""What a chart says to those who do not see it."""

from dataclasses import replace
from datetime import date

import pytest

from charts.alt import LONGEST, alt_text
from charts.model import Bound, Drawing, Form, Ghost, Number, Point, Series, Sheet
from tests.charts.cases import (
    CASES,
    DAY,
    END,
    HOUR,
    LEAD,
    LONG,
    STALE,
    drawing,
    panel,
    row,
    several,
    sheet,
)

_HOUR = 3_600_000


def points(*values: Number | None, is_open: bool = False) -> tuple[Point, ...]:
    """One a day, the last on 24 Nov."""
    last = len(values) - 1
    return tuple(
        Point(END - DAY * (last - at), value, whole=not (is_open and at == last))
        for at, value in enumerate(values)
    )


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
        ((3, 3), (Bound("goal", 3, "plain"),), "6 in all, always 3 a day; never off goal 3."),
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
    head = f"Deployments per day, mobile / production, last {len(values)} days, to 24 Nov: "
    assert told == head + said


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


def test_counts_of_lines_have_their_sum_where_they_add_up() -> None:
    """More than a hundred bars are a line; what they add up to stays what is asked most."""
    alone = drawing("lines", [Series("x", points(1, 5, 2, 9, is_open=True))], adds_up=True)
    assert ": 8 in all, between 1 and 5 a day, highest on 22 Nov, last 2." in alt_text(alone)
    ghost = Ghost("26 weeks before", points(4, 4, 4, None))
    assert "26 weeks before: 12 in all." in alt_text(replace(alone, ghost=ghost))
    ten = [Series(f"s{at}", points(9 - at, 9 - at)) for at in range(10)]
    told = alt_text(drawing("lines", ten, adds_up=True))
    assert "s0 18 in all, always 9 a day, last 9." in told
    assert "2 others 2 in all, between 0 and 1." in told


def hours(*values: Number | None, is_open: bool = False) -> tuple[Point, ...]:
    """So many hours a day."""
    return points(*(None if value is None else value * _HOUR for value in values), is_open=is_open)


def test_durations_are_never_added_up_over_time() -> None:
    """Their median is told instead; stages of a day do stand on each other."""
    stages = [Series("coding", hours(3, 40, 6)), Series("review", hours(1, 10, 2))]
    told = alt_text(drawing("bars", stages, Bound("goal", 24 * _HOUR, "plain"), **LEAD))
    assert "in all" not in told
    assert ": between 4 h and 2.1 days a day, highest on 23 Nov, median 8 h; " in told
    assert "below goal 1 day on 2 days, above it on 1 day." in told
    assert told.endswith("coding median 6 h, review median 2 h.")


def test_a_bucket_that_lacks_a_number_is_compared_with_none() -> None:
    """Its part of the sum is told, and that it is missing; it is no extreme and off no bound."""
    web, api = Series("web", points(3, 20, 1)), Series("api", points(2, None, 1))
    told = alt_text(drawing("bars", [web, api], Bound("goal", 9, "plain")))
    assert "27 in all, between 2 and 5 a day, highest on 22 Nov; below goal 9 on 2 days." in told
    assert told.endswith("A value is missing on 1 day.")
    never = alt_text(drawing("bars", [web, Series("api", ())], Bound("goal", 9, "plain")))
    assert ": 24 in all. web 24, api without a value. A value is missing on 3 days." in never


def test_a_day_has_a_lead_time_as_long_as_any_stage_has_one() -> None:
    """A stage that a change skipped is not missing; a day without any is."""
    stages = [Series("coding", hours(3, 40, None, None)), Series("wait", hours(1, None, 2, None))]
    told = alt_text(drawing("bars", stages, **LEAD))
    assert ": between 2 h and 1.7 days a day, highest on 22 Nov, median 4 h. " in told
    assert told.endswith("A value is missing on 1 day.")


def test_durations_of_lines_have_a_median_each() -> None:
    """Beside the last value."""
    lines = [Series("web", hours(3, 40, 9)), Series("api", hours(7, 7))]
    told = alt_text(drawing("lines", lines, **LEAD))
    assert "web between 3 h and 1.7 days a day, highest on 23 Nov, median 9 h, last 9 h." in told
    assert "api always 7 h a day, median 7 h, last 7 h." in told


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (drawing("bars", [Series("x", points(4, 5))]), ". 5 weeks before: 118 in all."),
        (drawing("bars", [Series("x", points(4, 5))], measure="duration"), "before: median 59 ms."),
        (drawing("lines", [Series("x", points(4, 5))]), "5 weeks before: between 18 and 100."),
        (drawing("bars", [Series("x", points(4, 5, is_open=True))]), "before: 100 in all."),
    ],
)
def test_the_period_before_is_told(shown: Drawing, said: str) -> None:
    """Over the buckets that are complete in this one, so that the two can be compared."""
    assert said in alt_text(replace(shown, ghost=Ghost("5 weeks before", points(100, 18))))


def test_a_period_before_that_lacks_a_number_has_no_sum() -> None:
    """What is left of it would pass for all of it."""
    ghost = Ghost("week before", points(7, None, 9))
    told = alt_text(drawing("bars", [Series("x", points(4, 5, 6))], ghost=ghost))
    assert told.endswith("Week before: between 7 and 9.")


@pytest.mark.parametrize(
    ("form", "values", "said"),
    [
        ("bars", (0, 0), "none"),
        ("lines", (0, 0), "none"),
        ("lines", (3, 3), "always 3"),
        ("bars", (None, 0), "always 0"),
    ],
)
def test_nothing_before_is_none(form: Form, values: tuple[Number | None, ...], said: str) -> None:
    """Between 0 and 0 is no range."""
    ghost = Ghost("26 weeks before", points(*values))
    told = alt_text(drawing(form, [Series("x", points(4, 5))], ghost=ghost))
    assert told.endswith(f"26 weeks before: {said}.")


def test_a_series_without_a_value_is_no_zero() -> None:
    """It is told to have none."""
    parts = [Series("web", points(4, 5)), Series("api", points(None, None))]
    assert "web 9, api without a value" in alt_text(drawing("bars", parts))


def test_a_note_begins_a_sentence() -> None:
    """However the bot calls what it is about."""
    ghost = Ghost("same weekdays before", points(7, 7))
    assert ". Same weekdays before: 14 in all." in alt_text(
        drawing("bars", [Series("x", points(4, 5))], ghost=ghost)
    )


def test_the_period_before_is_told_where_it_is_drawn() -> None:
    """Not behind several lines, and not where nothing of it is known."""
    ghost = Ghost("before", points(7, 7))
    assert "before" not in alt_text(drawing("lines", several(2, 5), ghost=ghost))
    nothing = Ghost("before", points(None, None))
    assert "before" not in alt_text(drawing("bars", several(2, 5), ghost=nothing))


@pytest.mark.parametrize(
    ("rows", "bounds", "said"),
    [
        ([row("Ada", 5), row("Grace", 1)], (), "6 stale flags: Ada 5, Grace 1."),
        ([row("Ada", 1), row("Ken", 0)], (), "1 stale flag: Ada 1, Ken 0."),
        ([row("Ada", 5, whole=False), row("Ken", None)], (), "Ada 5 so far, Ken no value."),
        (
            [row("Ada", 5), row("Grace", 1)],
            (Bound("limit", 3, "plain"),),
            "6 stale flags: Ada 5, Grace 1. 1 above limit 3, 1 below.",
        ),
        ([row(str(at), 9 - at) for at in range(10)], (), "6 3, 7 2, 2 others 1."),
    ],
)
def test_rows_are_told_by_name(rows: list[Series], bounds: tuple[Bound, ...], said: str) -> None:
    """Their sum first; no day, for they have none."""
    told = alt_text(drawing("rows", rows, *bounds, **STALE))
    assert told.startswith("Stale flags, mobile / production, by maintainer. ")
    assert told.endswith(said)


def test_rows_of_durations_have_a_range() -> None:
    """A sum of them means nothing."""
    rows = [row("coding", 30 * _HOUR), row("review", _HOUR / 3)]
    told = alt_text(drawing("rows", rows, **{**STALE, **LEAD, "title": "Lead time by stage"}))
    assert told.endswith(". Between 20 min and 1.2 days: coding 1.2 days, review 20 min.")


def test_each_panel_of_a_sheet_has_a_sentence() -> None:
    """By its heading; what they share is told once, before."""
    told = alt_text(
        sheet(
            drawing("bars", [Series("x", points(4, 6, 1, is_open=True))], title="mobile"),
            drawing("bars", several(2, 3), Bound("goal", 3, "plain"), title="web"),
            drawing("bars", [], title="docs"),
        )
    )
    assert told.startswith(
        "Deployments per day, production, last 30 days, to 24 Nov. "
        "mobile: 10 in all, between 4 and 6 a day, highest on 23 Nov; "
        "the last day is not complete: 1 so far. web: "
    )
    assert "; web 21, api 16; " in told
    assert told.endswith(". docs: no deployments to show.")


def test_hours_are_told_in_the_zone_of_the_drawing() -> None:
    """An hour has a time of day."""
    series = Series("x", (Point(END, 1), Point(END + HOUR, 3)))
    told = alt_text(drawing("bars", [series], bucket=HOUR, zone="Asia/Kolkata", unit="per hour"))
    assert "highest at 06:30 on 24 Nov" in told
    assert "an hour" in told


@pytest.mark.parametrize("form", ["bars", "lines", "rows"])
def test_nothing_is_told_as_nothing(form: str) -> None:
    """A gap is never all zeros, and never fine."""
    nothing = replace(drawing("bars", [Series("x", points(None, None))]), form=form)  # type: ignore[arg-type]  # one of the three
    assert alt_text(nothing).endswith(": no deployments to show.")
    assert alt_text(sheet(nothing, nothing)).endswith(": no deployments to show.")


@pytest.mark.parametrize("case", CASES)
def test_words_are_one_paragraph_and_never_too_many(case: str) -> None:
    """Slack takes 2,000 characters, whatever the names are."""
    shown = CASES[case]
    if isinstance(shown, Drawing):
        loud: Drawing | Sheet = replace(shown, series=several(9, 9, LONG), unit="u" * 900)
    else:
        each = tuple(replace(one, series=several(9, 9, LONG)) for one in shown.drawings)
        loud = replace(shown, drawings=each)
    for told in map(
        alt_text, (shown, loud, replace(loud, title="t\n" * 900, subtitle="s" * 9_000))
    ):
        assert len(told) <= LONGEST
        assert "\n" not in told


def test_of_many_words_each_panel_keeps_some() -> None:
    """What is left out is each panel's details, not the last panels."""
    long = [replace(panel(f"panel {at}", 1), series=several(9, 30, LONG)) for at in range(8)]
    told = alt_text(sheet(*long))
    assert all(f"panel {at}: 8" in told or f"panel {at}: " in told for at in range(8))


@pytest.mark.parametrize("form", ["bars", "lines"])
def test_a_bucket_that_no_series_sent_is_missing(form: Form) -> None:
    """Whether one series lacks it or all do."""
    web, api = (Series(name, points(4, 1, 5, 6)) for name in ("web", "api"))
    short = [replace(each, points=(each.points[0], *each.points[2:])) for each in (web, api)]
    assert "A value is missing on 1 day." in alt_text(drawing(form, short[:1]))
    assert "A value is missing on 1 day." in alt_text(drawing(form, short))
    assert "missing" not in alt_text(drawing(form, [web, api]))


def test_alerts_that_are_marked_are_told() -> None:
    """As many as lie within the picture; of several pictures beside each other once."""
    inside, before = (END - 2 * DAY, END - DAY), (END - 30 * DAY, END - 29 * DAY)
    one = drawing("bars", [Series("x", points(1, 2, 3, 4, 5))], alerts=(inside, before))
    assert "1 alert marked at the top." in alt_text(one)
    two = sheet(panel("web", 1, alerts=(inside,)), panel("api", 2, alerts=(inside,)))
    assert alt_text(two).count("1 alert marked at the top") == 1


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((23,), "1 day off shaded."),
        ((22, 23), "2 days off shaded."),
        ((23, 30), "1 day off shaded."),
        ((30,), None),
    ],
)
def test_days_off_that_are_shaded_are_told(days: tuple[int, ...], said: str | None) -> None:
    """Those within the picture, at the end; of several pictures beside each other once."""
    off = frozenset(date(2026, 11, day) for day in days)
    one = drawing("bars", [Series("x", points(1, 2, 3, 4, 5))], off=off)
    two = sheet(panel("web", 1, off=off), panel("api", 2, off=off))
    for shown in (one, two):
        told = alt_text(shown)
        assert told.endswith(said) if said else "shaded" not in told
        assert told.count("shaded") == bool(said)
