"""What is said of a report: sentences that are read aloud here, word by word."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assess import assess
from bot.catalog import BY_NAME
from bot.chart import Bound, Chart, Metric, Series
from bot.describe.answer import Description, describe, place
from bot.describe.counts import MAX_SHARES
from bot.query import DAY_MS, HOUR_MS, BucketType, Query
from charts.choice import MOST
from tests.bot.samples import NOW, TODAY, chart, daily, last_days, points, query, windowed

DAY = timedelta(days=1)
ROLLING, HOUR = BucketType.ROLLING, BucketType.HOUR
NOTHING = BY_NAME["deploys"].nothing
LEFT_OUT = "LaunchDarkly sent points outside the time asked for; they are left out."


def told(asked: Query, answer: Chart) -> Description:
    """The words of an answer, for somebody in Berlin."""
    return describe(assess(asked, answer), zone=ZoneInfo("Europe/Berlin"))


def test_a_description_has_a_heading_a_scope_numbers_and_fine_print() -> None:
    """Everything that a message needs, and all of it in one sentence for those who cannot see."""
    asked = replace(query(), environment="production", applications=("web", "api"))
    asked = replace(asked, group_by="application")
    words = told(asked, chart(daily(*[2] * 30, 3, name="web"), daily(*[1] * 30, 0, name="api")))
    assert words == Description(
        heading="Deployments",
        scope="mobile / production · web, api · by application · last 30 days",
        lines=("90 deployments · 3 a day · 3 more today so far", "web 60 · api 30"),
        footnote="day buckets, UTC",
        summary=(
            "Deployments, mobile / production, web, api, by application, last 30 days: "
            "90 deployments, 3 a day, 3 more today so far."
        ),
    )


def test_a_place_is_a_project_and_perhaps_an_environment() -> None:
    """No project means all that the token sees."""
    assert place(query()) == "mobile"
    assert place(replace(query(), environment="test")) == "mobile / test"
    assert place(replace(query(), project=None)) == "all projects"


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ((4, 0, 5, 2), "9 deployments · 3 a day · 2 more today so far"),
        ((1, 0, 0, 0), "1 deployment · 0.33 a day · none today so far"),
        ((0, 0, 0, 1), "no deployments · 1 deployment today so far"),
        ((4, None, 5, 2), "9 deployments · 2 more today so far"),
        ((None, None, None, 1), "1 deployment today so far"),
    ],
)
def test_the_headline_counts_whole_days_and_today_apart(
    values: tuple[int | None, ...], headline: str
) -> None:
    """The first number says what is counted; no rate is given where a number is missing."""
    assert told(last_days(3), chart(daily(*values))).lines[0] == headline


def test_one_day_needs_no_rate() -> None:
    """5 deployments on one day are 5 a day, which goes without saying."""
    asked = query(TODAY - DAY, TODAY)
    assert told(asked, chart(Series("app", points(TODAY - DAY, [5])))).lines == ("5 deployments",)


def test_days_that_are_cut_off_are_told_apart() -> None:
    """What was counted in a part of a day is named, and no part of the total."""
    asked = query(TODAY - 2.5 * DAY, TODAY - 0.5 * DAY)
    cut = Series("app", points(TODAY - 3 * DAY, [4, 1, 2]))
    assert told(asked, chart(cut)).lines[0] == (
        "1 deployment · 6 more in days cut off at the edges"
    )
    shorter = query(TODAY - 0.8 * DAY, TODAY - 0.2 * DAY)
    only = Series("app", points(TODAY - DAY, [4]))
    assert told(shorter, chart(only)).lines[0] == "4 deployments in days cut off at the edges"


@pytest.mark.parametrize(
    ("asked", "values", "headline", "footnote"),
    [
        (
            windowed(last_days(3), bucket=ROLLING),
            (4, 1, 5, 2),
            (
                "1 to 5 deployments per 1-day window"
                " · 2 deployments in the present 1-day window so far"
            ),
            "1-day windows that may overlap, UTC",
        ),
        (
            windowed(last_days(3), bucket=ROLLING),
            (1, 1, 1, None),
            "1 deployment in every 1-day window",
            "1-day windows that may overlap, UTC",
        ),
        (
            windowed(last_days(3), bucket=ROLLING),
            (None, None, None, 2),
            (
                "no 1-day window that is over and has all its numbers"
                " · 2 deployments in the present 1-day window so far"
            ),
            "1-day windows that may overlap, UTC",
        ),
    ],
)
def test_windows_are_told_by_their_range(
    asked: Query, values: tuple[int | None, ...], headline: str, footnote: str
) -> None:
    """Windows that may overlap are compared and never added up."""
    words = told(asked, chart(daily(*values)))
    assert words.lines[0] == headline
    assert words.footnote == footnote


@pytest.mark.parametrize(
    ("bucket", "bucket_ms", "headline", "footnote"),
    [
        (HOUR, HOUR_MS, "6 deployments · 4 more this hour so far", "hour buckets, UTC"),
        (
            HOUR,
            6 * HOUR_MS,
            "10 deployments in the present 6-hour period so far",
            "6-hour periods, UTC",
        ),
        (
            BucketType.DAY,
            2 * DAY_MS,
            "10 deployments in the present 2-day period so far",
            "2-day periods, UTC",
        ),
    ],
)
def test_other_buckets_have_their_own_names(
    bucket: BucketType, bucket_ms: int, headline: str, footnote: str
) -> None:
    """Hours are this hour; any other length is a period."""
    start = TODAY + timedelta(hours=3)
    asked = query(start, NOW, bucket=bucket, bucket_ms=bucket_ms)
    values = [1] * 6 + [4] if bucket_ms == HOUR_MS else [10]
    answer = chart(
        Series(
            "app", points(start + timedelta(hours=len(values) == 1) * 3, values, timedelta(hours=1))
        )
    )
    words = told(asked, answer)
    assert words.lines[0] == headline
    assert words.footnote == footnote


def test_nothing_recorded_says_what_that_may_mean() -> None:
    """No deployments, or no events; and what else is known of the answer."""
    assert told(query(), chart()).lines == ("no deployments recorded", NOTHING)
    assert told(query(), chart()).summary == (
        "Deployments, mobile, last 30 days: no deployments recorded."
    )
    missing = told(last_days(3), chart(daily(0, None, None, None), notes=(LEFT_OUT,)))
    assert missing.lines == (
        "no deployments recorded",
        NOTHING,
        "a number is missing for 2 of 3 days",
        LEFT_OUT,
    )


def test_many_series_are_counted_together_behind_the_first() -> None:
    """As many are named as a picture tells apart, the largest first; the rest is a number."""
    series = [daily(n, 0, name=f"s{n}") for n in range(1, 11)]
    lines = told(last_days(1), chart(*series, daily(0, 0, name="others"))).lines
    assert lines[1] == "s10 10 · s9 9 · s8 8 · s7 7 · s6 6 · s5 5 · s4 4 · s3 3 · 3 others 3"
    nine = told(last_days(1), chart(*series[:9])).lines
    assert nine[1].endswith("s2 2 · 1 other 1")
    assert MAX_SHARES == MOST


def test_a_series_without_a_number_is_no_zero() -> None:
    """Not even where all that it lacks is all there is."""
    lines = told(
        last_days(2), chart(daily(9, 4, 1, name="web"), daily(None, None, None, name="api"))
    )
    assert lines.lines[1:] == (
        "web 13 · api without a number",
        "a number is missing for 2 of 2 days",
    )
    nothing = told(last_days(2), chart(daily(None, None, None)))
    assert nothing.lines[0] == "LaunchDarkly gave no number of deployments"
    empty = told(last_days(2), chart(Series("app", ())))
    assert empty.lines == ("no deployments recorded", NOTHING)


def test_missing_numbers_are_told() -> None:
    """How many, of how many."""
    lines = told(last_days(3), chart(daily(4, None, 5, 2))).lines
    assert lines[1:] == ("a number is missing for 1 of 3 days",)


TIERS = (("excellent", "at least 1 per day"), ("needsAttention", "less than 1 per month"))


@pytest.mark.parametrize(
    ("metrics", "lines"),
    [
        (
            [Metric("deploymentFrequency", "excellent", 5, "count", "per day", TIERS)],
            ["LaunchDarkly rates this excellent: at least 1 per day"],
        ),
        (
            [Metric("a", "needsAttention", 5, "count", "per day")],
            ["LaunchDarkly rates this “needs attention”"],
        ),
        ([Metric("a", "notCalculated", None, "", "")], ["LaunchDarkly does not rate this"]),
        ([Metric("a", "", None, "", "")], []),
        (
            [Metric("leadTime", "good", 5, "", ""), Metric("flagHealth", "unknown", 5, "", "")],
            ["LaunchDarkly rates the lead time good", "LaunchDarkly does not rate the flag health"],
        ),
        ([Metric(f"m{n}", "good", n, "", "") for n in range(20)], 5),
    ],
)
def test_ratings_are_launchdarklys_own(metrics: list[Metric], lines: list[str] | int) -> None:
    """In its words, spaced out; a handful of them; no word, no sentence."""
    found = told(last_days(1), chart(daily(1, 0), metrics=tuple(metrics))).lines[1:]
    assert len(found) == lines if isinstance(lines, int) else list(found) == lines


def test_bounds_that_are_crossed_are_told_without_a_verdict() -> None:
    """How many days lie on either side; which side is bad is nobody's guess."""
    bounds = (Bound("equal", 3), Bound("min", 0))
    one = chart(daily(1, 3, 5, 4, 0, bounds=bounds))
    assert told(last_days(4), one).lines[1:] == (
        "bound “equal” (3): below it on 1 of 4 days, above it on 2",
        "bound “min” (0): above it on 4 of 4 days",
    )
    two = chart(
        daily(1, 0, name="web", bounds=bounds[:1]), daily(3, 0, name="api", bounds=bounds[:1])
    )
    assert told(last_days(1), two).lines[2:] == (
        "bound “equal” (3): below it on some day for 1 of 2 series",
    )
    many = tuple(Bound(f"b{n}", n) for n in range(10))
    assert len(told(last_days(1), chart(daily(20, 0, bounds=many))).lines) == 1 + 5


def test_shares_of_a_day_that_is_not_over_are_those_of_the_day() -> None:
    """Where no bucket is whole the shares add up to what there is so far, not to nothing."""
    today = chart(daily(2, name="web"), daily(1, name="api"))
    assert told(last_days(0), today).lines == ("3 deployments today so far", "web 2 · api 1")


def test_a_wide_zone_names_its_times() -> None:
    """A window between two moments is told in the zone of who asks."""
    asked = query(NOW - timedelta(hours=40), NOW - timedelta(hours=38), bucket=HOUR)
    words = told(asked, chart())
    assert words.scope == "mobile · 22 Nov 18:30 to 22 Nov 2026 20:30 (Europe/Berlin)"


@given(st.text(), st.text(), st.text())
def test_whatever_a_name_is_no_line_breaks(series: str, bound: str, tier: str) -> None:
    """Names, bounds and ratings are chosen elsewhere; each line stays one visible line."""
    metric = Metric("a", tier, 1, "", "", ((tier, tier),))
    answer = chart(
        daily(1, 0, name=series, bounds=(Bound(bound, 5),)),
        daily(2, 0, name=series + "x"),
        metrics=(metric,),
    )
    for line in told(last_days(1), answer).lines:
        assert line
        assert "".join(line.splitlines()) == line
        assert line.encode()
