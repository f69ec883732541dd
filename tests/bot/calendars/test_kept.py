"""The calendars of channels in a database: each channel's own, none larger than it may be."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Calendar, CalendarError, Off
from tests.bot.store.databases import KINDS, database

HERE, THERE, ELSEWHERE = Channel("T1", "C1"), Channel("T1", "C2"), Channel("T2", "C1")
DAY = date(2026, 12, 25)
CHRISTMAS = Off(DAY, DAY, "Christmas", "skip")
FREEZE = Off(date(2026, 12, 1), date(2026, 12, 3), "Freeze", "shift")
LATER = Off(date(2027, 1, 1), date(2027, 1, 1), "New Year", "skip")
LONG = Off(DAY, date(2032, 6, 15), "Sabbatical", "skip")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def offs(store: Engine, channel: Channel = HERE) -> list[Off]:
    """The days off of a channel."""
    with store.begin() as connection:
        return [one.off for one in kept.of_channel(connection, channel)]


def test_days_off_are_a_channel_s_own(store: Engine) -> None:
    """Neither another channel nor another workspace sees or removes them."""
    with store.begin() as connection:
        first = kept.add(connection, HERE, CHRISTMAS)
        kept.add(connection, HERE, FREEZE)
        kept.add(connection, THERE, CHRISTMAS)
        assert kept.remove(connection, THERE, first.number) is None
        assert kept.remove(connection, ELSEWHERE, first.number) is None
        found = kept.calendars(connection, [HERE, THERE, ELSEWHERE])
    assert found == {HERE: Calendar.of([CHRISTMAS, FREEZE]), THERE: Calendar.of([CHRISTMAS])}
    assert offs(store) == [FREEZE, CHRISTMAS]
    with store.begin() as connection:
        assert kept.remove(connection, HERE, first.number) == first
    assert offs(store) == [FREEZE]


def test_the_same_days_are_not_kept_twice(store: Engine) -> None:
    """The number of those that are there is told."""
    with store.begin() as connection:
        first = kept.add(connection, HERE, CHRISTMAS)
        with pytest.raises(CalendarError, match=f"as number {first.number}"):
            kept.add(connection, HERE, CHRISTMAS)


def test_a_file_takes_the_place_of_what_it_brought_before(store: Engine) -> None:
    """What somebody typed, what another file brought and other channels stay as they are."""
    with store.begin() as connection:
        kept.add(connection, HERE, FREEZE)
        kept.bring_in(connection, HERE, [LATER], "other.ics")
        kept.bring_in(connection, THERE, [CHRISTMAS], "de.ics")
        assert kept.bring_in(connection, HERE, [CHRISTMAS, FREEZE], "de.ics") == 0
        assert kept.bring_in(connection, HERE, [CHRISTMAS], "de.ics") == 2
    assert offs(store) == [FREEZE, CHRISTMAS, LATER]
    with store.begin() as connection:
        assert kept.bring_in(connection, HERE, [], "other.ics") == 1
    assert offs(store) == [FREEZE, CHRISTMAS]
    assert offs(store, THERE) == [CHRISTMAS]


def test_a_calendar_has_an_end(store: Engine) -> None:
    """What would make it too long is refused, and nothing is changed."""
    with store.begin() as connection:
        kept.add(connection, HERE, LONG)
        with pytest.raises(CalendarError, match="would have 2,001 days off; 2,000 is the most"):
            kept.add(connection, HERE, CHRISTMAS)
    with pytest.raises(CalendarError, match="is the most"), store.begin() as connection:
        kept.bring_in(connection, HERE, [FREEZE], "de.ics")
    assert offs(store) == [LONG]
