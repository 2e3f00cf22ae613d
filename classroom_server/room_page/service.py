"""A room's view: read whole, or as far as some of its kiosks changed."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from classroom_server.acts import service as acts
from classroom_server.attempts import set_aside
from classroom_server.core.database import Work
from classroom_server.core.live.presence import Presence
from classroom_server.everyone_out import service as everyone_out
from classroom_server.help import service as help_service
from classroom_server.kiosks import service as kiosk_service
from classroom_server.room_page import other_rooms, tiles
from classroom_server.room_page.schemas import RoomView, Tile
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import SEAT_ROWS, Seat
from classroom_server.sessions import service as sessions

# Where those stand that nobody has put into the plan.
_AFTER_ALL = Seat(SEAT_ROWS, 0)


def view(work: Work, presence: Presence, room_id: str) -> RoomView:
    """Return a room as it is now, in as many queries for one kiosk as for many. Raises Refused (not_found).

    Subscribe to ROOM, its room_topic and what its kiosks announce (core/live/events.py) to learn when to read it again.
    """
    room, every, open_sessions = rooms.find(work, room_id), rooms.every(work), sessions.in_rooms(work)
    return RoomView(
        now=work.now,
        room=room,
        others=other_rooms.read(work, presence, room_id, every, open_sessions),
        session=open_sessions.get(room_id),
        tiles=_tiles(work, presence, room_id, is_open=room_id in open_sessions),
        waiting=kiosk_service.waiting(work),
        set_aside=set_aside.count(work),
        outs=everyone_out.without_reason(work, room_id),
        tabs_before=every.index(room),
        acts=acts.listed(work, room_id),
    )


def view_again(
    work: Work, presence: Presence, known: RoomView, kiosk_ids: AbstractSet[str], *, with_acts: bool = False
) -> RoomView:
    """Return a room of which only these kiosks changed since it was read, and what was asked of them where that did.

    All other tiles are the same objects, but for those of hands: who leaves their queue changes the places behind.
    """
    hands = help_service.of_kiosks(work, known.room.room_id)
    seats = {
        tile.kiosk_id: tile.seat
        for tile in known.tiles
        if tile.kiosk_id in kiosk_ids or tile.hand != hands.get(tile.kiosk_id)
    }
    read = tiles.read(work, presence, seats, hands, is_open=known.session is not None) if seats else []
    found = {tile.kiosk_id: tile for tile in read}
    asked = acts.listed(work, known.room.room_id) if with_acts else known.acts
    shown = tuple(found.get(tile.kiosk_id, tile) for tile in known.tiles)
    return replace(known, now=work.now, tiles=shown, acts=asked)


def _tiles(work: Work, presence: Presence, room_id: str, *, is_open: bool) -> tuple[Tile, ...]:
    """Return a room's tiles by seat, and then by name."""
    seats = {place.kiosk_id: place.seat for place in rooms.places(work, room_id).values()}
    hands = help_service.of_kiosks(work, room_id)
    found = tiles.read(work, presence, seats, hands, is_open=is_open) if seats else []
    return tuple(sorted(found, key=lambda tile: tile.seat or _AFTER_ALL))
