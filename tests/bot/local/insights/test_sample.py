"""The generated sample: the same every time, named as what it is, and like a team to look at."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.local.insights.changes import STAGES
from bot.local.insights.flags import SIZES, STATUSES
from bot.local.insights.sample import (
    DAYS,
    ENVIRONMENT,
    PROJECT,
    PROJECTS,
    STAGING,
    sample_events,
    store_sample,
)
from bot.local.insights.sampled import flags, pull_requests, team
from bot.local.insights.selection import (
    Buckets,
    FlagEventListing,
    Listing,
    Maintained,
    PullRequestListing,
    Scope,
)
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import DAY, ms

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AT = ms("2026-11-24T09:30")
SCOPE = Scope(PROJECT, "production")
WEEKS = Buckets(ms("2026-05-25"), ms("2026-11-23"), ms("2026-05-25"), 7 * DAY)
"""Twenty-six of them, from a Monday on."""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A store with the sample of some moment."""
    with Store() as store:
        store_sample(store, NOW)
        yield store


def test_it_is_the_same_every_time() -> None:
    """The same moment gives the same history, and none of it is later."""
    events = list(sample_events(NOW))
    assert events == list(sample_events(NOW))
    assert max(event.at for event in events) <= AT
    requests = list(pull_requests.pull_requests(NOW, days=30))
    assert requests == list(pull_requests.pull_requests(NOW, days=30))
    assert max(max(one.created_at, one.merged_at or 0) for one in requests) <= AT
    made = list(flags.flags(NOW, days=30))
    assert made == list(flags.flags(NOW, days=30))
    assert max(one.created_at for one in made) <= AT
    assert max(one.at for one in flags.events(NOW, days=30)) <= AT


def test_nothing_in_it_is_there_twice() -> None:
    """Names and numbers are given once."""
    for drawn in (
        [(one.application, one.number) for one in pull_requests.pull_requests(NOW, days=DAYS)],
        [(one.environment, one.key) for one in flags.flags(NOW, days=DAYS)],
        [one.id for one in flags.events(NOW, days=DAYS)],
    ):
        assert len(set(drawn)) == len(drawn)


def test_tomorrow_adds_a_day() -> None:
    """Storing it again later adds to what is there and moves it on, and takes nothing back."""
    with Store() as store:
        first = store_sample(store, NOW)
        assert (first.changed, first.known) == (0, 0)
        again = store_sample(store, NOW)
        assert (again.new, again.changed) == (0, 0)
        later = store_sample(store, NOW + timedelta(days=1))
        assert 0 < later.new < 100
        assert 0 < later.changed < 400


def test_it_says_what_it_is(store: Store) -> None:
    """Wherever a project is shown, by its key or its name, it is said to be made up."""
    assert all(key.startswith("sample-") for key in PROJECTS)
    assert [(one.key, one.name) for one in store.places.projects()] == [
        ("sample-desktop", "Sample desktop (generated)"),
        ("sample-shop", "Sample shop (generated)"),
    ]


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("environment", [ENVIRONMENT, STAGING])
def test_every_month_of_two_years_has_something(
    store: Store, project: str, environment: str
) -> None:
    """Deployments and lead times, and most have releases; so a year ago can be looked at too."""
    scope = Scope(project, environment)
    months = Buckets(AT - 780 * DAY, AT, AT - 780 * DAY, 30 * DAY)
    every = set(range(26))
    assert set(store.count(scope, months, None)["all"]) == every
    for by_stage in store.lead_times.means(scope, months, "stage").values():
        assert set(by_stage) == every
    releases = FlagEventListing(scope, months.start, months.end)
    assert len(store.flag_events.count(releases, months, by_size=False)["all"]) > 13


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("environment", [ENVIRONMENT, STAGING])
def test_every_place_has_flags_and_stale_ones(store: Store, project: str, environment: str) -> None:
    """There is something to clean up in each."""
    scope = Scope(project, environment)
    assert sum(store.flags.statuses(scope, now=AT).values()) > 2
    assert any(one.stale for one in store.flags.health(Maintained(scope), now=AT))


def test_the_years_differ(store: Store) -> None:
    """The teams have grown, by more than chance would do."""
    quarters = Buckets(AT - 728 * DAY, AT, AT - 728 * DAY, 91 * DAY)
    counts = store.count(SCOPE, quarters, None)["all"]
    assert all(counts[quarter + 4] > 1.2 * counts[quarter] for quarter in range(4))


def test_what_is_tried_in_the_morning_is_of_the_day_before(store: Store) -> None:
    """On working days, under a version of its own."""
    staged = store.page(Listing(Scope(PROJECT, STAGING), 0, AT), limit=99)
    assert {datetime.fromtimestamp(one.started_at / 1000, UTC).weekday() for one in staged} == {
        *range(5)
    }
    assert all(one.subject.version.endswith(".0") for one in staged)


def test_deployments_look_like_a_team(store: Store) -> None:
    """Weekends and one week are quiet, rates differ, and not everything succeeds."""
    buckets = Buckets(WEEKS.start, WEEKS.end, WEEKS.first, DAY)
    days = store.count(SCOPE, buckets, None)["all"]
    weeks = [sum(days.get(7 * week + day, 0) for day in range(7)) for week in range(26)]
    weekends = sum(count for day, count in days.items() if day % 7 in {5, 6})
    assert weekends < sum(days.values()) / 10
    assert [week for week in weeks if week < 15] == [min(weeks)]
    assert len(store.count(SCOPE, buckets, "application")) == 6
    assert set(store.count(SCOPE, buckets, "kind")) == {"deployment", "redeployment", "rollback"}
    for status in ("failed", "started"):
        listing = Listing(SCOPE, WEEKS.start, ms("2026-11-25"), status=status)
        assert 3 < store.total(listing) < 150


def test_changes_take_hours_to_days_in_four_stages(store: Store) -> None:
    """Coding, reviewing and waiting take hours or a few days, deploying takes minutes."""
    means = store.lead_times.means(SCOPE, WEEKS, "stage")
    assert list(means) == list(STAGES)
    hours = {
        stage: [one.length / 3_600_000 for one in found.values()] for stage, found in means.items()
    }
    for stage in ("coding", "review", "wait"):
        assert len(hours[stage]) == 26
        assert all(1 < one < 10 * 24 for one in hours[stage])
    assert all(0.05 < one < 1 for one in hours["deploy"])
    found = store.lead_times.sum(SCOPE, WEEKS.start, WEEKS.end)
    assert found is not None
    assert 0.5 < found.days < 4


def test_reviews_take_long_in_one_week(store: Store) -> None:
    """The slow patch is where the calendar has it, and nowhere else."""
    reviews = store.lead_times.means(SCOPE, WEEKS, "stage")["review"]
    means = {week: one.length for week, one in reviews.items()}
    slowest = max(means, key=means.__getitem__)
    assert team.is_slow(date(2026, 5, 25) + timedelta(weeks=slowest))
    others = [mean for week, mean in means.items() if abs(week - slowest) > 1]
    assert means[slowest] > 1.5 * max(others)


def test_pull_requests_are_of_every_sort(store: Store) -> None:
    """Most are deployed, a few are open, closed, or merged a moment ago."""
    listing = PullRequestListing(SCOPE, 0, 10**13)
    found = Counter(one.status for one in store.pull_requests.page(listing, limit=9_999))
    assert set(found) == {"deployed", "merged", "closed", "open"}
    assert found["deployed"] > 0.9 * found.total()
    assert found["open"] > 2


@pytest.mark.parametrize("days_ago", [0, 1, 30, 100])
def test_flags_are_of_every_status_and_some_are_stale(days_ago: int) -> None:
    """On any day; people, teams and nobody look after them."""
    now = NOW - timedelta(days=days_ago)
    at = AT - days_ago * DAY
    with Store() as store:
        store_sample(store, now, days=365)
        assert set(store.flags.statuses(SCOPE, now=at)) == set(STATUSES)
        health = store.flags.health(Maintained(SCOPE), now=at)
    stale, temporary = sum(one.stale for one in health), sum(one.temporary for one in health)
    assert 3 < stale < 0.7 * temporary
    assert any(one.maintainer_team and one.stale for one in health)
    assert sum(bool(one.maintainer_id and one.stale) for one in health) > 3
    assert any(not one.maintainer_team and not one.maintainer_id for one in health)


def test_releases_are_of_every_size(store: Store) -> None:
    """Some with experiments, some for everybody, most on working days."""
    events = FlagEventListing(SCOPE, WEEKS.start, WEEKS.end)
    buckets = Buckets(WEEKS.start, WEEKS.end, WEEKS.first, DAY)
    by_size = store.flag_events.count(events, buckets, by_size=True)
    assert set(by_size) == set(SIZES)
    days = store.flag_events.count(events, buckets, by_size=False)["all"]
    weekends = sum(count for day, count in days.items() if day % 7 in {5, 6})
    assert weekends < sum(days.values()) / 10
    released = store.flag_events.released(events)
    assert 0.02 < released.with_experiments / released.all < 0.4
    without = FlagEventListing(SCOPE, WEEKS.start, WEEKS.end, with_global=False)
    assert store.flag_events.total(without) < store.flag_events.total(events)
    assert released.all < store.flag_events.total(events)
