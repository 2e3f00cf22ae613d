"""Presence is stored as it happens."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the times in which kiosks were there; of those before nothing is known."""
    op.create_table(
        "presence_intervals",
        sa.Column("interval_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_presence_intervals_kiosk_id")),
        sa.PrimaryKeyConstraint("interval_id", name=op.f("pk_presence_intervals")),
    )
    op.create_index("ix_presence_intervals_kiosk_from", "presence_intervals", ["kiosk_id", "from_at"])
    op.create_index(
        "uq_presence_intervals_open",
        "presence_intervals",
        ["kiosk_id"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
