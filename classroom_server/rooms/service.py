"""What can be done with rooms, and with where kiosks stand."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import ROOM, room_topic
from classroom_server.rooms import repository
from classroom_server.rooms.schemas import ROOMS_MAXIMUM, SEAT_COLUMNS, SEAT_ROWS, KioskPlace, Room, Seat
from classroom_server.rooms.tables import PlaceLine, RoomLine


def every(work: Work) -> tuple[Room, ...]:
    """Return the rooms that there are, by name: always one at least."""
    return tuple(_room(line) for line in repository.every(work))


def find(work: Work, room_id: str) -> Room:
    """Return one room. Raises Refused (not_found)."""
    return _room(_line(work, room_id))


def add(work: Work, name: str) -> Room:
    """Add a room. Raises Refused (name_unsuitable, name_taken, rooms_too_many)."""
    name = _free_name(work, name)
    if repository.count(work) >= ROOMS_MAXIMUM:
        message = f"there are {ROOMS_MAXIMUM} rooms already"
        raise Refused(RefusalCode.ROOMS_TOO_MANY, message, hint="give up a room that is not used any more")
    line = RoomLine(room_id=str(uuid.uuid4()), name=name, from_at=work.now)
    work.rows.add(line)
    audit.record(work, Action.ROOM_ADDED, line.room_id)
    work.announce(ROOM)
    return _room(line)


def rename(work: Work, room_id: str, name: str) -> Room:
    """Give a room another name. Raises Refused (not_found, name_unsuitable, name_taken)."""
    line = _line(work, room_id)
    line.name = _free_name(work, name, besides=line)
    audit.record(work, Action.ROOM_RENAMED, room_id)
    work.announce(ROOM)
    return _room(line)


def give_up(work: Work, room_id: str) -> Room:
    """Let a room be one no more; what happened in it is kept.

    Raises Refused (not_found; room_in_use: a kiosk stands in it; last_room).
    """
    line = _line(work, room_id)
    if repository.places_in(work, room_id):
        hint = "move its kiosks to another room, or retire them, first"
        raise Refused(RefusalCode.ROOM_IN_USE, f"kiosks stand in {line.name}", hint=hint)
    if repository.count(work) == 1:
        raise Refused(RefusalCode.LAST_ROOM, "it is the only room", hint="add the other room first, or rename this one")
    line.until_at = work.now
    audit.record(work, Action.ROOM_GIVEN_UP, room_id)
    work.announce(ROOM)
    return _room(line)


def place_of(work: Work, kiosk_id: str) -> KioskPlace | None:
    """Return where a kiosk stands now."""
    line = repository.place_of(work, kiosk_id)
    return _place(line) if line else None


def room_of(work: Work, kiosk_id: str) -> str | None:
    """Return the room that a kiosk stands in now."""
    line = repository.place_of(work, kiosk_id)
    return line.room_id if line else None


def room_of_each(work: Work) -> dict[str, str]:
    """Return the room of each kiosk that stands in one now."""
    return repository.room_of_each(work)


def places(work: Work, room_id: str) -> dict[str, KioskPlace]:
    """Return kiosk -> its place, of all kiosks that stand in a room now."""
    return {line.kiosk_id: _place(line) for line in repository.places_in(work, room_id)}


def place_of_each(work: Work) -> dict[str, KioskPlace]:
    """Return kiosk -> its place, of all kiosks that stand in a room now."""
    return {line.kiosk_id: _place(line) for line in repository.places_of_all(work)}


def left_at(work: Work, kiosk_ids: Collection[str]) -> dict[str, datetime]:
    """Return when each of these kiosks left its last place, of those that ever stood in one."""
    return repository.left_at(work, kiosk_ids)


def arrange(work: Work, room_id: str, seats: Mapping[str, Seat]) -> None:
    """Give the kiosks of a room these seats, no two the same; who gets none stays in the room and leaves the plan.

    Raises Refused (not_found, seat_unsuitable).
    """
    _line(work, room_id)
    for seat in seats.values():
        _require_seat(seat)
    moved = [line for line in repository.places_in(work, room_id) if _seat(line) != seats.get(line.kiosk_id)]
    for line in moved:
        line.until_at = work.now
    work.rows.flush()
    work.rows.add_all(_new_place(work, line.kiosk_id, room_id, seats.get(line.kiosk_id)) for line in moved)
    work.rows.flush()
    audit.record(work, Action.ROOM_ARRANGED, room_id, kiosks=len(moved))
    work.announce(room_topic(room_id))


def put(work: Work, kiosk_id: str, room_id: str, seat: Seat | None = None) -> KioskPlace:
    """Let a kiosk stand in a room from now on, at a seat of its plan or at none; who sits there changes places with it.

    From another room it can only come to a seat that is free. Raises Refused (not_found, seat_unsuitable, seat_taken).
    """
    _line(work, room_id)
    if seat is not None:
        _require_seat(seat)
    before = repository.place_of(work, kiosk_id)
    if before is not None and _place(before) == KioskPlace(kiosk_id, room_id, seat):
        return _place(before)
    there = next((line for line in repository.places_in(work, room_id) if seat and _seat(line) == seat), None)
    if there is not None and (before is None or before.room_id != room_id):
        raise Refused(RefusalCode.SEAT_TAKEN, "another kiosk sits there", hint="choose a seat that is free")
    leave(work, kiosk_id)
    if there is not None and before is not None:
        leave(work, there.kiosk_id)
        _sit(work, there.kiosk_id, room_id, _seat(before))
    return _sit(work, kiosk_id, room_id, seat)


def leave(work: Work, kiosk_id: str) -> KioskPlace | None:
    """Let a kiosk stand nowhere from now on; return where it stood."""
    line = repository.place_of(work, kiosk_id)
    if line is None:
        return None
    line.until_at = work.now
    work.rows.flush()
    work.announce(room_topic(line.room_id))
    return _place(line)


def _require_seat(seat: Seat) -> None:
    if not (0 <= seat.row < SEAT_ROWS and 0 <= seat.column < SEAT_COLUMNS):
        hint = f"choose one of {SEAT_ROWS} rows and {SEAT_COLUMNS} columns"
        raise Refused(RefusalCode.SEAT_UNSUITABLE, "the plan has no such seat", hint=hint)


def _new_place(work: Work, kiosk_id: str, room_id: str, seat: Seat | None) -> PlaceLine:
    return PlaceLine(
        place_id=str(uuid.uuid4()),
        kiosk_id=kiosk_id,
        room_id=room_id,
        seat_row=seat.row if seat else None,
        seat_column=seat.column if seat else None,
        from_at=work.now,
    )


def _sit(work: Work, kiosk_id: str, room_id: str, seat: Seat | None) -> KioskPlace:
    line = _new_place(work, kiosk_id, room_id, seat)
    work.rows.add(line)
    work.rows.flush()
    audit.record(work, Action.KIOSK_PLACED, kiosk_id, room=room_id)
    work.announce(room_topic(room_id))
    return _place(line)


def _line(work: Work, room_id: str) -> RoomLine:
    line = work.rows.get(RoomLine, room_id)
    if line is None or line.until_at is not None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such room", hint="open the list of rooms again")
    return line


def _free_name(work: Work, name: str, besides: RoomLine | None = None) -> str:
    name = names.clean_name(name, "a room", limit=40)
    other = repository.by_name(work, name)
    if other is not None and other is not besides:
        raise Refused(RefusalCode.NAME_TAKEN, f"there is already a room named {name}", hint="choose another name")
    return name


def _room(line: RoomLine) -> Room:
    return Room(line.room_id, line.name)


def _seat(line: PlaceLine) -> Seat | None:
    return None if line.seat_row is None or line.seat_column is None else Seat(line.seat_row, line.seat_column)


def _place(line: PlaceLine) -> KioskPlace:
    return KioskPlace(line.kiosk_id, line.room_id, _seat(line))
