"""Suspending a learner: from now until a date, or until it is lifted, they sign in nowhere."""

import uuid
from datetime import date, datetime, timedelta
from typing import Final

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import ROOM
from classroom_server.core.site_clock import beginning_of, day_of
from classroom_server.learners import repository
from classroom_server.learners.schemas import PastSuspension, Suspension, SuspensionReason
from classroom_server.learners.tables import SuspensionLine
from classroom_server.sign_ins import service as sign_ins
from classroom_server.sign_ins.schemas import SignInEnd

LONGEST: Final = timedelta(days=10 * 365)
PAST_SHOWN: Final = 20


def suspend(work: Work, learner_id: str, reason: SuspensionReason, until: date | None) -> None:
    """Sign a learner out, with the work saved, and let them sign in again when the day `until` begins at the server.

    Without a day it lasts until it is lifted. Of a learner who is suspended already, the new one holds from now on.
    Raises Refused (not_found, date_unsuitable).
    """
    _exists(work, learner_id)
    until_at = None if until is None else _beginning(work, until)
    line = repository.suspensions(work, [learner_id]).get(learner_id)
    if line is not None:
        if (line.reason, line.until_at) == (reason, until_at):
            return
        _lift(work, line)
    work.rows.add(
        SuspensionLine(
            suspension_id=str(uuid.uuid4()),
            learner_id=learner_id,
            reason=reason,
            suspended_by=str(work.actor),
            from_at=work.now,
            until_at=until_at,
        )
    )
    day = until.isoformat() if until else None
    audit.record(work, Action.LEARNER_SUSPENDED, learner_id, reason=reason.value, until=day)
    sign_ins.end_of_learner(work, learner_id, SignInEnd.SUSPENDED)
    work.announce(ROOM)


def lift(work: Work, learner_id: str) -> bool:
    """Let a learner sign in again; False if they may already. Raises Refused (not_found)."""
    _exists(work, learner_id)
    line = repository.suspensions(work, [learner_id]).get(learner_id)
    if line is None:
        return False
    _lift(work, line)
    audit.record(work, Action.SUSPENSION_LIFTED, learner_id)
    return True


def current(work: Work, learner_id: str) -> Suspension | None:
    """Return the suspension of a learner that holds now."""
    line = repository.suspensions(work, [learner_id]).get(learner_id)
    return _suspension(line) if line else None


def past(work: Work, learner_id: str) -> tuple[PastSuspension, ...]:
    """Return the suspensions of a learner that are over, the newest first, at most PAST_SHOWN."""
    return tuple(_past(line) for line in repository.suspensions_over(work, learner_id, PAST_SHOWN))


def every(work: Work) -> dict[str, Suspension]:
    """Return learner -> the suspension that holds now."""
    return {learner_id: _suspension(line) for learner_id, line in repository.suspensions(work).items()}


def _exists(work: Work, learner_id: str) -> None:
    if repository.by_id(work, learner_id) is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such learner", hint="open the list of learners again")


def _lift(work: Work, line: SuspensionLine) -> None:
    line.lifted_at = work.now
    line.lifted_by = str(work.actor)


def _beginning(work: Work, day: date) -> datetime:
    """Return when a day begins where the server stands."""
    today = day_of(work.now)
    if not today < day <= today + LONGEST:
        message = f"a suspension ends after {today}, and within ten years"
        raise Refused(RefusalCode.DATE_UNSUITABLE, message, hint="choose another day, or none")
    return beginning_of(day)


def _suspension(line: SuspensionLine) -> Suspension:
    return Suspension(SuspensionReason(line.reason), line.suspended_by, line.from_at, line.until_at)


def _past(line: SuspensionLine) -> PastSuspension:
    ends = [moment for moment in (line.lifted_at, line.until_at) if moment is not None]
    return PastSuspension(_suspension(line), min(ends), line.lifted_by)
