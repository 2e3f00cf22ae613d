"""Which room a browser was in last: where pages of rooms begin."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from classroom_server.web.defences import set_cookie

LAST_ROOM_COOKIE: Final = "__Host-outset-room"
_KEPT_SECONDS: Final = 365 * 24 * 3600


def remember_room(response: Response, room_id: str) -> None:
    """Let the browser keep that it is in a room, also for tomorrow."""
    set_cookie(response, LAST_ROOM_COOKIE, room_id, max_age_seconds=_KEPT_SECONDS)


def last_room(request: Request, room_ids: Sequence[str]) -> str:
    """Return the one of these rooms that the browser was in last, or the first."""
    last = request.cookies.get(LAST_ROOM_COOKIE, "")
    return last if last in room_ids else room_ids[0]
