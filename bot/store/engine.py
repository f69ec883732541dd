"""Opening the database: one file beside the bot, or a PostgreSQL that several share."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

_MIGRATIONS: Final = Path(__file__).parent
_PRAGMAS: Final = (
    "journal_mode = WAL",
    # What is committed survives a power cut; without that a message could be posted twice.
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 15000",
)


class DatabaseError(Exception):
    """The database cannot be used; the message says why and what to do."""


@contextlib.contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database that is brought up to date first.

    Args:
        url: Of SQLAlchemy's kind; a file of SQLite is locked, since one bot alone may use it.

    Raises:
        DatabaseError: If it cannot be opened, or another bot has it.
    """
    with contextlib.ExitStack() as stack:
        if (file := _file(url)) is not None:
            stack.enter_context(_alone(file))
        engine = _engine(url)
        stack.callback(engine.dispose)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        try:
            migrate(engine)
        except SQLAlchemyError as error:
            raise DatabaseError(f"The database cannot be opened: {_reason(error)}.") from error
        yield engine


def _engine(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise DatabaseError(
            "A PostgreSQL takes a driver: install drumbeat[scale], or psycopg beside it."
        ) from error
    except SQLAlchemyError as error:
        # Its own words would hold the address, and with it the password.
        raise DatabaseError("DRUMBEAT_DATABASE_URL is no address of a database.") from error


def _reason(error: SQLAlchemyError) -> str:
    """What the driver says, in one line."""
    return " ".join(str(getattr(error, "orig", error)).split()).rstrip(".")


def migrate(engine: Engine) -> None:
    """Bring the tables to what this version needs; what is up to date is left alone."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if is_file else None


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep a second bot from a file; the lock goes with the process, however it ends."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=0):
            yield
    except Timeout as error:
        raise DatabaseError(
            f"Another Drumbeat uses {file}. Stop it first, or give this one a database of its own "
            "(DRUMBEAT_DATABASE)."
        ) from error
    except OSError as error:
        raise DatabaseError(f"{file} cannot be used: {error.strerror}.") from error


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - any driver's
    """Leave transactions to us: the driver's own begin late, and fail when they want to write."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
