"""Opening the database: one file beside the bot, or a PostgreSQL that several share."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

_MIGRATIONS: Final = Path(__file__).parent
MIGRATING: Final = 8214557
"""The lock of a PostgreSQL that whoever migrates it holds; any number that nobody else uses."""
HEAD: Final = max(file.stem[:4] for file in (_MIGRATIONS / "versions").glob("0*.py"))
"""The newest migration, by its number."""
_PRAGMAS: Final = (
    "journal_mode = WAL",
    # What is committed survives a power cut; without that a message could be posted twice.
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 15000",
)


class DatabaseError(Exception):
    """The database cannot be used; the message says why and what to do."""


class InUseError(DatabaseError):
    """Another bot has the file."""


@contextlib.contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database that is brought up to date first.

    Args:
        url: Of SQLAlchemy's kind; a file of SQLite is locked, since one bot alone may use it.

    Raises:
        DatabaseError: If it cannot be opened, or another bot has it.
    """
    file = _file(url)
    with _alone(file) if file else contextlib.nullcontext(), _connected(url) as engine:
        _brought_up_to_date(engine)
        yield engine


@contextlib.contextmanager
def beside(url: str) -> Iterator[Engine]:
    """Open a database that a bot may be using; it is brought up to date if none is.

    Raises:
        DatabaseError: If it cannot be opened.
    """
    file = _file(url)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(_alone(file) if file else contextlib.nullcontext())
            is_used = False
        except InUseError:
            is_used = True
        engine = stack.enter_context(_connected(url))
        if not is_used:
            _brought_up_to_date(engine)
        yield engine


def backed_up(engine: Engine, file: Path) -> None:
    """Copy a file of SQLite as it is in one moment; whoever writes goes on.

    Raises:
        DatabaseError: If it cannot be copied there.
    """
    if engine.dialect.name != "sqlite":
        raise DatabaseError("A PostgreSQL is backed up with its own tools, such as pg_dump.")
    if file.exists():
        raise DatabaseError(f"{file} is there already, and is not written over.")
    with contextlib.closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(file),))
        except sqlite3.Error as error:
            raise DatabaseError(f"{file} cannot be written: {error}.") from error


@contextlib.contextmanager
def _connected(url: str) -> Iterator[Engine]:
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        yield engine
    finally:
        engine.dispose()


def _brought_up_to_date(engine: Engine) -> None:
    try:
        migrate(engine)
    except SQLAlchemyError as error:
        raise DatabaseError(f"The database cannot be opened: {reason(error)}.") from error


def _engine(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=_connecting(url))
    except ModuleNotFoundError as error:
        raise DatabaseError(
            "A PostgreSQL takes a driver: install drumbeat[scale], or psycopg beside it."
        ) from error
    except SQLAlchemyError as error:
        # Its own words would hold the address, and with it the password.
        raise DatabaseError("DRUMBEAT_DATABASE_URL is no address of a database.") from error


def _connecting(url: str) -> dict[str, Any]:
    """No statements are prepared: PgBouncer gives each transaction another connection."""
    is_shared = make_url(url).get_backend_name() == "postgresql"
    return {"prepare_threshold": None} if is_shared else {}


def reason(error: SQLAlchemyError) -> str:
    """What the driver says, in one line."""
    return " ".join(str(getattr(error, "orig", error)).split()).rstrip(".")


def migrate(engine: Engine) -> None:
    """Bring the tables to what this version needs; what is up to date is left alone.

    Of several that start at the same time on one PostgreSQL one migrates, and the others wait for
    it (see `env`) and find it done.

    Raises:
        DatabaseError: If it has been through migrations that are not known here.
        SQLAlchemyError: If it cannot be used.
    """
    if _revision(engine) == HEAD:
        return
    # Alembic takes a tenth of a second to load, which most starts do without.
    from alembic import command  # noqa: PLC0415 - as above
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.util import CommandError  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise DatabaseError(
            "The database belongs to a newer Drumbeat. Start that one, or a newer one, on it."
        ) from error


def _revision(engine: Engine) -> str | None:
    """The newest migration that a database has been through, or None where nobody knows."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.begin() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        return found.scalar_one_or_none()


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if is_file else None


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep a second bot from a file; the lock goes with the process, however it ends."""
    lock = FileLock(f"{file}.lock", timeout=0)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise InUseError(
            f"Another Drumbeat uses {file}. Stop it first, or give this one a database of its own "
            "(DRUMBEAT_DATABASE)."
        ) from error
    except OSError as error:
        raise DatabaseError(f"{file} cannot be used: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - any driver's
    """Leave transactions to us: the driver's own begin late, and fail when they want to write."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
