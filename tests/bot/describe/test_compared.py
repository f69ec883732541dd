"""What is said of several answers beside each other, word by word."""

from dataclasses import replace

from bot.answer import answer
from bot.chart import Chart, Metric, Point, Series
from bot.describe.answer import Description
from tests.bot.samples import DAY, TODAY, chart, daily, request

FINE = chart(daily(1, 2, 3))
RATED = Metric("deploymentFrequency", "excellent", 5, "count", "per day")


def told(line: str, *charts: Chart) -> Description:
    """The words of answers."""
    return answer(request(line), charts).told


def test_each_has_its_line_and_all_are_heard() -> None:
    """In the order in which they were named; a notification has the numbers of all."""
    words = told("compare web api 2d bucket day", FINE, chart(daily(4, 5, 6)))
    assert words.scope == "web and api · last 2 days"
    assert words.lines == (
        "web: 3 deployments · 1.5 a day · 3 more today so far",
        "api: 9 deployments · 4.5 a day · 6 more today so far",
    )
    assert words.summary == (
        "Deployments, web and api, last 2 days: "
        "web: 3 deployments, 1.5 a day, 3 more today so far; "
        "api: 9 deployments, 4.5 a day, 6 more today so far."
    )


def test_a_doubt_says_whose_it_is() -> None:
    """Two that lack as many numbers are two lines."""
    gap = chart(daily(1, None, 3))
    words = told("compare web api 2d bucket day", gap, gap)
    assert words.lines[2:] == (
        "web: a number is missing for 1 of 2 days",
        "api: a number is missing for 1 of 2 days",
    )


def test_one_that_is_empty_keeps_its_line() -> None:
    """Nothing beside something is an answer; no number is not nothing."""
    nothing, unknown = chart(Series("all", ())), chart(daily(None, None, None))
    assert told("compare web api 2d", FINE, nothing).lines[1] == "api: no deployments"
    assert told("compare web api 2d", FINE, unknown).lines[1] == "api: no number of deployments"


def test_ratings_are_launchdarklys_alone() -> None:
    """DORA warns of comparing teams; what LaunchDarkly says of each is asked for and told."""
    rated = replace(FINE, metrics=(RATED,))
    words = told("compare app web api 2d bucket day levels", rated, rated)
    assert words.lines[2:] == (
        "web: LaunchDarkly rates this excellent",
        "api: LaunchDarkly rates this excellent",
    )


def test_percentiles_are_told_of_each() -> None:
    """Whoever asks for them beside each other gets them beside each other."""
    hour = 3_600_000
    slow, quick = (
        chart(Series("all", tuple(Point(TODAY - n * DAY, hour, values) for n in (2, 1, 0))))
        for values in ((("p90", 9 * hour), ("p50", 5 * hour)), (("p50", hour),))
    )
    line = "mobile by application compare app web,api 2d bucket day percentiles"
    words = answer(request(line, chart="leadtime"), [slow, quick]).told
    assert words.lines[2:] == ("web: typically p50 5 h · p90 9 h", "api: typically p50 1 h")
