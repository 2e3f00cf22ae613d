"""Rooms as IT and trainers set them up, and the seats of their kiosks. What a page shows may be old: a move says so."""

from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.presence import Presence
from classroom_server.kiosks import service as kiosks
from classroom_server.room_plans.plan import draw_up, seat_name, seats_by_name, state_of
from classroom_server.room_plans.schemas import Arranged, ListedRoom, Moved, PlannedKiosk, SeatPlan
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import SEAT_COLUMNS, Room, Seat
from classroom_server.sessions import service as sessions
from classroom_server.timetable import service as timetable
from classroom_server.timetable.schemas import Slot
from kiosk_agent.protocol.enrolment import Approval


def every(work: Work, presence: Presence) -> tuple[ListedRoom, ...]:
    """Return all rooms by name, each with its kiosks and the session that is on."""
    room_of, open_sessions = rooms.room_of_each(work), sessions.in_rooms(work)
    listed = []
    for room in rooms.every(work):
        here = [kiosk_id for kiosk_id, room_id in room_of.items() if room_id == room.room_id]
        answering = sum(presence.is_connected(kiosk_id) for kiosk_id in here)
        listed.append(ListedRoom(room, len(here), answering, open_sessions.get(room.room_id)))
    return tuple(listed)


def give_up(work: Work, room_id: str, *, with_slots: bool = False) -> Room:
    """Let a room be one no more; with its slots of the timetable, or only when none will take place again.

    Raises Refused (not_found, session_already_open, room_in_use, last_room; room_has_slots: that alone is in the way).
    """
    if sessions.current(work, room_id) is not None:
        hint = "end it on the room's page first"
        raise Refused(RefusalCode.SESSION_ALREADY_OPEN, "a session is on in this room", hint=hint)
    coming = slots_to_come(work, room_id)
    # Before slots are asked about: whoever says yes to that shall not hear then that it cannot be. Refused undoes it.
    room = rooms.give_up(work, room_id)
    if coming and not with_slots:
        raise Refused(RefusalCode.ROOM_HAS_SLOTS, f"{room.name} has slots in the timetable", hint="end them first")
    timetable.end_all(work, room_id)
    return room


def slots_to_come(work: Work, room_id: str) -> tuple[Slot, ...]:
    """Return the slots of a room that are not over for good. Raises Refused (not_found)."""
    today = timetable.today(work)
    return tuple(
        slot
        for slot in timetable.of_room(work, room_id).slots
        if slot.facts.last_day is None or slot.facts.last_day >= today
    )


def plan(work: Work, room_id: str) -> SeatPlan:
    """Return a room's plan. Raises Refused (not_found)."""
    return draw_up(rooms.find(work, room_id), _kiosks(work, room_id))


def _kiosks(work: Work, room_id: str) -> list[PlannedKiosk]:
    places = rooms.places(work, room_id)
    return [
        PlannedKiosk(kiosk.kiosk_id, kiosk.name, places[kiosk.kiosk_id].seat)
        for kiosk in kiosks.every(work)
        if kiosk.approval is Approval.APPROVED and kiosk.kiosk_id in places
    ]


def move(work: Work, room_id: str, seen: str, seat: Seat | None, seen_there: str | None) -> Moved:
    """Put a kiosk at a seat, or out of the plan; who sits there changes places with it.

    `seen` is the kiosk and its seat as the page showed them, `seen_there` who sat at the other seat there: nobody when
    it is empty. None is a page that cannot say; then the seat must be free.
    Raises Refused (not_found, seat_unsuitable; seat_taken; plan_changed: it is not as it was seen).
    """
    by_id = {kiosk.kiosk_id: kiosk for kiosk in _kiosks(work, rooms.find(work, room_id).room_id)}
    kiosk_id, _, was = seen.partition(":")
    kiosk = by_id.get(kiosk_id)
    there = next((other for other in by_id.values() if seat and other.seat == seat and other is not kiosk), None)
    if kiosk is None or seat_name(kiosk.seat) != was:
        raise _changed()
    if seen_there is None and there is not None:
        raise Refused(RefusalCode.SEAT_TAKEN, "another kiosk sits there", hint="choose a seat that is free")
    if seen_there is not None and seen_there != (there.kiosk_id if there else ""):
        raise _changed()
    kiosks.put(work, kiosk_id, room_id, seat)
    moved = PlannedKiosk(kiosk_id, kiosk.name, seat)
    return Moved(moved, PlannedKiosk(there.kiosk_id, there.name, kiosk.seat) if there else None)


def arrange(work: Work, room_id: str, columns: int, seen: str, *, anew: bool) -> Arranged:
    """Give the kiosks of a room their seats in the order of their names: all `anew`, or only those that have none.

    `seen` is the state of the plan as the page showed it. Raises Refused (not_found, seat_unsuitable, plan_changed).
    """
    here = _kiosks(work, rooms.find(work, room_id).room_id)
    if not 1 <= columns <= SEAT_COLUMNS:
        hint = f"choose 1 to {SEAT_COLUMNS} columns"
        raise Refused(RefusalCode.SEAT_UNSUITABLE, "a plan has not so many columns", hint=hint)
    if state_of(here) != seen:
        raise _changed()
    seats = seats_by_name(here, columns, anew=anew)
    rooms.arrange(work, room_id, seats)
    return Arranged(len(seats), len(here) - len(seats))


def _changed() -> Refused:
    return Refused(RefusalCode.PLAN_CHANGED, "the plan is not as it was seen", hint="look at it again")
