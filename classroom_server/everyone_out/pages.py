"""Everyone out of a room, and why, afterwards."""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import JSONResponse, Response

from classroom_server.accounts.visitors import StaffContext, needs, needs_at_once, ours_only
from classroom_server.core.errors import DatabaseBusy, DatabaseUnusable, Refused
from classroom_server.core.permissions import Permission
from classroom_server.everyone_out import service
from classroom_server.everyone_out.schemas import NOTE_CHARACTERS, OutReason, SentOut
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.sessions.standing import CurrentStanding, OurStanding
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go
from kiosk_agent.errors import StorageFull
from kiosk_agent.protocol.limits import LEASE_GRACE_SECONDS

SILENT_NAMED: Final = 4
# What the script asks for, to say the answer where it was pressed.
JSON: Final = "application/json"
_GRACE_MINUTES: Final = LEASE_GRACE_SECONDS // 60
router = APIRouter(dependencies=[Depends(ours_only)])
at_once_router = APIRouter()


@router.get("/rooms/{room_id}/out")
def ask_whether_out(page: Annotated[StaffContext, needs(Permission.SEND_EVERYONE_OUT)], room_id: str) -> Response:
    """Ask, where no script has asked on the room's own page."""
    with page.database.read() as work:
        room = rooms.find(work, room_id)
    return page.show("everyone_out/ask.html", back=f"/rooms/{room_id}", room=room)


@at_once_router.post("/rooms/{room_id}/out")
async def send_everyone_out(
    request: Request,
    page: Annotated[StaffContext, needs_at_once(Permission.SEND_EVERYONE_OUT)],
    room_id: str,
    standing: OurStanding,
) -> Response:
    """Tell the kiosks of a room to lock, then write it down, and say what that did. Nothing is drawn before."""
    # On a thread of its own: those of pages may all be waiting for something.
    notice = await asyncio.to_thread(_send_out, page, standing, room_id)
    if JSON in request.headers.get("accept", ""):
        return JSONResponse({"text": notice.text, "done": notice.done})
    return go(f"/rooms/{room_id}", notice)


def _send_out(page: StaffContext, standing: CurrentStanding, room_id: str) -> Notice:
    _ = page.words
    with page.database.read() as work:
        rooms.find(work, room_id)
        session = sessions.current(work, room_id)
    if session is not None:
        standing.shut(session)
    try:
        with page.database.write(page.actor, at_once=True) as work:
            sent = service.send_out(work, page.classroom.presence, room_id)
    except (StorageFull, DatabaseBusy, DatabaseUnusable):
        text = _("The kiosks are told to lock, but the server cannot write it down: press Everyone out again soon.")
        return Notice(text, done=False)
    if sent is None:
        return Notice(_("No session was on here: every kiosk is locked."))
    return Notice(_what_it_did(sent, _))


def _what_it_did(sent: SentOut, _: Words) -> str:
    locked = _.many(
        "Everyone out: %(some)s of %(number)s kiosk answers and locks now, with all work kept.",
        "Everyone out: %(some)s of %(number)s kiosks answer and lock now, with all work kept.",
        sent.kiosks,
        some=sent.answering,
    )
    if not sent.silent:
        return locked
    named = ", ".join(sent.silent[:SILENT_NAMED]) + (" …" if len(sent.silent) > SILENT_NAMED else "")
    silent = _(
        "Go to those that were there and do not answer: %(named)s. By themselves they lock after %(minutes)s minutes.",
        named=named,
        minutes=_GRACE_MINUTES,
    )
    return f"{locked} {silent}"


@router.get("/out/{out_id}")
def ask_why(page: Annotated[StaffContext, needs(Permission.SAY_WHY_OUT)], out_id: str) -> Response:
    """Ask why everyone was sent out, now that there is time."""
    return _ask_why(page, out_id)


def _ask_why(page: StaffContext, out_id: str, *, note: str = "", chosen: str = "", wrong: str = "") -> Response:
    with page.database.read() as work:
        out = service.find(work, out_id)
        room = rooms.find(work, out.room_id)
        title = sessions.find(work, out.session_id).title
    return page.show(
        "everyone_out/why.html",
        status=422 if wrong else 200,
        back=f"/rooms/{out.room_id}",
        out=out,
        room=room,
        title=title,
        reasons=out_reasons(page.words),
        note_characters=NOTE_CHARACTERS,
        note=note[:NOTE_CHARACTERS],
        chosen=chosen,
        wrong=wrong,
    )


@router.post("/out/{out_id}")
def say_why(
    page: Annotated[StaffContext, needs(Permission.SAY_WHY_OUT)],
    out_id: str,
    reason: Annotated[OutReason, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    """Keep the reason."""
    _ = page.words
    with page.database.read() as work:
        here = f"/rooms/{service.find(work, out_id).room_id}"
    try:
        with page.database.write(page.actor) as work:
            was_first = service.say_why(work, out_id, reason, note)
    except Refused:
        wrong = _("Write one line of at most %(number)s letters, or leave it empty.", number=NOTE_CHARACTERS)
        return _ask_why(page, out_id, note=note, chosen=reason.value, wrong=wrong)
    if was_first:
        return go(here, Notice(_("The reason is kept: %(reason)s.", reason=out_reasons(_)[reason])))
    return go(here, Notice(_("Somebody has given the reason already; nothing was changed."), done=False))


def out_reasons(_: Words) -> dict[OutReason, str]:
    """Return what each reason is called."""
    return {
        OutReason.ALARM: _("fire or another alarm"),
        OutReason.INCIDENT: _("an incident in the room"),
        OutReason.LOCKDOWN: _("count or lockdown"),
        OutReason.ILLNESS: _("somebody was ill"),
        OutReason.TECHNICAL: _("something technical"),
        OutReason.DRILL: _("a drill"),
        OutReason.MISTAKE: _("pressed by mistake"),
        OutReason.OTHER: _("another reason"),
    }
