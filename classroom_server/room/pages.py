"""The room: every kiosk live, and the big actions."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from classroom_server.accounts.visitors import (
    AnyVisitor,
    NewPasswordNeeded,
    OurTrainer,
    SignInNeeded,
    TrainerContext,
    find_visit,
    ours_only,
    trainer_context,
)
from classroom_server.core import events
from classroom_server.core.errors import Refused
from classroom_server.core.streams import EventStream, StreamMessage, waiting
from classroom_server.learners import service as learners
from classroom_server.room import service as room_service
from classroom_server.room.schemas import TileCondition
from classroom_server.room.seats import Wall, draw_up
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words

# Without any change the room is still drawn anew this often, so that "4 min ago" stays true.
REFRESH_SECONDS: Final = 10.0
DEFAULT_MINUTES: Final = 60
router = APIRouter(dependencies=[Depends(ours_only)])


@router.get("/")
def show_room(page: OurTrainer) -> Response:
    """Show the room as it is now; its stream keeps it so."""
    return page.show("room/room.html", **_facts(page))


@router.get("/room/stream")
async def stream_room(visitor: AnyVisitor) -> Response:
    """Send the whole room at once and at every change, in parts that the page puts in place.

    A page whose visit ended before it asked again is told so in the stream: the sign-in page would be none.
    """
    try:
        page = trainer_context(visitor)
    except (SignInNeeded, NewPasswordNeeded):
        return EventStream(_ended())
    return EventStream(_parts(page))


async def _ended() -> AsyncGenerator[StreamMessage | None, None]:
    yield StreamMessage("ended", "")


async def _parts(page: TrainerContext) -> AsyncGenerator[StreamMessage | None, None]:
    with page.classroom.hub.subscribe(events.ROOM, events.SESSIONS) as subscription:
        while not subscription.closing:
            drawn = await run_in_threadpool(_draw, page)
            if drawn is None:
                yield StreamMessage("ended", "")
                return
            for name, markup in drawn.items():
                yield StreamMessage(name, markup)
            async for changed in waiting(subscription, REFRESH_SECONDS):
                if changed is None:
                    yield None
        # The server stops: the browser comes back by itself.


def _draw(page: TrainerContext) -> dict[str, str] | None:
    """Return the live parts of the page by name; None when the visit ended meanwhile."""
    if find_visit(page.request, page.classroom) is None:
        return None
    facts = _facts(page)
    names = {"session": "room/session.html", "room": "room/wall.html", "pending": "web/pending_count.html"}
    wall: Wall = facts["wall"]
    return {name: page.draw(template, pending=wall.pending, **facts) for name, template in names.items()}


def _facts(page: TrainerContext) -> dict[str, Any]:
    with page.database.read() as work:
        view = room_service.view(work, page.classroom.presence)
        cohorts = learners.cohorts(work)
    return {
        "wall": draw_up(view, cohorts, page.parts.titles, page.words),
        "cohorts": cohorts,
        "minutes": DEFAULT_MINUTES,
    }


@router.post("/sessions")
def start_session(
    page: OurTrainer,
    cohort_id: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    minutes: Annotated[str, Form()] = "",
) -> Response:
    """Open the kiosks to a cohort."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            session = sessions.start(work, cohort_id, int(minutes) if minutes.strip().isdecimal() else 0, title)
            tiles = room_service.view(work, page.classroom.presence).tiles
    except Refused as refused:
        return go("/", Notice(refusal_words(refused.code, _), done=False))
    answering = sum(tile.condition is not TileCondition.AWAY for tile in tiles)
    opened = _.many(
        "%(answering)s of %(number)s kiosk answers and opens now.",
        "%(answering)s of %(number)s kiosks answer and open now.",
        len(tiles),
        answering=answering,
    )
    return go("/", Notice(_("“%(title)s” is on. %(opened)s", title=session.title, opened=opened)))


@router.post("/sessions/{session_id}/end")
def end_session(page: OurTrainer, session_id: str) -> Response:
    """Lock the kiosks."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            ended = sessions.end(work, session_id)
    except Refused as refused:
        return go("/", Notice(refusal_words(refused.code, _), done=False))
    out = _.many("%(number)s learner was signed out.", "%(number)s learners were signed out.", ended.signed_out)
    title = ended.session.title
    text = _("“%(title)s” has ended. %(out)s Kiosks lock within seconds; all work is kept.", title=title, out=out)
    return go("/", Notice(text))


@router.post("/sessions/{session_id}/minutes")
def set_minutes(page: OurTrainer, session_id: str, minutes: Annotated[str, Form()] = "") -> Response:
    """Let the session end in so many minutes from now."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            wished = int(minutes) if minutes.strip().isdecimal() else 0
            sessions.set_minutes_left(work, session_id, wished)
    except Refused as refused:
        return go("/", Notice(refusal_words(refused.code, _), done=False))
    return go("/", Notice(_.many("%(number)s minute left.", "%(number)s minutes left.", wished)))


@router.post("/sign-ins/{sign_in_id}/end")
def sign_learner_out(page: OurTrainer, sign_in_id: str) -> Response:
    """Sign one learner out."""
    _ = page.words
    with page.database.write(page.actor) as work:
        was_in = sign_ins.end_by_staff(work, sign_in_id)
    text = _("The learner was signed out; the work is kept.") if was_in else _("The learner was signed out already.")
    return go("/", Notice(text))
