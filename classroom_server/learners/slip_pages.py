"""PIN slips: new PINs, on a page to print and cut, kept in memory for some minutes and stored nowhere.

A slip that was not used yet may be in somebody's hand: before another one ends it, the trainer is asked.
"""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.permissions import Permission
from classroom_server.learners import service
from classroom_server.learners.schemas import PinSlip
from classroom_server.learners.slip_desk import SlipDesk, SlipOrder, SlipQuestion
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go

SLIPS_MAXIMUM: Final = 2000
NAMES_SHOWN: Final = 50
AT_ONCE_SECONDS: Final = 0.5
router = APIRouter(dependencies=[Depends(ours_only)])
Giver = Annotated[StaffContext, needs(Permission.GIVE_PINS)]


@router.post("/slips")
def make_slips(
    page: Giver,
    learner_ids: Annotated[list[str], Form(default_factory=list)],
    more_ids: Annotated[str, Form()] = "",
    cohort_id: Annotated[str, Form()] = "",
    which: Annotated[str, Form()] = "chosen",
    form_name: Annotated[str, Form()] = "",
) -> Response:
    """Give new PINs to the chosen learners (or to those who have none), and send the browser to the slips.

    Sends it to a question when some of them have a slip that was not used yet. `more_ids` are chosen too, in one
    field: a form has a thousand at most.
    """
    _ = page.words
    back, nobody = _back(cohort_id), _("No PIN was changed: tick the learners who need a slip first.")
    learner_ids = list(dict.fromkeys([*learner_ids, *more_ids.split()]))
    with page.database.read() as work:
        if which == "without":
            learner_ids = [one.learner_id for one in service.every(work, cohort_id or None) if not one.has_pin]
            nobody = _("No PIN was changed: everybody here has one.")
    if not learner_ids:
        return go(back, Notice(nobody, done=False))
    if len(learner_ids) > SLIPS_MAXIMUM:
        return go(back, Notice(_("No PIN was changed: that is too many slips at once."), done=False))
    desk, visit_id = _desk_of(page.request), page.visit.visit_id
    # The same form sent twice is one order: the slips of a second would not be the ones that are printed.
    name = _named(form_name, *learner_ids)
    if desk.find(visit_id, name) is None:
        if _in_hand(page, learner_ids):
            desk.ask(visit_id, name, cohort_id, tuple(learner_ids))
        else:
            _begin(page, name, cohort_id, learner_ids)
    # Elsewhere, and not here: a page that is loaded again must not make other PINs.
    return go(f"/slips/{name}")


@router.get("/slips/{name}")
def show_slips(page: Giver, name: str) -> Response:
    """Show the slips at once, with how many are ready; or the question that comes before them."""
    desk, visit_id = _desk_of(page.request), page.visit.visit_id
    order = desk.find(visit_id, name)
    if order is None:
        question = desk.question(visit_id, name)
        return _gone(page.words) if question is None else _ask(page, question)
    if order.is_broken:
        return _broken(page.words, order)
    return page.show("learners/slips.html", order=order, slips=_holding(page, order))


@router.post("/slips/{name}")
def answer(page: Giver, name: str, which: Annotated[str, Form()] = "", seen: Annotated[str, Form()] = "") -> Response:
    """Make the slips that a question was about: for the others alone, or for all when nothing changed since."""
    desk, visit_id = _desk_of(page.request), page.visit.visit_id
    question = desk.question(visit_id, name)
    if question is None:
        return _gone(page.words)
    path = _named(name, which, seen)
    if desk.find(visit_id, path) is None:
        in_hand = _in_hand(page, question.learner_ids)
        if which == "others":
            wanted = [learner_id for learner_id in question.learner_ids if learner_id not in in_hand]
        else:
            wanted = list(question.learner_ids) if which == "all" and seen == _seen(in_hand) else []
        if not wanted:
            # A colleague made slips meanwhile: the same question, as it stands now.
            return go(f"/slips/{name}")
        _begin(page, path, question.cohort_id, wanted)
    return go(f"/slips/{path}")


@router.get("/slips/{name}/ready")
def show_ready(page: Giver, name: str) -> Response:
    """Return how many are ready, which the slips' page asks for; that page is loaded anew when there is no more."""
    order = _desk_of(page.request).find(page.visit.visit_id, name)
    if order is None or order.is_broken:
        return HTMLResponse(headers={"hx-redirect": f"/slips/{name}"})
    return HTMLResponse(page.draw("learners/slips_ready.html", order=order, slips=_holding(page, order)))


@router.get("/slips")
def show_no_slips(page: Giver) -> Response:
    """Say that slips do not stay, to who comes back to their address."""
    return _gone(page.words)


def _begin(page: StaffContext, name: str, cohort_id: str, learner_ids: Sequence[str]) -> None:
    database, actor = page.database, page.actor
    with database.read() as work:
        slips = service.draw_up_slips(work, learner_ids)
    order = _desk_of(page.request).begin(
        page.visit.visit_id, name, cohort_id, slips, lambda ready: service.give_pins(database, actor, slips, ready)
    )
    # A few are there at once: no sign of progress for them.
    wait([order.making], AT_ONCE_SECONDS)


def _in_hand(page: StaffContext, learner_ids: Sequence[str]) -> dict[str, str]:
    """Return those of the learners for whom a slip was made that nobody used yet, with what is this slip's alone."""
    under_way = _desk_of(page.request).under_way()
    with page.database.read() as work:
        not_used = service.slips_not_used(work, learner_ids)
    return not_used | {learner_id: under_way[learner_id] for learner_id in learner_ids if learner_id in under_way}


def _holding(page: StaffContext, order: SlipOrder) -> Sequence[PinSlip]:
    with page.database.read() as work:
        return order.holding(service.slips_not_used(work, [slip.learner_id for slip in order.slips]))


def _ask(page: StaffContext, question: SlipQuestion) -> Response:
    in_hand = _in_hand(page, question.learner_ids)
    with page.database.read() as work:
        names = service.names_of(work, [each for each in question.learner_ids if each in in_hand])
    orders = [order for order in _desk_of(page.request).of_visit(page.visit.visit_id) if not order.is_broken]
    again = [(order, _covered(_holding(page, order), in_hand)) for order in orders]
    return page.show(
        "learners/slips_question.html",
        question=question,
        names=names,
        names_shown=NAMES_SHOWN,
        seen=_seen(in_hand),
        others=len(question.learner_ids) - len(in_hand),
        again=[(order, number) for order, number in again if number],
        back_to=_back(question.cohort_id),
    )


def _covered(slips: Sequence[PinSlip], in_hand: Mapping[str, str]) -> int:
    return sum(slip.learner_id in in_hand for slip in slips)


def _seen(in_hand: Mapping[str, str]) -> str:
    return _named(*sorted(f"{learner_id} {slip}" for learner_id, slip in in_hand.items()))


def _named(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _desk_of(request: Request) -> SlipDesk:
    desk: SlipDesk = request.app.state.slip_desk
    return desk


def _back(cohort_id: str) -> str:
    return f"/learners?cohort={cohort_id}" if cohort_id else "/learners"


def _broken(_: Words, order: SlipOrder) -> Response:
    text = _("No PIN was changed: the slips could not be made. Throw away what was printed, and try again.")
    return go(_back(order.cohort_id), Notice(text, done=False))


def _gone(_: Words) -> Response:
    text = _(
        "These slips are not here any more: they are kept for ten minutes, and not over a restart of the server."
        " Make new ones if they were not printed, or if the page had not said that every PIN works."
    )
    return go("/learners", Notice(text, done=False))
