"""The seat plan of a room. Each move is stored at once, as a form of its own.

The mouse and the keys send it by plan.js, and the lists below the plan without any JavaScript.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.room_plans import service
from classroom_server.room_plans.plan import seat_name
from classroom_server.room_plans.schemas import Arranged, Moved
from classroom_server.rooms.schemas import SEAT_COLUMNS, SEAT_ROWS, Seat
from classroom_server.web.form_fields import whole_number
from classroom_server.web.languages import Words
from classroom_server.web.last_room import remember_room
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words

router = APIRouter(prefix="/rooms", dependencies=[Depends(ours_only)])
# What a form sends for a seat at which it saw nobody: a field that is empty would be as one that is not there.
NOBODY: Final = "nobody"


@router.get("/{room_id}/plan")
def show_plan(page: Annotated[StaffContext, needs(Permission.SEE_ROOM)], room_id: str) -> Response:
    """Show a room's plan."""
    with page.database.read() as work:
        plan = service.plan(work, room_id)
    shown = page.show(
        "room_plans/plan.html", plan=plan, seat_name=seat_name, rows_maximum=SEAT_ROWS, columns_maximum=SEAT_COLUMNS
    )
    remember_room(shown, room_id)
    return shown


def _seat(
    row: Annotated[str, Form()] = "", column: Annotated[str, Form()] = "", out: Annotated[str, Form()] = ""
) -> Seat | None:
    """Return the seat that a form names, counted from one as people do; None for out of the plan."""
    return None if out else Seat(whole_number(row) - 1, whole_number(column) - 1)


@router.post("/{room_id}/plan")
def move(
    page: Annotated[StaffContext, needs(Permission.PLACE_KIOSK)],
    room_id: str,
    seat: Annotated[Seat | None, Depends(_seat)],
    kiosk: Annotated[str, Form()] = "",
    there: Annotated[str, Form()] = "",
) -> Response:
    """Move one kiosk."""
    seen_there = {"": None, NOBODY: ""}.get(there, there)
    try:
        with page.database.write(page.actor) as work:
            moved = service.move(work, room_id, kiosk, seat, seen_there)
    except Refused as refused:
        return go(_address(room_id), Notice(refusal_words(refused.code, page.words), done=False))
    return go(_address(room_id), Notice(_moved_words(moved, page.words)))


def _moved_words(moved: Moved, _: Words) -> str:
    name, seat, other = moved.kiosk.name, moved.kiosk.seat, moved.changed_with
    if seat is None:
        return _("%(name)s is out of the plan; it stays in the room.", name=name)
    facts = {"name": name, "row": seat.row + 1, "column": seat.column + 1}
    if other is None:
        return _("%(name)s: row %(row)s, seat %(column)s.", **facts)
    if other.seat is None:
        return _("%(name)s: row %(row)s, seat %(column)s. %(other)s has no seat now.", **facts, other=other.name)
    return _("%(name)s: row %(row)s, seat %(column)s. It changed places with %(other)s.", **facts, other=other.name)


@router.post("/{room_id}/plan/by-name")
def arrange(
    page: Annotated[StaffContext, needs(Permission.PLACE_KIOSK)],
    room_id: str,
    columns: Annotated[str, Form()] = "",
    state: Annotated[str, Form()] = "",
    which: Annotated[str, Form()] = "",
) -> Response:
    """Give seats in the order of names: to all, or to those that have none."""
    try:
        with page.database.write(page.actor) as work:
            done = service.arrange(work, room_id, whole_number(columns), state, anew=which == "all")
    except Refused as refused:
        return go(_address(room_id), Notice(refusal_words(refused.code, page.words), done=False))
    return go(_address(room_id), Notice(_arranged_words(done, page.words)))


def _arranged_words(done: Arranged, _: Words) -> str:
    text = _.many("%(number)s kiosk has a seat now.", "%(number)s kiosks have a seat now.", done.seated)
    if not done.left_over:
        return text
    rest = _.many(
        "%(number)s did not fit: choose more seats in a row.",
        "%(number)s did not fit: choose more seats in a row.",
        done.left_over,
    )
    return f"{text} {rest}"


def _address(room_id: str) -> str:
    return f"/rooms/{room_id}/plan"
