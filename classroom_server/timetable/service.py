"""What can be done with the timetable, and what it says now."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names, site_clock
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import room_topic, session_topic
from classroom_server.learners import service as learners
from classroom_server.rooms import service as rooms
from classroom_server.timetable import calendar_days, repository
from classroom_server.timetable.schemas import (
    DAY_MINUTES,
    FIRST_YEAR,
    HOLIDAYS_MAXIMUM,
    LAST_YEAR,
    SLOT_MINUTES_MAXIMUM,
    SLOTS_OF_A_ROOM,
    WEEKDAYS,
    Holiday,
    Meeting,
    RoomTimetable,
    Slot,
    SlotFacts,
    SlotOverlaps,
)
from classroom_server.timetable.tables import HolidayLine, SlotLine


def today(work: Work) -> date:
    """Return the day that it is at the site."""
    return site_clock.day_of(work.now)


def of_room(work: Work, room_id: str, since: date | None = None, at: datetime | None = None) -> RoomTimetable:
    """Return what stands for a room, or stood at a moment; holidays that are not over on a day (today).

    Raises Refused (not_found).
    """
    rooms.find(work, room_id)
    holidays = [_holiday(line) for line in repository.holidays(work, since or today(work), at)]
    ours = tuple(holiday for holiday in holidays if holiday.room_id in (None, room_id))
    return RoomTimetable(room_id, tuple(_slot(line) for line in repository.slots(work, room_id, at)), ours)


def find_slot(work: Work, slot_id: str) -> Slot:
    """Return a slot that stands now. Raises Refused (not_found)."""
    return _slot(_slot_line(work, slot_id))


def add_slots(work: Work, room_id: str, weekdays: Iterable[int], facts: SlotFacts) -> tuple[Slot, ...]:
    """Add a slot on each of some weekdays, or none of them; the weekday of `facts` does not count.

    Raises Refused (not_found, weekday_missing, and why a slot cannot be as it is wished) and SlotOverlaps.
    """
    rooms.find(work, room_id)
    wished = sorted(set(weekdays))
    if not wished:
        raise Refused(RefusalCode.WEEKDAY_MISSING, "a slot has a weekday", hint="choose one or more weekdays")
    there = [_slot(line) for line in repository.slots(work, room_id)]
    if len(there) + len(wished) > SLOTS_OF_A_ROOM:
        message = f"a room has at most {SLOTS_OF_A_ROOM} slots"
        raise Refused(RefusalCode.SLOTS_TOO_MANY, message, hint="end slots that are not used any more")
    added = []
    for weekday in wished:
        checked = _checked(work, replace(facts, weekday=weekday), there)
        added.append(_add_slot(work, room_id, checked))
        audit.record(work, Action.SLOT_ADDED, added[-1].slot_id, room=room_id, cohort=checked.cohort_id)
    _announce(work, room_id)
    return tuple(added)


def change_slot(work: Work, slot_id: str, facts: SlotFacts) -> Slot:
    """End a slot, and let one that is as wished take its place. Raises as `add_slots` does."""
    line = _slot_line(work, slot_id)
    if _slot(line).facts == facts:
        return _slot(line)
    others = [_slot(other) for other in repository.slots(work, line.room_id) if other is not line]
    checked = _checked(work, facts, others)
    line.until_at = work.now
    slot = _add_slot(work, line.room_id, checked)
    audit.record(work, Action.SLOT_CHANGED, slot.slot_id, before=slot_id, room=line.room_id, cohort=checked.cohort_id)
    _announce(work, line.room_id)
    return slot


def end_slot(work: Work, slot_id: str) -> Slot:
    """Let a slot count no more from now on. Raises Refused (not_found)."""
    line = _slot_line(work, slot_id)
    line.until_at = work.now
    audit.record(work, Action.SLOT_ENDED, slot_id, room=line.room_id)
    _announce(work, line.room_id)
    return _slot(line)


def end_all(work: Work, room_id: str) -> None:
    """Let no slot and no holiday of a room count any more."""
    for slot in repository.slots(work, room_id):
        end_slot(work, slot.slot_id)
    for holiday in repository.holidays_of(work, room_id):
        end_holiday(work, holiday.holiday_id)


def add_holiday(work: Work, room_id: str | None, first_day: date, last_day: date, title: str = "") -> Holiday:
    """Let no slot of a room, or of any, count on some days. The same once more changes nothing.

    Raises Refused (not_found, days_unsuitable, name_unsuitable, holidays_too_many).
    """
    if room_id is not None:
        rooms.find(work, room_id)
    _check_days(first_day, last_day)
    title = names.clean_name(title, "a holiday") if title.strip() else ""
    for line in repository.holidays(work, first_day):
        if (line.room_id, line.first_day, line.last_day, line.title) == (room_id, first_day, last_day, title):
            return _holiday(line)
    if repository.count_holidays(work) >= HOLIDAYS_MAXIMUM:
        message = f"there are {HOLIDAYS_MAXIMUM} holidays already"
        raise Refused(RefusalCode.HOLIDAYS_TOO_MANY, message, hint="take out those that are long over")
    line = HolidayLine(
        holiday_id=str(uuid.uuid4()), room_id=room_id, first_day=first_day, last_day=last_day, title=title,
        from_at=work.now,
    )  # fmt: skip
    work.rows.add(line)
    work.rows.flush()
    audit.record(work, Action.HOLIDAY_ADDED, line.holiday_id, first=first_day.isoformat(), last=last_day.isoformat())
    _announce(work, room_id)
    return _holiday(line)


def end_holiday(work: Work, holiday_id: str) -> Holiday:
    """Let slots count on those days again. Raises Refused (not_found)."""
    line = work.rows.get(HolidayLine, holiday_id)
    if line is None or line.until_at is not None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such holiday", hint="open the timetable again")
    line.until_at = work.now
    audit.record(work, Action.HOLIDAY_ENDED, holiday_id)
    _announce(work, line.room_id)
    return _holiday(line)


def due(work: Work, room_id: str, held: Mapping[str, datetime]) -> Meeting | None:
    """Return the meeting that a session of the room would be started for now.

    One that was held gives way to the next, where both are due.
    """
    meetings = calendar_days.due(of_room(work, room_id), work.now, site_clock.site_zone())
    ours = _held(work, held)
    not_held = [meeting for meeting in meetings if not calendar_days.was_held(meeting, ours)]
    return next(iter((*not_held, *meetings)), None)


def next_in_rooms(work: Work, held: Mapping[str, datetime]) -> dict[str, datetime]:
    """Return room -> when its next session shall begin, with the site's UTC offset of then.

    It may have begun: then nobody has started it yet. `held` is slot -> when its newest session began.
    """
    zone, ours = site_clock.site_zone(), _held(work, held)
    slots: defaultdict[str, list[Slot]] = defaultdict(list)
    for line in repository.slots(work):
        slots[line.room_id].append(_slot(line))
    # Since yesterday: it may be another day here than where the row was made, and nothing is lost by one more.
    holidays = tuple(_holiday(line) for line in repository.holidays(work, today(work) - timedelta(days=1)))
    found = {
        room_id: calendar_days.following(RoomTimetable(room_id, tuple(each), holidays), work.now, zone, ours)
        for room_id, each in slots.items()
    }
    return {room_id: meeting.begins_at for room_id, meeting in found.items() if meeting is not None}


def _held(work: Work, held: Mapping[str, datetime]) -> dict[str, datetime]:
    """Let what was held of a slot count for the one that took its place when it was changed."""
    known = dict(held)
    for before, after in repository.changed(work, min(held.values())) if held else ():
        if before in known:
            known[after] = max(known[before], known.get(after, known[before]))
    return known


def _announce(work: Work, room_id: str | None) -> None:
    """Wake whom the timetable of a room, or of all, tells something.

    Kiosks that are closed say when they open next; the room page's form is filled in from it.
    """
    room_ids = [room.room_id for room in rooms.every(work)] if room_id is None else [room_id]
    work.announce(*(topic(each) for each in room_ids for topic in (session_topic, room_topic)))


def _checked(work: Work, facts: SlotFacts, others: list[Slot]) -> SlotFacts:
    learners.cohort_line(work, facts.cohort_id)
    lasting = facts.until_minute - facts.from_minute
    if not (0 <= facts.from_minute < facts.until_minute <= DAY_MINUTES and lasting <= SLOT_MINUTES_MAXIMUM):
        hint = f"choose an end after the beginning, by midnight, and at most {SLOT_MINUTES_MAXIMUM} minutes later"
        raise Refused(RefusalCode.SLOT_TIMES_UNSUITABLE, "a slot cannot have these times", hint=hint)
    if not 0 <= facts.weekday < WEEKDAYS:
        raise Refused(RefusalCode.WEEKDAY_MISSING, "there is no such weekday", hint="choose one from Monday to Sunday")
    _check_days(facts.first_day, facts.last_day)
    if facts.last_day is not None and calendar_days.first_on(facts.weekday, facts.first_day) > facts.last_day:
        hint = "choose a later last day, or another weekday"
        raise Refused(RefusalCode.WEEKDAY_OUTSIDE, "that weekday is not among these days", hint=hint)
    for other in others:
        if _overlap(facts, other.facts):
            raise SlotOverlaps(other)
    title = names.clean_name(facts.title, "a slot") if facts.title.strip() else ""
    return replace(facts, title=title)


def _check_days(first_day: date, last_day: date | None) -> None:
    last = last_day or first_day
    if not (first_day <= last and first_day.year >= FIRST_YEAR and last.year <= LAST_YEAR):
        hint = f"choose a last day that is not before the first, from {FIRST_YEAR} to {LAST_YEAR}"
        raise Refused(RefusalCode.DAYS_UNSUITABLE, "these days cannot be", hint=hint)


def _overlap(one: SlotFacts, other: SlotFacts) -> bool:
    """Tell whether two slots of a room would ever be on at one time."""
    if one.weekday != other.weekday or one.from_minute >= other.until_minute or other.from_minute >= one.until_minute:
        return False
    first_common = calendar_days.first_on(one.weekday, max(one.first_day, other.first_day))
    return all(facts.last_day is None or first_common <= facts.last_day for facts in (one, other))


def _add_slot(work: Work, room_id: str, facts: SlotFacts) -> Slot:
    line = SlotLine(
        slot_id=str(uuid.uuid4()), room_id=room_id, cohort_id=facts.cohort_id, weekday=facts.weekday,
        from_minute=facts.from_minute, until_minute=facts.until_minute, title=facts.title, first_day=facts.first_day,
        last_day=facts.last_day, from_at=work.now,
    )  # fmt: skip
    work.rows.add(line)
    work.rows.flush()
    return _slot(line)


def _slot_line(work: Work, slot_id: str) -> SlotLine:
    line = work.rows.get(SlotLine, slot_id)
    if line is None or line.until_at is not None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such slot", hint="open the timetable again")
    return line


def _slot(line: SlotLine) -> Slot:
    facts = SlotFacts(
        cohort_id=line.cohort_id, weekday=line.weekday, from_minute=line.from_minute, until_minute=line.until_minute,
        title=line.title, first_day=line.first_day, last_day=line.last_day,
    )  # fmt: skip
    return Slot(line.slot_id, line.room_id, facts)


def _holiday(line: HolidayLine) -> Holiday:
    return Holiday(line.holiday_id, line.room_id, line.first_day, line.last_day, line.title)
