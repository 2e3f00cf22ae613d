"""What the timetable fills into the Start form of a room."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Form

from classroom_server.core.database import Work
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import Planned
from classroom_server.timetable import service as timetable
from classroom_server.web.form_fields import whole_number


@dataclass(frozen=True)
class PlannedStart:
    """The slot that is due in a room: what its session is, and how long it lasts when it is started now."""

    slot_id: str
    cohort_id: str
    title: str
    minutes: int
    """To the slot's end, rounded up."""
    ends_at: datetime


@dataclass(frozen=True)
class PlanShown:
    """What the form was filled in from when it was sent."""

    slot_id: str
    minutes: int


def plan_shown(slot_id: Annotated[str, Form()] = "", slot_minutes: Annotated[str, Form()] = "") -> PlanShown:
    """Read it from the form; a FastAPI dependency."""
    return PlanShown(slot_id, whole_number(slot_minutes))


def planned_start(work: Work, room_id: str) -> PlannedStart | None:
    """Return what a session that is started in a room now would be for, if a slot is due."""
    meeting = timetable.due(work, room_id, sessions.last_of_slots(work))
    if meeting is None:
        return None
    facts = meeting.slot.facts
    left = min(math.ceil((meeting.ends_at - work.now) / timedelta(minutes=1)), sessions.MINUTES_MAXIMUM)
    return PlannedStart(meeting.slot.slot_id, facts.cohort_id, facts.title, left, meeting.ends_at)


def planned_of(work: Work, room_id: str, cohort_id: str, minutes: int, shown: PlanShown) -> Planned | None:
    """Return the slot that a form was sent for: the one it showed, if that is due still, and for its cohort.

    With the minutes that the form came with, the session ends with the slot, however long somebody looked at them.
    """
    plan = planned_start(work, room_id)
    if plan is None or (plan.slot_id, plan.cohort_id) != (shown.slot_id, cohort_id):
        return None
    return Planned(plan.slot_id, plan.ends_at if minutes == shown.minutes else None)
