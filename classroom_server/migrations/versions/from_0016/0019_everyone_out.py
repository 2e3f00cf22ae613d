"""It is kept when everyone was sent out of a room, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody was sent out yet."""
    op.create_table(
        "everyone_out",
        sa.Column("out_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("reason_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_everyone_out_room_id")),
        sa.ForeignKeyConstraint(["session_id"], ["class_sessions.session_id"], name=op.f("fk_everyone_out_session_id")),
        sa.PrimaryKeyConstraint("out_id", name=op.f("pk_everyone_out")),
        sa.UniqueConstraint("session_id", name=op.f("uq_everyone_out_session_id")),
    )
    op.create_index("ix_everyone_out_no_reason", "everyone_out", ["room_id", "reason"])
