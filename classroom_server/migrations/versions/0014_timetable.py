"""Rooms have a timetable, and a session may name the slot that it was started for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add slots and holidays, none of each; sessions that were name none."""
    op.create_table(
        "timetable_slots",
        sa.Column("slot_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("cohort_id", sa.String(length=36), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_timetable_slots_room_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.cohort_id"], name=op.f("fk_timetable_slots_cohort_id")),
        sa.PrimaryKeyConstraint("slot_id", name=op.f("pk_timetable_slots")),
    )
    op.create_index(op.f("ix_timetable_slots_room_id"), "timetable_slots", ["room_id"])
    op.create_table(
        "timetable_holidays",
        sa.Column("holiday_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_timetable_holidays_room_id")),
        sa.PrimaryKeyConstraint("holiday_id", name=op.f("pk_timetable_holidays")),
    )
    op.create_index(op.f("ix_timetable_holidays_room_id"), "timetable_holidays", ["room_id"])
    # What SQLite can add to a table that others refer to.
    op.execute("ALTER TABLE class_sessions ADD COLUMN slot_id VARCHAR(36) REFERENCES timetable_slots (slot_id)")
