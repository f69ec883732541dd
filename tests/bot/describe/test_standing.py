"""How things stand, word by word."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.assess import assess
from bot.chart import Bound, Chart, Point, Series
from bot.describe.answer import Description, describe
from bot.query import Query
from tests.bot.samples import NOW, chart, standing

STALE = Query("staleflags", "mobile", "production", group_by="maintainer")
STATUS = Query("flagstatus", "mobile", "production")


def told(asked: Query, answer: Chart) -> Description:
    """The words of an answer."""
    return describe(assess(asked, answer), zone=ZoneInfo("UTC"))


def test_stale_flags_are_counted_and_whose_they_are() -> None:
    """The most first; the time is now."""
    words = told(STALE, standing(Ada=2, Grace=7, Linus=3))
    assert words.heading == "Stale flags"
    assert words.scope == "mobile / production · by maintainer · now"
    assert words.lines == ("12 stale flags", "Grace 7 · Linus 3 · Ada 2")
    assert words.footnote == "counted as it was read"
    assert words.summary == (
        "Stale flags, mobile / production, by maintainer, now: 12 stale flags."
    )


def test_statuses_keep_their_order_and_say_their_part() -> None:
    """New before active before launched before inactive, whatever comes first."""
    words = told(STATUS, standing(inactive=10, active=21, launched=14, new=5))
    assert words.lines == (
        "50 flags",
        "new 5 (10 %) · active 21 (42 %) · launched 14 (28 %) · inactive 10 (20 %)",
    )


def test_one_number_stands_alone() -> None:
    """`by nothing` gives one series, whose name says nothing."""
    words = told(replace(STALE, group_by=None), standing(all=1))
    assert words.lines == ("1 stale flag",)


def test_none_is_good_news_and_says_what_stale_means() -> None:
    """No stale flags is not a failure to count."""
    words = told(STALE, standing(Ada=0))
    assert words.lines[0] == "no stale flags"
    assert "LaunchDarkly calls a temporary flag stale" in words.lines[1]


def test_a_missing_number_is_not_none() -> None:
    """Null is said to be missing, never read as zero."""
    assert told(STALE, standing(Ada=None)).lines == (
        "LaunchDarkly gave no number of stale flags",
        "a number is missing for 1 of 1",
    )
    assert told(STALE, standing(Ada=None, Grace=3)).lines == (
        "3 stale flags",
        "Grace 3 · Ada without a number",
        "a number is missing for 1 of 2",
    )


def test_no_part_is_told_of_an_unknown_whole() -> None:
    """And what is counted together has the part of all of it."""
    assert told(STATUS, standing(new=5, active=5, launched=None)).lines[1] == (
        "new 5 · active 5 · launched without a number"
    )
    many = told(STATUS, standing(**{f"s{n}": 5 for n in range(20)})).lines[1]
    assert many.endswith("s7 5 (5 %) · 12 others 60 (60 %)")
    assert told(STALE, standing(Ada=None, Grace=0)).lines[0] == "no stale flags"


def test_filters_are_named() -> None:
    """What is left out is said where it is left out."""
    asked = replace(STALE, filters=(("maintainerId", "u1,u2"), ("maintainerTeamKey", "payments")))
    assert told(asked, standing(Ada=1)).scope == (
        "mobile / production · by maintainer · maintained by u1, u2 · of team payments · now"
    )
    releases = Query(
        "releases",
        "mobile",
        "production",
        filters=(("hasExperiments", "true"), ("global", "exclude")),
    )
    assert "with an experiment · without global changes · now" in told(releases, chart()).scope


def test_a_bound_that_all_are_below_is_not_told() -> None:
    """It tells none from another."""
    bound = (Bound("max", 9),)
    both = (Series(name, (Point(NOW, 1),), bound) for name in "ab")
    assert told(STALE, chart(*both)).lines == ("2 stale flags", "a 1 · b 1")


def test_bounds_are_held_against_each() -> None:
    """How many are on either side."""
    bound = Bound("max", 3)
    one, two = (
        Series(name, (Point(NOW, value),), (bound,)) for name, value in (("a", 9), ("b", 1))
    )
    assert told(STALE, chart(one, two)).lines[-1] == (
        "bound “max” (3): below it for 1 of 2, above it for 1"
    )
