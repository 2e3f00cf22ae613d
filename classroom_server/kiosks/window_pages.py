"""Opening the server for kiosks that nobody knows yet, and closing it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import enrolment_window
from classroom_server.kiosks.kiosk_list import HERE
from classroom_server.web.notices import Notice, go
from classroom_server.web.times import clock_time

router = APIRouter(prefix="/kiosks/window", dependencies=[Depends(ours_only)])


@router.post("/open")
def open_window(page: Annotated[StaffContext, needs(Permission.OPEN_ENROLMENT)]) -> Response:
    """Let new kiosks ask for some minutes from now."""
    _ = page.words
    with page.database.write(page.actor) as work:
        closes_at = enrolment_window.open_now(work)
    return go(HERE, Notice(_("New kiosks can ask for approval until %(time)s.", time=clock_time(closes_at))))


@router.post("/close")
def close_window(page: Annotated[StaffContext, needs(Permission.OPEN_ENROLMENT)]) -> Response:
    """Turn new kiosks away from now on."""
    _ = page.words
    with page.database.write(page.actor) as work:
        enrolment_window.close(work)
    return go(HERE, Notice(_("Closed for new kiosks. Those below are not touched by it.")))
