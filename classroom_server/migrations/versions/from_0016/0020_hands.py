"""Learners raise hands."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the hands, of which there are none yet."""
    op.create_table(
        "hands",
        sa.Column("hand_id", sa.String(length=36), nullable=False),
        sa.Column("sign_in_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=True),
        sa.Column("track", sa.String(length=100), nullable=True),
        sa.Column("exercise", sa.String(length=100), nullable=True),
        sa.Column("line", sa.String(length=120), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_how", sa.String(length=10), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.sign_in_id"], name=op.f("fk_hands_sign_in_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_hands_learner_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_hands_kiosk_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_hands_room_id")),
        sa.PrimaryKeyConstraint("hand_id", name=op.f("pk_hands")),
    )
    op.create_index(op.f("ix_hands_sign_in_id"), "hands", ["sign_in_id"])
    op.create_index(op.f("ix_hands_learner_id"), "hands", ["learner_id"])
    op.create_index("ix_hands_closed_at", "hands", ["closed_at"])
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_hands_open", "hands", ["sign_in_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_hands_room_open", "hands", ["room_id"], sqlite_where=is_open, postgresql_where=is_open)
