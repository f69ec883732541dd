"""Which slot of a digest is made ahead and by whom; how much of it was posted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("digest", sa.Column("ahead_of", sa.BigInteger))
    op.add_column("digest", sa.Column("ahead_by", sa.Text))
    op.add_column("delivery", sa.Column("manner", sa.Text))
