"""Where the timetable is kept: every slot and holiday that there ever was, with the time in which it stood."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class SlotLine(StoredRow):
    """A weekly slot as it stood from one moment to another: one that is changed ends, and another takes its place."""

    __tablename__ = "timetable_slots"

    slot_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id"), index=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.cohort_id"))
    weekday: Mapped[int]
    """0 is Monday."""
    from_minute: Mapped[int]
    """After midnight, on the site's wall."""
    until_minute: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)


class HolidayLine(StoredRow):
    """Days on which no slot counts, as they stood from one moment to another."""

    __tablename__ = "timetable_holidays"

    holiday_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    room_id: Mapped[str | None] = mapped_column(ForeignKey("rooms.room_id"), index=True)
    """None for the whole site."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    title: Mapped[str] = mapped_column(String(60))
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)
