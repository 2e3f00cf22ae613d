"""A learner's attempts at one exercise are found without reading the others."""

from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index; a page of a kiosk read all that its learner ever made."""
    op.create_index("ix_attempts_learner_exercise", "attempts", ["learner_id", "track", "exercise", "received_at"])
