"""What a trainer asks for the learners of chosen kiosks: to be signed out."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import learner_acts
from classroom_server.acts.schemas import Asked
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.room_page.acts.act_pages import FormName, KioskIds, once, refused_act
from classroom_server.room_page.pages import address
from classroom_server.web.notices import Notice, go

router = APIRouter(dependencies=[Depends(ours_only)])


@router.post("/rooms/{room_id}/sign-outs")
def sign_out(
    page: Annotated[StaffContext, needs(Permission.SIGN_LEARNER_OUT)],
    room_id: str,
    kiosk_ids: KioskIds,
    form_name: FormName = "",
) -> Response:
    """Sign out whoever is signed in at the chosen kiosks."""
    _ = page.words

    def ask() -> Asked:
        with page.database.write(page.actor) as work:
            return learner_acts.sign_out(work, room_id, kiosk_ids)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(page, room_id, refused, {"kiosk_ids": kiosk_ids, "choosing": True})
    if asked is None:
        return go(address(room_id))
    told = _.many(
        "%(number)s learner is signed out; the work is kept.",
        "%(number)s learners are signed out; the work is kept.",
        asked.kiosks,
    )
    return go(address(room_id), Notice(told))
