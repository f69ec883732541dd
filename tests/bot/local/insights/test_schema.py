"""Files of older versions: brought up to date as they are opened, with all that is in them."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.local.insights import schema
from bot.local.insights.changes import Commits, Stages
from bot.local.insights.selection import Listing, Scope
from bot.local.insights.store import Store
from tests.bot.local.insights.locally import finished, ms

VERSION_1 = Path(__file__).with_name("version_1.sql")
"""What the first version left behind: five deployments, one of them corrected by hand."""
LISTING = Listing(Scope("shop", "production"), 0, 10**13)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that version 1 made."""
    file = tmp_path / "old.sqlite"
    database = sqlite3.connect(file)
    database.executescript(VERSION_1.read_text())
    database.close()
    return file


def tables(file: Path) -> set[tuple[str, str]]:
    """All tables and indexes of a file, in the words that made them."""
    database = sqlite3.connect(file)
    found = set(database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    database.close()
    return found


def test_an_old_file_keeps_its_data(old: Path) -> None:
    """Deployments, corrections, names and times are what they were."""
    with Store(old) as store:
        assert [
            (one.subject.application, one.subject.version, one.status, one.kind)
            for one in store.page(LISTING, limit=10)
        ] == [
            ("api", "2.1", "started", "deployment"),
            ("api", "2.0", "finished", "deployment"),
            ("web", "1.1", "finished", "rollback"),
            ("web", "1.1", "failed", "deployment"),
            ("web", "1.0", "finished", "deployment"),
        ]
        assert [one.name for one in store.places.projects()] == ["The shop"]
        assert [one.name for one in store.places.applications()] == ["api", "The web"]


def test_an_old_file_goes_on(old: Path) -> None:
    """What is known already stays known, and what is new is added."""
    with Store(old) as store:
        known = finished("2.0", "2026-11-18", application="api")
        assert store.add([known, finished("2.2", "2026-11-24", application="api")]).new == 1
        assert store.total(LISTING) == 6


def test_waiting_for_no_time_becomes_a_number(tmp_path: Path) -> None:
    """What the second version took for not known was measured."""
    file = tmp_path / "second.sqlite"
    with Store(file) as store:
        at = ms("2026-11-18")
        store.add([finished("1", "2026-11-18", commits=Commits(at - 9, at))])
    database = sqlite3.connect(file)
    database.executescript("UPDATE delivery SET wait = NULL; PRAGMA user_version = 2")
    database.close()
    with Store(file) as store:
        (found,) = store.deliveries.delivered(
            [one.id for one in store.page(LISTING, limit=9)]
        ).values()
    assert found.stages == Stages(9, None, 0, None)


def test_an_old_file_becomes_what_a_new_one_is(old: Path, tmp_path: Path) -> None:
    """There is one way to the present version, whether it starts from nothing or from before."""
    Store(old).close()
    Store(tmp_path / "new.sqlite").close()
    assert tables(old) == tables(tmp_path / "new.sqlite")


@pytest.mark.parametrize("start", ["old", "nothing"])
def test_many_may_open_a_file_at_once(old: Path, tmp_path: Path, start: str) -> None:
    """Whoever comes second finds the work done."""
    file = old if start == "old" else tmp_path / "new.sqlite"
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store(file), range(8)):
            store.close()
    database = sqlite3.connect(file)
    assert database.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    database.close()


def test_a_step_that_fails_is_not_taken(old: Path) -> None:
    """A file that cannot be brought up to date stays as it was."""
    database = sqlite3.connect(old)
    database.execute("CREATE TABLE flag_event (x)")
    database.commit()
    before = tables(old)
    with pytest.raises(sqlite3.OperationalError, match="flag_event already exists"):
        schema.prepare(database)
    database.close()
    assert tables(old) == before
