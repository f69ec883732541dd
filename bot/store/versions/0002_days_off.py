"""Days off, and deliveries that were moved from one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table, and the two columns."""
    op.create_table(
        "day_off",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("first", sa.Text, nullable=False),
        sa.Column("last", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_day_off"),
    )
    op.create_index("ix_day_off_team_channel", "day_off", ["team", "channel"])
    op.add_column("delivery", sa.Column("moved_from", sa.BigInteger))
    op.add_column("delivery", sa.Column("moved_why", sa.Text))
