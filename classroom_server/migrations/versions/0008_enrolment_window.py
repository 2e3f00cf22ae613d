"""New kiosks may ask only while a trainer lets them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of one row."""
    op.create_table(
        "enrolment_window",
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("window_id", name=op.f("pk_enrolment_window")),
    )
