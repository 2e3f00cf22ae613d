"""Kiosks show the head of the log that they were given."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a kiosk misses in the log."""
    op.add_column("kiosks", sa.Column("missed_row", sa.BigInteger(), nullable=True))
