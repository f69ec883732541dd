"""Digests made ahead of their slot: by one bot each, and only where that says the same."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot import ledger
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Off
from bot.digests import ahead, book, planning
from bot.digests.ahead import AHEAD, HEAD_START, Slot
from bot.digests.cadence import Cadence
from bot.digests.lines import request_of
from bot.digests.model import Digest, Setting
from bot.grammar.defaults import Defaults
from tests.bot.store.databases import KINDS, database

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
EARLY = NINE - AHEAD
SECOND = timedelta(seconds=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with database(request.param, tmp_path) as engine:
        yield engine


def digest(store: Engine, cron: str = "0 9 * * 1", team: str = "T1") -> Digest:
    """A digest that was set up a day before."""
    cadence = Cadence(cron, "UTC")
    wanted = Setting("C1", "U1", ("deploys 30d",), cadence, when_calm="show", name=None)
    with store.begin() as connection:
        return book.add(connection, team, wanted, NINE - timedelta(days=1))


def taken(store: Engine, now: datetime, by: str = "A", most: int = 9) -> tuple[Slot, ...]:
    """What a bot takes to make ahead."""
    with store.begin() as connection:
        return ahead.take(connection, "T1", by, now, most)


def ready(store: Engine, by: str, now: datetime) -> int:
    """How many deliveries are ready for a bot."""
    with store.begin() as connection:
        planning.plan(connection, now)
        return len(ledger.ready(connection, "T1", by, now, 9))


def test_a_slot_is_taken_when_it_comes_soon_and_by_one(store: Engine) -> None:
    """Not before, not twice, and not by two."""
    mine = digest(store)
    assert taken(store, EARLY - SECOND) == ()
    assert taken(store, EARLY) == (Slot(mine.id, NINE),)
    assert taken(store, EARLY, "B") == ()
    assert taken(store, EARLY) == ()


def test_the_next_slots_are_taken_first(store: Engine) -> None:
    """As many as somebody is free for, and the others by whoever is free next."""
    later, sooner = digest(store, "4 9 * * 1"), digest(store, "1 9 * * 1")
    assert [one.digest for one in taken(store, NINE, most=1)] == [sooner.id]
    assert [one.digest for one in taken(store, NINE, "B", most=1)] == [later.id]


def test_each_slot_of_a_digest_is_taken(store: Engine) -> None:
    """The next one too, when it comes soon."""
    mine = digest(store)
    taken(store, EARLY)
    assert ready(store, "A", NINE) == 1
    week = timedelta(weeks=1)
    assert taken(store, EARLY + week, "B") == (Slot(mine.id, NINE + week),)


def test_what_belongs_to_others_or_is_paused_is_not_taken(store: Engine) -> None:
    """Another workspace's digests are for bots that have its token."""
    digest(store, team="T2")
    paused = digest(store)
    with store.begin() as connection:
        book.pause(connection, paused.id, "somebody paused it")
    assert taken(store, EARLY) == ()


@pytest.mark.parametrize("deed", ["skip", "shift"])
def test_a_slot_on_a_day_off_is_not_made(store: Engine, deed: str) -> None:
    """It does not come then."""
    digest(store)
    off = Off(date(2026, 11, 23), date(2026, 11, 23), "Thanksgiving", deed)  # type: ignore[arg-type]
    with store.begin() as connection:
        kept.add(connection, Channel("T1", "C1"), off)
    assert taken(store, EARLY) == ()


def test_whoever_made_it_has_a_head_start(store: Engine) -> None:
    """Others wait a moment for the one who has it in memory, and no longer than that."""
    digest(store)
    taken(store, EARLY, "A")
    assert ready(store, "A", NINE) == 1
    assert ready(store, "B", NINE) == 0
    assert ready(store, "B", NINE + HEAD_START) == 1


def test_what_nobody_made_is_anybodys(store: Engine) -> None:
    """A slot that came while nobody looked ahead waits for nobody; nor does one asked for."""
    mine = digest(store)
    assert ready(store, "B", NINE) == 1
    taken(store, EARLY + timedelta(weeks=1), "A")
    with store.begin() as connection:
        planning.ask(connection, mine.id, "U1", EARLY + timedelta(weeks=1))
    assert ready(store, "B", EARLY + timedelta(weeks=1)) == 1


@pytest.mark.parametrize(
    ("line", "slot", "expected"),
    [
        ("deploys 30d", NINE, True),
        ("deploys 4w every 1w", NINE, True),
        ("flagstatus mobile env production", NINE, True),
        ("deploys 2d bucket hour", NINE, False),  # the hour ends on the slot itself
        ("deploys 30d", NINE.replace(hour=0), False),  # so does the day
        ("deploys 30d", NINE.replace(hour=0, minute=5), True),
        ("deploys 30d", NINE.replace(hour=0, minute=4), False),
        ("deploys yesterday", datetime(2026, 11, 22, 23, tzinfo=UTC), False),  # midnight in Berlin
        ("deploys 30d zone Asia/Tokyo", NINE.replace(hour=15), False),  # midnight in Tokyo
    ],
)
def test_it_is_made_ahead_where_no_bucket_ends_meanwhile(
    line: str, slot: datetime, *, expected: bool
) -> None:
    """What is read five minutes early would leave out what was not over then."""
    asked = request_of(line, now=slot, zone=BERLIN, defaults=Defaults())
    assert ahead.may_be_early(asked, slot) is expected
