"""The database: kept, shared, refused when it is not ours, quick when it is large."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from bot.local.insights import schema, statements
from bot.local.insights.changes import PullRequest
from bot.local.insights.model import Event
from bot.local.insights.selection import Buckets, Listing, Scope
from bot.local.insights.store import Correction, Store, StoreError
from tests.bot.local.insights.locally import DAY, finished

LISTING = Listing(Scope("shop", "production"), 0, 10**13)
BUCKETS = Buckets(0, 10**13, 0, DAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "deployments.db"


def test_a_file_keeps_everything(file: Path) -> None:
    """Closed and opened again, it is all there, corrections too."""
    with Store(file) as store:
        store.add([finished("1", "2026-11-20")])
        store.correct(store.page(LISTING, limit=1)[0].id, Correction(kind="rollback"))
        before = store.page(LISTING, limit=1)
    with Store(file) as store:
        assert store.page(LISTING, limit=1) == before
        assert before[0].kind == "rollback"


def test_two_may_use_one_file(file: Path) -> None:
    """An import shows in a server that has the file open."""
    with Store(file) as server, Store(file) as importer:
        importer.add([finished("1", "2026-11-20")])
        assert server.total(LISTING) == 1


def test_two_may_write_what_belongs_together(file: Path) -> None:
    """A pull request that one brings in goes out with the deployment that another brings in."""
    with Store(file) as one, Store(file) as other:
        one.add([finished("1", "2026-11-20")])
        merged = finished("1", "2026-11-19").at
        other.pull_requests.put([PullRequest("shop", "web", "7", merged - 9, merged, merged - 9)])
        one.add([finished("0", "2026-11-19T08:00")])
        (found,) = other.delivering([PullRequest("shop", "web", "7", 0).id], None).values()
        assert [deployment.subject.version for deployment in found] == ["0"]


def test_many_threads_may_use_one_store() -> None:
    """Nothing is lost and nothing fails when threads add and count at the same time."""
    with Store() as store:

        def add(name: str) -> None:
            for n in range(50):
                store.add([finished(f"{name}.{n}", "2026-11-20")])
                store.count(Scope(), BUCKETS, "application")

        threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.total(LISTING) == 200


def test_a_batch_that_fails_is_not_kept() -> None:
    """Whoever reads half of a source has whole transactions of it."""

    def broken() -> Iterator[Event]:
        for n in range(700):
            yield finished(f"{n}", "2026-11-20")
        raise OSError("the disk is gone")

    with Store() as store:
        with pytest.raises(OSError, match="the disk is gone"):
            store.add(broken())
        assert store.total(LISTING) == 500


def test_what_is_not_there_cannot_be_corrected() -> None:
    """And nothing else is changed."""
    with Store() as store:
        store.add([finished("1", "2026-11-20")])
        before = store.page(LISTING, limit=9)
        store.correct("nope", Correction(archived=True))
        assert store.page(LISTING, limit=9) == before


def test_what_is_no_database_of_ours_is_refused(file: Path) -> None:
    """Another program's file, a newer one, and no database at all are left as they are."""
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="file is not a database"):
        Store(file)
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE x (y)")
    other.close()
    with pytest.raises(StoreError, match="belongs to another program"):
        Store(file)
    file.unlink()
    Store(file).close()
    with sqlite3.connect(file) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match="has version 99"):
        Store(file)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """What SQLite says is passed on with the path."""
    with pytest.raises(StoreError, match="unable to open database file"):
        Store(tmp_path / "nope" / "x.db")


@pytest.mark.parametrize("group_by", [None, "application", "kind"])
def test_counting_searches_an_index_by_time(
    group_by: Literal["application", "kind"] | None,
) -> None:
    """However long the history gets, a chart reads its own window of it."""
    database = sqlite3.connect(":memory:")
    schema.prepare(database)
    asked = dict.fromkeys(
        ["ungrouped", "first", "width", "start", "end", "project", "environment", "applications"]
    )
    plan = [
        row[3]
        for row in database.execute(f"EXPLAIN QUERY PLAN {statements.COUNT[group_by]}", asked)
    ]
    database.close()
    assert any("INDEX deployment_counted (ended_at>? AND ended_at<?)" in step for step in plan)
