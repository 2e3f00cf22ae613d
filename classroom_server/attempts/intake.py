"""Applying what a kiosk sends: each event once, in one transaction, whatever is sent again or sent late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from sqlalchemy import select

from classroom_server.attempts.checks import SignInFacts, moment_of, why_refused
from classroom_server.attempts.file_column import digest, write_files
from classroom_server.attempts.schemas import RefusalReason, UnreadableEvent
from classroom_server.attempts.tables import AttemptLine, DraftLine, ReceivedEvent, RefusedEvent
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.events import ROOM
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.tables import KioskLine
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins import service as sign_ins
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
    intake = _Intake(work, kiosk_id, _sign_ins(work, events), kiosks.line_of(work, kiosk_id))
    fates: dict[str, Fate] = {}
    counts: Counter[str] = Counter()
    for event in events:
        if event.event_id in fates:
            continue
        seen = known.get(event.event_id)
        if seen is not None and seen.kiosk_id == kiosk_id:
            fates[event.event_id] = Fate.REFUSED if seen.fate == Fate.REFUSED else Fate.ALREADY_APPLIED
            continue
        fate = intake.decide(event, taken=seen is not None)
        fates[event.event_id] = fate
        counts[fate if isinstance(event, UnreadableEvent) else event.body.kind] += 1
    if counts:
        audit.record(work, Action.EVENTS_RECEIVED, kiosk_id, **counts)
    return EventReceipt(fates=fates)


def why_not_applied(work: Work, kiosk_id: str, event: Event) -> RefusalReason | None:
    """Apply an event that was refused before, by today's rules; return why it still cannot be, else None."""
    intake = _Intake(work, kiosk_id, _sign_ins(work, [event]), kiosks.line_of(work, kiosk_id))
    return intake.apply(event)


def _known(work: Work, event_ids: Sequence[str]) -> dict[str, ReceivedEvent]:
    query = select(ReceivedEvent).where(ReceivedEvent.event_id.in_(event_ids))
    return {line.event_id: line for line in work.rows.scalars(query)}


def _sign_ins(
    work: Work, events: Sequence[Event | UnreadableEvent]
) -> dict[str | None, tuple[SignInLine, SignInFacts]]:
    named = {event.sign_in_id for event in events if isinstance(event, Event)}
    query = (
        select(SignInLine, SessionLine.ends_at)
        .join(SessionLine, SessionLine.session_id == SignInLine.session_id)
        .where(SignInLine.sign_in_id.in_(named))
    )
    return {
        line.sign_in_id: (line, SignInFacts(line.kiosk_id, line.started_at, ends_at))
        for line, ends_at in work.rows.execute(query)
    }


@dataclass
class _Intake:
    """One batch while it is applied. Holds what it read, so that a batch costs few queries however long it is."""

    work: Work
    kiosk_id: str
    sign_ins: Mapping[str | None, tuple[SignInLine, SignInFacts]]
    kiosk: KioskLine
    drafts: dict[tuple[str, str, str], DraftLine] = field(default_factory=dict)

    def decide(self, event: Event | UnreadableEvent, *, taken: bool) -> Fate:
        """Apply an event or refuse it, and remember which."""
        if taken:
            return self._refuse(event, RefusalReason.EVENT_ID_TAKEN, is_first=False)
        if isinstance(event, UnreadableEvent):
            return self._refuse(event, RefusalReason.EVENT_INVALID)
        reason = self.apply(event)
        if reason is not None:
            return self._refuse(event, reason)
        self._remember(event, Fate.APPLIED)
        return Fate.APPLIED

    def apply(self, event: Event) -> RefusalReason | None:
        """Apply an event unless there is a reason against it, which is returned."""
        sign_in, facts = self.sign_ins.get(event.sign_in_id, (None, None))
        reason = why_refused(event, self.kiosk_id, facts)
        if reason is None:
            self._apply(event, sign_in, facts)
        return reason

    def _remember(self, event: Event | UnreadableEvent, fate: Fate) -> None:
        now = self.work.now
        line = ReceivedEvent(event_id=event.event_id, kiosk_id=self.kiosk_id, fate=fate, received_at=now)
        self.work.rows.add(line)

    def _refuse(self, event: Event | UnreadableEvent, reason: RefusalReason, *, is_first: bool = True) -> Fate:
        text = event.text if isinstance(event, UnreadableEvent) else event.model_dump_json()
        if is_first:
            self._remember(event, Fate.REFUSED)
        self.work.rows.add(
            RefusedEvent(
                event_id=event.event_id,
                kiosk_id=self.kiosk_id,
                reason=reason,
                body=text[:_KEPT_CHARACTERS],
                received_at=self.work.now,
            )
        )
        audit.record(self.work, Action.EVENT_REFUSED, event.event_id, why=reason.value)
        return Fate.REFUSED

    def _apply(self, event: Event, sign_in: SignInLine | None, facts: SignInFacts | None) -> None:
        body = event.body
        if isinstance(body, JailFaulted):
            kiosks.set_jail_fault(self.work, self.kiosk, body.message)
            return
        if sign_in is None or facts is None:
            raise AssertionError("an event of a learner passed the checks without a sign-in")
        match body:
            case AttemptMade():
                self._apply_attempt(event, body, sign_in, facts)
            case DraftSaved():
                self._apply_draft(event, body, sign_in, facts)
            case ExerciseOpened():
                self._note_exercise(event, body.track, body.exercise, sign_in)
            case SignedOut():
                if sign_in.ended_at is None:
                    sign_ins.end_one(self.work, sign_in, SignInEnd.LEARNER)
            case _:
                assert_never(body)

    def _apply_attempt(self, event: Event, body: AttemptMade, sign_in: SignInLine, facts: SignInFacts) -> None:
        submission, judgement, work = body.submission, body.judgement, self.work
        stored = judgement.model_dump_json()
        made_at, doubt = moment_of(event, facts, work.now)
        files = write_files(submission.files)
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
                files=files,
                judgement=stored,
                exercise_version=judgement.exercise_version,
                bundle_hash=judgement.bundle_hash,
                toolchain_name=judgement.toolchain.name,
                toolchain_program=judgement.toolchain.program,
                toolchain_version=judgement.toolchain.version,
                made_at=made_at,
                received_at=work.now,
                clock_doubt=doubt,
            )
        )
        # The digest ties the files to the chain: files that were changed later no longer fit the log.
        doubted = {"clock": doubt.value} if doubt else {}
        audit.record(
            work,
            Action.ATTEMPT_MADE,
            event.event_id,
            verdict=judgement.verdict.value,
            files_sha256=digest(files),
            judgement_sha256=digest(stored),
            **doubted,
        )
        if judgement.verdict != Verdict.INTERNAL_ERROR:
            kiosks.set_jail_fault(work, self.kiosk, None)
        self._note_exercise(event, submission.track, submission.exercise, sign_in)
        work.announce(ROOM)

    def _apply_draft(self, event: Event, body: DraftSaved, sign_in: SignInLine, facts: SignInFacts) -> None:
        """Keep the last text of each sign-in: within one the higher sequence wins, over them the newer sign-in."""
        line = self._draft_line(body, sign_in)
        if event.sequence > line.sequence:
            line.sequence = event.sequence
            line.files = write_files(body.files)
            line.saved_at, _doubt = moment_of(event, facts, self.work.now)
            line.received_at = self.work.now
        self._note_exercise(event, body.track, body.exercise, sign_in)

    def _draft_line(self, body: DraftSaved, sign_in: SignInLine) -> DraftLine:
        key = (sign_in.sign_in_id, body.track, body.exercise)
        line = self.drafts.get(key) or self.work.rows.get(DraftLine, key)
        if line is None:
            line = DraftLine(
                sign_in_id=sign_in.sign_in_id,
                track=body.track,
                exercise=body.exercise,
                learner_id=sign_in.learner_id,
                sequence=-1,
            )
            self.work.rows.add(line)
        self.drafts[key] = line
        return line

    def _note_exercise(self, event: Event, track: str, exercise: str, sign_in: SignInLine) -> None:
        if sign_in.last_sequence is not None and event.sequence < sign_in.last_sequence:
            return
        if (sign_in.last_track, sign_in.last_exercise) != (track, exercise):
            self.work.announce(ROOM)
        sign_in.last_track, sign_in.last_exercise, sign_in.last_sequence = track, exercise, event.sequence
