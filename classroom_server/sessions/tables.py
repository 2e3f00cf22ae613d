"""Where sessions and the last lease numbers are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class SessionLine(StoredRow):
    """One session."""

    __tablename__ = "class_sessions"

    session_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    # The column came later, and SQLite adds none that must be filled.
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id"), nullable=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.cohort_id"))
    title: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    slot_id: Mapped[str | None] = mapped_column(ForeignKey("timetable_slots.slot_id"))
    """The slot of the timetable that it was started for."""


# A room has one session at a time.
Index(
    "uq_class_sessions_open",
    SessionLine.room_id,
    unique=True,
    sqlite_where=SessionLine.ended_at.is_(None),
    postgresql_where=SessionLine.ended_at.is_(None),
)


class LeaseCounter(StoredRow):
    """The one row that keeps lease numbers growing over restarts."""

    __tablename__ = "lease_counter"

    counter_id: Mapped[int] = mapped_column(primary_key=True)
    reserved: Mapped[int]
    """Every number up to this one may have been used."""
