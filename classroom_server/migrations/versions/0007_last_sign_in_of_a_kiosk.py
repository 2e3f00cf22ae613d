"""The last sign-in of each kiosk is found at once, however many there were."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_sign_ins_kiosk_position", "sign_ins", ["kiosk_id", "position"])
