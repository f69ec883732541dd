"""Who is called when an alert fires."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("alert", sa.Column("mention", sa.Text))
