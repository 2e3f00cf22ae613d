"""Where it is kept what staff asked of kiosks, and what has become of it at each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class ActLine(StoredRow):
    """One act."""

    __tablename__ = "acts"
    __table_args__ = (Index("ix_acts_room_asked", "room_id", "asked_at"),)

    act_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id"))
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    """JSON: of a message, language -> its words; "" is a language that nobody chose."""
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it ends by itself."""
    over_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    """When it was taken back, or its session ended."""


class ActKioskLine(StoredRow):
    """One kiosk of which it was asked."""

    __tablename__ = "act_kiosks"

    act_id: Mapped[str] = mapped_column(ForeignKey("acts.act_id"), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"), primary_key=True, index=True)
    sign_in_id: Mapped[str | None] = mapped_column(String(36))
    """Whom it is for, where it is for somebody."""
    language: Mapped[str | None] = mapped_column(String(5))
    """Theirs."""
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(20))
    """What the kiosk answered, or that a newer act took this one's place there."""
