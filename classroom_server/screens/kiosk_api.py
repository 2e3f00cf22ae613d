"""POST /v1/screens: what a kiosk shows, to whoever looks at it now."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from classroom_server.core.errors import KioskRequestRefused, must_wait
from classroom_server.core.limits.allowances import Allowances
from classroom_server.kiosks.requests import ApprovedKiosk
from classroom_server.screens.looks import OurScreens
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, ScreenUnreadable, unpack

router = APIRouter()
FRAMES_AT_ONCE = 12
# A little more than a kiosk ever sends: its clock and ours need not be one.
FRAMES_A_SECOND = 1.25 / FULL_SECONDS


def frames() -> Allowances:
    """Return how many frames each kiosk may send; a miniature, which is asked for less often, counts as several."""
    return Allowances(FRAMES_AT_ONCE, FRAMES_A_SECOND)


@router.post(SCREENS_PATH)
async def show_screen(request: Request, kiosk: ApprovedKiosk, screens: OurScreens) -> Response:
    """Take a frame for those who look; it is kept nowhere, and read only where somebody does."""
    allowances: Allowances = request.app.state.frames
    wish = screens.wish(kiosk.kiosk_id)
    # Whoever looks asks for a picture of each: a room of miniatures is forty times as much work for one page.
    if wait := allowances.take(kiosk.kiosk_id, wish.every_seconds / FULL_SECONDS if wish else 1.0):
        hint = "look what this kiosk does: a screen is sent as often as the stream asks for, and no more"
        raise must_wait(wait, "this kiosk sends its screen too often", hint=hint)
    if wish is None:
        raise _unwanted()
    try:
        shown = await run_in_threadpool(unpack, kiosk.body)
    except ScreenUnreadable:
        hint = "update the kiosk's image"
        raise KioskRequestRefused(400, ProblemCode.REQUEST_INVALID, "the body is no screen", hint=hint) from None
    if not screens.take(kiosk.kiosk_id, shown):
        raise _unwanted()
    return Response(status_code=204)


def _unwanted() -> KioskRequestRefused:
    message = "nobody looks at this screen"
    return KioskRequestRefused(409, ProblemCode.REQUEST_INVALID, message, hint="send it when the stream asks for it")
