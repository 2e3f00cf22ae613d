"""Finding slots and holidays that stand now, or stood at a moment."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from classroom_server.core.database import Work
from classroom_server.timetable.tables import HolidayLine, SlotLine

_BY_TIME = (SlotLine.weekday, SlotLine.from_minute, SlotLine.first_day)


def _stood(lines: type[SlotLine | HolidayLine], at: datetime | None) -> ColumnElement[bool]:
    """Return what is true of lines that stand now; at a moment, of those that stood then."""
    if at is None:
        return lines.until_at.is_(None)
    return (lines.from_at < at) & (lines.until_at.is_(None) | (lines.until_at >= at))


def slots(work: Work, room_id: str | None = None, at: datetime | None = None) -> list[SlotLine]:
    """Return the slots of one room, or of all, by weekday and time."""
    query = select(SlotLine).where(_stood(SlotLine, at)).order_by(*_BY_TIME)
    return list(work.rows.scalars(query if room_id is None else query.where(SlotLine.room_id == room_id)))


def changed(work: Work, since: datetime) -> list[tuple[str, str]]:
    """Return each slot that was changed at a time or later, and the one that took its place, the first change first."""
    new = aliased(SlotLine)
    taken = (new.room_id == SlotLine.room_id) & (new.from_at == SlotLine.until_at)
    query = select(SlotLine.slot_id, new.slot_id).join(new, taken).where(SlotLine.until_at >= since)
    return [(row[0], row[1]) for row in work.rows.execute(query.order_by(SlotLine.until_at))]


def holidays(work: Work, not_over_on: date, at: datetime | None = None) -> list[HolidayLine]:
    """Return the holidays of the site and of all rooms that are not over on a day, by their days."""
    query = select(HolidayLine).where(_stood(HolidayLine, at), HolidayLine.last_day >= not_over_on)
    return list(work.rows.scalars(query.order_by(HolidayLine.first_day, HolidayLine.last_day)))


def holidays_of(work: Work, room_id: str) -> list[HolidayLine]:
    """Return the holidays of one room alone, those that are over too."""
    return list(
        work.rows.scalars(select(HolidayLine).where(HolidayLine.until_at.is_(None), HolidayLine.room_id == room_id))
    )


def count_holidays(work: Work) -> int:
    """Return how many holidays stand, those that are over included."""
    query = select(func.count()).select_from(HolidayLine).where(HolidayLine.until_at.is_(None))
    return work.rows.execute(query).scalar_one()
