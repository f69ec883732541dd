"""Silences and quiet hours as they are kept, and what they do to looking and to telling."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import ledger
from bot.alerts import book, hours, looking, silences
from bot.alerts.hours import Hours
from bot.alerts.model import Alert
from bot.alerts.silences import Scope, Silence
from bot.grammar.defaults import Defaults
from bot.store.moving import bring_in, export
from tests.bot.alerts.samples import MONDAY, closing
from tests.bot.alerts.test_news import WISH, added, found, looked
from tests.bot.store.databases import KINDS, database

LATER = MONDAY + timedelta(days=2)
SCOPES = {"channel": Scope(channel="C1"), "another channel": Scope(channel="C2"), "all": Scope()}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def silenced(
    store: Engine, scope: Scope, until: datetime = LATER, *, team: str = "T1", why: str = ""
) -> Silence:
    """Something that somebody wants to hear nothing of."""
    silence = Silence(scope, until, "U2", why)
    with store.begin() as connection:
        silences.begin(connection, team, silence, MONDAY)
    return silence


@pytest.mark.parametrize("what", ["alert", "channel", "all"])
def test_an_alert_is_quiet_by_itself_by_its_channel_and_by_all(store: Engine, what: str) -> None:
    """Whoever reads it reads until when, and it is looked at at once."""
    alert = added(store)
    scope = SCOPES.get(what) or Scope(alert=alert.id)
    looked(store, alert, 5)
    silence = silenced(store, scope, why="freeze")
    after = found(store, alert)
    assert (after.quiet_until, after.next_look) == (LATER, MONDAY)
    with store.begin() as connection:
        current = silences.current(connection, "T1", MONDAY)
        assert silences.over(after, current) == silence
        assert silences.current(connection, "T1", LATER) == ()
        assert silences.end(connection, "T1", scope, MONDAY) == silence
        assert silences.end(connection, "T1", scope, MONDAY) is None
    assert found(store, alert).quiet_until is None


@pytest.mark.parametrize(
    ("what", "team"), [("another alert", "T1"), ("another channel", "T1"), ("all", "T2")]
)
def test_what_is_quiet_elsewhere_is_told_here(store: Engine, what: str, team: str) -> None:
    """Another alert, another channel, another workspace."""
    alert = added(store)
    with store.begin() as connection:
        other = book.add(connection, "T1", WISH, MONDAY)
    silenced(store, SCOPES.get(what) or Scope(alert=other.id), team=team)
    assert found(store, alert).quiet_until is None


def test_of_several_the_one_that_lasts_longest_counts(store: Engine) -> None:
    """And one that is said anew takes the place of the one before."""
    alert = added(store)
    longest = silenced(store, Scope(), LATER + timedelta(days=1))
    silenced(store, Scope(alert=alert.id))
    assert found(store, alert).quiet_until == longest.until
    silenced(store, Scope(), LATER - timedelta(days=1))
    assert found(store, alert).quiet_until == LATER


def test_a_silence_ends_with_a_look(store: Engine) -> None:
    """What still is so is told then, and not hours later."""
    alert = added(store)
    silenced(store, Scope(), MONDAY + timedelta(minutes=7))
    quiet = found(store, alert)
    asked = looking.question(quiet, MONDAY, Defaults())
    assert looking.next_look(quiet, asked, MONDAY) == MONDAY + timedelta(minutes=7)


def test_news_wait_for_the_end_of_quiet_hours(store: Engine) -> None:
    """Those of that channel."""
    alert, now = added(store), closing(1)
    night = Hours(now.time(), (now + timedelta(hours=3)).time(), "UTC")
    with store.begin() as connection:
        hours.keep(connection, "T1", "C1", Hours(time(1), time(2), "UTC"), "U1")
        hours.keep(connection, "T1", "C1", night, "U1")
        assert hours.find(connection, "T1", "C1") == night
        assert hours.find(connection, "T1", "C2") is None
    looked(store, alert, 1)
    with store.begin() as connection:
        end = now + timedelta(hours=3)
        assert ledger.ready(connection, "T1", "A", end - timedelta(seconds=1), 9) == ()
        (ready,) = ledger.ready(connection, "T1", "A", end, 9)
        assert ledger.get(connection, ready.delivery).why == hours.WAITED
        hours.keep(connection, "T1", "C1", None, "U1")
        assert hours.find(connection, "T1", "C1") is None


def test_silences_move_to_another_database(store: Engine, tmp_path: Path) -> None:
    """With the alerts that they are about."""
    alert = added(store)
    silenced(store, Scope(alert=alert.id), why="freeze")
    (tmp_path / "other").mkdir()
    with store.begin() as connection:
        exported = export(connection)
    with database("sqlite", tmp_path / "other") as other:
        with other.begin() as connection:
            bring_in(connection, exported)
        assert quiet_of(other, alert) == LATER


def quiet_of(store: Engine, alert: Alert) -> datetime | None:
    """Until when an alert is quiet."""
    return found(store, alert).quiet_until
