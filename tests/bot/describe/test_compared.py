"""What is said of several answers beside each other, word by word."""

from dataclasses import replace

from bot.answer import answer
from bot.chart import Chart, Metric, Series
from bot.describe.answer import Description
from tests.bot.samples import chart, daily, request

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
