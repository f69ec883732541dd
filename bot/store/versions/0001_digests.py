"""Digests and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first two tables."""
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("lines", sa.Text, nullable=False),
        sa.Column("cron", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("zone_data", sa.Text, nullable=False),
        sa.Column("when_calm", sa.Text, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("next_due", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sa.Column("code_key", sa.Text),
        sa.Column("code_applied", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
    )
    op.create_index("ix_digest_next_due", "digest", ["next_due"])
    op.create_index("ix_digest_team_channel", "digest", ["team", "channel"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("digest_id", sa.Integer, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("asked_by", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("leased_until", sa.BigInteger),
        sa.Column("owner", sa.Text),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("channel", sa.Text),
        sa.Column("ts", sa.Text),
        sa.Column("why", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name="fk_delivery_digest_id"),
        sa.UniqueConstraint("digest_id", "due", name="uq_delivery_digest_id_due"),
    )
    op.create_index("ix_delivery_state_not_before", "delivery", ["state", "not_before"])
