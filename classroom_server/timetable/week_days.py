"""The days of a room's week: those that are over as the timetable stood then, the others as it stands now."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from classroom_server.core import site_clock
from classroom_server.core.database import Work
from classroom_server.rooms import service as rooms
from classroom_server.timetable import service
from classroom_server.timetable.calendar_days import holiday_on
from classroom_server.timetable.schemas import WEEKDAYS, TimetableDay

_DAY = timedelta(days=1)


def days(work: Work, room_id: str, monday: date) -> tuple[TimetableDay, ...]:
    """Return the seven days from a Monday on. Raises Refused (not_found)."""
    rooms.find(work, room_id)
    return tuple(_days(work, room_id, monday))


def _days(work: Work, room_id: str, monday: date) -> Iterator[TimetableDay]:
    today, now = service.today(work), service.of_room(work, room_id, monday)
    for number in range(WEEKDAYS):
        day = monday + number * _DAY
        known = service.of_room(work, room_id, day, _end_of(day)) if day < today else now
        slots = tuple(slot for slot in known.slots if slot.is_on(day))
        yield TimetableDay(day, slots, holiday_on(known.holidays, room_id, day))


def _end_of(day: date) -> datetime:
    return site_clock.beginning_of(day + _DAY)
