"""What staff do about a hand: come, answer, take it down. Rooms and kiosks show it on their own pages."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.database import Work
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.help import service
from classroom_server.help.schemas import Hand
from classroom_server.learners import service as learners
from classroom_server.sign_ins import service as sign_ins
from classroom_server.web.form_fields import own_path
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from classroom_server.web.text.plain_text import cut
from kiosk_agent.protocol.acts.hands import ANSWER_CHARACTERS

router = APIRouter(prefix="/hands/{hand_id}", dependencies=[Depends(ours_only)])
Back = Annotated[str, Form()]


@router.post("/claim")
def claim_hand(page: Annotated[StaffContext, needs(Permission.CLAIM_HAND)], hand_id: str, back: Back = "/") -> Response:
    """Let the learner read that somebody is coming."""
    _ = page.words

    def said(name: str, hand: Hand) -> str:
        return _reaches(page, hand) or _("%(name)s reads that you are coming.", name=name)

    return _do(page, back, lambda work: service.claim(work, hand_id), said)


@router.post("/answer")
def answer_hand(
    page: Annotated[StaffContext, needs(Permission.ANSWER_HAND)],
    hand_id: str,
    answer: Annotated[str, Form()] = "",
    back: Back = "/",
) -> Response:
    """Show the learner a short answer."""
    _ = page.words

    def said(name: str, hand: Hand) -> str:
        return _reaches(page, hand) or _("%(name)s has your answer.", name=name)

    # What was typed must not be gone with the hand.
    lost = _("You had written: %(text)s", text=cut(answer, ANSWER_CHARACTERS)) if answer.strip() else ""
    return _do(page, back, lambda work: service.answer(work, hand_id, answer), said, lost)


@router.post("/resolve")
def resolve_hand(
    page: Annotated[StaffContext, needs(Permission.RESOLVE_HAND)], hand_id: str, back: Back = "/"
) -> Response:
    """Take the hand down."""
    _ = page.words
    return _do(
        page,
        back,
        lambda work: service.resolve(work, hand_id),
        lambda name, _hand: _("The hand of %(name)s is down.", name=name),
    )


def _do(
    page: StaffContext, back: str, act: Callable[[Work], Hand], said: Callable[[str, Hand], str], lost: str = ""
) -> Response:
    try:
        with page.database.write(page.actor) as work:
            hand = act(work)
            name = learners.find(work, sign_ins.learner_of(work, hand.sign_in_id)).display_name
    except Refused as refused:
        said_why = refusal_words(refused.code, page.words)
        return go(own_path(back), Notice(f"{said_why} {lost}".rstrip(), done=False))
    return go(own_path(back), Notice(said(name, hand)))


def _reaches(page: StaffContext, hand: Hand) -> str:
    """Return what to say where the kiosk cannot show it now; empty where it can."""
    if page.classroom.presence.is_connected(hand.kiosk_id):
        return ""
    _ = page.words
    return _("It is kept. The kiosk does not answer now, and shows it once it does, if the hand is still up.")
