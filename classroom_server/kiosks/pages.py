"""Kiosks: those that wait for approval, with the words to compare, and the others."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import OurTrainer, TrainerContext, ours_only
from classroom_server.core.errors import Refused
from classroom_server.kiosks import enrolment_window, service
from classroom_server.kiosks.schemas import ApprovalOutcome
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.enrolment import Approval

router = APIRouter(prefix="/kiosks", dependencies=[Depends(ours_only)])
HERE = "/kiosks"


@router.get("")
def show_kiosks(page: OurTrainer) -> Response:
    """Show every kiosk."""
    return _page(page)


@dataclass(frozen=True)
class _Typed:
    """What was typed for a kiosk, and why it did not do."""

    kiosk_id: str = ""
    words: str = ""
    name: str = ""
    wrong: str = ""


def _page(page: TrainerContext, typed: _Typed = _Typed()) -> Response:
    with page.database.read() as work:
        waiting = service.waiting(work)
        every = service.every(work)
        closes_at = enrolment_window.closes_at(work)
    presence = page.classroom.presence
    approved = [kiosk for kiosk in every if kiosk.approval is Approval.APPROVED]
    return page.show(
        "kiosks/kiosks.html",
        closes_at=closes_at,
        window_minutes=enrolment_window.WINDOW_MINUTES,
        status=422 if typed.wrong else 200,
        typed=typed,
        waiting=waiting,
        approved=approved,
        refused=[kiosk for kiosk in every if kiosk.approval is Approval.REFUSED],
        answering={kiosk.kiosk_id for kiosk in approved if presence.is_connected(kiosk.kiosk_id)},
        last_heard={kiosk.kiosk_id: presence.last_seen(kiosk.kiosk_id) or kiosk.last_seen_at for kiosk in every},
    )


@router.post("/{kiosk_id}/approve")
def approve(
    page: OurTrainer, kiosk_id: str, words: Annotated[str, Form()] = "", name: Annotated[str, Form()] = ""
) -> Response:
    """Approve a kiosk by the words on its own screen, and name it."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            outcome = service.approve(work, kiosk_id, words)
            kiosk = service.find(work, kiosk_id)
            if outcome is ApprovalOutcome.APPROVED and name.strip() not in {"", kiosk.name}:
                kiosk = service.rename(work, kiosk_id, name)
    except Refused as refused:
        return _page(page, _Typed(kiosk_id, words, name, refusal_words(refused.code, _)))
    if outcome is ApprovalOutcome.FINGERPRINT_DIFFERS:
        text = _(
            "Nothing was approved: these are not the words of %(name)s. Read the last two words on that kiosk's own"
            " screen. If they differ again, refuse it and tell IT: another machine may be pretending.",
            name=kiosk.name,
        )
        return _page(page, _Typed(kiosk_id, words, name, text))
    if outcome is ApprovalOutcome.NOT_WAITING:
        return go(HERE, Notice(_("%(name)s was approved already.", name=kiosk.name)))
    return go(HERE, Notice(_("%(name)s is approved.", name=kiosk.name)))


@router.post("/{kiosk_id}/refuse")
def refuse(page: OurTrainer, kiosk_id: str) -> Response:
    """Refuse a kiosk, or take its approval back."""
    _ = page.words
    with page.database.write(page.actor) as work:
        service.refuse(work, kiosk_id)
        kiosk = service.find(work, kiosk_id)
    text = _("%(name)s is refused and stays locked. It can be approved later, by its words.", name=kiosk.name)
    return go(HERE, Notice(text))


@router.post("/{kiosk_id}/rename")
def rename(page: OurTrainer, kiosk_id: str, name: Annotated[str, Form()] = "") -> Response:
    """Give a kiosk another name."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            before = service.find(work, kiosk_id).name
            after = service.rename(work, kiosk_id, name).name
    except Refused as refused:
        return _page(page, _Typed(kiosk_id, "", name, refusal_words(refused.code, _)))
    return go(HERE, Notice(_("%(before)s is now named %(after)s.", before=before, after=after)))
