"""PIN slips: new PINs, on a page to print and cut, kept in memory for some minutes and stored nowhere."""

import hashlib
from concurrent.futures import wait
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.permissions import Permission
from classroom_server.learners import service
from classroom_server.learners.slip_desk import SlipDesk, SlipOrder
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go

SLIPS_MAXIMUM: Final = 2000
AT_ONCE_SECONDS: Final = 0.5
router = APIRouter(dependencies=[Depends(ours_only)])


@router.post("/slips")
def make_slips(
    page: Annotated[StaffContext, needs(Permission.GIVE_PINS)],
    learner_ids: Annotated[list[str], Form(default_factory=list)],
    cohort_id: Annotated[str, Form()] = "",
    which: Annotated[str, Form()] = "chosen",
    form_name: Annotated[str, Form()] = "",
) -> Response:
    """Give new PINs to the chosen learners (or to those who have none), and send the browser to the slips."""
    _ = page.words
    back = _back(cohort_id)
    with page.database.read() as work:
        if which == "without":
            learner_ids = [one.learner_id for one in service.every(work, cohort_id or None) if not one.has_pin]
        if not learner_ids:
            return go(back, Notice(_("No PIN was changed: tick the learners who need a slip first."), done=False))
        if len(learner_ids) > SLIPS_MAXIMUM:
            return go(back, Notice(_("No PIN was changed: that is too many slips at once."), done=False))
        slips = service.draw_up_slips(work, learner_ids)
    desk = _desk_of(page.request)
    # The same form sent twice is one order: the slips of a second would not be the ones that are printed.
    asked = "\n".join((form_name, *learner_ids))
    name = hashlib.sha256(asked.encode()).hexdigest()
    if desk.find(page.visit.visit_id, name) is None:
        actor, database = page.actor, page.database
        order = desk.begin(
            page.visit.visit_id,
            name,
            cohort_id,
            slips,
            lambda ready: service.give_pins(database, actor, slips, ready),
        )
        # A few are there at once: no sign of progress for them.
        wait([order.making], AT_ONCE_SECONDS)
    # Elsewhere, and not here: a page that is loaded again must not make other PINs.
    return go(f"/slips/{name}")


@router.get("/slips/{name}")
def show_slips(page: Annotated[StaffContext, needs(Permission.GIVE_PINS)], name: str) -> Response:
    """Show the slips at once, with how many are ready."""
    order = _desk_of(page.request).find(page.visit.visit_id, name)
    if order is None:
        return _gone(page.words)
    if order.is_broken:
        return _broken(page.words, order)
    return page.show("learners/slips.html", order=order)


@router.get("/slips/{name}/ready")
def show_ready(page: Annotated[StaffContext, needs(Permission.GIVE_PINS)], name: str) -> Response:
    """Return how many are ready, which the slips' page asks for; that page is loaded anew when there is no more."""
    order = _desk_of(page.request).find(page.visit.visit_id, name)
    if order is None or order.is_broken:
        return HTMLResponse(headers={"hx-redirect": f"/slips/{name}"})
    return HTMLResponse(page.draw("learners/slips_ready.html", order=order))


@router.get("/slips")
def show_no_slips(page: Annotated[StaffContext, needs(Permission.GIVE_PINS)]) -> Response:
    """Say that slips do not stay, to who comes back to their address."""
    return _gone(page.words)


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
