"""Where learners, their numbers over time and their cohorts over time are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from classroom_server.core import names
from classroom_server.core.database import Moment, SortKey, StoredRow


class CohortLine(StoredRow):
    """One cohort."""

    __tablename__ = "cohorts"

    cohort_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    folded_name: Mapped[str] = mapped_column(String(names.FOLDED_CHARACTERS), unique=True, index=True)
    """What two are compared by; it follows the name."""
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    """What lists are sorted by; it follows the name."""
    created_at: Mapped[datetime] = mapped_column(Moment)

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = names.folded(name)
        self.sort_key = names.sort_key(name)
        return name


class LearnerLine(StoredRow):
    """One learner."""

    __tablename__ = "learners"

    learner_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    """What lists are sorted by; it follows the name."""
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_pin: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)

    @validates("display_name")
    def _place(self, _key: str, display_name: str) -> str:
        self.sort_key = names.sort_key(display_name)
        return display_name


class NumberLine(StoredRow):
    """A learner's number for some time; `until_at` is None for the present one."""

    __tablename__ = "learner_numbers"

    line_id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"))
    number: Mapped[str] = mapped_column(String(16))
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)


class MembershipLine(StoredRow):
    """A learner's cohort for some time; `until_at` is None for the present one."""

    __tablename__ = "cohort_members"

    line_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.cohort_id"), index=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"))
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)


class SuspensionLine(StoredRow):
    """A time in which a learner may not sign in. A changed one is a new row; only that it was lifted is added."""

    __tablename__ = "learner_suspensions"

    suspension_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    suspended_by: Mapped[str] = mapped_column(String(80))
    """Who did it, as in the audit log."""
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it ends by itself; None for one that lasts until it is lifted."""
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_by: Mapped[str | None] = mapped_column(String(80))


# One present number a learner and one learner a present number; one present cohort a learner.
for _name, _column, _until in (
    ("uq_numbers_present", NumberLine.number, NumberLine.until_at),
    ("uq_learner_numbers_present", NumberLine.learner_id, NumberLine.until_at),
    ("uq_members_present", MembershipLine.learner_id, MembershipLine.until_at),
):
    Index(_name, _column, unique=True, sqlite_where=_until.is_(None), postgresql_where=_until.is_(None))
