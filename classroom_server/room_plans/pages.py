"""The rooms that there are: added, named, given up."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission
from classroom_server.learners import service as learners
from classroom_server.room_plans import service as plans
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import ROOMS_MAXIMUM
from classroom_server.timetable import service as timetable
from classroom_server.timetable.week import draw_slot
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words

router = APIRouter(prefix="/rooms", dependencies=[Depends(ours_only)])
HERE: Final = "/rooms"
# What was typed for a new room stands under this, and for another under its id.
NEW: Final = "new"
# What a form sends when its page has said that slots end with the room.
SAID: Final = "yes"


@router.get("")
def show_rooms(page: Annotated[StaffContext, needs(Permission.SEE_KIOSKS)]) -> Response:
    """Show every room, with its kiosks and the session that is on."""
    return _page(page)


def _page(page: StaffContext, of: str = "", typed: str = "", wrong: str = "") -> Response:
    with page.database.read() as work:
        listed = plans.every(work, page.classroom.presence)
    return page.show(
        "room_plans/rooms.html",
        status=422 if wrong else 200,
        path=HERE,
        back=HERE,
        listed=listed,
        can_add=len(listed) < ROOMS_MAXIMUM,
        of=of,
        typed=typed,
        wrong=wrong,
    )


@router.post("")
def add_room(
    page: Annotated[StaffContext, needs(Permission.ARRANGE_ROOMS)], name: Annotated[str, Form()] = ""
) -> Response:
    """Add a room."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            room = rooms.add(work, name)
    except Refused as refused:
        return _page(page, NEW, name, refusal_words(refused.code, _))
    text = _("%(name)s was added. Approve kiosks into it, or move some there.", name=room.name)
    return go(HERE, Notice(text))


@router.post("/{room_id}/rename")
def rename_room(
    page: Annotated[StaffContext, needs(Permission.ARRANGE_ROOMS)], room_id: str, name: Annotated[str, Form()] = ""
) -> Response:
    """Give a room another name."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            before, after = rooms.find(work, room_id).name, rooms.rename(work, room_id, name).name
    except Refused as refused:
        return _page(page, room_id, name, refusal_words(refused.code, _))
    return go(HERE, Notice(_("%(before)s is now named %(after)s.", before=before, after=after)))


@router.post("/{room_id}/give-up")
def give_room_up(
    page: Annotated[StaffContext, needs(Permission.ARRANGE_ROOMS)], room_id: str, said: Annotated[str, Form()] = ""
) -> Response:
    """Let a room be one no more; ask first when slots of the timetable end with it."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            room = plans.give_up(work, room_id, with_slots=said == SAID)
    except Refused as refused:
        if refused.code is RefusalCode.ROOM_HAS_SLOTS:
            return _ask_about_slots(page, room_id)
        return go(HERE, Notice(refusal_words(refused.code, _), done=False))
    return go(HERE, Notice(_("%(name)s is given up. What happened in it is kept.", name=room.name)))


def _ask_about_slots(page: StaffContext, room_id: str) -> Response:
    with page.database.read() as work:
        room, slots, today = rooms.find(work, room_id), plans.slots_to_come(work, room_id), timetable.today(work)
        cohorts = {cohort.cohort_id: cohort.name for cohort in learners.cohorts(work)}
    drawn = [draw_slot(slot, today, cohorts, page.words) for slot in slots]
    return page.show("room_plans/give_up.html", status=409, path=HERE, back=HERE, room=room, slots=drawn)
