"""Which moments a slot's wall-clock times are, also on the two days a year on which clocks are set.

By the site's clock a later time is never an earlier moment, so slots that do not overlap on paper do not in truth.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo

from classroom_server.core.site_clock import moment_of
from classroom_server.timetable.schemas import DUE_BEFORE_MINUTES, WEEKDAYS, Holiday, Meeting, RoomTimetable, Slot

# The next slot is looked for so far ahead: a year of holidays ends before.
DAYS_AHEAD = 400
_DAY = timedelta(days=1)


def first_on(weekday: int, day: date) -> date:
    """Return the first day of a weekday that is not before a day."""
    return day + timedelta(days=(weekday - day.weekday()) % WEEKDAYS)


def meeting_of(slot: Slot, day: date, holidays: Collection[Holiday], zone: tzinfo) -> Meeting | None:
    """Return the meeting of a slot on a day, if it takes place then."""
    if not slot.is_on(day) or holiday_on(holidays, slot.room_id, day) is not None:
        return None
    begins_at = moment_of(day, slot.facts.from_minute, zone)
    ends_at = moment_of(day, slot.facts.until_minute, zone)
    # A clock that was set forward may leave nothing of it.
    return Meeting(slot, begins_at, ends_at) if begins_at < ends_at else None


def holiday_on(holidays: Collection[Holiday], room_id: str, day: date) -> Holiday | None:
    """Return why no slot of a room counts on a day."""
    return next((holiday for holiday in holidays if holiday.covers(room_id, day)), None)


def due(timetable: RoomTimetable, now: datetime, zone: tzinfo) -> tuple[Meeting, ...]:
    """Return the meetings that are due: from a quarter of an hour before they begin to their end, by time."""
    soon = now + timedelta(minutes=DUE_BEFORE_MINUTES)
    days = sorted({now.astimezone(zone).date(), soon.astimezone(zone).date()})
    found = [meeting for day in days for meeting in _meetings(timetable, day, zone)]
    return tuple(meeting for meeting in found if meeting.begins_at <= soon and now < meeting.ends_at)


def following(timetable: RoomTimetable, now: datetime, zone: tzinfo, held: Mapping[str, datetime]) -> Meeting | None:
    """Return the first meeting that is not over and was not held; `held` says when each slot's last session began."""
    today = now.astimezone(zone).date()
    open_ended = any(slot.facts.last_day is None for slot in timetable.slots)
    last = max((slot.facts.last_day for slot in timetable.slots if slot.facts.last_day), default=today)
    ahead = DAYS_AHEAD if open_ended else min(DAYS_AHEAD, (last - today).days)
    # Each change of a session waits for this, of all rooms: what no meeting can come of costs nothing.
    of_weekdays = defaultdict[int, list[Slot]](list)
    for slot in timetable.slots:
        of_weekdays[slot.facts.weekday].append(slot)
    begin = max(today, min((slot.facts.first_day for slot in timetable.slots), default=today))
    for day in _days_without_holiday(timetable, begin, today + timedelta(days=ahead)):
        for slot in of_weekdays[day.weekday()]:
            meeting = meeting_of(slot, day, (), zone)
            if meeting and now < meeting.ends_at and not was_held(meeting, held):
                return meeting
    return None


def _days_without_holiday(timetable: RoomTimetable, first: date, last: date) -> Iterator[date]:
    """Yield the days of which no holiday is one, having looked at each holiday once."""
    of_room = (holiday for holiday in timetable.holidays if holiday.room_id in (None, timetable.room_id))
    to_come = deque(sorted((holiday.first_day, holiday.last_day) for holiday in of_room))
    day, over = first, first - _DAY
    while day <= last:
        while to_come and to_come[0][0] <= day:
            over = max(over, to_come.popleft()[1])
        if day > over:
            yield day
            over = day
        day = over + _DAY


def was_held(meeting: Meeting, held: Mapping[str, datetime]) -> bool:
    """Tell whether a session of this very meeting was started."""
    began = held.get(meeting.slot.slot_id)
    return began is not None and began >= meeting.begins_at - timedelta(minutes=DUE_BEFORE_MINUTES)


def _meetings(timetable: RoomTimetable, day: date, zone: tzinfo) -> Iterator[Meeting]:
    for slot in timetable.slots:
        if (meeting := meeting_of(slot, day, timetable.holidays, zone)) is not None:
            yield meeting
