"""Applying what a kiosk sends: each event once, in one transaction, whatever is sent again or sent late."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from sqlalchemy import select

from classroom_server.attempts.checks import SignInFacts, why_refused
from classroom_server.attempts.schemas import RefusalReason, UnreadableEvent
from classroom_server.attempts.tables import AttemptLine, DraftLine, ReceivedEvent, RefusedEvent
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Act
from classroom_server.database import Work
from classroom_server.events import ROOM
from classroom_server.kiosks import service as kiosks
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins import ending
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.events import (
    AttemptMade,
    DraftSaved,
    Event,
    EventReceipt,
    ExerciseOpened,
    Fate,
    JailFaulted,
    SignedOut,
)
from kiosk_agent.protocol.results import Verdict

_KEPT_CHARACTERS = 1024 * 1024


def receive(work: Work, kiosk_id: str, events: Sequence[Event | UnreadableEvent]) -> EventReceipt:
    """Apply a batch, in the kiosk's order, and return one final fate for each event."""
    known = _known(work, [event.event_id for event in events])
    fates: dict[str, Fate] = {}
    counts: Counter[str] = Counter()
    for event in events:
        if event.event_id in fates:
            continue
        seen = known.get(event.event_id)
        if seen is not None and seen.kiosk_id == kiosk_id:
            fates[event.event_id] = Fate.REFUSED if seen.fate == Fate.REFUSED else Fate.ALREADY_APPLIED
            continue
        fate = _decide(work, kiosk_id, event, taken=seen is not None)
        fates[event.event_id] = fate
        counts[fate if isinstance(event, UnreadableEvent) else event.body.kind] += 1
    if counts:
        audit.record(work, Act.EVENTS_RECEIVED, kiosk_id, **counts)
    return EventReceipt(fates=fates)


def _known(work: Work, event_ids: Sequence[str]) -> dict[str, ReceivedEvent]:
    query = select(ReceivedEvent).where(ReceivedEvent.event_id.in_(event_ids))
    return {line.event_id: line for line in work.rows.scalars(query)}


def _decide(work: Work, kiosk_id: str, event: Event | UnreadableEvent, *, taken: bool) -> Fate:
    if taken:
        return _refuse(work, kiosk_id, event, RefusalReason.EVENT_ID_TAKEN, is_first=False)
    if isinstance(event, UnreadableEvent):
        return _refuse(work, kiosk_id, event, RefusalReason.EVENT_INVALID)
    sign_in, facts = _sign_in(work, event.sign_in_id)
    reason = why_refused(event, kiosk_id, facts)
    if reason is not None:
        return _refuse(work, kiosk_id, event, reason)
    work.rows.add(ReceivedEvent(event_id=event.event_id, kiosk_id=kiosk_id, fate=Fate.APPLIED, received_at=work.now))
    _apply(work, kiosk_id, event, sign_in)
    return Fate.APPLIED


def _sign_in(work: Work, sign_in_id: str | None) -> tuple[SignInLine | None, SignInFacts | None]:
    query = (
        select(SignInLine, SessionLine)
        .join(SessionLine, SessionLine.session_id == SignInLine.session_id)
        .where(SignInLine.sign_in_id == sign_in_id)
    )
    row = work.rows.execute(query).first() if sign_in_id is not None else None
    if row is None:
        return None, None
    sign_in, session = row
    return sign_in, SignInFacts(sign_in.kiosk_id, sign_in.started_at, session.ends_at)


def _refuse(
    work: Work, kiosk_id: str, event: Event | UnreadableEvent, reason: RefusalReason, *, is_first: bool = True
) -> Fate:
    text = event.text if isinstance(event, UnreadableEvent) else event.model_dump_json()
    if is_first:
        work.rows.add(
            ReceivedEvent(event_id=event.event_id, kiosk_id=kiosk_id, fate=Fate.REFUSED, received_at=work.now)
        )
    work.rows.add(
        RefusedEvent(
            event_id=event.event_id,
            kiosk_id=kiosk_id,
            reason=reason,
            body=text[:_KEPT_CHARACTERS],
            received_at=work.now,
        )
    )
    audit.record(work, Act.EVENT_REFUSED, event.event_id, why=reason.value)
    return Fate.REFUSED


def _apply(work: Work, kiosk_id: str, event: Event, sign_in: SignInLine | None) -> None:
    body = event.body
    if isinstance(body, JailFaulted):
        kiosks.set_jail_fault(work, kiosk_id, body.message)
        return
    if sign_in is None:
        raise AssertionError("an event of a learner passed the checks without a sign-in")
    match body:
        case AttemptMade():
            _apply_attempt(work, event, body, sign_in)
        case DraftSaved():
            _apply_draft(work, event, body, sign_in)
        case ExerciseOpened():
            _note_exercise(work, event, body.track, body.exercise, sign_in)
        case SignedOut():
            if sign_in.ended_at is None:
                ending.end_one(work, sign_in, SignInEnd.LEARNER)
        case _:
            assert_never(body)


def _apply_attempt(work: Work, event: Event, body: AttemptMade, sign_in: SignInLine) -> None:
    submission, judgement = body.submission, body.judgement
    work.rows.add(
        AttemptLine(
            attempt_id=event.event_id,
            sign_in_id=sign_in.sign_in_id,
            learner_id=sign_in.learner_id,
            kiosk_id=sign_in.kiosk_id,
            sequence=event.sequence,
            track=submission.track,
            exercise=submission.exercise,
            verdict=judgement.verdict,
            milliseconds=judgement.milliseconds,
            source=submission.source,
            judgement=judgement.model_dump_json(),
            made_at=min(event.happened_at, work.now),
            received_at=work.now,
        )
    )
    # The digest ties the source to the chain: a source that was changed later no longer fits the log.
    digest = hashlib.sha256(submission.source.encode()).hexdigest()
    audit.record(work, Act.ATTEMPT_MADE, event.event_id, verdict=judgement.verdict.value, source_sha256=digest)
    if judgement.verdict != Verdict.INTERNAL_ERROR:
        kiosks.set_jail_fault(work, sign_in.kiosk_id, None)
    _note_exercise(work, event, submission.track, submission.exercise, sign_in)
    work.announce(ROOM)


def _apply_draft(work: Work, event: Event, body: DraftSaved, sign_in: SignInLine) -> None:
    """Keep the last text of each sign-in: within one the higher sequence wins, and over them the newer sign-in."""
    line = work.rows.get(DraftLine, (sign_in.sign_in_id, body.track, body.exercise))
    if line is None:
        line = DraftLine(
            sign_in_id=sign_in.sign_in_id,
            track=body.track,
            exercise=body.exercise,
            learner_id=sign_in.learner_id,
            sequence=-1,
        )
        work.rows.add(line)
    if event.sequence > line.sequence:
        line.sequence = event.sequence
        line.source = body.source
        line.saved_at = min(event.happened_at, work.now)
        line.received_at = work.now
    _note_exercise(work, event, body.track, body.exercise, sign_in)


def _note_exercise(work: Work, event: Event, track: str, exercise: str, sign_in: SignInLine) -> None:
    if sign_in.last_sequence is not None and event.sequence < sign_in.last_sequence:
        return
    if (sign_in.last_track, sign_in.last_exercise) != (track, exercise):
        work.announce(ROOM)
    sign_in.last_track, sign_in.last_exercise, sign_in.last_sequence = track, exercise, event.sequence
