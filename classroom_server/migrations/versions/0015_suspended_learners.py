"""Learners can be suspended, and when each was here last is found without reading every sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the suspensions, of which there are none yet, and the index."""
    op.create_table(
        "learner_suspensions",
        sa.Column("suspension_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("suspended_by", sa.String(length=80), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.learner_id"], name=op.f("fk_learner_suspensions_learner_id")
        ),
        sa.PrimaryKeyConstraint("suspension_id", name=op.f("pk_learner_suspensions")),
    )
    op.create_index(op.f("ix_learner_suspensions_learner_id"), "learner_suspensions", ["learner_id"])
    op.create_index("ix_sign_ins_learner_position", "sign_ins", ["learner_id", "position"])
    op.drop_index(op.f("ix_sign_ins_learner_id"), table_name="sign_ins")
