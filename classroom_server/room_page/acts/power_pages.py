"""Switching the kiosks of a room on and off."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import machine_acts
from classroom_server.acts.drawn_acts import named
from classroom_server.core.database import Work
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.kiosks import service as kiosks
from classroom_server.room_page.acts.act_pages import FormName, once, refused_act
from classroom_server.room_page.acts.chosen_kiosks import ChosenKiosks
from classroom_server.room_page.pages import address
from classroom_server.rooms import service as rooms
from classroom_server.sign_ins import service as sign_ins
from classroom_server.waking import magic_packets
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go
from kiosk_agent.protocol.acts.orders import ActKind

router = APIRouter(dependencies=[Depends(ours_only)])
# At how many of the kiosks somebody was signed in, as the page said that sent the form; none did at first.
SaidSignedIn = Annotated[int, Form(ge=0)]


class _MustAsk(Exception):
    """More learners are signed in there than a page has said."""


@router.post("/rooms/{room_id}/wake")
def wake(
    page: Annotated[StaffContext, needs(Permission.WAKE_KIOSKS)],
    room_id: str,
    chosen: ChosenKiosks,
    form_name: FormName = "",
) -> Response:
    """Wake the kiosks of a room that are away; all of them, unless some were chosen."""
    _ = page.words

    def ask() -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        with page.database.write(page.actor) as work:
            called = machine_acts.ask_wake(work, room_id, chosen.kiosk_ids)
        return *called, magic_packets.send(called.addresses) if called.addresses else ()

    try:
        done = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(page, room_id, refused, {"kiosk_ids": chosen.kiosk_ids})
    if done is None:
        return go(address(room_id))
    return go(address(room_id), _what_was_sent(*done, _))


def _what_was_sent(kiosks: int, addresses: tuple[str, ...], wires: tuple[str, ...], _: Words) -> Notice:
    if not addresses:
        text = _("None of these kiosks can be woken: their images have told no address. Switch them on by hand.")
        return Notice(text, done=False)
    if not wires:
        return Notice(_("Nothing was sent: this server is on no wired network. Look at its cable."), done=False)
    text = _.many(
        "%(number)s kiosk is called, over %(wires)s. A slow PC takes some minutes.",
        "%(number)s kiosks are called, over %(wires)s. Slow PCs take some minutes.",
        kiosks,
        wires=", ".join(wires),
    )
    return Notice(text)


@router.post("/rooms/{room_id}/restart")
def restart(
    page: Annotated[StaffContext, needs(Permission.RESTART_KIOSKS)],
    room_id: str,
    chosen: ChosenKiosks,
    signed_in: SaidSignedIn = 0,
    form_name: FormName = "",
) -> Response:
    """Restart kiosks; all of the room, unless some were chosen."""
    return _go_down(page, room_id, chosen.kiosk_ids, ActKind.RESTART, signed_in, form_name)


@router.post("/rooms/{room_id}/power-off")
def switch_off(
    page: Annotated[StaffContext, needs(Permission.SWITCH_KIOSKS_OFF)],
    room_id: str,
    chosen: ChosenKiosks,
    signed_in: SaidSignedIn = 0,
    form_name: FormName = "",
) -> Response:
    """Switch kiosks off; all of the room, unless some were chosen."""
    return _go_down(page, room_id, chosen.kiosk_ids, ActKind.POWER_OFF, signed_in, form_name)


def _go_down(
    page: StaffContext, room_id: str, kiosk_ids: list[str], kind: ActKind, said_signed_in: int, form_name: str
) -> Response:
    """Ask kiosks to go down, and whoever presses first where learners are signed in there of whom no page has said."""
    _ = page.words

    def ask() -> int:
        with page.database.write(page.actor) as work:
            if _chosen(work, room_id, kiosk_ids)[1] > said_signed_in:
                raise _MustAsk
            return machine_acts.ask_power(work, room_id, kiosk_ids, kind).kiosks

    try:
        asked = once(page, form_name, ask)
    except _MustAsk:
        return _ask_first(page, room_id, kiosk_ids, kind)
    except Refused as refused:
        return refused_act(page, room_id, refused, {"kiosk_ids": kiosk_ids})
    if asked is None:
        return go(address(room_id))
    told = _.many("%(number)s kiosk is told to restart.", "%(number)s kiosks are told to restart.", asked)
    if kind is ActKind.POWER_OFF:
        told = _.many("%(number)s kiosk is told to go off.", "%(number)s kiosks are told to go off.", asked)
    return go(address(room_id), Notice(told))


def _ask_first(page: StaffContext, room_id: str, kiosk_ids: list[str], kind: ActKind) -> Response:
    with page.database.read() as work:
        room, these, signed_in = rooms.find(work, room_id), *_chosen(work, room_id, kiosk_ids)
        names = kiosks.names_of(work, these) if kiosk_ids else ()
    return page.show(
        "room_page/power.html",
        status=409,
        back=address(room_id),
        room=room,
        kiosk_ids=kiosk_ids,
        kiosks=len(these),
        names=named(names, page.words),
        signed_in=signed_in,
        restarts=kind is ActKind.RESTART,
    )


def _chosen(work: Work, room_id: str, kiosk_ids: list[str]) -> tuple[list[str], int]:
    """Return the kiosks that are meant, and at how many of them a learner is signed in."""
    these = [each for each in rooms.places(work, room_id) if not kiosk_ids or each in kiosk_ids]
    return these, sum(sign_ins.is_open_at(work, each) for each in these)
