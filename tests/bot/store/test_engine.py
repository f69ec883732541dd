"""The database: migrations leave what the code expects, and one bot has a file to itself."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, delete, func, select, text

from bot.store import versions
from bot.store.engine import MIGRATING, DatabaseError, migrate, opened
from bot.store.tables import DELIVERIES, METADATA
from tests.bot.store.databases import KINDS, closing_engine, database, driven, empty_postgresql
from tests.handlers.talking import until
from tests.processes import PATIENCE, ROOT


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_leave_the_tables_that_the_code_expects(kind: str, tmp_path: Path) -> None:
    """Not a column, an index or a constraint more or less; a second time changes nothing."""
    with database(kind, tmp_path) as engine:
        migrate(engine)
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


OPENS = """
import sys
from bot.store.engine import opened
print("ready", flush=True)
with opened(sys.argv[1]):
    pass
"""
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@contextmanager
def opening(url: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that opens a database at once, and ends."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", OPENS, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def test_of_several_that_start_at_once_one_migrates() -> None:
    """On an empty PostgreSQL: the others wait for it, find it done, and none of them stumbles."""
    with ExitStack() as stack:
        url = driven(stack.enter_context(empty_postgresql()))
        connection = stack.enter_context(closing_engine(create_engine(url)))
        connection.execute(select(func.pg_advisory_lock(MIGRATING)))  # until all of them are there
        processes = [stack.enter_context(opening(url)) for _ in range(3)]
        until(lambda: connection.exec_driver_sql(WAITING).scalar_one(), lambda seen: seen == 3)
        connection.execute(select(func.pg_advisory_unlock(MIGRATING)))
        assert [process.wait(PATIENCE) for process in processes] == [0, 0, 0]
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_second_bot_is_kept_from_the_file(tmp_path: Path) -> None:
    """It is told which file and what to do; afterwards the file can be had again."""
    url = f"sqlite:///{tmp_path / 'sub' / 'x.sqlite'}"
    with opened(url), pytest.raises(DatabaseError, match=r"Another Drumbeat uses .*x\.sqlite"):
        opened(url).__enter__()
    with opened(url):
        pass


def test_whoever_finds_the_file_locked_waits(tmp_path: Path) -> None:
    """Somebody makes a backup: what is written meanwhile is written behind it."""
    file = tmp_path / "x.sqlite"
    with opened(f"sqlite:///{file}") as engine, ThreadPoolExecutor(1) as other:
        holding = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        holding.execute("BEGIN IMMEDIATE")
        begun = threading.Event()

        def write() -> int:
            begun.set()
            with engine.begin() as connection:
                return connection.execute(delete(DELIVERIES)).rowcount

        writing = other.submit(write)
        begun.wait()
        assert not writing.done()
        holding.execute("COMMIT")
        holding.close()
        assert writing.result() == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """A sentence, and the file is left as it was."""
    file = tmp_path / "notes.txt"
    file.write_text("my notes, which are long enough to be no empty database" * 20)
    with pytest.raises(DatabaseError, match="not a database"):
        opened(f"sqlite:///{file}").__enter__()
    assert file.read_text().startswith("my notes")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """As when the version before is started once more during an update: a sentence says it."""
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    with opened(url) as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseError, match="belongs to a newer Drumbeat"):
        opened(url).__enter__()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(DatabaseError, match="cannot be used"):
        opened(f"sqlite:///{tmp_path / 'taken' / 'x.sqlite'}").__enter__()


def test_what_is_committed_survives_a_power_cut(tmp_path: Path) -> None:
    """Write-ahead log, and a flush to the disk with each commit."""
    with database("sqlite", tmp_path) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_what_was_kept_before_an_update_is_kept(tmp_path: Path) -> None:
    """Deliveries of the second version know by then whose they are and where they go."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(Path(versions.__file__).parents[1]))
    config.attributes["engine"] = engine
    command.upgrade(config, "0002")
    digest: dict[str, object] = {"team": "T1", "channel": "C1", "owner": "U1", "lines": "[]"}
    digest |= {"cron": "0 9 * * *", "zone": "UTC", "zone_data": "2026.1", "when_calm": "show"}
    digest |= {"created_at": 1}
    delivery: dict[str, object] = {
        "digest_id": 1,
        "due": 5,
        "state": "posted",
        "not_before": 5,
        "attempt": 1,
    }
    with engine.begin() as connection:
        for table, row in (("digest", digest), ("delivery", delivery)):
            names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - our own names
    migrate(engine)
    with engine.begin() as connection:
        (found,) = connection.execute(select(DELIVERIES))
    assert (found.digest_id, found.team, found.place, found.state) == (1, "T1", "C1", "posted")
    engine.dispose()
