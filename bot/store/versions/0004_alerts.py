"""Alerts, what is known of them, and what they have to tell."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, and let a delivery belong to an alert instead of a digest."""
    _alerts()
    _changes()
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("digest_id", existing_type=sa.Integer, nullable=True)
        delivery.add_column(sa.Column("alert_id", sa.Integer))
        delivery.create_foreign_key("fk_delivery_alert_id", "alert", ["alert_id"], ["id"])
        delivery.create_unique_constraint("uq_delivery_alert_id_due", ["alert_id", "due"])
    _incidents()
    _notices()


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("quiet_until", sa.BigInteger),
        sa.Column("next_look", sa.BigInteger),
        sa.Column("leased_until", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_index("ix_alert_next_look", "alert", ["next_look"])
    op.create_index("ix_alert_team_channel", "alert", ["team", "channel"])


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("delivery_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_incident_alert_id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_incident_delivery_id"),
        sa.UniqueConstraint("alert_id", "number", name="uq_incident_alert_id_number"),
    )


def _changes() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_change_alert_id"),
    )
    op.create_index("ix_change_alert_id_at", "change", ["alert_id", "at"])


def _notices() -> None:
    key = ["alert_id", "series", "episode", "kind", "ordinal"]
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("delivery_id", sa.Integer, nullable=False),
        sa.Column("incident_id", sa.Integer),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_notice_alert_id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_notice_delivery_id"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_notice_incident_id"),
        sa.UniqueConstraint(*key, name="uq_notice_alert_id_series_episode_kind_ordinal"),
    )
