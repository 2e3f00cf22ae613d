"""What pages ask for that show screens: a stream that is the look itself, and the picture of each kiosk.

A screen is sent while the stream is open and no longer, whoever closed it: the page, its browser, or the end of the
visit.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, find_visit, needs, ours_only
from classroom_server.core.errors import DatabaseBusy, DatabaseUnusable
from classroom_server.core.live.events import VISITS, is_screen_topic, kiosk_topic, room_topic, screen_topic
from classroom_server.core.live.streams import EventStream, StreamMessage, waiting
from classroom_server.core.logs import LOGGER
from classroom_server.core.permissions import Permission, may
from classroom_server.screens import service
from classroom_server.screens.looks import Look, OurScreens, Screens
from classroom_server.screens.picture import MEDIA_TYPE, draw
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.errors import OutsetError, StorageFull
from kiosk_agent.protocol.screens import FULL_SECONDS, MINIATURE_SECONDS

router = APIRouter(dependencies=[Depends(ours_only)])
# Whether the visit, and the right to look, go on is asked this often, and not for each picture.
LOOK_AGAIN_SECONDS: Final = 5.0
_ENDED: Final = StreamMessage("ended", "")
# The look did not begin: the disk is full, or another program holds the database.
_UNWRITTEN: Final = StreamMessage("unwritten", "")


@dataclass(frozen=True)
class _Looking:
    """What one stream shows, and how the log calls that."""

    room_id: str
    kiosk_id: str | None
    """None for all that stand in the room, who may come and go."""
    every_seconds: float
    how: str


@router.get("/rooms/{room_id}/kiosks/{kiosk_id}/screen/stream")
async def stream_screen(
    page: Annotated[StaffContext | None, needs(Permission.SEE_SCREENS, in_stream=True)],
    screens: OurScreens,
    room_id: str,
    kiosk_id: str,
) -> Response:
    """Look at one kiosk's screen in full size, and say each time that it has changed."""
    if page is None:
        return EventStream(_ended())
    with page.database.read() as work:
        looking = _Looking(room_id, service.find(work, room_id, kiosk_id), FULL_SECONDS, "full")
    return EventStream(_changes(page, screens, looking))


@router.get("/rooms/{room_id}/screens/stream")
async def stream_screens(
    page: Annotated[StaffContext | None, needs(Permission.SEE_SCREENS, in_stream=True)],
    screens: OurScreens,
    room_id: str,
) -> Response:
    """Look at all screens of a room as miniatures, and say each time which one has changed."""
    if page is None:
        return EventStream(_ended())
    with page.database.read() as work:
        service.kiosks_in(work, room_id)
    return EventStream(_changes(page, screens, _Looking(room_id, None, MINIATURE_SECONDS, "miniature")))


@router.get("/rooms/{room_id}/kiosks/{kiosk_id}/screen")
def show_screen(
    page: Annotated[StaffContext, needs(Permission.SEE_SCREENS)], screens: OurScreens, room_id: str, kiosk_id: str
) -> Response:
    """Return the picture of what a kiosk shows to whoever is signed in there; nothing to a visit that does not look."""
    with page.database.read() as work:
        service.find(work, room_id, kiosk_id)
        sign_in_id = sign_ins.open_id_at_kiosk(work, kiosk_id)
    picture = screens.picture(kiosk_id, page.visit.visit_id)
    if picture is None or not sign_in_id or picture.sign_in_id != sign_in_id:
        return Response(status_code=204)
    return Response(draw(picture.frame), media_type=MEDIA_TYPE)


async def _ended() -> AsyncGenerator[StreamMessage | None, None]:
    yield _ENDED


async def _changes(
    page: StaffContext, screens: Screens, looking: _Looking
) -> AsyncGenerator[StreamMessage | None, None]:
    """Yield which screen changed and its number. The log has both ends, the first before anything is asked for."""
    with (
        page.classroom.hub.subscribe(*_topics(looking.room_id, frozenset())) as subscription,
        screens.looking(page.visit.visit_id, (), looking.every_seconds) as look,
    ):
        seen: dict[str, int] = {}
        clock, look_again_at = asyncio.get_running_loop().time, 0.0
        try:
            while not subscription.closing:
                if clock() >= look_again_at:
                    last_word = await run_in_threadpool(_turn, page, screens, looking, look)
                    if last_word is not None:
                        yield last_word
                        return
                    subscription.listen_to(_topics(looking.room_id, look.kiosk_ids))
                    look_again_at = clock() + LOOK_AGAIN_SECONDS
                numbers = {kiosk_id: screens.number(kiosk_id) for kiosk_id in look.kiosk_ids}
                for said in _changed(seen, numbers):
                    yield said
                seen = numbers
                async for changed in waiting(subscription, look_again_at - clock()):
                    if changed is None:
                        yield None
                    elif not all(map(is_screen_topic, changed)):
                        look_again_at = 0.0
                        # Who was signed in may be there no more: the picture is asked for again.
                        seen = {kiosk_id: seen[kiosk_id] for kiosk_id in seen if kiosk_topic(kiosk_id) not in changed}
        finally:
            looked = look.kiosk_ids
            screens.turn_to(look, ())
            await run_in_threadpool(_note_end, page, looking, looked)


def _topics(room_id: str, kiosk_ids: frozenset[str]) -> frozenset[str]:
    return frozenset({VISITS, room_topic(room_id), *map(screen_topic, kiosk_ids), *map(kiosk_topic, kiosk_ids)})


def _changed(seen: dict[str, int], numbers: dict[str, int]) -> list[StreamMessage]:
    changed = (each for each in numbers.items() if each[1] != seen.get(each[0], 0))
    return [StreamMessage("screen", f"{kiosk_id} {number}") for kiosk_id, number in changed]


def _turn(page: StaffContext, screens: Screens, looking: _Looking, look: Look) -> StreamMessage | None:
    """Look at whoever stands there now, once that is in the log; return the last word of a look that cannot go on."""
    with page.database.read() as work:
        standing = service.standing_in(work, looking.room_id)
    wanted = standing if looking.kiosk_id is None else standing & {looking.kiosk_id}
    is_gone = looking.kiosk_id is not None and not wanted
    if is_gone or not screens.is_live(look) or not _may_go_on(page):
        return _ENDED
    if wanted != look.kiosk_ids:
        try:
            with page.database.write(page.actor) as work:
                service.begin(work, wanted - look.kiosk_ids, how=looking.how)
                service.end(work, look.kiosk_ids - wanted, how=looking.how)
        except (StorageFull, DatabaseBusy, DatabaseUnusable):
            LOGGER.exception("nobody looks at screens: that they do cannot be written down")
            return _UNWRITTEN
        screens.turn_to(look, wanted)
    return None


def _may_go_on(page: StaffContext) -> bool:
    visit = find_visit(page.request, page.classroom)
    return visit is not None and may(visit.account.roles, Permission.SEE_SCREENS)


def _note_end(page: StaffContext, looking: _Looking, looked: frozenset[str]) -> None:
    # They look no more, whether that can be written down or not.
    with suppress(OutsetError), page.database.write(page.actor) as work:
        service.end(work, looked, how=looking.how)
