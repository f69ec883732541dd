"""The period before, word by word."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answer import answer
from bot.assess import assess
from bot.change import Before
from bot.chart import Chart, Number, Series
from bot.describe.answer import describe
from bot.earlier import starting_at, weeks_before
from bot.query import Query
from tests.bot.samples import DAY, TODAY, chart, last_days, points, request

HOUR_MS = 3_600_000
HOUR = DAY / 24


def told(
    asked: Query, now: Sequence[Number | None], before: Chart | str, start: int | None = None
) -> str:
    """The second line of an answer."""
    return described(asked, [*now, 1], before, start)[1]


def described(
    asked: Query, now: Sequence[Number | None], before: Chart | str, start: int | None = None
) -> tuple[str, ...]:
    """The lines of an answer up to today; the period before begins a day ago if one is given."""
    assert asked.window is not None
    found = chart(Series("app", points(TODAY - (len(now) - 1) * DAY, now)))
    earlier = weeks_before(asked.window)
    if start is not None:
        earlier = starting_at(asked.window, TODAY - start * DAY)
    assert earlier is not None
    known = before if isinstance(before, Chart) else None
    said = "" if known else str(before)
    report = assess(asked, found, Before(earlier, known, said))
    return describe(report, zone=ZoneInfo("UTC")).lines


def days(count: int, each: Number, back: int) -> Chart:
    """So many days of the same number, the last of them so many days ago."""
    return chart(Series("app", points(TODAY - (back + count) * DAY, [each] * count)))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ([5] * 7, "as many as in the week before (35 against 35), within normal variation"),
        ([6] * 7, "20 % more than in the week before (42 against 35), within normal variation"),
        ([1] * 7, "80 % fewer than in the week before (7 against 35), unlikely to be chance"),
        ([0] * 7, "100 % fewer than in the week before (0 against 35), unlikely to be chance"),
        ([9] * 7, "80 % more than in the week before (63 against 35), unlikely to be chance"),
    ],
)
def test_a_change_has_both_numbers_and_says_what_chance_may_do(now: list[int], words: str) -> None:
    """Never "significant", never a bare probability."""
    assert told(last_days(7), now, days(29, 5, back=7)) == words


def test_a_percentage_that_rounds_to_nothing_is_none() -> None:
    """1,001 against 1,000 is about as many."""
    line = told(last_days(7), [1001, *[1000] * 6], days(29, 1000, back=7))
    assert line.startswith("about as many as in the week before (7,001 against 7,000), ")


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        (last_days(14), "in the 2 weeks before"),
        (last_days(30), "on the same weekdays 5 weeks before"),
        (last_days(3), "on the same weekdays a week before"),
    ],
)
def test_the_period_is_named_as_what_it_is(asked: Query, period: str) -> None:
    """Whole weeks have a name; other lengths are the same weekdays."""
    assert asked.window is not None
    length = (TODAY - asked.window.start) // timedelta(days=1)
    assert f"fewer than {period} (" in told(asked, [4] * length, days(91, 5, back=0))


def test_few_events_have_no_percentage() -> None:
    """9 in a week are too few, whatever became of them."""
    line = told(last_days(7), [5] * 7, days(29, 1, back=7))
    assert line == "7 in the week before: too few to say what changed"


def test_a_stop_is_told_with_what_there_was() -> None:
    """Zeros that follow on something are news, and may be a broken pipeline."""
    asked = last_days(7)
    lines = described(asked, [0] * 8, days(90, 7, back=0))
    assert lines[:2] == (
        "no deployments · none today so far",
        "100 % fewer than in the week before (0 against 49), unlikely to be chance",
    )
    assert "the events do not arrive" in lines[2]
    assert described(asked, [0] * 8, days(90, 0, back=0))[0] == "no deployments recorded"


def test_a_beginning_in_the_midst_of_the_time_before_is_told() -> None:
    """A young project has not become busier only because it began."""
    before = [*[0] * 24, *[5] * 6]
    past = chart(Series("app", points(TODAY - 65 * DAY, [*before, *[5] * 5])))
    assert told(last_days(30), [5] * 30, past) == (
        "400 % more than on the same weekdays 5 weeks before (150 against 30), "
        "none at all on the first 24 of those days, so chance is not judged"
    )


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (None, 7, "49 deployments in the week before"),
        (None, 0, "none in the week before either"),
        (None, None, "none in the week before either"),
        (0, None, "none in the week before either"),
        (5, None, "none in the week before: too few to say what changed"),
    ],
)
def test_nothing_on_either_side_is_told(now: int | None, then: int | None, words: str) -> None:
    """No deployments recorded is an answer about the time before, and about now."""
    past = chart() if then is None else days(90, then, back=0)
    assert words in described(last_days(7), [] if now is None else [now] * 8, past)


def test_where_nothing_is_now_a_gap_before_is_no_zero_either() -> None:
    """What is left of the earlier week would pass for all of it."""
    past = chart(Series("app", points(TODAY - 14 * DAY, [5, 5, None, 5, 5, 5, 5])))
    missing = "not held against what was in the week before: some of the numbers are missing"
    assert missing in described(last_days(7), [], past)


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (5 * HOUR_MS, "typically 5 h in the week before"),
        (None, "no lead time in the week before either"),
    ],
)
def test_lead_times_that_are_no_more_are_told(then: int | None, words: str) -> None:
    """What was typical before stands where nothing is now."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    past = chart(Series("app", points(TODAY - 36 * DAY, [then] * 36)))
    assert words in described(asked, [], past)


def test_what_cannot_be_held_against_anything_is_told_to_who_asked() -> None:
    """Without `vs` nobody expects the lead times of several applications to be compared."""
    two = chart(*(Series(name, points(TODAY - 40 * DAY, [HOUR_MS] * 40)) for name in "ab"))
    for line, count in (("mobile 7d by application", 0), ("mobile 7d by app vs last month", 1)):
        asked = request(line, chart="leadtime")
        assert asked.earlier is not None
        lines = answer(asked, [two], Before(asked.earlier, two)).told.lines
        assert (
            lines.count(
                "not held against what was on the same weekdays 4 weeks before: "
                "the lead times of several applications have no common middle"
            )
            == count
        )


def test_too_few_lead_times_are_told() -> None:
    """One day against one would be an anecdote."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    past = chart(Series("app", points(TODAY - 36 * DAY, [HOUR_MS] * 29)))
    line = told(asked, [HOUR_MS, 9 * HOUR_MS, *[None] * 5], past)
    assert line == "not held against what was in the week before: too few lead times"


def test_other_weekdays_are_told() -> None:
    """Chance is not judged between a Monday and a Sunday."""
    line = told(last_days(7), [5] * 7, days(90, 4, back=0), start=16)
    assert line == (
        "25 % more than in the 7 days from 8 Nov 2026 (35 against 28), "
        "other weekdays, so chance is not judged"
    )


def test_a_lead_time_that_changed_by_nothing_is_about_as_long() -> None:
    """Two that are rounded to other days are no percent apart for all that."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    past = days(29, 12.51 * 24 * HOUR_MS, back=7)
    line = told(asked, [12.49 * 24 * HOUR_MS] * 7, past)
    assert line == "about as long as in the week before (13 days)"


@pytest.mark.parametrize(
    ("line", "step", "words"),
    [
        (
            "mobile from 2026-11-18T12:00 to 2026-11-21T12:00 vs 2026-10-01",
            DAY,
            "in the 2 days from 2 Oct 2026",
        ),
        ("mobile from 2026-11-18T12:00 to 2026-11-20T12:00 vs 2026-10-01", DAY, "on 2 Oct 2026"),
        (
            "mobile from 2026-11-17T12:00 to 2026-11-24T12:00",
            DAY,
            "on the same weekdays a week before",
        ),
        ("mobile yesterday vs 2026-11-19", DAY, "on 19 Nov 2026"),
        ("mobile 36h vs 2026-11-10T09:00", HOUR, "in the 35 hours from 10 Nov 2026 10:00 UTC"),
        (
            "mobile from 2026-11-23T12:00 to 2026-11-23T13:00 bucket hour vs 2026-11-20T03:00",
            HOUR,
            "in the hour from 20 Nov 2026 03:00 UTC",
        ),
    ],
)
@pytest.mark.parametrize("problem", ["", "it did not answer"])
def test_what_is_really_compared_is_named(
    line: str, step: timedelta, words: str, problem: str
) -> None:
    """Whole buckets alone, whether or not the time before could be read; hours have their hour."""
    asked = request(line)
    assert asked.earlier is not None
    past, now = (
        chart(Series("app", points(window.start.replace(hour=0, minute=0), [1] * 1500, step)))
        for window in (asked.earlier.window, asked.query.window)
        if window is not None
    )
    before = Before(asked.earlier, None if problem else past, problem)
    assert words in answer(asked, [now], before).told.lines[1]


def test_missing_numbers_are_told() -> None:
    """A gap on either side is no zero."""
    line = told(last_days(7), [5, None, 5, 5, 5, 5, 5], days(29, 5, back=7))
    assert line == "not held against what was in the week before: some of the numbers are missing"


def test_a_failed_question_is_told() -> None:
    """In LaunchDarkly's own trouble's words."""
    line = told(last_days(7), [5] * 7, "LaunchDarkly did not answer in time")
    assert line == (
        "not held against what was in the week before: LaunchDarkly did not answer in time"
    )


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (
            8,
            "25 % shorter than in the week before (8 h); of averages chance is not judged",
        ),
        (
            5,
            "20 % longer than in the week before (5 h); of averages chance is not judged",
        ),
        (6, "as long as in the week before (6 h)"),
        (6.02, "as long as in the week before (6 h)"),
        (None, "no lead time in the week before"),
    ],
)
def test_lead_times_are_longer_or_shorter(then: float | None, words: str) -> None:
    """No chance is claimed, since only averages of days arrive."""
    asked = last_days(7, chart="leadtime", group_by="stage")
    hours = None if then is None else then * HOUR_MS
    past = chart(Series("app", points(TODAY - 36 * DAY, [hours] * 29)))
    assert told(asked, [6 * HOUR_MS] * 7, past) == words
