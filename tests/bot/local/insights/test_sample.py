"""The generated sample: the same every time, and named as what it is."""

from datetime import UTC, datetime, timedelta

from bot.local.insights.sample import PROJECT, sample_events, store_sample
from bot.local.insights.selection import Buckets, Listing, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import DAY, ms

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_it_is_the_same_every_time() -> None:
    """The same moment gives the same events, none of them later than it."""
    events = list(sample_events(NOW))
    assert events == list(sample_events(NOW))
    assert max(event.at for event in events) <= ms("2026-11-24T09:30")


def test_tomorrow_adds_a_day() -> None:
    """Storing it again later changes nothing of what is there."""
    with Store() as store:
        first = store_sample(store, NOW)
        assert store_sample(store, NOW).new == 0
        later = store_sample(store, NOW + timedelta(days=1))
        assert later.known <= first.new
        assert 0 < later.new < 60


def test_it_says_what_it_is() -> None:
    """Wherever the project is shown, it is named as a sample."""
    with Store() as store:
        store_sample(store, NOW)
        assert [(one.key, one.name) for one in store.places.projects()] == [
            ("sample-shop", "Sample shop (generated)")
        ]


def test_it_looks_like_a_team() -> None:
    """Weekends and one week are quiet, rates differ, and not everything succeeds."""
    with Store() as store:
        store_sample(store, NOW)
        buckets = Buckets(ms("2026-05-25"), ms("2026-11-23"), ms("2026-05-25"), DAY)
        days = store.count(Scope(PROJECT), buckets, None)["all"]
        weeks = [sum(days.get(7 * week + day, 0) for day in range(7)) for week in range(26)]
        weekends = sum(count for day, count in days.items() if day % 7 in {5, 6})
        assert weekends < sum(days.values()) / 10
        assert [week for week in weeks if week < 15] == [min(weeks)]
        assert len(store.count(Scope(PROJECT), buckets, "application")) == 6
        assert set(store.count(Scope(PROJECT), buckets, "kind")) == {
            "deployment",
            "redeployment",
            "rollback",
        }
        for status in ("failed", "started"):
            listing = Listing(Scope(PROJECT, "production"), 0, ms("2026-11-25"), status=status)
            assert 3 < store.total(listing) < 150
