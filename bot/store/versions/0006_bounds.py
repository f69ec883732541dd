"""Bounds that series are held against, and which side of a bound is bad."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    """Make the table, and the column."""
    op.add_column("alert", sa.Column("bounds", sa.Text))
    op.create_table(
        "direction",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("chart", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("said_by", sa.Text),
        sa.Column("said_at", sa.BigInteger),
        sa.Column("delivery_id", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_direction"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_direction_delivery_id"),
        sa.UniqueConstraint("team", "chart", "name", name="uq_direction_team_chart_name"),
    )
