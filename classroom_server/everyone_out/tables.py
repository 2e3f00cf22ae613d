"""Where it is kept that everyone was sent out of a room."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow
from classroom_server.everyone_out.schemas import NOTE_CHARACTERS


class EveryoneOutLine(StoredRow):
    """One time. Who did it, and who said why, the audit log has."""

    __tablename__ = "everyone_out"

    out_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id"))
    session_id: Mapped[str] = mapped_column(ForeignKey("class_sessions.session_id"), unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(NOTE_CHARACTERS))
    reason_at: Mapped[datetime | None] = mapped_column(Moment)


# What a room's page asks each time it is read, of a table that grows for years.
Index("ix_everyone_out_no_reason", EveryoneOutLine.room_id, EveryoneOutLine.reason)
