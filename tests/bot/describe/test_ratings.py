"""DORA's survey, word by word: an answer for each application, and never a grade."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.assess import assess
from bot.chart import Chart, Series
from bot.describe.answer import describe
from bot.query import BucketType, Query
from tests.bot.samples import DAY, TODAY, chart, last_days, points, query

DAYS = 35
"""The window holds four complete weeks, Monday to Sunday."""
HOUR = 3_600_000


def told(asked: Query, answer: Chart) -> list[str]:
    """The lines about the survey."""
    lines = describe(assess(asked, answer), zone=ZoneInfo("UTC")).lines
    return [line for line in lines if "DORA" in line]


def levels(**more: object) -> Query:
    """A question with levels."""
    return replace(last_days(DAYS), expand=("metrics",), **more)  # type: ignore[arg-type]  # fields


def weekly(*week: int, name: str = "web") -> Series:
    """The same week, from Tuesday on, over and over, and today."""
    return Series(name, points(TODAY - DAYS * DAY, [*(week * 5)[:DAYS], 9]))


def test_an_application_has_its_band() -> None:
    """Read from days and weeks; forty on one day of the week are weekly."""
    asked = levels(applications=("web",))
    reading = "read from the days of complete weeks that have a deployment"
    for week, words in (
        ((1, 0, 2, 0, 1, 0, 0), "once per day or more"),
        ((40, 0, 0, 0, 0, 0, 0), "between once per day and once per week"),
    ):
        assert told(asked, chart(weekly(*week, name="all"))) == [
            f"DORA survey band (2025 options): web “{words}”; {reading}"
        ]


def test_applications_have_a_band_each_and_none_together() -> None:
    """Three of them, the busiest first."""
    asked = levels(group_by="application")
    series = [weekly(n, n, n, 0, 0, 0, 0, name=f"s{n}") for n in range(1, 5)]
    (line,) = told(asked, chart(*series))
    assert "s4 “once per day or more”, s3 “once per day or more”, s2 “" in line
    assert "” and 1 more; read from" in line
    assert "s1" not in line


@pytest.mark.parametrize(
    "asked", [levels(), levels(group_by="kind"), replace(last_days(DAYS), applications=("web",))]
)
def test_where_the_survey_asks_nothing_nothing_is_said(asked: Query) -> None:
    """Not of a project, not of kinds, and not unasked."""
    assert told(asked, chart(weekly(1, 1, 1, 1, 1, 0, 0))) == []


@pytest.mark.parametrize(
    ("days", "lacking"),
    [
        (28, "3 of the 4 complete weeks that this needs"),
        (7, "none of the 4 complete weeks that this needs"),
    ],
)
def test_too_few_weeks_are_told(days: int, lacking: str) -> None:
    """A band that comes and goes with the weekday says why it is not there."""
    asked = replace(last_days(days), expand=("metrics",), applications=("web",))
    week = chart(weekly(1, 1, 1, 1, 1, 0, 0))
    assert told(asked, week) == [f"DORA survey band (2025 options): not enough data: {lacking}"]
    assert told(asked, chart())[0].endswith("none of the 4 complete weeks that this needs")


def test_a_band_of_days_is_not_read_from_hours() -> None:
    """What to type instead is told."""
    asked = replace(
        query(TODAY - 2 * DAY, bucket=BucketType.HOUR), expand=("metrics",), applications=("web",)
    )
    (line,) = told(asked, chart(weekly(1, 1, 1, 1, 1, 0, 0)))
    assert line.endswith("not enough data: this is read from days, which “bucket day” asks for")


def test_a_few_lead_times_are_no_band() -> None:
    """One good day is no answer; how many there would have to be is told."""
    asked = levels(chart="leadtime", group_by="application")
    few = Series("web", points(TODAY - 4 * DAY, [HOUR] * 4))
    (line,) = told(asked, chart(few))
    assert line.endswith("not enough data: 4 of the 5 days with a lead time that this needs")


def test_one_of_several_without_enough_data_is_told_beside_the_others() -> None:
    """Its line is not silent about it."""
    asked = levels(chart="leadtime", group_by="application")
    few = Series("api", points(TODAY - 4 * DAY, [HOUR] * 4))
    (line,) = told(asked, chart(weekly(*[5 * HOUR] * 7), few))
    assert "web “less than one day”, api not enough data; DORA counts" in line


def test_lead_time_says_what_is_counted_differently() -> None:
    """DORA's begins later than LaunchDarkly's."""
    asked = levels(chart="leadtime", group_by="application")
    (line,) = told(asked, chart(weekly(*[5 * HOUR] * 7)))
    assert line == (
        "DORA survey band (2025 options): web “less than one day”; "
        "DORA counts from the commit, LaunchDarkly from the first commit of the change"
    )
    stages = levels(chart="leadtime", group_by="stage", applications=("api",))
    (line,) = told(
        stages,
        chart(weekly(*[50 * HOUR] * 7, name="coding"), weekly(*[5 * HOUR] * 7, name="wait")),
    )
    assert "api “between one day and one week”" in line


def test_nobody_is_called_elite() -> None:
    """Nor high, medium or low performer."""
    asked = levels(applications=("web",))
    for line in told(asked, chart(weekly(9, 9, 9, 9, 9, 9, 9))):
        assert not {"elite", "high", "low", "performer"} & set(line.casefold().split())
