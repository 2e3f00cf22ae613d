"""Whom each kiosk turned away last is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; who was turned away before is nobody's concern any more."""
    op.create_table(
        "turned_away",
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("turned_away_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_turned_away_kiosk_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_turned_away_learner_id")),
        sa.ForeignKeyConstraint(["session_id"], ["class_sessions.session_id"], name=op.f("fk_turned_away_session_id")),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_turned_away")),
    )
    op.create_index(op.f("ix_turned_away_learner_id"), "turned_away", ["learner_id"])
