"""Which screens may be looked at, and the log of who did."""

from collections.abc import Iterable

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission, require
from classroom_server.rooms import service as rooms


def kiosks_in(work: Work, room_id: str) -> tuple[str, ...]:
    """Return the kiosks that stand in a room. Raises Refused (not_found)."""
    rooms.find(work, room_id)
    return tuple(rooms.places(work, room_id))


def standing_in(work: Work, room_id: str) -> frozenset[str]:
    """Return the kiosks that stand in a room; none where there is no such room any more."""
    return frozenset(rooms.places(work, room_id))


def find(work: Work, room_id: str, kiosk_id: str) -> str:
    """Return a kiosk that stands in a room. Raises Refused (not_found)."""
    if rooms.room_of(work, kiosk_id) != room_id:
        hint = "open the room page again"
        raise Refused(RefusalCode.NOT_FOUND, "no such kiosk stands in this room", hint=hint)
    return kiosk_id


def begin(work: Work, kiosk_ids: Iterable[str], *, how: str) -> None:
    """Write down that somebody begins to look; without that row nobody does. Raises NotAllowed."""
    require(work.actor, Permission.SEE_SCREENS)
    for kiosk_id in kiosk_ids:
        audit.record(work, Action.SCREEN_WATCHED, kiosk_id, how=how)


def end(work: Work, kiosk_ids: Iterable[str], *, how: str) -> None:
    """Write down that they look no more."""
    for kiosk_id in kiosk_ids:
        audit.record(work, Action.SCREEN_LEFT, kiosk_id, how=how)
