"""Showing something to a room: one learner's work, only when a trainer releases it, or a page of the trainer's own."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import service as acts
from classroom_server.acts import showing_acts
from classroom_server.acts.schemas import Asked
from classroom_server.acts.showing_acts import ReleasedWork
from classroom_server.attempts import service
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission
from classroom_server.room_page.acts.act_pages import FormName, once, refused_act
from classroom_server.room_page.acts.chosen_kiosks import ChosenKiosks
from classroom_server.room_page.pages import address
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.acts.showing import SHOWN_CHARACTERS

router = APIRouter(dependencies=[Depends(ours_only)])
WITH_NAME: Final = "yes"


@router.post("/attempts/{attempt_id}/show")
def show_to_all(
    page: Annotated[StaffContext, needs(Permission.SHOW_TO_ALL)],
    attempt_id: str,
    room_id: Annotated[str, Form()] = "",
    named: Annotated[str, Form()] = "",
    form_name: FormName = "",
) -> Response:
    """Show an attempt's program to whoever is signed in in a room."""
    _ = page.words

    def ask() -> Asked:
        with page.database.write(page.actor) as work:
            whole = service.find(work, attempt_id)
            made = whole.attempt
            released = ReleasedWork(
                work_id=attempt_id,
                learner_id=made.learner_id,
                learner_name=made.display_name if named == WITH_NAME else "",
                title=page.parts.titles.title(made.track, made.exercise, _.language),
                files=whole.files,
            )
            return showing_acts.show_work(work, room_id, released)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        if refused.code is RefusalCode.NOT_FOUND:
            raise
        return go(f"/attempts/{attempt_id}", Notice(refusal_words(refused.code, _), done=False))
    if asked is None:
        return go(address(room_id))
    told = _.many("It is shown to %(number)s learner.", "It is shown to %(number)s learners.", asked.kiosks)
    return go(address(room_id), Notice(told))


@router.post("/rooms/{room_id}/pages")
def show_page(
    page: Annotated[StaffContext, needs(Permission.SHOW_TO_ALL)],
    room_id: str,
    chosen: ChosenKiosks,
    prose: Annotated[str, Form()] = "",
    form_name: FormName = "",
) -> Response:
    """Show a page that the trainer wrote; to the whole room, unless some kiosks were chosen."""
    _ = page.words

    def ask() -> Asked:
        with page.database.write(page.actor) as work:
            acts.refuse_others(work, chosen.seen)
            return showing_acts.show_page(work, room_id, chosen.kiosk_ids, prose)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(
            page, room_id, refused, {"kiosk_ids": chosen.kiosk_ids, "prose": prose[: 2 * SHOWN_CHARACTERS]}
        )
    if asked is None:
        return go(address(room_id))
    told = _.many("The page is shown to %(number)s learner.", "The page is shown to %(number)s learners.", asked.kiosks)
    return go(address(room_id), Notice(told))
