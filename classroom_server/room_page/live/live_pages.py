"""What an open page of a room is sent: everything at once, and then what is new to it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool

from classroom_server.accounts.visitors import StaffContext, find_visit
from classroom_server.core.live.streams import COMMENT_SECONDS, ENDED, StreamMessage, StreamMessages, Yielded
from classroom_server.core.permissions import Permission, may
from classroom_server.room_page.live.live_rooms import LiveRoom, live_rooms_of
from classroom_server.room_page.open_pages import open_pages_of

# So often a page hears what time it is, by which it says how long ago things were, and its visit is looked at.
CLOCK_SECONDS: Final = 10.0


async def live_parts(
    page: StaffContext, room_id: str, draw_session: Callable[[LiveRoom], str]
) -> AsyncGenerator[Yielded, None]:
    """Yield the parts of a room for one page; `draw_session` draws the one that is its visit's own."""
    pages = open_pages_of(page.request)
    seconds = asyncio.get_running_loop().time
    version, session_part, clock_due = 0, "", 0.0
    with (
        live_rooms_of(page.request).shown(room_id, page.words, page.parts, page.permissions) as live,
        pages.opened(page.visit.visit_id) as opened,
    ):
        while True:
            if live.stops:
                return  # The browser comes back by itself.
            if not await opened.before_end(live.newer(version, COMMENT_SECONDS)) and seconds() < clock_due:
                yield None
            elif live.is_gone or not await run_in_threadpool(_may_see, page):
                yield ENDED
                return
            elif version < live.version or seconds() >= clock_due:
                parts, version, clock_due = live.since(version), live.version, seconds() + CLOCK_SECONDS
                if session_part != (drawn := await run_in_threadpool(draw_session, live)):
                    session_part, parts = drawn, {"session": drawn} | parts
                parts["clock"] = page.database.clock().isoformat()
                yield StreamMessages(tuple(StreamMessage(name, markup) for name, markup in parts.items()))
            if opened.ends.is_set():
                elsewhere = StreamMessage("elsewhere", page.draw("room_page/elsewhere.html"))
                yield StreamMessages((elsewhere, ENDED))
                return


def _may_see(page: StaffContext) -> bool:
    """Tell whether the visit goes on, with the right to see the room."""
    visit = find_visit(page.request, page.classroom)
    return visit is not None and may(visit.account.roles, Permission.SEE_ROOM)
