"""Why an alert may be alerting: held against the same weekdays before, by parts, and no guess."""

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.memory import Episode
from bot.alerts.rules import Condition, Drop, Fall, Threshold
from bot.alerts.seen import Counted
from bot.alerts.why import Part, Spans, is_supported, parts, spans, standing, whole
from bot.chart import Chart, Number, Point, Series
from bot.query import DAY_MS, HOUR_MS, BucketType, Query, Window
from tests.bot.alerts.samples import DAY, HOUR, MONDAY, below

WEEK = timedelta(weeks=1)
LATER = MONDAY + 60 * DAY
BELOW = Threshold("below", 3)
TWO = Spans((MONDAY + 7 * DAY, MONDAY + 8 * DAY), 1, DAY_MS)
WINDOW = Window(MONDAY, MONDAY + 20 * DAY, BucketType.DAY, DAY_MS)
DEPLOYS = Query("deploys", "mobile", None, window=WINDOW, group_by="application")


def episode(*days: int, condition: Condition = BELOW, length: timedelta = DAY) -> Episode:
    """One that fired on some days, or hours."""
    buckets = tuple(Counted(MONDAY + day * length, 1) for day in days)
    ms = int(length / timedelta(milliseconds=1))
    return Episode(1, condition, buckets[0].start, LATER, ms, buckets)


def series(name: str, then: list[Number | None], now: list[Number | None]) -> Series:
    """A series whose first days are those before, and those a week later the ones it fired on."""
    found = [(MONDAY + at * DAY, value) for at, value in enumerate(then)]
    found += [(MONDAY + WEEK + at * DAY, value) for at, value in enumerate(now)]
    return Series(name, tuple(Point(start, value) for start, value in found))


def chart(*all_: Series, read_at: datetime = LATER) -> Chart:
    """An answer."""
    return Chart(all_, "", (), read_at)


def names(found: tuple[Part, ...]) -> list[str]:
    """What the parts are called, in order."""
    return [one.name for one in found]


# -- which buckets -----------------------------------------------------------------------------


def test_a_bucket_is_held_against_the_same_weekday_before() -> None:
    """As many as fired, each a week earlier."""
    found = spans(below(), episode(7, 8))
    assert found == Spans((MONDAY + 7 * DAY, MONDAY + 8 * DAY), 1, DAY_MS)
    assert found.then == (MONDAY, MONDAY + DAY)


def test_what_fired_is_not_held_against_itself() -> None:
    """A run over a week and more is held against the weeks before its beginning."""
    found = spans(below(), episode(*range(14, 22)))
    assert found is not None
    assert found.weeks == 2
    assert not set(found.then) & set(found.now)


def test_a_day_off_is_no_day_to_be_held_against() -> None:
    """Then it is the same weekday one week earlier; after four weeks nobody looks further."""
    off = frozenset({MONDAY.date()})
    found = spans(below(days_off=off), episode(7))
    assert found is not None
    assert found.weeks == 2
    always = frozenset(MONDAY.date() + timedelta(days=at) for at in range(-40, 7))
    found = spans(below(days_off=always), episode(7))
    assert found is not None
    assert found.weeks == 1


def test_hours_are_held_against_the_same_hours() -> None:
    """Of the same weekday."""
    found = spans(below(), episode(200, 201, length=HOUR))
    assert found is not None
    assert found.then == (MONDAY + 200 * HOUR - WEEK, MONDAY + 201 * HOUR - WEEK)
    assert found.bucket_ms == HOUR_MS


def test_a_drop_is_held_against_the_weeks_of_its_rule() -> None:
    """All days of both, but for those of which either was off."""
    off = frozenset({date(2026, 11, 3)})
    rule = below(days_off=off)
    found = spans(rule, episode(13, condition=Drop(50)))
    assert found is not None
    assert found.weeks == 1
    assert found.now == tuple(MONDAY + at * DAY for at in (7, 9, 10, 11, 12, 13))


def test_a_rating_is_held_against_nothing() -> None:
    """LaunchDarkly does not tell what it rates."""
    assert spans(below(missing="skip"), episode(7, condition=Fall())) is None


def test_the_window_has_all_buckets_whole_wherever_they_are_anchored() -> None:
    """Also those that start in the evening; nothing is asked about after the present."""
    late = Spans((MONDAY + 7 * DAY + 21 * HOUR,), 1, DAY_MS)
    window = late.window(WINDOW)
    assert window.start <= late.then[0]
    assert window.start == MONDAY
    assert window.end >= late.now[0] + DAY
    now = Window(MONDAY, late.now[0] + DAY + HOUR, BucketType.DAY, DAY_MS)
    assert late.window(now).end == now.end


# -- what they are made up of ------------------------------------------------------------------


def test_the_parts_that_make_up_most_of_it_come_first() -> None:
    """Each with its share of all that fell."""
    found = parts(
        TWO,
        DEPLOYS,
        chart(series("api", [2, 2], [1, 0]), series("web", [4, 5], [1, 1])),
        fell=True,
    )
    assert found == (Part("web", 2, 9, 0.7), Part("api", 1, 4, 0.3))


def test_what_stood_still_or_went_the_other_way_explains_nothing() -> None:
    """The shares are of what fell."""
    answer = chart(
        series("web", [4, 5], [1, 1]), series("api", [2, 2], [2, 2]), series("job", [0, 1], [3, 3])
    )
    assert parts(TWO, DEPLOYS, answer, fell=True) == (Part("web", 2, 9, 1.0),)
    assert parts(TWO, DEPLOYS, answer, fell=False) == (Part("job", 6, 1, 1.0),)


def test_missing_is_not_zero() -> None:
    """Who lacks a number has no share and nobody else has one; who has none at all is left out."""
    answer = chart(
        series("web", [4, 5], [1, None]), series("api", [2, 2], [1, 0]), series("job", [], [])
    )
    assert parts(TWO, DEPLOYS, answer, fell=True) == (Part("api", 1, 4, None), Part("web", None, 9))


def test_an_open_bucket_is_never_used() -> None:
    """Whatever it counted so far."""
    read_at = MONDAY + 8 * DAY + 23 * HOUR
    answer = chart(series("web", [4, 5], [1, 1]), read_at=read_at)
    assert parts(TWO, DEPLOYS, answer, fell=True) == (Part("web", None, 9),)


def test_lead_times_of_applications_have_no_shares_and_those_of_stages_have() -> None:
    """Stages follow each other, and a total of theirs is no stage."""
    query = Query("leadtime", "mobile", None, window=WINDOW, group_by="application")
    answer = chart(series("web", [100, None], [400, 600]), series("total", [1, 1], [900, 900]))
    found = parts(TWO, query, answer, fell=False)
    assert [(one.name, one.now, one.then, one.share) for one in found] == [
        ("total", 900, 1, None),
        ("web", 500, 100, None),
    ]
    staged = Query("leadtime", "mobile", None, window=WINDOW, group_by="stage")
    assert parts(TWO, staged, answer, fell=False) == (Part("web", 500, 100, 1.0),)


def test_how_things_stand_is_told_by_parts() -> None:
    """The largest first; without a number of all nobody knows the share of one."""
    at = Point(MONDAY, 3)
    known = chart(Series("ada", (Point(MONDAY, 9),)), Series("ken", (at,)))
    assert standing(known) == (Part("ada", 9, None, 0.75), Part("ken", 3, None, 0.25))
    unknown = chart(Series("ada", (Point(MONDAY, None),)), Series("ken", (at,)))
    assert standing(unknown) == (Part("ken", 3, None, None),)
    assert standing(chart()) == ()


@pytest.mark.parametrize(
    ("now", "then", "supported"),
    [
        (2, 14, True),
        (3, 9, False),
        (14, 2, True),
        (0, 0, False),
        (None, 9, False),
        (9, None, False),
        (19_000, 21_000, True),
        (20_000, 20_100, False),
    ],
)
def test_a_count_is_mentioned_only_if_chance_would_hardly_do_that(
    now: Number | None, then: Number | None, *, supported: bool
) -> None:
    """So that nobody runs after noise."""
    assert is_supported(Part("", now, then)) is supported


# -- whatever comes ----------------------------------------------------------------------------

VALUES = st.none() | st.integers(-5, 10**18) | st.floats() | st.booleans()
POINTS = st.lists(st.builds(Point, st.integers(-3, 25).map(lambda at: MONDAY + at * DAY), VALUES))
CHARTS = st.builds(
    Chart,
    st.lists(
        st.builds(Series, st.text(max_size=9), POINTS.map(tuple)),
        unique_by=lambda one: one.name,
        max_size=8,
    ).map(tuple),
    st.just(""),
    st.just(()),
    st.integers(0, 60).map(lambda at: MONDAY + at * DAY),
)
QUERIES = st.sampled_from(
    [
        DEPLOYS,
        Query("leadtime", "mobile", None, window=WINDOW, group_by="stage"),
        Query("leadtime", "mobile", None, window=WINDOW, group_by="application"),
    ]
)


@given(answer=CHARTS, query=QUERIES, fell=st.booleans())
def test_whatever_is_answered_the_shares_are_shares(
    answer: Chart, query: Query, *, fell: bool
) -> None:
    """They are all there or none is, add up to all, fall, and belong to what did move that way."""
    found = parts(TWO, query, answer, fell=fell)
    moves = [move for one in found if (move := one.moved(fell=fell)) is not None]
    assert all(move > 0 for move in moves)
    assert moves == sorted(moves, reverse=True)
    shares = [one.share for one in found if one.share is not None]
    assert not shares or (len(shares) == len(found) and math.isclose(sum(shares), 1))
    assert all(0 < share <= 1 for share in shares)
    assert set(names(found)) <= {one.name for one in answer.series}


@given(POINTS, QUERIES, st.integers(0, 40))
def test_a_number_is_known_only_if_it_was_sent_and_over(
    points: list[Point], query: Query, days: int
) -> None:
    """A count has all of its buckets, a duration some; nothing raises and nothing is made up."""
    read_at = MONDAY + days * DAY
    part = whole(TWO, query, points, read_at)
    for amount, starts in ((part.now, TWO.now), (part.then, TWO.then)):
        sent = {one.start for one in points if one.value is not None}
        over = [start for start in starts if start in sent and start + DAY <= read_at]
        assert amount is None or over
        if query.kind.measure == "count":
            assert amount is None or len(over) == len(starts)


@given(CHARTS)
def test_how_things_stand_can_always_be_told(answer: Chart) -> None:
    """Shares add up to all, or there are none."""
    shares = [one.share for one in standing(answer) if one.share is not None]
    assert not shares or math.isclose(sum(shares), 1)


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=30, unique=True).map(sorted),
    st.frozensets(st.integers(-60, 60)),
)
def test_what_is_held_against_what_is_never_the_same(days: list[int], off: frozenset[int]) -> None:
    """The same weekdays, as many, and all before the first that fired."""
    rule = below(days_off=frozenset((MONDAY + at * DAY).date() for at in off))
    found = spans(rule, episode(*days))
    assert found is not None
    assert max(found.then) < min(found.now)
    assert [one.weekday() for one in found.then] == [one.weekday() for one in found.now]
