"""Silences, hours in which a channel is left in peace, who changed what, and alerts from files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; who wants quiet, until when and why is kept apart from what is quiet."""
    _silences()
    _quiet_hours()
    _audit()
    op.add_column("alert", sa.Column("code_key", sa.Text))
    op.add_column("alert", sa.Column("code_applied", sa.Text))
    op.drop_column("alert", "quiet_until")


def _silences() -> None:
    op.create_table(
        "silence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("alert_id", sa.Integer),
        sa.Column("channel", sa.Text),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_silence"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_silence_alert_id"),
    )
    op.create_index("ix_silence_team_until", "silence", ["team", "until"])


def _quiet_hours() -> None:
    op.create_table(
        "quiet_hours",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("begin", sa.Text, nullable=False),
        sa.Column("end", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quiet_hours"),
        sa.UniqueConstraint("team", "channel", name="uq_quiet_hours_team_channel"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("channel", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_team_at", "audit", ["team", "at"])
