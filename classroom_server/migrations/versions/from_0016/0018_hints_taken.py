"""Hints that learners take are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; of those that were taken before nothing is known."""
    op.create_table(
        "hints_taken",
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("exercise", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("of_all", sa.Integer(), nullable=False),
        sa.Column("sign_in_id", sa.String(length=36), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_hints_taken_learner_id")),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.sign_in_id"], name=op.f("fk_hints_taken_sign_in_id")),
        sa.PrimaryKeyConstraint("learner_id", "track", "exercise", "number", name=op.f("pk_hints_taken")),
    )
