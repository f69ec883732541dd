"""Slots that are made ahead; of each delivery for whom it is, and how much of it came."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns, and say of each delivery for which channel of which workspace it is."""
    op.add_column("digest", sa.Column("ahead_of", sa.BigInteger))
    op.add_column("digest", sa.Column("ahead_by", sa.Text))
    for name in ("team", "place", "manner"):
        op.add_column("delivery", sa.Column(name, sa.Text))
    op.execute(
        "UPDATE delivery SET (team, place) = "
        "(SELECT team, channel FROM digest WHERE digest.id = delivery.digest_id)"
    )
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("team", nullable=False)
        delivery.alter_column("place", nullable=False)
        delivery.drop_index("ix_delivery_state_not_before")
    columns = ["team", "state", "not_before"]
    op.create_index("ix_delivery_team_state_not_before", "delivery", columns)
    op.create_index("ix_delivery_state_leased_until", "delivery", ["state", "leased_until"])
