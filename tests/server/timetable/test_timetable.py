"""The timetable of rooms as it is kept: what may be, what overlaps, what is left of what was changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from classroom_server.audit import service as audit
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import room_topic, session_topic
from classroom_server.rooms import service as rooms
from classroom_server.timetable import calendar_days, service
from classroom_server.timetable.schemas import SLOTS_OF_A_ROOM, Slot, SlotFacts, SlotOverlaps
from tests.support.server.rooms import TRAINER, Room

FIRST = date(2026, 9, 7)


@pytest.fixture
def facts(room: Room) -> SlotFacts:
    """Give a Monday morning of a cohort, from nine to half past ten."""
    room.add_learner("1")
    return SlotFacts(room.cohort_id(), 0, 9 * 60, 10 * 60 + 30, "Basics", FIRST, None)


def add(room: Room, facts: SlotFacts, *weekdays: int, room_id: str = "") -> tuple[Slot, ...]:
    with room.classroom.database.write(TRAINER) as work:
        return service.add_slots(work, room_id or room.first_room_id(), weekdays or (facts.weekday,), facts)


def why_not(room: Room, facts: SlotFacts, *weekdays: int) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        add(room, facts, *weekdays)
    return refused.value.code


def there(room: Room) -> list[tuple[int, int, str]]:
    with room.classroom.database.read() as work:
        slots = service.of_room(work, room.first_room_id()).slots
    return [(slot.facts.weekday, slot.facts.from_minute, slot.facts.title) for slot in slots]


def test_a_slot_is_added_on_several_days_at_once_or_on_none(room: Room, facts: SlotFacts) -> None:
    add(room, facts, 2)
    with pytest.raises(SlotOverlaps) as refused:
        add(room, facts, 0, 1, 2)
    assert refused.value.other.facts.weekday == 2
    assert there(room) == [(2, 540, "Basics")]
    add(room, facts, 4, 0)
    assert there(room) == [(0, 540, "Basics"), (2, 540, "Basics"), (4, 540, "Basics")]


def test_slots_of_a_room_touch_but_never_overlap(room: Room, facts: SlotFacts) -> None:
    add(room, facts)
    for begins, ends in ((600, 660), (480, 541), (550, 600), (480, 700), (540, 630)):
        assert why_not(room, replace(facts, from_minute=begins, until_minute=ends)) is RefusalCode.SLOT_OVERLAPS
    for begins, ends in ((630, 700), (480, 540)):
        assert len(add(room, replace(facts, from_minute=begins, until_minute=ends))) == 1


def test_slots_at_one_time_in_other_rooms_or_in_other_weeks_do_not_overlap(room: Room, facts: SlotFacts) -> None:
    add(room, replace(facts, last_day=FIRST + timedelta(days=6)))
    add(room, replace(facts, first_day=FIRST + timedelta(days=1)))
    with room.classroom.database.write(TRAINER) as work:
        workshop = rooms.add(work, "Workshop").room_id
    assert len(add(room, facts, room_id=workshop)) == 1
    assert why_not(room, facts) is RefusalCode.SLOT_OVERLAPS


WRONG = [
    ({"from_minute": 630}, RefusalCode.SLOT_TIMES_UNSUITABLE),
    ({"from_minute": -1}, RefusalCode.SLOT_TIMES_UNSUITABLE),
    ({"from_minute": 23 * 60, "until_minute": 24 * 60 + 1}, RefusalCode.SLOT_TIMES_UNSUITABLE),
    ({"from_minute": 0, "until_minute": 721}, RefusalCode.SLOT_TIMES_UNSUITABLE),
    ({"last_day": FIRST - timedelta(days=1)}, RefusalCode.DAYS_UNSUITABLE),
    ({"first_day": date(1999, 12, 31)}, RefusalCode.DAYS_UNSUITABLE),
    ({"last_day": date(2200, 1, 1)}, RefusalCode.DAYS_UNSUITABLE),
    ({"first_day": FIRST + timedelta(days=1), "last_day": FIRST + timedelta(days=6)}, RefusalCode.WEEKDAY_OUTSIDE),
    ({"cohort_id": "nobody"}, RefusalCode.NOT_FOUND),
    ({"title": "\u202eTitle"}, RefusalCode.NAME_UNSUITABLE),
    ({"title": "x" * 61}, RefusalCode.NAME_UNSUITABLE),
]


def test_a_slot_that_cannot_be_is_refused_with_why(room: Room, facts: SlotFacts) -> None:
    for wrong, code in WRONG:
        assert why_not(room, replace(facts, **wrong)) is code, wrong  # type: ignore[arg-type]
    assert there(room) == []


def test_a_slot_may_end_at_midnight_where_the_next_day_begins(room: Room, facts: SlotFacts) -> None:
    (late,) = add(room, replace(facts, from_minute=22 * 60, until_minute=24 * 60))
    assert add(room, replace(facts, from_minute=0, until_minute=60), 1)
    assert why_not(room, replace(facts, from_minute=23 * 60 + 59, until_minute=24 * 60)) is RefusalCode.SLOT_OVERLAPS
    meeting = calendar_days.meeting_of(late, FIRST, (), UTC)
    assert meeting is not None
    assert meeting.ends_at == datetime(2026, 9, 8, tzinfo=UTC)


def test_a_slot_needs_a_weekday_that_there_is(room: Room, facts: SlotFacts) -> None:
    with pytest.raises(Refused) as refused, room.classroom.database.write(TRAINER) as work:
        service.add_slots(work, room.first_room_id(), (), facts)
    assert refused.value.code is RefusalCode.WEEKDAY_MISSING
    assert why_not(room, facts, 7) is RefusalCode.WEEKDAY_MISSING


def test_a_room_has_so_many_slots_and_no_more(room: Room, facts: SlotFacts) -> None:
    short = [replace(facts, from_minute=5 * number, until_minute=5 * number + 5) for number in range(30)]
    for each in short[: SLOTS_OF_A_ROOM // 7]:
        add(room, each, *range(7))
    assert why_not(room, short[-1], *range(7)) is RefusalCode.SLOTS_TOO_MANY


def test_a_slot_that_is_changed_ends_and_another_takes_its_place(room: Room, facts: SlotFacts) -> None:
    (before,) = add(room, facts)
    with room.classroom.database.write(TRAINER) as work:
        after = service.change_slot(work, before.slot_id, replace(facts, until_minute=11 * 60))
        assert service.change_slot(work, after.slot_id, after.facts) == after
    with room.classroom.database.read() as work:
        rows = work.rows.execute(
            text("SELECT slot_id, until_minute, until_at IS NULL FROM timetable_slots ORDER BY from_at")
        ).all()
    assert [tuple(row) for row in rows] == [(before.slot_id, 630, 0), (after.slot_id, 660, 1)]
    with pytest.raises(Refused), room.classroom.database.write(TRAINER) as work:
        service.change_slot(work, before.slot_id, facts)


def test_a_change_may_not_overlap_another_slot_but_its_own_time_is_free(room: Room, facts: SlotFacts) -> None:
    (slot,) = add(room, facts)
    add(room, replace(facts, from_minute=700, until_minute=760))
    with room.classroom.database.write(TRAINER) as work:
        moved = service.change_slot(work, slot.slot_id, replace(facts, from_minute=550, until_minute=700))
    with pytest.raises(SlotOverlaps), room.classroom.database.write(TRAINER) as work:
        service.change_slot(work, moved.slot_id, replace(facts, until_minute=701))


def test_a_slot_that_is_ended_is_kept_and_its_time_is_free(room: Room, facts: SlotFacts) -> None:
    (slot,) = add(room, facts)
    with room.classroom.database.write(TRAINER) as work:
        service.end_slot(work, slot.slot_id)
    assert there(room) == []
    add(room, facts)
    assert room.count("timetable_slots") == 2
    with pytest.raises(Refused), room.classroom.database.write(TRAINER) as work:
        service.end_slot(work, slot.slot_id)


def test_holidays_are_the_sites_or_a_rooms_and_end(room: Room) -> None:
    here, day = room.first_room_id(), room.clock().date() + timedelta(days=3)
    with room.classroom.database.write(TRAINER) as work:
        there = rooms.add(work, "Workshop").room_id
        site = service.add_holiday(work, None, day, day + timedelta(days=1), " Winter  break ")
        ours = service.add_holiday(work, here, day, day)
        assert service.add_holiday(work, here, day, day) == ours
    with room.classroom.database.read() as work:
        assert service.of_room(work, here).holidays == (ours, site)
        assert service.of_room(work, there).holidays == (site,)
    assert site.title == "Winter break"
    with room.classroom.database.write(TRAINER) as work:
        service.end_holiday(work, site.holiday_id)
        assert service.of_room(work, here).holidays == (ours,)
    with pytest.raises(Refused) as refused, room.classroom.database.write(TRAINER) as work:
        service.add_holiday(work, None, day, day - timedelta(days=1))
    assert refused.value.code is RefusalCode.DAYS_UNSUITABLE


def test_whatever_is_done_is_in_the_log_by_ids_alone(room: Room, facts: SlotFacts) -> None:
    (slot,) = add(room, facts)
    with room.classroom.database.write(TRAINER) as work:
        changed = service.change_slot(work, slot.slot_id, replace(facts, title="Loops"))
        service.end_slot(work, changed.slot_id)
        service.end_holiday(work, service.add_holiday(work, None, FIRST, FIRST, "Feast").holiday_id)
    with room.classroom.database.read() as work:
        rows = audit.page(work, limit=5)[::-1]
    assert [row.action for row in rows] == [
        "slot_added",
        "slot_changed",
        "slot_ended",
        "holiday_added",
        "holiday_ended",
    ]
    assert not any(name in row.facts for row in rows for name in ("Basics", "Loops", "Feast", "Mornings"))


def test_a_slot_wakes_its_own_room_alone_and_a_holiday_of_the_site_wakes_all(room: Room, facts: SlotFacts) -> None:
    with room.classroom.database.write(TRAINER) as work:
        workshop = rooms.add(work, "Workshop").room_id
    here = room.first_room_id()
    woken: list[frozenset[str]] = []
    room.classroom.database.publish = woken.append
    (slot,) = add(room, facts)
    with room.classroom.database.write(TRAINER) as work:
        service.end_slot(work, slot.slot_id)
        service.add_holiday(work, here, FIRST, FIRST)
    assert set().union(*woken) == {session_topic(here), room_topic(here)}
    with room.classroom.database.write(TRAINER) as work:
        service.add_holiday(work, None, FIRST, FIRST)
    assert woken[-1] == {topic(each) for each in (here, workshop) for topic in (session_topic, room_topic)}
