"""Signing a learner in by number and PIN, and the change of a PIN."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from classroom_server.attempts import progress
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import Actor
from classroom_server.core.database import Database, Work
from classroom_server.core.errors import KioskRequestRefused, must_wait
from classroom_server.core.limits import slowing
from classroom_server.core.live.events import kiosk_topic
from classroom_server.core.secret_hashes import BUSY_SECONDS, PINS, HashingBusy, is_suitable_pin
from classroom_server.learners import repository as learners
from classroom_server.learners import suspensions
from classroom_server.learners.tables import LearnerLine
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins import repository
from classroom_server.sign_ins import service as sign_ins
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInReply, SignInRequest

WAIT_HINT = "wait as long as the screen says, then try again"


IsShut = Callable[[str], bool]


@dataclass(frozen=True)
class _PinTry:
    learner_id: str
    pin_hash: str | None


def none_is_shut(_session_id: str) -> bool:
    """Tell that everyone may be in any session that is on."""
    return False


def sign_in(database: Database, kiosk_id: str, request: SignInRequest, is_shut: IsShut = none_is_shut) -> SignInReply:
    """Sign a learner in at a kiosk; their sign-in elsewhere and whoever was here are signed out.

    The PIN is checked between two transactions, since that is slow on purpose; the second makes sure that nothing
    it rests on has changed. `is_shut` tells of a session that everyone was sent out of, though that may not be written.

    Raises KioskRequestRefused (no_session, slow_down, pin_wrong, may_not_sign_in, not_in_cohort).
    """
    try:
        with PINS.admitted():
            tried = _begin_try(database, kiosk_id, request, is_shut)
            fits = PINS.fits(tried.pin_hash, request.pin)
    except HashingBusy as busy:
        raise _busy() from busy
    with database.write(Actor.kiosk(kiosk_id)) as work:
        outcome = _finish_try(work, kiosk_id, request, tried, is_shut, fits=fits)
    if isinstance(outcome, KioskRequestRefused):
        raise outcome
    return outcome


def _session(work: Work, kiosk_id: str, is_shut: IsShut) -> ClassSession | None:
    session = sessions.at_kiosk(work, kiosk_id)
    return None if session is None or is_shut(session.session_id) else session


def _begin_try(database: Database, kiosk_id: str, request: SignInRequest, is_shut: IsShut) -> _PinTry:
    with database.write(Actor.kiosk(kiosk_id)) as work:
        if _session(work, kiosk_id, is_shut) is None:
            raise _no_session()
        wait = slowing.wait_seconds(work, _place(kiosk_id))
        if wait > 0:
            raise must_wait(wait, "too many wrong tries at this kiosk", hint=WAIT_HINT)
        present = learners.by_number(work, request.number.upper())
        learner_id = present.learner.learner_id if present else ""
        slowing.note(work, _place(kiosk_id), learner_id)
        return _PinTry(learner_id, present.learner.pin_hash if present else None)


def _finish_try(
    work: Work, kiosk_id: str, request: SignInRequest, tried: _PinTry, is_shut: IsShut, *, fits: bool
) -> SignInReply | KioskRequestRefused:
    """Return a refusal rather than raise it: what it wrote (the log) must be kept."""
    learner = work.rows.get(LearnerLine, tried.learner_id) if fits else None
    if learner is None or learner.pin_hash != tried.pin_hash:
        audit.record(work, Action.SIGN_IN_REFUSED, tried.learner_id, why=ProblemCode.PIN_WRONG.value)
        hint = "type the number and the PIN again; a trainer can print a new slip"
        return KioskRequestRefused(403, ProblemCode.PIN_WRONG, "the number or the PIN is not right", hint=hint)
    if suspensions.current(work, learner.learner_id) is not None:
        # The try counts as a wrong one does: whoever is told this was right by number and PIN.
        audit.record(work, Action.SIGN_IN_REFUSED, learner.learner_id, why=ProblemCode.MAY_NOT_SIGN_IN.value)
        hint = "ask the trainer, who sees on the learner's page why and until when"
        return KioskRequestRefused(403, ProblemCode.MAY_NOT_SIGN_IN, "this learner may not sign in now", hint=hint)
    slowing.forgive(work, _place(kiosk_id), learner.learner_id)
    session = _session(work, kiosk_id, is_shut)
    if session is None:
        return _no_session()
    present = learners.by_id(work, learner.learner_id)
    if present is None or present.cohort.cohort_id != session.cohort_id:
        audit.record(work, Action.SIGN_IN_REFUSED, learner.learner_id, why=ProblemCode.NOT_IN_COHORT.value)
        sign_ins.note_turned_away(work, kiosk_id, learner.learner_id, session.session_id)
        hint = "ask the trainer to move the learner to this cohort"
        return KioskRequestRefused(403, ProblemCode.NOT_IN_COHORT, "this session is for another cohort", hint=hint)
    return _start(work, kiosk_id, session.session_id, request, learner)


def _start(work: Work, kiosk_id: str, session_id: str, request: SignInRequest, learner: LearnerLine) -> SignInReply:
    for line in repository.open_of_kiosk_or_learner(work, kiosk_id, learner.learner_id):
        sign_ins.end_one(work, line, SignInEnd.ELSEWHERE if line.kiosk_id != kiosk_id else SignInEnd.REPLACED)
    line = SignInLine(
        sign_in_id=str(uuid.uuid4()),
        kiosk_id=kiosk_id,
        learner_id=learner.learner_id,
        session_id=session_id,
        language=request.language,
        started_at=work.now,
    )
    work.rows.add(line)
    sign_ins.note_let_in(work, kiosk_id, learner.learner_id)
    audit.record(work, Action.SIGNED_IN, line.sign_in_id, learner=learner.learner_id, session=session_id)
    work.announce(kiosk_topic(kiosk_id))
    last = repository.last_exercise(work, learner.learner_id)
    return SignInReply(
        sign_in_id=line.sign_in_id,
        learner_id=learner.learner_id,
        display_name=learner.display_name,
        must_change_pin=learner.must_change_pin,
        drafts=progress.current_drafts(work, learner.learner_id),
        passed=progress.passed(work, learner.learner_id, progress.PASSED_SENT),
        last_exercise=f"{last.last_track}/{last.last_exercise}" if last else None,
    )


def change_pin(database: Database, kiosk_id: str, sign_in_id: str, new_pin: str) -> None:
    """Change the PIN of the learner who is signed in.

    Raises KioskRequestRefused (sign_in_unknown, pin_unsuitable, slow_down).
    """
    try:
        with PINS.admitted():
            _change_pin(database, kiosk_id, sign_in_id, new_pin)
    except HashingBusy as busy:
        raise _busy() from busy


def _change_pin(database: Database, kiosk_id: str, sign_in_id: str, new_pin: str) -> None:
    with database.read() as work:
        learner = _learner_here(work, kiosk_id, sign_in_id)
        present = learners.by_id(work, learner.learner_id)
        number, old_hash = present.number.number if present else "", learner.pin_hash
    if not is_suitable_pin(new_pin, number) or PINS.fits(old_hash, new_pin):
        raise KioskRequestRefused(
            422,
            ProblemCode.PIN_UNSUITABLE,
            "this PIN is too easy to guess, or the old one",
            hint="choose six digits that are no run, no repeat and not the learner number",
        )
    new_hash = PINS.hash(new_pin)
    with database.write(Actor.kiosk(kiosk_id)) as work:
        learner = _learner_here(work, kiosk_id, sign_in_id)
        if learner.pin_hash != old_hash:
            raise _sign_in_unknown()
        learner.pin_hash = new_hash
        learner.must_change_pin = False
        audit.record(work, Action.PIN_CHANGED, learner.learner_id)


def _learner_here(work: Work, kiosk_id: str, sign_in_id: str) -> LearnerLine:
    line = repository.by_id(work, sign_in_id)
    learner = work.rows.get(LearnerLine, line.learner_id) if line else None
    if line is None or line.kiosk_id != kiosk_id or line.ended_at is not None or learner is None:
        raise _sign_in_unknown()
    return learner


def _place(kiosk_id: str) -> str:
    return f"kiosk:{kiosk_id}"


def _sign_in_unknown() -> KioskRequestRefused:
    message = "nobody is signed in at this kiosk under this sign-in"
    return KioskRequestRefused(404, ProblemCode.SIGN_IN_UNKNOWN, message, hint="sign in again")


def _no_session() -> KioskRequestRefused:
    hint = "a trainer starts one on the room page"
    return KioskRequestRefused(409, ProblemCode.NO_SESSION, "no session is open", hint=hint)


def _busy() -> KioskRequestRefused:
    return must_wait(BUSY_SECONDS, "too many PINs wait to be checked", hint=WAIT_HINT)
