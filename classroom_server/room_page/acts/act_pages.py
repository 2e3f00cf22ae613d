"""What a trainer asks of a room's kiosks: to look up, and to read a message."""

from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Asked
from classroom_server.acts.standard_messages import StandardMessage, in_each_language
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.permissions import Permission
from classroom_server.room_page.acts.chosen_kiosks import ChosenKiosks
from classroom_server.room_page.pages import TYPED_CHARACTERS, address, show_again
from classroom_server.web.form_fields import whole_number
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from kiosk_agent.protocol.acts.orders import MESSAGE_CHARACTERS

MORE_MINUTES: Final = 5
router = APIRouter(dependencies=[Depends(ours_only)])
FormName = Annotated[str, Form()]
Done = TypeVar("Done")


@router.post("/rooms/{room_id}/attention")
def ask_attention(
    page: Annotated[StaffContext, needs(Permission.ASK_ATTENTION)],
    room_id: str,
    chosen: ChosenKiosks,
    minutes: Annotated[str, Form()] = "",
    form_name: FormName = "",
) -> Response:
    """Have kiosks say "Look at your trainer"; all of the room, unless some were chosen."""
    _ = page.words

    def ask() -> Asked:
        with page.database.write(page.actor) as work:
            return acts.ask_attention(work, room_id, chosen.kiosk_ids, whole_number(minutes))

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        return refused_act(
            page, room_id, refused, {"kiosk_ids": chosen.kiosk_ids, "minutes": minutes[:TYPED_CHARACTERS]}
        )
    if asked is None:
        return go(address(room_id))
    told = _.many(
        "%(number)s kiosk is asked to look at you.", "%(number)s kiosks are asked to look at you.", asked.kiosks
    )
    return go(address(room_id), Notice(told))


@router.post("/rooms/{room_id}/messages")
def send_message(
    page: Annotated[StaffContext, needs(Permission.SEND_MESSAGE)],
    room_id: str,
    chosen: ChosenKiosks,
    standard: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    form_name: FormName = "",
) -> Response:
    """Send a message to whoever is signed in; in the whole room, unless some kiosks were chosen."""
    _ = page.words

    def ask() -> Asked:
        # What was written counts, whatever the list shows.
        content = acts.free_text(text) if text.strip() or standard not in set(StandardMessage) else None
        if content is None:
            content = in_each_language(StandardMessage(standard), page.parts.drawing.words)
        with page.database.write(page.actor) as work:
            acts.refuse_others(work, chosen.seen)
            return acts.send_message(work, room_id, chosen.kiosk_ids, content)

    try:
        asked = once(page, form_name, ask)
    except Refused as refused:
        typed = {"kiosk_ids": chosen.kiosk_ids, "text": text[: 2 * MESSAGE_CHARACTERS], "standard": standard}
        return refused_act(page, room_id, refused, typed)
    if asked is None:
        return go(address(room_id))
    told = _.many("The message is sent to %(number)s kiosk.", "The message is sent to %(number)s kiosks.", asked.kiosks)
    return go(address(room_id), Notice(told))


@router.post("/acts/{act_id}/minutes")
def add_minutes(
    page: Annotated[StaffContext, needs(Permission.ASK_ATTENTION)], act_id: str, until: Annotated[str, Form()] = ""
) -> Response:
    """Let it last longer. `until` is what the page showed: it names the press, so that one counts once."""
    _, here = page.words, _room_of(page, act_id)

    def add() -> int:
        with page.database.write(page.actor) as work:
            return acts.add_minutes(work, act_id, MORE_MINUTES)

    try:
        minutes = once(page, f"{act_id} {until[:TYPED_CHARACTERS]}", add)
    except Refused as refused:
        return go(here, Notice(refusal_words(refused.code, _), done=False))
    if minutes is None:
        return go(here)
    return go(here, Notice(_.many("%(number)s minute was added.", "%(number)s minutes were added.", minutes)))


@router.post("/acts/{act_id}/end")
def let_go(page: Annotated[StaffContext, needs(Permission.ASK_ATTENTION)], act_id: str) -> Response:
    """Let the kiosks go on now."""
    _ = page.words
    return _taken_back(page, act_id, _("The kiosks are let go."))


@router.post("/acts/{act_id}/hide")
def hide(page: Annotated[StaffContext, needs(Permission.SHOW_TO_ALL)], act_id: str) -> Response:
    """Show no more what is shown to all."""
    _ = page.words
    return _taken_back(page, act_id, _("It is shown no more."))


def _taken_back(page: StaffContext, act_id: str, done: str) -> Response:
    here = _room_of(page, act_id)
    try:
        with page.database.write(page.actor) as work:
            acts.let_go(work, act_id)
    except Refused as refused:
        return go(here, Notice(refusal_words(refused.code, page.words), done=False))
    return go(here, Notice(done))


def once(page: StaffContext, name: str, do: Callable[[], Done]) -> Done | None:
    """Do what a form of a visit asks for, as FormsDone does; one without a name each time that it comes."""
    return page.parts.forms_done.once(f"act {page.visit.visit_id} {name[:TYPED_CHARACTERS]}", do) if name else do()


def _room_of(page: StaffContext, act_id: str) -> str:
    with page.database.read() as work:
        return address(acts.find(work, act_id).room_id)


def refused_act(page: StaffContext, room_id: str, refused: Refused, typed: dict[str, Any]) -> Response:
    """Show the room again with what was typed; where there is no such room, there is nothing to show."""
    if refused.code is RefusalCode.NOT_FOUND:
        raise refused
    return show_again(page, room_id, acts_wrong=refusal_words(refused.code, page.words), acts_typed=typed)
