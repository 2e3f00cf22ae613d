"""PIN slips: new PINs, on a page to print and cut, shown once and stored nowhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts.visitors import OurTrainer, ours_only
from classroom_server.learners import service
from classroom_server.web.notices import Notice, go

router = APIRouter(dependencies=[Depends(ours_only)])


@router.post("/slips")
def make_slips(
    page: OurTrainer,
    learner_ids: Annotated[tuple[str, ...], Form()] = (),
    cohort_id: Annotated[str, Form()] = "",
    which: Annotated[str, Form()] = "chosen",
) -> Response:
    """Give new PINs to the chosen learners (or to those who have none) and show them, this once."""
    _ = page.words
    if which == "without":
        with page.database.read() as work:
            learner_ids = tuple(each.learner_id for each in service.every(work, cohort_id or None) if not each.has_pin)
    if not learner_ids:
        back = f"/learners?cohort={cohort_id}" if cohort_id else "/learners"
        return go(back, Notice(_("No PIN was changed: tick the learners who need a slip first."), done=False))
    made = service.make_pin_slips(page.database, page.actor, learner_ids)
    return page.show("learners/slips.html", slips=made, cohort_id=cohort_id)


@router.get("/slips")
def show_no_slips(page: OurTrainer) -> Response:
    """Say that slips are shown once, to who comes back to their address."""
    _ = page.words
    return go("/learners", Notice(_("Slips are shown once. Make new ones if they were not printed."), done=False))
