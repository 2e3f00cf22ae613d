"""Whether an event may be what it says it is: pure rules over facts that the database gave."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from classroom_server.attempts.schemas import ClockDoubt, RefusalReason
from kiosk_agent.protocol.events import (
    ActDone,
    AttemptMade,
    DraftSaved,
    Event,
    ExerciseOpened,
    HandLowered,
    HandRaised,
    HintTaken,
    JailFaulted,
    SignedOut,
)
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS, LEASE_GRACE_SECONDS, LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.work_files import over_size

# A folder's name: what a track and an exercise are called on disk.
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_SKEW = timedelta(seconds=CLOCK_SKEW_SECONDS)
_GRACE = timedelta(seconds=LEASE_GRACE_SECONDS)


@dataclass(frozen=True)
class SignInFacts:
    """What is known of the sign-in that an event names."""

    kiosk_id: str
    started_at: datetime
    session_ends_at: datetime


def why_refused(event: Event, kiosk_id: str, sign_in: SignInFacts | None, judgement: str) -> RefusalReason | None:
    """Return why the event is refused, or None; `judgement` is an attempt's as it would be stored.

    That a sign-in has ended is no reason: late work is kept.
    """
    return _why_of_sign_in(event, kiosk_id, sign_in) or _why_of_body(event, judgement)


def _why_of_sign_in(event: Event, kiosk_id: str, sign_in: SignInFacts | None) -> RefusalReason | None:
    if event.sign_in_id is None:
        return None if isinstance(event.body, JailFaulted | ActDone) else RefusalReason.SIGN_IN_NEEDED
    if sign_in is None:
        return RefusalReason.SIGN_IN_UNKNOWN
    if sign_in.kiosk_id != kiosk_id:
        return RefusalReason.SIGN_IN_OF_ANOTHER_KIOSK
    return None


def moment_of(event: Event, sign_in: SignInFacts, now: datetime) -> tuple[datetime, ClockDoubt | None]:
    """Return when an event can have happened, the nearest to what the kiosk says, and why that cannot be right.

    Any clock may have been wrong or set: the kiosk's, and ours at the sign-in or now. The work is real all the same.
    """
    # Without the server a kiosk works on for the grace at most.
    latest = max(sign_in.started_at, min(now, sign_in.session_ends_at + _GRACE))
    return min(max(event.happened_at, sign_in.started_at), latest), _doubt(event.happened_at, sign_in, now)


def _doubt(said: datetime, sign_in: SignInFacts, now: datetime) -> ClockDoubt | None:
    if said < sign_in.started_at - _SKEW:
        return ClockDoubt.BEFORE_SIGN_IN
    if said > sign_in.session_ends_at + _GRACE + _SKEW:
        return ClockDoubt.AFTER_SESSION
    return ClockDoubt.IN_FUTURE if said > now + _SKEW else None


def _why_of_body(event: Event, judgement: str) -> RefusalReason | None:
    body = event.body
    match body:
        case AttemptMade():
            if len(judgement) > LOCAL_MESSAGE_BYTES:
                return RefusalReason.TOO_LARGE
            return _why_of_work(body.submission.track, body.submission.exercise, body.submission.files)
        case DraftSaved():
            return _why_of_work(body.track, body.exercise, body.files)
        case ExerciseOpened() | HintTaken():
            return _why_of_work(body.track, body.exercise, {})
        case HandRaised() | HandLowered() | SignedOut() | JailFaulted() | ActDone():
            return None
        case _:
            assert_never(body)


def _why_of_work(track: str, exercise: str, files: Mapping[str, str]) -> RefusalReason | None:
    if not (_SLUG.fullmatch(track) and _SLUG.fullmatch(exercise)):
        return RefusalReason.NAME_UNSUITABLE
    return RefusalReason.TOO_LARGE if over_size(files) else None
