"""Kiosks: those that wait for approval, with the words to compare, and the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import enrolment_window, service
from classroom_server.kiosks.schemas import ApprovalOutcome, EnrolledKiosk
from classroom_server.web.notices import Notice, go
from classroom_server.web.paging import PAGES_MAXIMUM, ROWS_A_PAGE, PageNumber, page_of
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.enrolment import Approval

router = APIRouter(prefix="/kiosks", dependencies=[Depends(ours_only)])
HERE = "/kiosks"
REFUSED_KEY: Final = "refused"


@dataclass(frozen=True)
class _ListAsked:
    """Which page of the approved and of the refused kiosks, or the one on which a kiosk stands."""

    number: int = 1
    refused_number: int = 1
    kiosk_id: str = ""


@router.get("")
def show_kiosks(
    page: Annotated[StaffContext, needs(Permission.SEE_KIOSKS)],
    number: PageNumber = 1,
    refused_number: Annotated[int, Query(alias=REFUSED_KEY, ge=1, le=PAGES_MAXIMUM)] = 1,
    kiosk: Annotated[str, Query()] = "",
) -> Response:
    """Show every kiosk; all that wait, and the others in pages."""
    return _page(page, _ListAsked(number, refused_number, kiosk))


@dataclass(frozen=True)
class _Typed:
    """What was typed for a kiosk, and why it did not do."""

    kiosk_id: str = ""
    words: str = ""
    name: str = ""
    wrong: str = ""


def _page(page: StaffContext, asked: _ListAsked = _ListAsked(), typed: _Typed = _Typed()) -> Response:
    with page.database.read() as work:
        waiting = service.waiting(work)
        every = service.every(work)
        closes_at = enrolment_window.closes_at(work)
    presence = page.classroom.presence
    approved = [kiosk for kiosk in every if kiosk.approval is Approval.APPROVED]
    refused = [kiosk for kiosk in every if kiosk.approval is Approval.REFUSED]
    wanted = typed.kiosk_id or asked.kiosk_id
    return page.show(
        "kiosks/kiosks.html",
        back=HERE,
        closes_at=closes_at,
        window_minutes=enrolment_window.WINDOW_MINUTES,
        status=422 if typed.wrong else 200,
        typed=typed,
        waiting=waiting,
        approved=page_of(approved, _number_with(approved, wanted, asked.number), HERE),
        all_approved=len(approved),
        refused=page_of(refused, _number_with(refused, wanted, asked.refused_number), HERE, key=REFUSED_KEY),
        answering={kiosk.kiosk_id for kiosk in approved if presence.is_connected(kiosk.kiosk_id)},
        last_heard={kiosk.kiosk_id: presence.last_seen(kiosk.kiosk_id) or kiosk.last_seen_at for kiosk in every},
    )


def _number_with(kiosks: Sequence[EnrolledKiosk], kiosk_id: str, number: int) -> int:
    """Return the number of the page on which a kiosk stands; `number` if it is none of these."""
    at = next((at for at, kiosk in enumerate(kiosks) if kiosk.kiosk_id == kiosk_id), None)
    return number if at is None else at // ROWS_A_PAGE + 1


@router.post("/{kiosk_id}/approve")
def approve(
    page: Annotated[StaffContext, needs(Permission.APPROVE_KIOSK)],
    kiosk_id: str,
    words: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
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
        return _page(page, typed=_Typed(kiosk_id, words, name, refusal_words(refused.code, _)))
    if outcome is ApprovalOutcome.FINGERPRINT_DIFFERS:
        text = _(
            "Nothing was approved: these are not the words of %(name)s. Read the last two words on that kiosk's own"
            " screen. If they differ again, refuse it and tell IT: another machine may be pretending.",
            name=kiosk.name,
        )
        return _page(page, typed=_Typed(kiosk_id, words, name, text))
    if outcome is ApprovalOutcome.NOT_WAITING:
        return go(HERE, Notice(_("%(name)s was approved already.", name=kiosk.name)))
    return go(HERE, Notice(_("%(name)s is approved.", name=kiosk.name)))


@router.post("/{kiosk_id}/refuse")
def refuse(page: Annotated[StaffContext, needs(Permission.REFUSE_KIOSK)], kiosk_id: str) -> Response:
    """Refuse a kiosk, or take its approval back."""
    _ = page.words
    with page.database.write(page.actor) as work:
        service.refuse(work, kiosk_id)
        kiosk = service.find(work, kiosk_id)
    text = _("%(name)s is refused and stays locked. It can be approved later, by its words.", name=kiosk.name)
    return go(HERE, Notice(text))


@router.post("/{kiosk_id}/rename")
def rename(
    page: Annotated[StaffContext, needs(Permission.RENAME_KIOSK)], kiosk_id: str, name: Annotated[str, Form()] = ""
) -> Response:
    """Give a kiosk another name."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            before = service.find(work, kiosk_id).name
            after = service.rename(work, kiosk_id, name).name
    except Refused as refused:
        return _page(page, typed=_Typed(kiosk_id, "", name, refusal_words(refused.code, _)))
    return go(HERE, Notice(_("%(before)s is now named %(after)s.", before=before, after=after)))
