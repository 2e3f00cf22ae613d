"""Kiosks: those that wait for approval, with the words to compare, and the others."""

from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.database import Work
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import enrolment_window, kiosk_list, service
from classroom_server.kiosks.kiosk_list import HERE, REFUSED_KEY, RETIRED_KEY, ListAsked, of_kiosk
from classroom_server.kiosks.schemas import ApprovalOutcome, EnrolledKiosk
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import Room
from classroom_server.web.notices import Notice, go
from classroom_server.web.paging import PAGES_MAXIMUM, PageNumber
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.enrolment import Approval

EVERY: Final = ListAsked()
KIOSKS_MAXIMUM: Final = 100_000
router = APIRouter(prefix="/kiosks", dependencies=[Depends(ours_only)])


def _asked(
    room: Annotated[str, Query()] = "",
    find: Annotated[str, Query()] = "",
    number: PageNumber = 1,
    refused_number: Annotated[int, Query(alias=REFUSED_KEY, ge=1, le=PAGES_MAXIMUM)] = 1,
    retired_number: Annotated[int, Query(alias=RETIRED_KEY, ge=1, le=PAGES_MAXIMUM)] = 1,
    kiosk: Annotated[str, Query()] = "",
    into: Annotated[str, Query()] = "",
    waiting: Annotated[int | None, Query(ge=0, le=KIOSKS_MAXIMUM)] = None,
    replaces: Annotated[str, Query()] = "",
) -> ListAsked:
    return ListAsked(room, find, number, refused_number, retired_number, kiosk, into, waiting, replaces)


@router.get("")
def show_kiosks(
    page: Annotated[StaffContext, needs(Permission.SEE_KIOSKS)], asked: Annotated[ListAsked, Depends(_asked)]
) -> Response:
    """Show every kiosk; all that wait, and the others in pages."""
    return _page(page, asked)


@dataclass(frozen=True)
class _Typed:
    """What was typed for a kiosk, and why it did not do."""

    kiosk_id: str = ""
    words: str = ""
    name: str = ""
    room_id: str = ""
    replaces: str = ""
    wrong: str = ""


def _page(page: StaffContext, asked: ListAsked = EVERY, typed: _Typed = _Typed()) -> Response:
    with page.database.read() as work:
        lists = kiosk_list.draw_up(work, asked)
        closes_at = enrolment_window.closes_at(work)
        left_at = rooms.left_at(work, [kiosk.kiosk_id for kiosk in lists.refused.rows])
    presence = page.classroom.presence
    return page.show(
        "kiosks/kiosks.html",
        status=422 if typed.wrong else 200,
        path=HERE,
        back=HERE if typed.wrong else lists.approved.to(lists.approved.number),
        closes_at=closes_at,
        window_minutes=enrolment_window.WINDOW_MINUTES,
        typed=typed,
        lists=lists,
        replaced_name=lists.replaced.name if lists.replaced else "",
        find=asked.find,
        left_at=left_at,
        answering={kiosk.kiosk_id for kiosk in lists.in_room if presence.is_connected(kiosk.kiosk_id)},
        twofold={kiosk.kiosk_id for kiosk in lists.approved.rows if presence.is_twofold(kiosk.kiosk_id)},
        last_heard={kiosk.kiosk_id: presence.last_seen(kiosk.kiosk_id) or kiosk.last_seen_at for kiosk in lists.shown},
    )


@router.get("/{kiosk_id}/approve")
def ask_for_words(page: Annotated[StaffContext, needs(Permission.APPROVE_KIOSK)], kiosk_id: str) -> Response:
    """Show one kiosk with the words to compare: one that was refused or retired too."""
    return _approval_page(page, _Typed(kiosk_id))


def _approval_page(page: StaffContext, typed: _Typed) -> Response:
    """Show where a kiosk is approved, with what was typed: among all that wait, or by itself when it was put out."""
    with page.database.read() as work:
        kiosk = service.find(work, typed.kiosk_id)
        every = rooms.every(work)
        names = [each.name for each in service.every(work) if each.approval is Approval.APPROVED]
    if kiosk.approval is not Approval.REFUSED:
        return _page(page, ListAsked(kiosk_id=kiosk.kiosk_id), typed)
    status = 422 if typed.wrong else 200
    return page.show(
        "kiosks/approval.html",
        status=status,
        back=HERE,
        kiosk=kiosk,
        rooms=every,
        into="",
        names=names,
        replaced_name="",
        typed=typed,
    )


def _wished(
    kiosk_id: str,
    words: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    room_id: Annotated[str, Form()] = "",
    replaces: Annotated[str, Form()] = "",
) -> _Typed:
    return _Typed(kiosk_id, words, name, room_id, replaces)


@router.post("/{kiosk_id}/approve")
def approve(
    page: Annotated[StaffContext, needs(Permission.APPROVE_KIOSK)], typed: Annotated[_Typed, Depends(_wished)]
) -> Response:
    """Approve a kiosk by the words on its own screen; name it and its room, or let it take another one's place."""
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            done = _approve(work, typed)
    except Refused as refused:
        return _approval_page(page, replace(typed, wrong=refusal_words(refused.code, _)))
    match done:
        case None:
            text = _("No approved kiosk has this name. Choose one from the list, or leave the field empty.")
            return _approval_page(page, replace(typed, wrong=text))
        case _Approved(outcome=ApprovalOutcome.FINGERPRINT_DIFFERS):
            text = _(
                "Nothing was approved: these are not the words of %(name)s. Read the last two words on that kiosk's own"
                " screen. If they differ again, refuse it and tell IT: another machine may be pretending.",
                name=done.kiosk.name,
            )
            return _approval_page(page, replace(typed, wrong=text))
        case _Approved(outcome=ApprovalOutcome.NOT_WAITING):
            return go(HERE, Notice(_("%(name)s was approved already.", name=done.kiosk.name)))
    return _go_on(page, done)


@dataclass(frozen=True)
class _Approved:
    outcome: ApprovalOutcome
    kiosk: EnrolledKiosk
    has_replaced: bool = False
    room: Room | None = None
    """Where it stands now; None where there is one room only."""


def _go_on(page: StaffContext, done: _Approved) -> Response:
    """Lead to the kiosks, where the next one is offered the same room."""
    _, name = page.words, done.kiosk.name
    if done.has_replaced:
        text = _(
            "%(name)s is approved: it has the name and the place of the kiosk before it, which is retired.", name=name
        )
        return go(HERE, Notice(text))
    if done.room is None:
        return go(HERE, Notice(_("%(name)s is approved.", name=name)))
    text = _("%(name)s is approved and stands in %(room)s.", name=name, room=done.room.name)
    return go(f"{HERE}?into={done.room.room_id}", Notice(text))


def _approve(work: Work, typed: _Typed) -> _Approved | None:
    """Return what became of it; None when there is no kiosk of the name that it should replace."""
    replaced = service.approved_by_name(work, typed.replaces) if typed.replaces.strip() else None
    if typed.replaces.strip() and (replaced is None or replaced.kiosk_id == typed.kiosk_id):
        return None
    outcome = service.approve(work, typed.kiosk_id, typed.words, typed.room_id, replaced.kiosk_id if replaced else "")
    kiosk = service.find(work, typed.kiosk_id)
    if outcome is ApprovalOutcome.APPROVED and replaced is None and typed.name.strip() not in {"", kiosk.name}:
        kiosk = service.rename(work, typed.kiosk_id, typed.name)
    room_id, every = rooms.room_of(work, typed.kiosk_id), rooms.every(work)
    room = next((each for each in every if each.room_id == room_id), None) if len(every) > 1 else None
    return _Approved(outcome, kiosk, replaced is not None, room)


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
        typed = _Typed(kiosk_id, name=name, wrong=refusal_words(refused.code, _))
        return _page(page, ListAsked(kiosk_id=kiosk_id), typed)
    return go(of_kiosk(kiosk_id), Notice(_("%(before)s is now named %(after)s.", before=before, after=after)))
