"""Staff ask kiosks for attention and send messages; each kiosk says what its image knows of that."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the acts, of which there are none yet, and what kiosks know, of which they tell when they link again."""
    op.create_table(
        "acts",
        sa.Column("act_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_acts_room_id")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_acts")),
    )
    op.create_index("ix_acts_room_asked", "acts", ["room_id", "asked_at"])
    op.create_index(op.f("ix_acts_over_at"), "acts", ["over_at"])
    op.create_table(
        "act_kiosks",
        sa.Column("act_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("sign_in_id", sa.String(length=36), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_act_kiosks_act_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_act_kiosks_kiosk_id")),
        sa.PrimaryKeyConstraint("act_id", "kiosk_id", name=op.f("pk_act_kiosks")),
    )
    op.create_index(op.f("ix_act_kiosks_kiosk_id"), "act_kiosks", ["kiosk_id"])
    op.add_column("kiosks", sa.Column("acts", sa.String(length=700), nullable=True))
