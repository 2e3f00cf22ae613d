"""Where a kiosk stands, and whether it is in use at all: each change says before what it does to who sits there."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import service
from classroom_server.kiosks.kiosk_list import HERE, of_kiosk
from classroom_server.kiosks.schemas import EnrolledKiosk
from classroom_server.rooms import service as rooms
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.notices import Notice, go
from kiosk_agent.protocol.enrolment import Approval

router = APIRouter(prefix="/kiosks", dependencies=[Depends(ours_only)])
# What a form sends when its page has said that a learner is signed in there.
SAID = "yes"


def _approved(work: Work, kiosk_id: str) -> EnrolledKiosk:
    kiosk = service.find(work, kiosk_id)
    if kiosk.approval is not Approval.APPROVED:
        raise Refused(RefusalCode.NOT_FOUND, "the kiosk is not in use", hint="open the list of kiosks again")
    return kiosk


@router.get("/{kiosk_id}/move")
def ask_where_to(page: Annotated[StaffContext, needs(Permission.PLACE_KIOSK)], kiosk_id: str) -> Response:
    """Ask for the room in which a kiosk shall stand."""
    return _move_page(page, kiosk_id)


def _move_page(page: StaffContext, kiosk_id: str, wished: str = "") -> Response:
    with page.database.read() as work:
        kiosk, is_in, place = (
            _approved(work, kiosk_id),
            sign_ins.is_open_at(work, kiosk_id),
            rooms.place_of(work, kiosk_id),
        )
        every = rooms.every(work)
    return page.show(
        "room_plans/move.html",
        status=409 if wished else 200,
        back=HERE,
        kiosk=kiosk,
        stands_in=next((room for room in every if place and room.room_id == place.room_id), None),
        others=[room for room in every if not place or room.room_id != place.room_id],
        is_in=is_in,
        wished=wished,
    )


@router.post("/{kiosk_id}/move")
def move(
    page: Annotated[StaffContext, needs(Permission.PLACE_KIOSK)],
    kiosk_id: str,
    room_id: Annotated[str, Form()] = "",
    said: Annotated[str, Form()] = "",
) -> Response:
    """Let a kiosk stand in another room; ask again when a learner has signed in there since the page was shown."""
    _ = page.words
    with page.database.write(page.actor) as work:
        kiosk, room = _approved(work, kiosk_id), rooms.find(work, room_id)
        is_there = rooms.room_of(work, kiosk_id) == room_id
        must_ask = not is_there and said != SAID and sign_ins.is_open_at(work, kiosk_id)
        if not is_there and not must_ask:
            service.put(work, kiosk_id, room_id)
    if must_ask:
        return _move_page(page, kiosk_id, room_id)
    return go(of_kiosk(kiosk_id), Notice(_("%(name)s stands in %(room)s.", name=kiosk.name, room=room.name)))


@router.get("/{kiosk_id}/retire")
def ask_whether_to_retire(page: Annotated[StaffContext, needs(Permission.RETIRE_KIOSK)], kiosk_id: str) -> Response:
    """Say what becomes of a kiosk that is retired, and ask."""
    return _retire_page(page, kiosk_id)


def _retire_page(page: StaffContext, kiosk_id: str, status: int = 200) -> Response:
    with page.database.read() as work:
        kiosk, is_in = _approved(work, kiosk_id), sign_ins.is_open_at(work, kiosk_id)
    return page.show("room_plans/retire.html", status=status, back=HERE, kiosk=kiosk, is_in=is_in)


@router.post("/{kiosk_id}/retire")
def retire(
    page: Annotated[StaffContext, needs(Permission.RETIRE_KIOSK)], kiosk_id: str, said: Annotated[str, Form()] = ""
) -> Response:
    """Take a kiosk out of use for good; ask again when a learner has signed in there since the page was shown."""
    _ = page.words
    with page.database.write(page.actor) as work:
        kiosk = _approved(work, kiosk_id)
        must_ask = said != SAID and sign_ins.is_open_at(work, kiosk_id)
        if not must_ask:
            service.retire(work, kiosk_id)
    if must_ask:
        return _retire_page(page, kiosk_id, status=409)
    return go(HERE, Notice(_("%(name)s is retired. What was done at it is kept.", name=kiosk.name)))
