"""What Alembic runs: the migrations in `versions`, over the connection that it is handed."""

from alembic import context
from sqlalchemy import Engine

from bot.store.tables import METADATA

_engine: Engine = context.config.attributes["engine"]

with _engine.begin() as _connection:
    context.configure(connection=_connection, target_metadata=METADATA, render_as_batch=True)
    context.run_migrations()
