"""Where sign-ins are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class SignInLine(StoredRow):
    """One sign-in. `position` grows with each: a higher one is newer, whatever any clock says."""

    __tablename__ = "sign_ins"
    # Without AUTOINCREMENT, SQLite may give a number again.
    __table_args__ = (
        Index("ix_sign_ins_kiosk_open", "kiosk_id", "ended_at"),
        Index("ix_sign_ins_kiosk_position", "kiosk_id", "position"),
        Index("ix_sign_ins_learner_position", "learner_id", "position"),
        {"sqlite_autoincrement": True},
    )

    position: Mapped[int] = mapped_column(primary_key=True)
    sign_in_id: Mapped[str] = mapped_column(String(36), unique=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"))
    session_id: Mapped[str] = mapped_column(ForeignKey("class_sessions.session_id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """Until when its learner was there, as far as is known."""
    over_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the server knew that it was over: whatever a kiosk that was away tells later, nobody was there longer."""
    ended_by: Mapped[str | None] = mapped_column(String(10))
    last_track: Mapped[str | None] = mapped_column(String(100))
    last_exercise: Mapped[str | None] = mapped_column(String(100))
    last_sequence: Mapped[int | None]
    """The kiosk's number of the event that named the last exercise."""


class TurnedAwayLine(StoredRow):
    """Whom a kiosk turned away last though number and PIN were right: the session is another cohort's."""

    __tablename__ = "turned_away"

    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"), primary_key=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"), index=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("class_sessions.session_id"))
    turned_away_at: Mapped[datetime] = mapped_column(Moment)
