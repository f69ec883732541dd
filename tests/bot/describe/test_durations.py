"""Lead times, word by word: middles and ranges, never sums."""

from zoneinfo import ZoneInfo

from bot.assess import assess
from bot.chart import Chart, Point, Series
from bot.describe.answer import Description, describe
from bot.query import BucketType, Query
from tests.bot.samples import DAY, TODAY, chart, daily, last_days, points, query, windowed

HOUR = 3_600_000


def told(asked: Query, answer: Chart) -> Description:
    """The words of an answer."""
    return describe(assess(asked, answer), zone=ZoneInfo("UTC"))


def lead_time(group_by: str = "stage", days: int = 4) -> Query:
    """A question about lead times."""
    return last_days(days, chart="leadtime", group_by=group_by)


def test_stages_stand_on_each_other_and_the_middle_day_is_told() -> None:
    """What a day took is the sum of its stages; days without a deployment are counted."""
    words = told(
        lead_time(),
        chart(
            daily(2 * HOUR, None, 4 * HOUR, 6 * HOUR, HOUR, name="wait"),
            daily(HOUR, None, HOUR, 24 * HOUR, HOUR, name="coding"),
        ),
    )
    assert words.heading == "Lead time"
    assert words.lines == (
        "typically 5 h · from 3 h to 1.2 days · 2 h today so far · none on 1 of 4 days",
        "typically coding 1 h · wait 4 h",
    )
    assert words.footnote == "day buckets, UTC · first commit to deployed"


def test_a_total_is_not_added_to_its_stages() -> None:
    """A series that is called total is the sum already."""
    words = told(
        lead_time(days=1),
        chart(daily(HOUR, None, name="coding"), daily(3 * HOUR, None, name="total")),
    )
    assert words.lines[0] == "3 h on the only day"
    assert words.lines[1] == "typically coding 1 h"


def test_a_day_has_a_lead_time_as_long_as_any_stage_has_one() -> None:
    """A change may go without a review or a wait; only a day without any stage has none."""
    words = told(
        lead_time(days=4),
        chart(
            daily(5 * HOUR, HOUR, None, None, 0, name="coding"),
            daily(None, HOUR, 3 * HOUR, None, 0, name="wait"),
        ),
    )
    assert words.lines[0].startswith("typically 3 h · from 2 h to 5 h · ")
    assert words.lines[0].endswith("none on 1 of 4 days")


def test_lead_times_of_applications_have_no_common_middle() -> None:
    """Each has its own, the longest first."""
    words = told(
        lead_time("application", 2),
        chart(daily(HOUR, HOUR, None, name="web"), daily(3 * HOUR, 5 * HOUR, None, name="api")),
    )
    assert words.lines == ("typically api 4 h · web 1 h",)


def test_of_many_applications_the_rest_is_counted() -> None:
    """Those without a lead time are among the others, as in the picture."""
    series = [daily(n * HOUR, None, name=f"s{n}") for n in range(1, 10)]
    answer = chart(*series, daily(None, None, name="none"))
    (line,) = told(lead_time("application", 1), answer).lines
    assert line.endswith("s3 3 h · s2 2 h · 2 others")


def test_stages_of_one_window_stand_on_each_other_too() -> None:
    """Windows may overlap; what is in one of them is of the same changes."""
    asked = windowed(lead_time(days=2), bucket=BucketType.ROLLING)
    series = (daily(HOUR, HOUR, None, name="coding"), daily(HOUR, HOUR, None, name="wait"))
    assert told(asked, chart(*series)).lines[0] == "typically 2 h"


def test_two_totals_are_one() -> None:
    """Whatever LaunchDarkly calls the sum, and should it send it twice."""
    totals = (daily(6 * HOUR, None, name="total"), daily(6 * HOUR, None, name="leadTime"))
    assert told(lead_time(days=1), chart(*totals)).lines[0] == "6 h on the only day"


def test_a_time_without_a_whole_day_says_so() -> None:
    """It is not that stages do not add up."""
    asked = query(TODAY - 0.8 * DAY, TODAY - 0.2 * DAY, chart="leadtime", group_by="stage")
    answer = chart(Series("coding", points(TODAY - DAY, [HOUR])))
    assert told(asked, answer).lines[0] == "no whole day in that time"


def test_percentiles_are_told_by_their_middle() -> None:
    """In order of the percentile, for the whole days alone."""
    averages = tuple(
        Point(TODAY - back * DAY, HOUR, (("p90", back * HOUR), ("median", HOUR), ("max", 9)))
        for back in (3, 2, 1, 0)
    )
    words = told(lead_time("application", 3), chart(Series("web", averages)))
    assert words.lines[1] == "typically median 1 h · p90 2 h"


def test_no_lead_time_says_what_that_may_mean() -> None:
    """Nothing was deployed, or LaunchDarkly does not see the commits."""
    words = told(lead_time(), chart(daily(None, None, name="coding")))
    assert words.lines[0] == "no lead times recorded"
    assert "does not see your repository" in words.lines[1]
