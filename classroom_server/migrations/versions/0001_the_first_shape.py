"""The tables of the first version."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The rows of the present, where one is unique.
_PRESENT: dict[str, Any] = {
    "sqlite_where": sa.text("until_at IS NULL"),
    "postgresql_where": sa.text("until_at IS NULL"),
}


def upgrade() -> None:
    """Make every table."""
    _make_accounts()
    _make_audit_rows()
    _make_cohorts()
    _make_kiosks()
    _make_learners()
    _make_lease_counter()
    _make_wrong_tries()
    _make_class_sessions()
    _make_cohort_members()
    _make_learner_numbers()
    _make_received_events()
    _make_refused_events()
    _make_visits()
    _make_sign_ins()
    _make_attempts()
    _make_drafts()


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("folded_name", name=op.f("uq_accounts_folded_name")),
    )


def _make_audit_rows() -> None:
    op.create_table(
        "audit_rows",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_rows")),
    )


def _make_cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("cohort_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("name", name=op.f("uq_cohorts_name")),
    )


def _make_kiosks() -> None:
    op.create_table(
        "kiosks",
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("public_key", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("approval", sa.String(length=10), nullable=False),
        sa.Column("image_version", sa.String(length=40), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jail_fault", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosks")),
        sa.UniqueConstraint("name", name=op.f("uq_kiosks_name")),
        sa.UniqueConstraint("public_key", name=op.f("uq_kiosks_public_key")),
    )
    op.create_index(op.f("ix_kiosks_approval"), "kiosks", ["approval"], unique=False)


def _make_learners() -> None:
    op.create_table(
        "learners",
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("must_change_pin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_learners")),
    )


def _make_lease_counter() -> None:
    op.create_table(
        "lease_counter",
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_lease_counter")),
    )


def _make_wrong_tries() -> None:
    op.create_table(
        "wrong_tries",
        sa.Column("try_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("try_id", name=op.f("pk_wrong_tries")),
    )
    op.create_index(op.f("ix_wrong_tries_place"), "wrong_tries", ["place"], unique=False)


def _make_class_sessions() -> None:
    op.create_table(
        "class_sessions",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("cohort_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.cohort_id"], name=op.f("fk_class_sessions_cohort_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_class_sessions")),
    )
    op.create_index(op.f("ix_class_sessions_ended_at"), "class_sessions", ["ended_at"], unique=False)
    op.create_index(op.f("ix_class_sessions_started_at"), "class_sessions", ["started_at"], unique=False)


def _make_cohort_members() -> None:
    op.create_table(
        "cohort_members",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.cohort_id"], name=op.f("fk_cohort_members_cohort_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_cohort_members_learner_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_cohort_members")),
    )
    op.create_index(op.f("ix_cohort_members_cohort_id"), "cohort_members", ["cohort_id"], unique=False)
    op.create_index("uq_members_present", "cohort_members", ["learner_id"], unique=True, **_PRESENT)


def _make_learner_numbers() -> None:
    op.create_table(
        "learner_numbers",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_learner_numbers_learner_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_learner_numbers")),
    )
    op.create_index("uq_learner_numbers_present", "learner_numbers", ["learner_id"], unique=True, **_PRESENT)
    op.create_index("uq_numbers_present", "learner_numbers", ["number"], unique=True, **_PRESENT)


def _make_received_events() -> None:
    op.create_table(
        "received_events",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_received_events_kiosk_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_received_events")),
    )


def _make_refused_events() -> None:
    op.create_table(
        "refused_events",
        sa.Column("refusal_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_refused_events_kiosk_id")),
        sa.PrimaryKeyConstraint("refusal_id", name=op.f("pk_refused_events")),
    )
    op.create_index(op.f("ix_refused_events_event_id"), "refused_events", ["event_id"], unique=False)


def _make_visits() -> None:
    op.create_table(
        "visits",
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("form_token", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_visits_account_id")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visits")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visits_token_hash")),
    )
    op.create_index(op.f("ix_visits_account_id"), "visits", ["account_id"], unique=False)


def _make_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sign_in_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=True),
        sa.Column("last_track", sa.String(length=100), nullable=True),
        sa.Column("last_exercise", sa.String(length=100), nullable=True),
        sa.Column("last_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_sign_ins_kiosk_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_sign_ins_learner_id")),
        sa.ForeignKeyConstraint(["session_id"], ["class_sessions.session_id"], name=op.f("fk_sign_ins_session_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("sign_in_id", name=op.f("uq_sign_ins_sign_in_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_ins_kiosk_open", "sign_ins", ["kiosk_id", "ended_at"], unique=False)
    op.create_index(op.f("ix_sign_ins_learner_id"), "sign_ins", ["learner_id"], unique=False)


def _make_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("attempt_id", sa.String(length=36), nullable=False),
        sa.Column("sign_in_id", sa.String(length=36), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("exercise", sa.String(length=100), nullable=False),
        sa.Column("verdict", sa.String(length=30), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_attempts_kiosk_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_attempts_learner_id")),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.sign_in_id"], name=op.f("fk_attempts_sign_in_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_learner_verdict", "attempts", ["learner_id", "verdict"], unique=False)
    op.create_index(op.f("ix_attempts_received_at"), "attempts", ["received_at"], unique=False)
    op.create_index(op.f("ix_attempts_sign_in_id"), "attempts", ["sign_in_id"], unique=False)


def _make_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("sign_in_id", sa.String(length=36), nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("exercise", sa.String(length=100), nullable=False),
        sa.Column("learner_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.learner_id"], name=op.f("fk_drafts_learner_id")),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_ins.sign_in_id"], name=op.f("fk_drafts_sign_in_id")),
        sa.PrimaryKeyConstraint("sign_in_id", "track", "exercise", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_learner_id"), "drafts", ["learner_id"], unique=False)
