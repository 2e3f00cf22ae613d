"""Work that could not be taken when it came: the list, each as it came, and the step that takes it in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.attempts import set_aside
from classroom_server.attempts.schemas import ClockDoubt, RefusalReason
from classroom_server.core.database import INTEGER_MAXIMUM
from classroom_server.core.permissions import Permission
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go

router = APIRouter(prefix="/set-aside", dependencies=[Depends(ours_only)])
HERE = "/set-aside"
Number = Annotated[int, Path(ge=0, le=INTEGER_MAXIMUM)]


@router.get("")
def show_set_aside(
    page: Annotated[StaffContext, needs(Permission.SEE_WORK)],
    before: Annotated[int | None, Query(ge=0, le=INTEGER_MAXIMUM)] = None,
) -> Response:
    """Show what is set aside, the newest first."""
    with page.database.read() as work:
        lines, number = set_aside.newest(work, before), set_aside.count(work)
    return page.show(
        "attempts/set_aside.html",
        lines=lines,
        number=number,
        why=lambda reason: reason_words(reason, page.words),
        kind=lambda line: kind_words(line.kind, page.words),
        title=lambda line: page.parts.titles.title(line.track, line.exercise, page.words.language),
        older=lines[-1].refusal_id if len(lines) == set_aside.SHOWN_AT_ONCE else None,
    )


@router.get("/{refusal_id}")
def show_one(page: Annotated[StaffContext, needs(Permission.SEE_WORK)], refusal_id: Number) -> Response:
    """Show one as it came."""
    with page.database.read() as work:
        text = set_aside.text_of(work, refusal_id)
    return page.show("attempts/set_aside_one.html", text=text)


@router.post("/{refusal_id}/take-in")
def take_in(page: Annotated[StaffContext, needs(Permission.TAKE_IN_WORK)], refusal_id: Number) -> Response:
    """Take it in, by today's rules."""
    _ = page.words
    with page.database.write(page.actor) as work:
        reason = set_aside.take_in(work, refusal_id)
    if reason is not None:
        return go(HERE, Notice(reason_words(reason, _), done=False))
    return go(HERE, Notice(_("It is taken in, and stands with the learner's work.")))


def doubt_words(doubt: ClockDoubt, _: Words) -> str:
    """Return why a time cannot be right."""
    words = {
        ClockDoubt.BEFORE_SIGN_IN: _("The kiosk's clock said a time before the sign-in: this is the nearest."),
        ClockDoubt.AFTER_SESSION: _("The kiosk's clock said a time after the class: this is the nearest."),
        ClockDoubt.IN_FUTURE: _("The kiosk's clock said a time that has not come yet: this is the nearest."),
    }
    return words[doubt]


def reason_words(reason: RefusalReason, _: Words) -> str:
    """Return why something is set aside, and the next step."""
    of_time = _("Its time does not fit the class: a clock was wrong. Take it in.")
    words = {
        RefusalReason.EVENT_INVALID: _("This version cannot read it: update the server, then take it in."),
        RefusalReason.EVENT_ID_TAKEN: _("Another kiosk sent the same number first: tell IT, one may be pretending."),
        RefusalReason.SIGN_IN_NEEDED: _("It names no sign-in: nobody's work is in it."),
        RefusalReason.SIGN_IN_UNKNOWN: _("Its sign-in is not known here: look whether an older backup was put back."),
        RefusalReason.SIGN_IN_OF_ANOTHER_KIOSK: _("Its sign-in is another kiosk's: tell IT, one may be pretending."),
        RefusalReason.BEFORE_SIGN_IN: of_time,
        RefusalReason.AFTER_SESSION: of_time,
        RefusalReason.NAME_UNSUITABLE: _("It names an exercise that cannot be: tell IT."),
        RefusalReason.HANDS_TOO_MANY: _("A hand went up more often than anybody needs help: look at that kiosk."),
        RefusalReason.TOO_LARGE: _("It is larger than work may be: read it here."),
    }
    return words[reason]


def kind_words(kind: str, _: Words) -> str:
    """Return what an event is; a question mark for one that cannot be read."""
    words = {
        "attempt": _("Attempt"),
        "draft": _("Draft"),
        "opened": _("Exercise opened"),
        "hint": _("Hint taken"),
        "hand_raised": _("Hand raised"),
        "hand_lowered": _("Hand lowered"),
        "signed_out": _("Signed out"),
        "jail_fault": _("Fault"),
        "act_done": _("Answer to an act"),
    }
    return words.get(kind, "?")
