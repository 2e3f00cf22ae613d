"""Kiosks tell the addresses of their network cards, by which they are woken."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; each kiosk tells its own when it links again, and until then cannot be woken."""
    op.add_column("kiosks", sa.Column("wired_addresses", sa.String(length=80), nullable=True))
