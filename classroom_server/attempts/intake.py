"""Applying what a kiosk sends: each event once, in one transaction, whatever is sent again or sent late.

A batch is first decided on in memory and then written in a few statements, however long it is.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import assert_never

from classroom_server.acts import learner_acts
from classroom_server.acts import service as acts
from classroom_server.attempts import repository
from classroom_server.attempts.checks import moment_of, why_refused
from classroom_server.attempts.file_column import digest, digest_of, write_files
from classroom_server.attempts.repository import DraftText, Gathered, HintTold, NamedSignIn
from classroom_server.attempts.schemas import RefusalReason, UnreadableEvent
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.live.events import ROOM, work_topic
from classroom_server.help import service as hands
from classroom_server.help.service import RaisedHand
from classroom_server.kiosks import service as kiosks
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.events import (
    ActDone,
    AttemptMade,
    DraftSaved,
    Event,
    EventReceipt,
    ExerciseOpened,
    Fate,
    HandLowered,
    HandRaised,
    HintTaken,
    JailFaulted,
    SignedOut,
)
from kiosk_agent.protocol.results import Verdict

# An honest kiosk's event is smaller: its tutor hands it over as one local message.
_KEPT_CHARACTERS = 1024 * 1024


def receive(work: Work, kiosk_id: str, events: Sequence[Event | UnreadableEvent]) -> EventReceipt:
    """Apply a batch, in the kiosk's order, and return one final fate for each event."""
    known = repository.known_fates(work.rows.connection(), [event.event_id for event in events])
    intake = _Intake(work, kiosk_id, events)
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
    intake.store()
    if counts:
        audit.record(work, Action.EVENTS_RECEIVED, kiosk_id, **counts)
    return EventReceipt(fates=fates)


def why_not_applied(work: Work, kiosk_id: str, event: Event) -> RefusalReason | None:
    """Apply an event that was refused before, by today's rules; return why it still cannot be, else None."""
    intake = _Intake(work, kiosk_id, [event])
    reason = intake.apply(event)
    intake.store()
    return reason


class _Intake:
    """One batch while it is decided on."""

    def __init__(self, work: Work, kiosk_id: str, events: Sequence[Event | UnreadableEvent]) -> None:
        self._work = work
        self._kiosk_id = kiosk_id
        named = {event.sign_in_id for event in events if isinstance(event, Event) and event.sign_in_id is not None}
        self._sign_ins = repository.sign_ins_named(work.rows.connection(), named)
        self._gathered = Gathered()
        self._ran = False
        """Whether learner code ran here since the last event that said it cannot."""

    def decide(self, event: Event | UnreadableEvent, *, taken: bool) -> Fate:
        """Apply an event or refuse it, and remember which."""
        if taken and isinstance(event, Event) and isinstance(event.body, ActDone):
            # Its id follows from kiosk and act, and so may be known to others: none of them answers in its place, or
            # keeps it from answering. That it counts once the act's own row says.
            return Fate.REFUSED if self.apply(event) else Fate.APPLIED
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
        sign_in = self._sign_ins.get(event.sign_in_id or "")
        judgement = event.body.judgement.model_dump_json() if isinstance(event.body, AttemptMade) else ""
        reason = why_refused(event, self._kiosk_id, sign_in.facts if sign_in else None, judgement)
        if reason is None and sign_in is not None and isinstance(event.body, HandRaised):
            reason = RefusalReason.HANDS_TOO_MANY if hands.is_too_often(self._work, sign_in.sign_in_id) else None
        if reason is None:
            self._apply(event, sign_in, judgement)
        return reason

    def store(self) -> None:
        """Write all that was decided."""
        if self._ran:
            kiosks.clear_jail_fault(self._work, self._kiosk_id)
        repository.store(self._work.rows.connection(), self._gathered, self._sign_ins.values())

    def _remember(self, event: Event | UnreadableEvent, fate: Fate) -> None:
        self._gathered.received.append(
            {"event_id": event.event_id, "kiosk_id": self._kiosk_id, "fate": fate, "received_at": self._work.now}
        )

    def _refuse(self, event: Event | UnreadableEvent, reason: RefusalReason, *, is_first: bool = True) -> Fate:
        text = event.text if isinstance(event, UnreadableEvent) else event.model_dump_json()
        if is_first:
            self._remember(event, Fate.REFUSED)
        self._gathered.refused.append(
            {
                "event_id": event.event_id,
                "kiosk_id": self._kiosk_id,
                "reason": reason,
                "body": text[:_KEPT_CHARACTERS],
                "received_at": self._work.now,
            }
        )
        audit.record(self._work, Action.EVENT_REFUSED, event.event_id, why=reason.value)
        self._work.announce(ROOM)
        return Fate.REFUSED

    def _apply(self, event: Event, sign_in: NamedSignIn | None, judgement: str) -> None:
        body = event.body
        if isinstance(body, JailFaulted):
            self._apply_jail_fault(body)
            return
        if isinstance(body, ActDone):
            acts.note_done(self._work, self._kiosk_id, body.act_id, body.outcome)
            return
        if sign_in is None:
            raise AssertionError("an event of a learner passed the checks without a sign-in")
        self._apply_of_learner(event, sign_in, self._note_there(event, sign_in), judgement)

    def _apply_of_learner(self, event: Event, sign_in: NamedSignIn, moment: datetime, judgement: str) -> None:
        body = event.body
        match body:
            case AttemptMade():
                self._apply_attempt(event, body, sign_in, judgement)
            case DraftSaved():
                self._apply_draft(event, body, sign_in)
            case ExerciseOpened():
                self._note_exercise(event, body.track, body.exercise, sign_in)
            case HintTaken():
                self._apply_hint(event, body, sign_in, moment)
            case HandRaised() | HandLowered():
                self._apply_hand(event, body, sign_in, moment)
            case SignedOut():
                self._sign_out(sign_in, moment)
            case JailFaulted() | ActDone():
                raise AssertionError("a kiosk's own is nobody's")
            case _:
                assert_never(body)

    def _note_there(self, event: Event, sign_in: NamedSignIn) -> datetime:
        """Return when it happened; until then the learner was there, unless that time cannot be right."""
        moment, doubt = moment_of(event, sign_in.facts, self._work.now)
        if doubt is None:
            moment = min(moment, sign_in.facts.session_ends_at)
            sign_in.there_at(moment)
        return moment

    def _apply_jail_fault(self, body: JailFaulted) -> None:
        if self._ran:
            kiosks.clear_jail_fault(self._work, self._kiosk_id)
        kiosks.set_jail_fault(self._work, self._kiosk_id, body.message)
        self._ran = False

    def _apply_attempt(self, event: Event, body: AttemptMade, sign_in: NamedSignIn, judgement_json: str) -> None:
        submission, judgement, work = body.submission, body.judgement, self._work
        made_at, doubt = moment_of(event, sign_in.facts, work.now)
        files = write_files(submission.files)
        self._gathered.attempts.append(
            {
                "attempt_id": event.event_id,
                "sign_in_id": sign_in.sign_in_id,
                "learner_id": sign_in.learner_id,
                "kiosk_id": self._kiosk_id,
                "sequence": event.sequence,
                "track": submission.track,
                "exercise": submission.exercise,
                "verdict": judgement.verdict,
                "milliseconds": judgement.milliseconds,
                "files": files,
                "judgement": judgement_json,
                "exercise_version": judgement.exercise_version,
                "bundle_hash": judgement.bundle_hash,
                "toolchain_name": judgement.toolchain.name,
                "toolchain_program": judgement.toolchain.program,
                "toolchain_version": judgement.toolchain.version,
                "made_at": made_at,
                "received_at": work.now,
                "clock_doubt": doubt,
            }
        )
        # The digest ties the files to the chain: files that were changed later no longer fit the log.
        doubted = {"clock": doubt.value} if doubt else {}
        audit.record(
            work,
            Action.ATTEMPT_MADE,
            event.event_id,
            verdict=judgement.verdict.value,
            files_sha256=digest(files),
            judgement_sha256=digest(judgement_json),
            # Nor may it become another learner's, or of another exercise or day.
            of_sha256=digest_of(
                sign_in.learner_id,
                sign_in.sign_in_id,
                self._kiosk_id,
                submission.track,
                submission.exercise,
                made_at.astimezone(UTC).isoformat(),
            ),
            **doubted,
        )
        self._ran |= judgement.verdict != Verdict.INTERNAL_ERROR
        self._note_exercise(event, submission.track, submission.exercise, sign_in)

    def _apply_draft(self, event: Event, body: DraftSaved, sign_in: NamedSignIn) -> None:
        """Keep the last text of each sign-in: within one the higher sequence wins, over them the newer sign-in."""
        key = (sign_in.sign_in_id, body.track, body.exercise)
        kept = self._gathered.drafts.get(key)
        if kept is None or event.sequence > kept.sequence:
            saved_at, _doubt = moment_of(event, sign_in.facts, self._work.now)
            self._gathered.drafts[key] = DraftText(
                learner_id=sign_in.learner_id,
                sequence=event.sequence,
                files=write_files(body.files),
                saved_at=saved_at,
                received_at=self._work.now,
            )
        self._note_exercise(event, body.track, body.exercise, sign_in)

    def _apply_hint(self, event: Event, body: HintTaken, sign_in: NamedSignIn, taken_at: datetime) -> None:
        """Keep a hint once, as it was taken first: a learner reads it again at each sign-in."""
        key = (sign_in.learner_id, body.track, body.exercise, body.number)
        self._gathered.hints.setdefault(key, HintTold(body.of, sign_in.sign_in_id, taken_at))
        self._note_exercise(event, body.track, body.exercise, sign_in)

    def _apply_hand(self, event: Event, body: HandRaised | HandLowered, sign_in: NamedSignIn, moment: datetime) -> None:
        if isinstance(body, HandLowered):
            hands.lower(self._work, sign_in.sign_in_id, event.sequence, moment)
            return
        raised = RaisedHand(
            hand_id=event.event_id,
            sign_in_id=sign_in.sign_in_id,
            learner_id=sign_in.learner_id,
            kiosk_id=self._kiosk_id,
            sequence=event.sequence,
            line=body.line,
            raised_at=moment,
            track=sign_in.last_track,
            exercise=sign_in.last_exercise,
        )
        hands.raise_hand(self._work, raised)

    def _sign_out(self, sign_in: NamedSignIn, left_at: datetime) -> None:
        learner_acts.note_signed_out(self._work, self._kiosk_id, sign_in.sign_in_id)
        if sign_in.ended_at is not None:
            sign_in.left_at(left_at)
            return
        # Where that time cannot be right, their work of just before may say when.
        left_at = max(left_at, sign_in.there_until or left_at)
        sign_in.ended_at = sign_in.over_at = left_at
        sign_ins.end_here(self._work, sign_in.sign_in_id, self._kiosk_id, left_at)

    def _note_exercise(self, event: Event, track: str, exercise: str, sign_in: NamedSignIn) -> None:
        # Whatever it is, who works is not idle.
        self._work.announce(work_topic(self._kiosk_id))
        if sign_in.last_sequence is not None and event.sequence < sign_in.last_sequence:
            return
        sign_in.last_track, sign_in.last_exercise, sign_in.last_sequence = track, exercise, event.sequence
        sign_in.is_noted = True
