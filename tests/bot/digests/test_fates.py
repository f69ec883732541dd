"""What becomes of slots on days off: left out or moved, each once, and never onto a day off."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Calendar, Deed, Off
from bot.digests import book, planning
from bot.digests.cadence import Cadence
from bot.digests.fates import Fate, comes_next, fate
from bot.digests.model import Digest, Setting
from bot.store.moments import from_ms
from bot.store.tables import DELIVERIES
from tests.bot.store.databases import database

FRIDAY = datetime(2026, 12, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)
WEEKLY, DAILY = Cadence("0 9 * * 5", "UTC"), Cadence("0 9 * * *", "UTC")


def off(first: int, last: int | None = None, deed: Deed = "shift", month: int = 12) -> Off:
    """Days off in December."""
    return Off(date(2026, month, first), date(2026, month, last or first), "X", deed)


@pytest.mark.parametrize(
    ("cadence", "days", "at", "why"),
    [
        (WEEKLY, [], FRIDAY, None),
        (WEEKLY, [off(24), off(26)], FRIDAY, None),
        (WEEKLY, [off(25, deed="skip")], None, "a day off: X"),
        (WEEKLY, [off(25)], FRIDAY + DAY, "a day off: X"),
        (WEEKLY, [off(25, 27)], FRIDAY + 3 * DAY, "a day off: X"),
        (WEEKLY, [off(25), off(26, 27, "skip")], FRIDAY + 3 * DAY, "a day off: X"),
        (DAILY, [off(25)], None, "a day off: X; that of Sat 26 Dec 09:00 UTC stands for it"),
        (DAILY, [off(25, 26)], None, "a day off: X; that of Sat 26 Dec 09:00 UTC stands for it"),
        # The next slot is left out as well, and cannot stand for this one.
        (DAILY, [off(25), off(26, deed="skip")], None, None),
        (
            Cadence("0 9 * * 5,6", "UTC"),
            [off(25), off(26, deed="skip")],
            FRIDAY + 2 * DAY,
            "a day off: X",
        ),
        (Cadence("0 9,10 * * 5", "UTC"), [off(25)], None, None),
    ],
)
def test_a_slot_on_a_day_off(
    cadence: Cadence, days: Sequence[Off], at: datetime | None, why: str | None
) -> None:
    """It is left out, moved to the next day that is not off, or stood for by the next slot."""
    found = fate(FRIDAY, cadence, Calendar.of(days))
    assert found.at == at
    assert found.why == why or (why is None and found.why)


def test_the_next_day_is_one_by_the_clock_on_the_wall() -> None:
    """Across a change of the clocks it is the same time, or as much later as was skipped."""
    saturday = Off(date(2026, 3, 28), date(2026, 3, 28), "", "shift")
    slot = datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    moved = fate(slot, Cadence("30 2 * * 6", "Europe/Berlin"), Calendar.of([saturday]))
    assert moved.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 there


def test_a_day_that_a_zone_left_out_is_none() -> None:
    """Samoa had no 30 December 2011; what would come then would come on the 31st, which is off."""
    days = [Off(date(2011, 12, day), date(2011, 12, day), "", "shift") for day in (29, 31)]
    slot = datetime(2011, 12, 29, 9, tzinfo=ZoneInfo("Pacific/Apia")).astimezone(UTC)
    moved = fate(slot, Cadence("0 9 29 * *", "Pacific/Apia"), Calendar.of(days))
    assert moved.at == datetime(2012, 1, 1, 9, tzinfo=ZoneInfo("Pacific/Apia"))


def test_the_day_is_that_of_the_digest_s_zone() -> None:
    """At nine in the evening in New York it is tomorrow in Greenwich, and Christmas Eve there."""
    slot = datetime(2026, 12, 25, 2, tzinfo=UTC)
    cadence = Cadence("0 21 * * *", "America/New_York")
    assert fate(slot, cadence, Calendar.of([off(25, deed="skip")])) == Fate(slot, slot)
    assert fate(slot, cadence, Calendar.of([off(24, deed="skip")])).at is None


def test_what_comes_next_is_not_left_out() -> None:
    """Unless more slots are than anybody looks through: then it is the first of them."""
    assert comes_next(DAILY, Calendar.of([off(25, 27, "skip")]), FRIDAY - DAY) == FRIDAY + 3 * DAY
    years = Off(date(2026, 12, 25), date(2027, 12, 25), "", "skip")
    assert comes_next(DAILY, Calendar.of([years]), FRIDAY - DAY) == FRIDAY


# -- in the ledger --------------------------------------------------------------------------------

CHANNELS = (f"C{number}" for number in count())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples, each of which has a channel of its own."""
    with database("sqlite", tmp_path_factory.mktemp("store")) as engine:
        yield engine


def digest(store: Engine, cadence: Cadence, days: Sequence[Off], now: datetime) -> Digest:
    """A digest of a channel with a calendar."""
    channel = next(CHANNELS)
    wanted = Setting(channel, "U1", ("deploys 30d",), cadence, "show", None)
    with store.begin() as connection:
        kept.bring_in(connection, Channel("T1", channel), days, "x.ics")
        return book.add(connection, "T1", wanted, now)


def rows(store: Engine, shown: Digest) -> list[tuple[datetime, datetime, str, str | None]]:
    """Slot, due time, state and reason of each delivery, in order of slots."""
    found = select(DELIVERIES).where(DELIVERIES.c.digest_id == shown.id)
    with store.begin() as connection:
        listed = [
            (from_ms(row.moved_from or row.due), from_ms(row.due), row.state, row.why)
            for row in connection.execute(found)
        ]
    return sorted(listed)


_DATES = st.integers(0, 40).map(lambda at: date(2026, 10, 1) + timedelta(days=at))
_OFFS = st.builds(
    lambda first, length, deed: Off(first, first + timedelta(days=length), "X", deed),
    _DATES,
    st.integers(0, 5),
    st.sampled_from(("skip", "shift")),
)
_CADENCES = st.builds(
    Cadence,
    st.sampled_from(
        (
            "0 9 * * *",
            "30 2 * * *",
            "0 0 * * *",
            "45 23 * * 5",
            "0 9 * * 1-5",
            "0 9 * * 1",
            "0 9 * * 1,4",
            "0 */6 * * *",
            "0 9,17 * * 3",
            "0 9 1 * *",
            "0 9 1,15 * *",
        )
    ),
    # Clocks change in these, forth or back, somewhere in October 2026 or November.
    st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")),
)
_BEATS = st.lists(st.integers(1, 30 * 60), min_size=60, max_size=90)
BEGIN = datetime(2026, 10, 1, 3, 20, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cadence=_CADENCES, days=st.lists(_OFFS, max_size=12), beats=_BEATS)
def test_every_slot_has_one_row_and_nothing_is_due_on_a_day_off(
    store: Engine, cadence: Cadence, days: list[Off], beats: list[int]
) -> None:
    """Whatever the calendar, the rhythm and the times at which somebody looks."""
    days = list(dict.fromkeys(days))
    shown, calendar, now = digest(store, cadence, days, BEGIN), Calendar.of(days), BEGIN
    for minutes in beats:
        now += timedelta(minutes=minutes)
        with store.begin() as connection:
            planning.plan(connection, now)
    found = rows(store, shown)
    slots = cadence.missed(BEGIN, now, 10_000)
    assert [slot for slot, *_ in found] == list(slots)
    coming = [due for _, due, state, _ in found if state == "pending"]
    assert len(coming) == len(set(coming))
    for slot, due, state, why in found:
        is_off = calendar.on(due.astimezone(cadence.zone_info).date()) is not None
        assert state == "skipped" or not is_off
        assert state == "pending" or why
        assert due >= slot
        assert due == slot or are_left_out(cadence, calendar, slot, due)


def are_left_out(cadence: Cadence, calendar: Calendar, slot: datetime, due: datetime) -> bool:
    """Whether a calendar leaves out each slot after one and up to when that comes instead."""
    between = cadence.missed(slot, due, 10_000)
    offs = [calendar.on(one.astimezone(cadence.zone_info).date()) for one in between]
    return all(one is not None and one.deed == "skip" for one in offs)
