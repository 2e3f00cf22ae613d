"""One kiosk of a room, live: who sits there, the program as it is now, its tests, and how it came to be so."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, find_visit, needs, ours_only
from classroom_server.acts.drawn_acts import draw_acts
from classroom_server.attempts.reading.failure_words import advice
from classroom_server.attempts.reading.failures import failure_of
from classroom_server.attempts.verdict_signs import verdict_reason, verdict_sign
from classroom_server.core.errors import Refused
from classroom_server.core.live import events
from classroom_server.core.live.streams import ENDED, EventStream, StreamMessage, Yielded, ended, waiting
from classroom_server.core.permissions import Permission, may, permissions_of
from classroom_server.room_page import kiosk_view
from classroom_server.room_page.kiosk_view import Seated
from classroom_server.room_page.need_words import kiosk_page
from classroom_server.room_page.open_pages import open_pages_of
from classroom_server.room_page.signs import condition_sign, hand_sign
from classroom_server.web.exercise_titles import ExerciseTitles
from classroom_server.web.languages import Words
from classroom_server.web.last_room import remember_room
from classroom_server.web.page_context import allowed
from classroom_server.web.paging import PageNumber, PageOfRows
from kiosk_agent.protocol.acts.hands import ANSWER_CHARACTERS
from kiosk_agent.protocol.work_files import NAMELESS

# So often it is drawn anew without any change: "4 min ago" stays true.
REFRESH_SECONDS: Final = 10.0
# What is live, and what draws it. Only what changed is sent.
PARTS: Final = {
    "head": "room_page/kiosk_head.html",
    "asked": "room_page/kiosk_acts.html",
    "hand": "help/hand.html",
    "unseen": "screens/unseen.html",
    "code": "room_page/kiosk_code.html",
    "run": "room_page/kiosk_run.html",
    "attempts": "room_page/kiosk_attempts.html",
}
router = APIRouter(dependencies=[Depends(ours_only)])


@router.get("/rooms/{room_id}/kiosks/{kiosk_id}")
def show_kiosk(
    page: Annotated[StaffContext, needs(Permission.SEE_ROOM)], room_id: str, kiosk_id: str, number: PageNumber = 1
) -> Response:
    """Show a kiosk as it is now; its stream keeps it so."""
    shown = page.show("room_page/kiosk.html", **_facts(page, room_id, kiosk_id, number))
    remember_room(shown, room_id)
    return shown


@router.get("/rooms/{room_id}/kiosks/{kiosk_id}/stream")
async def stream_kiosk(
    page: Annotated[StaffContext | None, needs(Permission.SEE_ROOM, in_stream=True)],
    room_id: str,
    kiosk_id: str,
    number: PageNumber = 1,
) -> Response:
    """Send the parts of a kiosk's page at once, and each again when it changed."""
    return EventStream(ended() if page is None else _parts(page, room_id, kiosk_id, number))


async def _parts(page: StaffContext, room_id: str, kiosk_id: str, number: int) -> AsyncGenerator[Yielded]:
    pages = open_pages_of(page.request)
    sent: dict[str, str] = {}
    topics = (
        events.session_topic(room_id), events.kiosk_topic(kiosk_id), events.work_topic(kiosk_id),
        events.acts_topic(room_id),
    )  # fmt: skip
    with page.classroom.hub.subscribe(*topics) as subscription, pages.opened(page.visit.visit_id) as opened:
        while not subscription.closing:
            drawn = await run_in_threadpool(_draw, page, room_id, kiosk_id, number)
            if drawn is None:
                yield ENDED
                return
            for name, markup in drawn.items():
                if markup != sent.get(name):
                    yield StreamMessage(name, markup)
            sent = drawn
            async for changed in opened.until_end(waiting(subscription, REFRESH_SECONDS)):
                if changed is None:
                    yield None
            if opened.ends.is_set():
                yield StreamMessage("elsewhere", page.draw("room_page/elsewhere.html"))
                yield ENDED
                return
        # The server stops: the browser comes back by itself.


def _draw(page: StaffContext, room_id: str, kiosk_id: str, number: int) -> dict[str, str] | None:
    """Return the live parts by name; None when the visit or the right to see them ended, or the kiosk left the room."""
    visit = find_visit(page.request, page.classroom)
    if visit is None or not may(visit.account.roles, Permission.SEE_ROOM):
        return None
    try:
        facts = _facts(page, room_id, kiosk_id, number)
    except Refused:
        return None
    # As the roles are now: the page may have been opened under others.
    facts["may"] = allowed(permissions_of(visit.account.roles))
    return {name: page.draw(template, **facts) for name, template in PARTS.items()}


def _facts(page: StaffContext, room_id: str, kiosk_id: str, number: int) -> dict[str, Any]:
    with page.database.read() as work:
        view = kiosk_view.view(work, page.classroom.presence, room_id, kiosk_id, number)
    seated = view.seated
    shown = (seated.steps, seated.page, seated.last_page) if seated else ((), 1, 1)
    return {
        "view": view,
        "seated": seated,
        "condition": condition_sign(view.condition, page.words),
        "asked": draw_acts(view.acts, {kiosk_id: view.facts}, view.now, page.words, page.parts.titles),
        "hand": view.hand,
        "hand_shown": hand_sign(view.hand, page.words) if view.hand else None,
        "hand_back": kiosk_page(room_id, kiosk_id),
        "answer_characters": ANSWER_CHARACTERS,
        # What is known of why there is no picture of its screen, where there is none.
        "is_signed_in": seated is not None,
        "is_there": view.facts.is_there,
        "knows_acts": bool(view.facts.acts),
        "exercise": page.parts.titles.title(seated.track, seated.exercise, page.words.language) if seated else "",
        "listed": PageOfRows(*shown, kiosk_page(room_id, kiosk_id), {}),
        "nameless": NAMELESS,
        **_words_of(seated, page.words, page.parts.titles),
    }


def _words_of(seated: Seated | None, _: Words, titles: ExerciseTitles) -> dict[str, Any]:
    """Return what the parts say of the last run, and what they call the tests of the exercise."""
    standing = seated.standing if seated else None
    judgement = standing.judgement if standing else None
    failure = failure_of(judgement) if judgement else None
    named = titles.words_of(seated.track if seated else None, seated.exercise if seated else None, _.language)
    return {
        "sign": lambda verdict: verdict_sign(verdict, _),
        "standing": standing,
        "judgement": judgement,
        "reason": verdict_reason(judgement, _) if judgement else "",
        "advice": advice(failure, named.test_title(failure.test), _) if failure else None,
        "is_live": seated is None or seated.page == 1,
        "named": named,
    }
