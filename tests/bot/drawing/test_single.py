"""What is drawn of a report: its form, its words, and which buckets are open."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import answer
from bot.assess import assess
from bot.change import Before
from bot.chart import Bound, Chart, Series
from bot.describe.answer import describe
from bot.drawing.single import drawing
from bot.query import HOUR_MS, BucketType, Query
from charts import model
from charts.choice import MOST, choose
from charts.table import tables
from tests.bot.samples import (
    NOW,
    TODAY,
    chart,
    daily,
    last_days,
    points,
    query,
    request,
    windowed,
)

DAY = timedelta(days=1)


def drawn(asked: Query, answer: Chart) -> model.Drawing:
    """The drawing for somebody in Berlin."""
    report = assess(asked, answer)
    return drawing(report, describe(report, zone=ZoneInfo("Europe/Berlin")))


def test_a_drawing_says_what_the_message_says() -> None:
    """Heading, scope and fine print are those of the words; the zone is the buckets'."""
    found = drawn(query(), chart(daily(*range(31))))
    assert found.title == "Deployments"
    assert found.subtitle == "mobile · last 30 days"
    assert found.footnote == "day buckets, UTC"
    assert found.zone == "UTC"
    assert found.unit == "deployments per day"
    assert found.noun == ("deployment", "deployments")
    assert found.bucket == DAY


def test_the_open_bucket_is_drawn_open_and_a_gap_is_no_zero() -> None:
    """Today is not whole; a missing point has no value."""
    (series,) = drawn(last_days(2), chart(daily(4, None, 2))).series
    assert [(point.value, point.whole) for point in series.points] == [
        (4, True),
        (None, True),
        (2, False),
    ]


def test_nothing_outside_the_window_is_drawn() -> None:
    """The picture shows what the numbers count."""
    asked = query(TODAY - 2 * DAY, TODAY)
    around = Series("app", points(TODAY - 3 * DAY, [9, 1, 2, 9]))
    (series,) = drawn(asked, chart(around)).series
    assert [point.value for point in series.points] == [1, 2]


@pytest.mark.parametrize(
    ("asked", "form"),
    [
        (query(), "bars"),
        (windowed(query(), bucket=BucketType.ROLLING), "lines"),
        (query(NOW - 4 * DAY, NOW, bucket=BucketType.HOUR), "bars"),
        (query(NOW - 6 * DAY, NOW, bucket=BucketType.HOUR), "lines"),
    ],
)
def test_counts_that_add_up_are_bars_while_they_can_be_told_apart(asked: Query, form: str) -> None:
    """Windows that may overlap, and more than 120 buckets, are lines."""
    assert drawn(asked, chart(daily(1, 2))).form == form


def test_counts_of_windows_that_may_overlap_do_not_add_up() -> None:
    """Those of days and hours do, drawn as whatever."""
    assert drawn(query(NOW - 6 * DAY, NOW, bucket=BucketType.HOUR), chart(daily(1, 2))).adds_up
    assert not drawn(windowed(query(), bucket=BucketType.ROLLING), chart(daily(1, 2))).adds_up


def test_a_unit_names_the_bucket() -> None:
    """Per what is never left to guess."""
    asked = query(bucket=BucketType.ROLLING, bucket_ms=12 * HOUR_MS)
    assert drawn(asked, chart(daily(1, 2))).unit == "deployments per 12-hour window"


def test_a_bound_is_drawn_once_however_many_series_carry_it() -> None:
    """Lowest first, each as firmly as its meaning is sure."""
    both = (Bound("target", 9), Bound("equal", 3))
    one = daily(1, 2, name="a", bounds=both)
    two = daily(1, 2, name="b", bounds=(*both, Bound("min", 1)))
    windows = windowed(last_days(1), bucket=BucketType.ROLLING)
    assert drawn(windows, chart(one, two)).bounds == (
        model.Bound("min", 1, "plain"),
        model.Bound("equal", 3, "documented"),
        model.Bound("target", 9, "unclear"),
    )


def test_no_bound_is_held_against_a_stack() -> None:
    """A bound belongs to a series; over bars on bars it would be compared with their sum."""
    bounds = (Bound("min", 1),)
    one, two = (daily(1, 2, name=name, bounds=bounds) for name in "ab")
    assert drawn(last_days(1), chart(one, two)).bounds == ()
    assert len(drawn(last_days(1), chart(one)).bounds) == 1


def test_a_series_that_stands_for_all_is_named_after_what_it_counts() -> None:
    """Its name is LaunchDarkly's affair, unless somebody asked for groups."""
    one = chart(daily(1, 2, name="all"))
    assert drawn(last_days(1), one).series[0].name == "deployments"
    assert drawn(replace(last_days(1), group_by="kind"), one).series[0].name == "all"


def test_a_bucket_that_an_edge_cuts_through_is_not_called_unfinished() -> None:
    """Only the bucket that still runs is told as "so far"."""
    cut = windowed(last_days(3), end=TODAY - 3 * DAY + timedelta(days=1, hours=6))
    assert drawn(cut, chart(daily(1, 2, 3))).open_label == "cut off"
    assert drawn(last_days(3), chart(daily(1, 2, 3, 4))).open_label == "so far"
    lead = replace(cut, chart="leadtime", group_by="stage")
    assert drawn(lead, chart(daily(1, 2, 3))).open_label == "cut off"


def test_names_are_passed_on_as_they_are() -> None:
    """Whoever draws cleans them; here they are identities."""
    names = ["<!channel>", "$x$", "_hidden", ""]
    found = drawn(last_days(1), chart(*(daily(1, 2, name=name) for name in names)))
    assert {series.name for series in found.series} == set(names)


_VALUES = st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=9)


@pytest.mark.parametrize("kind", ["deploys", "leadtime"])
@given(st.lists(_VALUES, min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_words_and_picture_tell_the_same_series(
    kind: str, listed: list[list[int | None]], random: Random
) -> None:
    """In one order, ties and all, whatever comes first and whatever an edge cuts off."""
    asked = query(TODAY - 5.5 * DAY, chart=kind, group_by="application")
    series = [daily(*values, name=f"s{at}") for at, values in enumerate(listed)]
    report = assess(asked, chart(*random.sample(series, len(series))))
    found = drawing(report, describe(report, zone=ZoneInfo("UTC")))
    (choice,) = choose([found], tables([found]), lambda _: frozenset()).choices
    assert [shown.name for shown in choice.shown] == [one.name for one in report.shares[:MOST]]


def ghostly(asked: str, *series: Series) -> model.Ghost | None:
    """The period before as it is drawn for a line."""
    found = request(asked)
    assert found.earlier is not None
    before = Before(found.earlier, chart(Series("app", points(TODAY - 60 * DAY, range(60)))))
    drawing_ = answer(found, [chart(*series)], before).drawing()
    assert isinstance(drawing_, model.Drawing)
    return drawing_.ghost


def test_the_period_before_is_drawn_behind_bars() -> None:
    """Bucket for bucket at the place of what it is held against; today has none."""
    ghost = ghostly("mobile 7d", daily(*range(8)))
    assert ghost is not None
    assert ghost.label == "week before"
    assert [(point.start, point.value) for point in ghost.points] == [
        (TODAY - (7 - n) * DAY, 46 + n) for n in range(7)
    ]


def test_no_period_before_is_drawn_behind_several_lines() -> None:
    """Whose it would be could not be told."""
    assert ghostly("mobile 30d by application", *(daily(*range(31), name=n) for n in "ab"))
    many = "mobile 7d bucket hour by application"
    hours = [Series(n, points(TODAY - 7 * DAY, range(170), DAY / 24)) for n in "ab"]
    assert ghostly(many, *hours) is None


def test_days_off_are_those_near_the_window() -> None:
    """A calendar has thousands, and a picture of how things stand now has no days at all."""
    days = [(TODAY + at * DAY).date() for at in range(-400, 400)]
    found = answer(request("mobile 7d"), [chart(daily(*range(8)))]).drawing(frozenset(days))
    assert isinstance(found, model.Drawing)
    assert (TODAY - DAY).date() in found.off
    assert len(found.off) <= 11
    flags = answer(request("mobile env production", chart="staleflags"), [chart(daily(1))])
    drawn_now = flags.drawing(frozenset(days))
    assert isinstance(drawn_now, model.Drawing)
    assert not drawn_now.off
