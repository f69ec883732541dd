"""What alerts have to tell: kept with what is remembered or not at all, and told once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import ledger
from bot.alerts import book, news
from bot.alerts.book import TooManyError
from bot.alerts.engine import step
from bot.alerts.events import Step
from bot.alerts.memory import Memory
from bot.alerts.model import Alert, Wish
from tests.bot.alerts.samples import MONDAY, answer, below, closing
from tests.bot.store.databases import KINDS, database

RULE = below(3)
WISH = Wish("C1", "U1", "deploys mobile", "below 3", None)
SOON = MONDAY + timedelta(days=30)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def added(store: Engine, now: datetime = MONDAY) -> Alert:
    """An alert that was set up."""
    with store.begin() as connection:
        return book.add(connection, "T1", WISH, now)


def found(store: Engine, alert: Alert) -> Alert:
    """An alert as it is kept by now."""
    with store.begin() as connection:
        return book.get(connection, "T1", alert.id)


def steps(alert: Alert, *values: int, series: str = "") -> dict[str, Step]:
    """What comes of looking when so many days are over."""
    memory = alert.memories.get(series, Memory())
    return {series: step(RULE, memory, answer(values), closing(len(values)))}


def looked(store: Engine, alert: Alert, *values: int, series: str = "") -> bool:
    """Look when so many days are over, and keep what comes of it."""
    alert = found(store, alert)
    with store.begin() as connection:
        made, now = steps(alert, *values, series=series), closing(len(values))
        return news.keep(connection, alert, made, now, SOON)


def told(store: Engine) -> list[list[tuple[str, str]]]:
    """What each delivery has to tell, in order: series and kind."""
    with store.begin() as connection:
        ready = ledger.ready(connection, "T1", "A", SOON, 99)
        return [
            [(one.series, one.event.key.kind) for one in news.of_delivery(connection, one.delivery)]
            for one in ready
        ]


def test_nothing_is_told_of_what_is_as_it_should_be(store: Engine) -> None:
    """It is remembered, and somebody looks again later."""
    alert = added(store)
    assert looked(store, alert, 5)
    after = found(store, alert)
    assert after.memories[""].state == "ok"
    assert after.next_look == SOON
    assert told(store) == []


def test_what_fires_opens_an_incident(store: Engine) -> None:
    """One delivery brings its message; what happened is written down."""
    alert = added(store)
    looked(store, alert, 1)
    assert told(store) == [[("", "firing")]]
    with store.begin() as connection:
        incident = news.open_incident(connection, alert.id)
        assert incident is not None
        assert news.opened_by(connection, incident.delivery) == incident
        assert incident.story[""].key.kind == "firing"
        assert "fired" in [one.what for one in book.history(connection, alert.id, 9)]
    assert incident.number == 1
    assert found(store, alert).is_open


def test_what_was_read_before_somebody_else_kept_is_not_kept(store: Engine) -> None:
    """Of two that look at the same time one tells; the other has nothing to say."""
    alert = added(store)
    first, second = steps(alert, 1), steps(alert, 1)
    with store.begin() as connection:
        assert news.keep(connection, alert, first, closing(1), SOON)
    with store.begin() as connection:
        assert not news.keep(connection, alert, second, closing(1), SOON)
    assert told(store) == [[("", "firing")]]


def test_an_incident_is_over_when_its_last_series_is(store: Engine) -> None:
    """Others that fire meanwhile belong to it; what fires after its end opens another."""
    alert = added(store)
    looked(store, alert, 1, series="web")
    looked(store, alert, 1, 1, series="api")
    looked(store, alert, 1, 1, 5, series="web")
    with store.begin() as connection:
        incident = news.open_incident(connection, alert.id)
        assert incident is not None
        assert set(incident.story) == {"web", "api"}
    looked(store, alert, 1, 1, 1, 5, series="api")
    with store.begin() as connection:
        assert news.open_incident(connection, alert.id) is None
        latest = news.latest(connection, alert.id)
    assert latest is not None
    assert latest.closed_at == closing(4)
    looked(store, alert, 1, 1, 5, 5, 1, series="web")
    with store.begin() as connection:
        again = news.open_incident(connection, alert.id)
    assert again is not None
    assert again.number == 2


def test_a_message_is_stale_until_it_says_the_latest(store: Engine) -> None:
    """One that does not stand yet is none; what happens while it is changed makes it stale anew."""
    alert = added(store)
    looked(store, alert, 1)
    with store.begin() as connection:
        assert news.stale(connection, "T1", 9) == ()
        (ready,) = ledger.ready(connection, "T1", "A", SOON, 9)
        claim = ledger.claim(connection, ready.delivery, "A", SOON)
        assert claim is not None
        ledger.posted(connection, claim, "C1", "1.0", SOON)
        (stale,) = news.stale(connection, "T1", 9)
    looked(store, alert, 1, 5)
    with store.begin() as connection:
        news.shown(connection, stale)
        (later,) = news.stale(connection, "T1", 9)
        news.shown(connection, later)
        assert news.stale(connection, "T1", 9) == ()
        assert news.stale(connection, "T2", 9) == ()


def test_news_belong_into_the_thread_of_their_incident(store: Engine) -> None:
    """The message itself is in none."""
    alert = added(store)
    looked(store, alert, 1)
    with store.begin() as connection:
        (head,) = ledger.ready(connection, "T1", "A", SOON, 9)
        claim = ledger.claim(connection, head.delivery, "A", SOON)
        assert claim is not None
        ledger.posted(connection, claim, "C1", "1.0", SOON)
    looked(store, alert, 1, 5)
    with store.begin() as connection:
        (reply,) = ledger.ready(connection, "T1", "A", SOON, 9)
        assert news.thread(connection, reply.delivery) == "1.0"
        assert news.thread(connection, head.delivery) is None


def test_a_message_that_was_deleted_is_posted_anew(store: Engine) -> None:
    """By a delivery of its own; of one that is over no more is."""
    alert = added(store)
    looked(store, alert, 1)
    with store.begin() as connection:
        incident = news.open_incident(connection, alert.id)
        assert incident is not None
        assert news.post_anew(connection, incident, alert, closing(1))
        assert not news.post_anew(connection, incident, alert, closing(1))
        again = news.open_incident(connection, alert.id)
        assert again is not None
        assert again.delivery != incident.delivery
        assert news.opened_by(connection, again.delivery) == again


def test_an_alert_is_looked_at_by_one_at_a_time(store: Engine) -> None:
    """Whoever dies leaves it to others; one that is paused or deleted is not looked at."""
    alert, lease = added(store), timedelta(minutes=2)
    with store.begin() as connection:
        assert [one.id for one in book.due(connection, "T1", MONDAY + lease, MONDAY, 9)] == [
            alert.id
        ]
        assert book.due(connection, "T1", MONDAY + lease, MONDAY, 9) == ()
        assert book.due(connection, "T2", MONDAY + lease, MONDAY + lease, 9) == ()
        assert len(book.due(connection, "T1", MONDAY + 2 * lease, MONDAY + lease, 9)) == 1
        assert book.pause(connection, alert.id, "somebody paused it")
        assert not book.pause(connection, alert.id, "somebody paused it")
        assert book.due(connection, "T1", SOON, SOON, 9) == ()
        assert book.resume(connection, alert.id, SOON)
        assert len(book.due(connection, "T1", SOON + lease, SOON, 9)) == 1
        assert book.delete(connection, alert.id, SOON)
        assert book.due(connection, "T1", SOON + lease, SOON + lease, 9) == ()
        assert book.find(connection, "T1", alert.id) is None
        assert book.get(connection, "T1", alert.id).id == alert.id


def test_an_alert_of_another_chart_knows_how_many_episodes_there_were(store: Engine) -> None:
    """Nothing else of the old one; what fires next is told as something new."""
    alert = added(store)
    looked(store, alert, 1)
    looked(store, alert, 1, 5)
    with store.begin() as connection:
        old = book.get(connection, "T1", alert.id)
        other = replace(WISH, line="deploys desktop")
        changed = book.change(connection, old, other, closing(2))
    assert changed is not None
    assert changed.memories[""].number == 1
    assert changed.memories[""].first_seen is None
    assert looked(store, alert, 1, 5, 1)
    assert [kind for one in told(store) for _, kind in one].count("firing") == 1
    with store.begin() as connection:
        latest = news.latest(connection, alert.id)
    assert latest is not None
    assert (latest.number, latest.story[""].key.episode) == (2, 2)


def test_a_channel_has_so_many_alerts_and_no_more(store: Engine) -> None:
    """Each of them asks LaunchDarkly every day."""
    for _ in range(book.MOST):
        added(store)
    with store.begin() as connection, pytest.raises(TooManyError):
        book.add(connection, "T1", WISH, MONDAY)


def test_what_was_told_long_ago_is_forgotten_with_its_delivery(store: Engine) -> None:
    """An incident that is open is known however long ago it began."""
    alert = added(store)
    looked(store, alert, 1)
    with store.begin() as connection:
        (head,) = ledger.ready(connection, "T1", "A", SOON, 9)
        claim = ledger.claim(connection, head.delivery, "A", SOON)
        assert claim is not None
        ledger.posted(connection, claim, "C1", "1.0", SOON)
    later = SOON + 2 * ledger.KEPT
    with store.begin() as connection:
        assert ledger.forget(connection, later) == 0
        assert news.open_incident(connection, alert.id) is not None
    looked(store, alert, 1, 5)
    with store.begin() as connection:
        (reply,) = ledger.ready(connection, "T1", "A", SOON, 9)
        claim = ledger.claim(connection, reply.delivery, "A", SOON)
        assert claim is not None
        ledger.posted(connection, claim, "C1", "1.1", SOON)
        assert ledger.forget(connection, later) == 2
        assert news.latest(connection, alert.id) is None
