"""What a trainer asks for the learners of kiosks: to be signed out, and to be shown an exercise."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import learner_acts
from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Asked
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission
from classroom_server.room_page.acts.act_pages import FormName, once, refused_act
from classroom_server.room_page.acts.chosen_kiosks import ChosenKiosks
from classroom_server.room_page.pages import address
from classroom_server.web.notices import Notice, go

# Longer than any that there is.
NAME_CHARACTERS: Final = 201
router = APIRouter(dependencies=[Depends(ours_only)])


@router.post("/rooms/{room_id}/sign-outs")
def sign_out(
    page: Annotated[StaffContext, needs(Permission.SIGN_LEARNER_OUT)],
    room_id: str,
    chosen: ChosenKiosks,
    form_name: FormName = "",
) -> Response:
    """Sign out whoever is signed in at the chosen kiosks."""
    _ = page.words

    def ask() -> Asked:
        with page.database.write(page.actor) as work:
            acts.refuse_others(work, chosen.seen)
            return learner_acts.sign_out(work, room_id, chosen.kiosk_ids)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(page, room_id, refused, {"kiosk_ids": chosen.kiosk_ids, "choosing": True})
    if asked is None:
        return go(address(room_id))
    told = _.many(
        "%(number)s learner is signed out; the work is kept.",
        "%(number)s learners are signed out; the work is kept.",
        asked.kiosks,
    )
    return go(address(room_id), Notice(told))


@router.post("/rooms/{room_id}/exercises")
def open_exercise(
    page: Annotated[StaffContext, needs(Permission.OPEN_EXERCISE)],
    room_id: str,
    chosen: ChosenKiosks,
    exercise: Annotated[str, Form()] = "",
    form_name: FormName = "",
) -> Response:
    """Show an exercise, "track/exercise"; at all kiosks of the room, unless some were chosen."""
    _ = page.words
    track, _slash, slug = exercise.partition("/")

    def ask() -> Asked:
        if not page.parts.titles.has(track, slug):
            raise Refused(RefusalCode.EXERCISE_UNKNOWN, "no such exercise", hint="choose one of the list")
        with page.database.write(page.actor) as work:
            acts.refuse_others(work, chosen.seen)
            return learner_acts.open_exercise(work, room_id, chosen.kiosk_ids, track, slug)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(
            page, room_id, refused, {"kiosk_ids": chosen.kiosk_ids, "exercise": exercise[:NAME_CHARACTERS]}
        )
    if asked is None:
        return go(address(room_id))
    title = page.parts.titles.title(track, slug, _.language)
    told = _.many(
        "%(number)s kiosk is asked to open “%(title)s”.",
        "%(number)s kiosks are asked to open “%(title)s”.",
        asked.kiosks,
        title=title,
    )
    return go(address(room_id), Notice(told))
