"""Work that could not be taken when it came: listed for a trainer, and taken in again once its reason is gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from pydantic_core import from_json
from sqlalchemy import case, func, select

from classroom_server.attempts.batch import read_event
from classroom_server.attempts.intake import why_not_applied
from classroom_server.attempts.schemas import RefusalReason, UnreadableEvent
from classroom_server.attempts.tables import ReceivedEvent, RefusedEvent
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import KioskRequestRefused, RefusalCode, Refused
from classroom_server.core.live.events import ROOM
from classroom_server.kiosks.tables import KioskLine
from kiosk_agent.protocol.events import (
    ActDone,
    AttemptMade,
    DraftSaved,
    Event,
    EventBody,
    ExerciseOpened,
    Fate,
    HandLowered,
    HandRaised,
    HintTaken,
    JailFaulted,
    SignedOut,
)

SHOWN_AT_ONCE = 100
READ_FOR_A_LIST = 64 * 1024
"""Characters of an event."""


@dataclass(frozen=True)
class SetAside:
    """One event that was refused. `kind`, `track` and `exercise` are empty where it is not read."""

    refusal_id: int
    kiosk_name: str
    reason: RefusalReason
    kind: str
    track: str
    exercise: str
    received_at: datetime


def count(work: Work) -> int:
    """Return how many events are set aside."""
    return work.rows.execute(select(func.count()).select_from(RefusedEvent)).scalar_one()


def newest(work: Work, before: int | None = None) -> tuple[SetAside, ...]:
    """Return those set aside last, or those before one of them."""
    # What is said of an event is read in it; those that would take long are named by their reason alone.
    short = case((func.length(RefusedEvent.body) <= READ_FOR_A_LIST, RefusedEvent.body), else_="")
    query = (
        select(RefusedEvent.refusal_id, KioskLine.name, RefusedEvent.reason, RefusedEvent.received_at, short)
        .join(KioskLine, KioskLine.kiosk_id == RefusedEvent.kiosk_id)
        .order_by(RefusedEvent.refusal_id.desc())
        .limit(SHOWN_AT_ONCE)
        # One at a time: each holds a text.
        .execution_options(yield_per=1)
    )
    if before is not None:
        query = query.where(RefusedEvent.refusal_id < before)
    return tuple(_set_aside(*row) for row in work.rows.execute(query))


def text_of(work: Work, refusal_id: int) -> str:
    """Return an event as it came: hostile text. Raises Refused (not_found)."""
    return _line(work, refusal_id).body


def take_in(work: Work, refusal_id: int) -> RefusalReason | None:
    """Apply an event by today's rules; return why it still cannot be, else None. Raises Refused (not_found)."""
    line = _line(work, refusal_id)
    event = _read(line.body)
    if event is None:
        return RefusalReason.EVENT_INVALID
    received = work.rows.get(ReceivedEvent, line.event_id)
    if received is not None and received.fate != Fate.REFUSED:
        return RefusalReason.EVENT_ID_TAKEN
    reason = why_not_applied(work, line.kiosk_id, event)
    if reason is None:
        if received is not None:
            received.fate = Fate.APPLIED
        work.rows.delete(line)
        audit.record(work, Action.EVENT_TAKEN_IN, line.event_id, was=line.reason)
        work.announce(ROOM)
    return reason


def _line(work: Work, refusal_id: int) -> RefusedEvent:
    line = work.rows.get(RefusedEvent, refusal_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "nothing of this number is set aside", hint="open the list again")
    return line


def _read(body: str) -> Event | None:
    try:
        event = read_event(from_json(body))
    except (ValueError, KioskRequestRefused):
        return None
    return None if isinstance(event, UnreadableEvent) else event


def _set_aside(refusal_id: int, kiosk_name: str, reason: str, received_at: datetime, body: str) -> SetAside:
    event = _read(body)
    kind, (track, exercise) = (event.body.kind, _exercise_of(event.body)) if event else ("", ("", ""))
    return SetAside(refusal_id, kiosk_name, RefusalReason(reason), kind, track, exercise, received_at)


def _exercise_of(body: EventBody) -> tuple[str, str]:
    """Return the track and the exercise that an event names; empty for one that names none."""
    match body:
        case AttemptMade():
            return body.submission.track, body.submission.exercise
        case DraftSaved() | ExerciseOpened() | HintTaken():
            return body.track, body.exercise
        case HandRaised() | HandLowered() | SignedOut() | JailFaulted() | ActDone():
            return "", ""
        case _:
            assert_never(body)
