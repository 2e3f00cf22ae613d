"""Suspending a learner and lifting it, from their page, and what that page shows of it."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from classroom_server.accounts import service as accounts
from classroom_server.accounts.visitors import StaffContext, needs, ours_only
from classroom_server.core.actors import Actor
from classroom_server.core.database import Work
from classroom_server.core.errors import Refused
from classroom_server.core.permissions import Permission
from classroom_server.core.site_clock import day_of
from classroom_server.learners import service, suspensions
from classroom_server.learners.schemas import Learner, Suspension, SuspensionReason
from classroom_server.web.form_fields import day_typed
from classroom_server.web.languages import Words
from classroom_server.web.notices import Notice, go
from classroom_server.web.refusals import refusal_words
from classroom_server.web.times import day

router = APIRouter(dependencies=[Depends(ours_only)])


@router.post("/learners/{learner_id}/suspension")
def suspend_learner(
    page: Annotated[StaffContext, needs(Permission.SUSPEND_LEARNER)],
    learner_id: str,
    reason: Annotated[SuspensionReason, Form()],
    until: Annotated[str, Form()] = "",
) -> Response:
    """Sign a learner out now, and let them sign in nowhere until a day, or until it is lifted.

    The page may be old: what a colleague suspended meanwhile is for them to see before it is anything else.
    """
    _ = page.words
    try:
        with page.database.write(page.actor) as work:
            day_wished = day_typed(until)
            is_other = _is_other(suspensions.current(work, learner_id), reason, day_wished)
            if not is_other:
                suspensions.suspend(work, learner_id, reason, day_wished)
            learner = service.find(work, learner_id)
    except Refused as refused:
        typed = {"reason": reason.value, "until": until}
        return go(f"/learners/{learner_id}", Notice(refusal_words(refused.code, _), done=False, typed=typed))
    if is_other:
        text = _(
            "Nothing was changed: %(name)s is suspended already, as stands here. Lift that first to suspend them anew.",
            name=learner.display_name,
        )
        return go(f"/learners/{learner_id}", Notice(text, done=False))
    text = _(
        "%(name)s is suspended: they are signed out, and sign in nowhere until it is lifted.", name=learner.display_name
    )
    if learner.suspension is not None and learner.suspension.until_at is not None:
        text = _(
            "%(name)s is suspended: they are signed out, and sign in nowhere before %(day)s.",
            name=learner.display_name,
            day=day(learner.suspension.until_at, _.language),
        )
    return go(f"/learners/{learner_id}", Notice(text))


@router.post("/learners/{learner_id}/suspension/end")
def lift_suspension(page: Annotated[StaffContext, needs(Permission.LIFT_SUSPENSION)], learner_id: str) -> Response:
    """Let a learner sign in again."""
    _ = page.words
    with page.database.write(page.actor) as work:
        suspensions.lift(work, learner_id)
        learner = service.find(work, learner_id)
    return go(f"/learners/{learner_id}", Notice(_("%(name)s may sign in again.", name=learner.display_name)))


def suspension_facts(work: Work, learner: Learner, _: Words) -> dict[str, Any]:
    """Return what suspension.html shows of a learner."""
    reasons = suspension_reasons(_)
    now, past = learner.suspension, suspensions.past(work, learner.learner_id)
    asks_who = now is not None or past
    by = {str(Actor.account(account.account_id)): account.name for account in accounts.every(work)} if asks_who else {}
    today = day_of(work.now)
    return {
        "suspension": now,
        "suspended_why": reasons[now.reason] if now else "",
        "suspended_by": by.get(now.suspended_by, "") if now else "",
        "past_suspensions": past,
        "staff_name": lambda actor: by.get(actor, ""),
        "reasons": reasons,
        # What is outside of these the browser says itself, with the reason still chosen.
        "first_day": (today + timedelta(days=1)).isoformat(),
        "last_day": (today + suspensions.LONGEST).isoformat(),
    }


def _is_other(before: Suspension | None, reason: SuspensionReason, until: date | None) -> bool:
    """Tell whether a learner is suspended already, and otherwise than is wished."""
    if before is None:
        return False
    ends = day_of(before.until_at) if before.until_at else None
    return (before.reason, ends) != (reason, until)


def suspension_reasons(_: Words) -> dict[SuspensionReason, str]:
    """Return what each reason is called."""
    return {
        SuspensionReason.SECURITY: _("security"),
        SuspensionReason.MOVED_AWAY: _("moved away"),
        SuspensionReason.HEALTH: _("health"),
        SuspensionReason.OWN_WISH: _("their own wish"),
        SuspensionReason.OTHER: _("another reason"),
    }
