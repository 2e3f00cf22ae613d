"""Work is taken whatever its time; a time that cannot be right is marked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark."""
    op.add_column("attempts", sa.Column("clock_doubt", sa.String(length=20), nullable=True))
