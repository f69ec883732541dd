"""From one database to another nothing is lost, and the numbers go on."""

import itertools
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import ledger
from bot.calendars import kept
from bot.calendars.kept import Channel
from bot.calendars.model import Calendar, Off
from bot.digests import book, planning
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.store.moving import MovingError, bring_in, export
from tests.bot.store.databases import KINDS, database

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WANTED = Setting("C1", "U1", ("deploys 30d",), Cadence("0 9 * * 1", "UTC"), "line", "部署")

CHRISTMAS = Off(date(2026, 12, 25), date(2026, 12, 25), "Christmas", "skip")


@pytest.mark.parametrize(("old", "new"), list(itertools.product(KINDS, KINDS)))
def test_all_of_it_arrives_and_numbers_go_on(old: str, new: str, tmp_path: Path) -> None:
    """Digests, what became of their slots, days off, and a new digest after them."""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    with database(old, tmp_path / "old") as first, first.begin() as connection:
        one = book.add(connection, "T1", WANTED, NOW, "key")
        gone = book.add(connection, "T1", WANTED, NOW)
        book.delete(connection, gone.id, NOW)
        planning.ask(connection, one.id, "U2", NOW)
        kept.add(connection, Channel("T1", "C1"), CHRISTMAS)
        told, history = export(connection), ledger.history(connection, one.id)
    with database(new, tmp_path / "new") as second, second.begin() as connection:
        assert bring_in(connection, told) == 2
        assert book.of_team(connection, "T1") == (one,)
        assert ledger.history(connection, one.id) == history
        assert kept.calendar(connection, Channel("T1", "C1")) == Calendar.of([CHRISTMAS])
        assert export(connection) == told
        assert book.add(connection, "T1", WANTED, NOW).id > gone.id
        with pytest.raises(MovingError, match="already"):
            bring_in(connection, told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no export"),
        ("[]", "no export"),
        (json.dumps({"drumbeat": 99}), "not known"),
        (json.dumps({"drumbeat": 1, "digest": []}), "not whole"),
    ],
)
def test_what_is_no_export_changes_nothing(text: str, words: str, tmp_path: Path) -> None:
    """It is said to be none."""
    with (
        database("sqlite", tmp_path) as engine,
        engine.begin() as connection,
        pytest.raises(MovingError, match=words),
    ):
        bring_in(connection, text)
