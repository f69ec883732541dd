"""Deliveries that a day off moved, when the calendar changes before they come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import ledger
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Deed, Off
from bot.deliveries import Delivery
from bot.digests import book, planning
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.digests.rearranging import rearrange
from tests.bot.store.databases import KINDS, database

FRIDAY = datetime(2026, 12, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CHANNEL = Channel("T1", "C1")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database in which Friday's digest comes on Saturday."""
    wanted = Setting("C1", "U1", ("deploys 30d",), Cadence("0 9 * * 5", "UTC"), "show", None)
    with database(request.param, tmp_path) as engine:
        with engine.begin() as connection:
            kept.add(connection, CHANNEL, off(25))
            book.add(connection, "T1", wanted, FRIDAY - DAY)
            planning.plan(connection, FRIDAY)
        yield engine


def off(first: int, last: int | None = None, deed: Deed = "shift") -> Off:
    """Days off in December."""
    return Off(date(2026, 12, first), date(2026, 12, last or first), "X", deed)


def after(store: Engine, *offs: Off, channel: Channel = CHANNEL, now: datetime = FRIDAY) -> int:
    """Put further days off in; how many deliveries came to be moved once more."""
    with store.begin() as connection:
        for one in offs:
            kept.add(connection, channel, one)
        return rearrange(connection, channel, now)


def delivery(store: Engine) -> Delivery:
    """The one that there is."""
    with store.begin() as connection:
        (one,) = book.of_team(connection, "T1")
        (found,) = ledger.history(connection, one.id)
    return found


def test_it_comes_on_a_later_day_yet(store: Engine) -> None:
    """Not before, and it says as ever from which slot it was moved."""
    assert after(store, off(26, 27)) == 1
    found = delivery(store)
    assert (found.state, found.due, found.moved_from) == ("pending", FRIDAY + 3 * DAY, FRIDAY)
    with store.begin() as connection:
        assert ledger.ready(connection, "T1", "A", FRIDAY + 3 * DAY - timedelta(minutes=1), 9) == ()
        (ready,) = ledger.ready(connection, "T1", "A", FRIDAY + 3 * DAY, 9)
        assert ready.delivery == found.id


def test_another_channel_or_another_day_changes_nothing(store: Engine) -> None:
    """Nor does a day off that is deleted: it comes when people were told that it would."""
    assert after(store, off(26), channel=Channel("T1", "C2")) == 0
    assert after(store, off(27)) == 0
    with store.begin() as connection:
        for one in kept.of_channel(connection, CHANNEL):
            kept.remove(connection, CHANNEL, one.number)
        assert rearrange(connection, CHANNEL, FRIDAY) == 0
    assert delivery(store).due == FRIDAY + DAY


def test_up_to_the_next_slot_it_is_skipped(store: Engine) -> None:
    """Which stands for it, and is named."""
    new_year = Off(date(2026, 12, 26), date(2027, 1, 2), "X", "shift")
    assert after(store, new_year) == 1
    found = delivery(store)
    assert (found.state, found.due, found.moved_from) == ("skipped", FRIDAY, None)
    assert found.why == "a day off: X; that of Fri 1 Jan 09:00 UTC stands for it"


@pytest.mark.parametrize("deed", ["skip", "shift"])
def test_where_its_own_day_is_off_no_more_the_other_day_decides(store: Engine, deed: Deed) -> None:
    """It is left out or moved on from there."""
    with store.begin() as connection:
        (first,) = kept.of_channel(connection, CHANNEL)
        kept.remove(connection, CHANNEL, first.number)
    assert after(store, off(26, deed=deed)) == 1
    found = delivery(store)
    if deed == "skip":
        assert (found.state, found.due, found.why) == ("skipped", FRIDAY, "a day off: X")
    else:
        assert (found.state, found.due) == ("pending", FRIDAY + 2 * DAY)


def test_a_digest_that_goes_to_another_channel_keeps_off_its_days(store: Engine) -> None:
    """What was moved for one channel's calendar is moved once more for the other's."""
    there = Channel("T1", "C2")
    with store.begin() as connection:
        kept.add(connection, there, off(26))
        (one,) = book.of_team(connection, "T1")
        book.change(connection, one, replace(one.setting, channel=there.id), FRIDAY)
    assert delivery(store).due == FRIDAY + 2 * DAY
