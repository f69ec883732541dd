"""What Alembic runs: the migrations in `versions`, over the connection that it is handed."""

from alembic import context
from sqlalchemy import Engine, func, select

from bot.store.engine import MIGRATING
from bot.store.tables import METADATA

_engine: Engine = context.config.attributes["engine"]

with _engine.begin() as _connection:
    if _connection.dialect.name == "postgresql":
        # Of several that start at the same time one migrates, and the others find it done.
        _connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    context.configure(connection=_connection, target_metadata=METADATA, render_as_batch=True)
    context.run_migrations()
