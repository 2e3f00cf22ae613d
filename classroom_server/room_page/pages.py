"""A room: every kiosk live, and the big actions."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import learner_acts
from classroom_server.acts.standard_messages import StandardMessage, message_words
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.streams import EventStream, ended
from classroom_server.core.permissions import Permission
from classroom_server.learners import service as learners
from classroom_server.room_page import service as room_service
from classroom_server.room_page.live.live_pages import live_parts
from classroom_server.room_page.live.live_rooms import LiveRoom
from classroom_server.room_page.planned_start import PlanShown, plan_shown, planned_of, planned_start
from classroom_server.room_page.wall import draw_up
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.form_fields import own_path, whole_number
from classroom_server.web.last_room import last_room, remember_room
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.acts.orders import MESSAGE_CHARACTERS
from kiosk_agent.protocol.acts.showing import SHOWN_CHARACTERS

DEFAULT_MINUTES: Final = 60
MORE_MINUTES: Final = 10
TYPED_CHARACTERS: Final = 100
# What the start form shows when nothing was refused.
AS_EVER: Final[dict[str, Any]] = {"wrong": "", "typed": {}}
# And the one that asks something of kiosks.
NOTHING_ASKED: Final[dict[str, Any]] = {"acts_wrong": "", "acts_typed": {}}
router = APIRouter(dependencies=[Depends(ours_only)])


def address(room_id: str) -> str:
    """Return where a room's page is."""
    return f"/rooms/{room_id}"


@router.get("/")
def show_last_room(page: Annotated[StaffContext, needs(Permission.SEE_ROOM)]) -> Response:
    """Show the room that this browser was in last, or the first."""
    with page.database.read() as work:
        every = [room.room_id for room in rooms.every(work)]
    return _show(page, last_room(page.request, every))


@router.get("/rooms/{room_id}")
def show_room(page: Annotated[StaffContext, needs(Permission.SEE_ROOM)], room_id: str) -> Response:
    """Show a room."""
    return _show(page, room_id)


def _show(page: StaffContext, room_id: str) -> Response:
    """Show a room as it is now; its stream keeps it so."""
    shown = page.show("room_page/room.html", **_facts(page, room_id), **AS_EVER, **NOTHING_ASKED)
    remember_room(shown, room_id)
    return shown


def show_again(page: StaffContext, room_id: str, **refused: object) -> Response:
    """Show a room with what was typed and could not be done."""
    return page.show("room_page/room.html", status=422, **_facts(page, room_id) | AS_EVER | NOTHING_ASKED | refused)


@router.get("/rooms/{room_id}/stream")
async def stream_room(
    page: Annotated[StaffContext | None, needs(Permission.SEE_ROOM, in_stream=True)], room_id: str
) -> Response:
    """Send the room at once, and then each part that changes, which the page puts in place.

    A page whose visit ended before it asked again is told so in the stream: the sign-in page would be none.
    """
    if page is None:
        return EventStream(ended())
    return EventStream(live_parts(page, room_id, lambda live: _session_part(page, live)))


def _session_part(page: StaffContext, live: LiveRoom) -> str:
    """Return the form that starts or ends a session: each visit's own, since it carries the visit's token."""
    wall = live.wall
    facts: dict[str, Any] = {}
    if wall:
        with page.database.read() as work:
            facts = _start_facts(work, wall.room.room_id, wall.session)
    return page.draw("room_page/session.html", wall=wall, cohorts=live.cohorts, **facts, **AS_EVER)


def _start_facts(work: Work, room_id: str, session: ClassSession | None) -> dict[str, Any]:
    """Return what the forms begin with: that of a start with the slot that is due, or with who was here last."""
    plan = planned_start(work, room_id) if session is None else None
    return {
        "plan": plan,
        "cohort_id": plan.cohort_id if plan else sessions.last_cohort(work, room_id),
        "minutes": plan.minutes if plan else DEFAULT_MINUTES,
        "minutes_maximum": sessions.MINUTES_MAXIMUM,
        "more_minutes": MORE_MINUTES,
    }


def _facts(page: StaffContext, room_id: str) -> dict[str, Any]:
    with page.database.read() as work:
        view = room_service.view(work, page.classroom.presence, room_id)
        cohorts = learners.cohorts(work)
        start = _start_facts(work, room_id, view.session)
    return {
        # Not "/": by the time it is asked for again this browser may have been in another room.
        "back": address(room_id),
        "wall": draw_up(view, cohorts, page.parts.titles, page.words),
        "cohorts": cohorts,
        "message_maximum": MESSAGE_CHARACTERS,
        "shown_maximum": SHOWN_CHARACTERS,
        "tracks": page.parts.titles.listed(page.words.language),
        "messages": [(each.value, message_words(each, page.words)) for each in StandardMessage],
        **start,
    }


@router.post("/rooms/{room_id}/sessions")
def start_session(
    page: Annotated[StaffContext, needs(Permission.START_SESSION)],
    room_id: str,
    cohort_id: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    minutes: Annotated[str, Form()] = "",
    *,
    shown: Annotated[PlanShown, Depends(plan_shown)],
) -> Response:
    """Open the kiosks of a room to a cohort."""
    _ = page.words
    lasting = whole_number(minutes)
    try:
        with page.database.write(page.actor) as work:
            planned = planned_of(work, room_id, cohort_id, lasting, shown)
            session = sessions.start(work, room_id, cohort_id, lasting, title, planned=planned)
            here = rooms.places(work, room_id)
    except Refused as refused:
        typed = {"cohort_id": cohort_id, "title": title, "minutes": minutes[:TYPED_CHARACTERS]}
        wrong = refusal_words(refused.code, _)
        return show_again(page, room_id, wrong=wrong, typed=typed)
    answering = sum(map(page.classroom.presence.is_connected, here))
    opened = _.many(
        "%(answering)s of %(number)s kiosk answered and opened.",
        "%(answering)s of %(number)s kiosks answered and opened.",
        len(here),
        answering=answering,
    )
    return go(address(room_id), Notice(_("“%(title)s” was started. %(opened)s", title=session.title, opened=opened)))


@router.get("/sessions/{session_id}/end")
def ask_whether_to_end(page: Annotated[StaffContext, needs(Permission.END_SESSION)], session_id: str) -> Response:
    """Say whom the end of a session signs out, and ask."""
    with page.database.read() as work:
        session = sessions.find(work, session_id)
        room, signed_in = rooms.find(work, session.room_id), sign_ins.number_in(work, session_id)
        is_on = sessions.current(work, session.room_id) == session
    if not is_on:
        words = refusal_words(RefusalCode.SESSION_ALREADY_ENDED, page.words)
        return go(address(session.room_id), Notice(words, done=False))
    back = address(session.room_id)
    return page.show("room_page/end.html", back=back, session=session, room=room, signed_in=signed_in)


@router.post("/sessions/{session_id}/end")
def end_session(page: Annotated[StaffContext, needs(Permission.END_SESSION)], session_id: str) -> Response:
    """Lock the kiosks."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            ended = sessions.end(work, session_id)
    except Refused as refused:
        return go(_room_of(page, session_id), Notice(refusal_words(refused.code, _), done=False))
    out = _.many("%(number)s learner was signed out.", "%(number)s learners were signed out.", ended.signed_out)
    title = ended.session.title
    text = _("“%(title)s” has ended. %(out)s Kiosks lock within seconds; all work is kept.", title=title, out=out)
    return go(address(ended.session.room_id), Notice(text))


def _room_of(page: StaffContext, session_id: str) -> str:
    """Return where the room of a session is: whoever pressed there must not find themselves in another one."""
    with page.database.read() as work:
        return address(sessions.find(work, session_id).room_id)


@router.post("/sessions/{session_id}/minutes")
def change_minutes(
    page: Annotated[StaffContext, needs(Permission.CHANGE_SESSION)],
    session_id: str,
    more: Annotated[str, Form()] = "",
    less: Annotated[str, Form()] = "",
    ends_at: Annotated[str, Form()] = "",
) -> Response:
    """Let the session end later, or sooner, than it would now.

    `ends_at` is what the page showed: it names the form, so that one press counts once.

    Raises Refused (minutes_unsuitable) for a number that no page of ours sends.
    """
    _, here = page.words, _room_of(page, session_id)
    wished = whole_number(more or less)
    if not 1 <= wished <= sessions.MINUTES_MAXIMUM:
        raise Refused(RefusalCode.MINUTES_UNSUITABLE, "no such number of minutes", hint="use the page's own button")
    # What the notice says stays true whoever changes the session next.
    said = _.many("%(number)s minute was added.", "%(number)s minutes were added.", wished)
    if not more:
        said = _.many("It ends %(number)s minute sooner.", "It ends %(number)s minutes sooner.", wished)
    form = f"minutes {page.visit.visit_id} {session_id} {ends_at[:TYPED_CHARACTERS]}"
    try:
        page.parts.forms_done.once(form, lambda: _add_minutes(page, session_id, wished if more else -wished))
    except Refused as refused:
        return go(here, Notice(refusal_words(refused.code, _), done=False))
    return go(here, Notice(said))


def _add_minutes(page: StaffContext, session_id: str, minutes: int) -> None:
    with page.database.write(page.actor) as work:
        sessions.add_minutes(work, session_id, minutes)


@router.post("/sign-ins/{sign_in_id}/end")
def sign_learner_out(
    page: Annotated[StaffContext, needs(Permission.SIGN_LEARNER_OUT)],
    sign_in_id: str,
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Sign one learner out."""
    _ = page.words
    with page.database.write(page.actor) as work:
        was_in = learner_acts.sign_one_out(work, sign_in_id)
        name = learners.find(work, sign_ins.learner_of(work, sign_in_id)).display_name
    text = (
        _("%(name)s was signed out; the work is kept.", name=name)
        if was_in
        else _("%(name)s was signed out already.", name=name)
    )
    return go(own_path(back), Notice(text))
