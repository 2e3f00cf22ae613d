"""Where hands are kept, with all that tells how long each waited."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow
from kiosk_agent.protocol.acts.hands import ANSWER_CHARACTERS, LINE_CHARACTERS


class HandLine(StoredRow):
    """One hand. It is up while `closed_at` is empty and its sign-in has not ended: whatever ends that need not know.

    Those that came down so are closed when the next hand is raised in their room.
    """

    __tablename__ = "hands"

    hand_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """The event's."""
    sign_in_id: Mapped[str] = mapped_column(ForeignKey("sign_ins.sign_in_id"), index=True)
    learner_id: Mapped[str] = mapped_column(ForeignKey("learners.learner_id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    room_id: Mapped[str | None] = mapped_column(ForeignKey("rooms.room_id"))
    """Where the kiosk stood when the hand came; None where it stood in none any more."""
    track: Mapped[str | None] = mapped_column(String(100))
    exercise: Mapped[str | None] = mapped_column(String(100))
    """The one that was open."""
    line: Mapped[str] = mapped_column(String(LINE_CHARACTERS))
    sequence: Mapped[int]
    """The kiosk's number of the event."""
    raised_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    """Until then it waited; of one that nobody took on, until it came down."""
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    answer: Mapped[str | None] = mapped_column(String(ANSWER_CHARACTERS))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_how: Mapped[str | None] = mapped_column(String(10))
    closed_by: Mapped[str | None] = mapped_column(String(80))


_IS_OPEN = HandLine.closed_at.is_(None)
# A sign-in has one hand up at a time.
Index("uq_hands_open", HandLine.sign_in_id, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
Index("ix_hands_closed_at", HandLine.closed_at)
Index("ix_hands_room_open", HandLine.room_id, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
