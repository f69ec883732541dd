"""When LaunchDarkly did not answer, and which channels were told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("looked_at", sa.BigInteger, nullable=False),
        sa.Column("delivery_id", sa.Integer),
        sa.Column("over_at", sa.BigInteger),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outage"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_outage_delivery_id"),
    )
    op.create_index("ix_outage_team_channel", "outage", ["team", "channel"])
