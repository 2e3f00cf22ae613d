"""The audit log: who did what, in opaque ids only, so that a name can be erased without breaking the chain."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self


class ActorKind(StrEnum):
    """Who can act."""

    ACCOUNT = "account"
    KIOSK = "kiosk"
    COMMAND = "command"
    """Somebody at the server's own command line."""
    CLOCK = "clock"
    """The server itself, because a time came."""
    NOBODY = "nobody"
    """Somebody not known yet: a log-in or an enrolment."""


@dataclass(frozen=True)
class Actor:
    """Who acts in a transaction. Written as "kind:id"."""

    kind: ActorKind
    actor_id: str = ""

    @classmethod
    def account(cls, account_id: str) -> Self:
        """Return a trainer as the actor."""
        return cls(ActorKind.ACCOUNT, account_id)

    @classmethod
    def kiosk(cls, kiosk_id: str) -> Self:
        """Return a kiosk as the actor."""
        return cls(ActorKind.KIOSK, kiosk_id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.actor_id}" if self.actor_id else str(self.kind)


COMMAND = Actor(ActorKind.COMMAND)
CLOCK = Actor(ActorKind.CLOCK)
NOBODY = Actor(ActorKind.NOBODY)


class Act(StrEnum):
    """What was done."""

    SITE_MADE = "site_made"
    SERVER_STARTED = "server_started"
    ACCOUNT_CREATED = "account_created"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an act
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    LOGGED_IN = "logged_in"
    LOG_IN_REFUSED = "log_in_refused"
    LOGGED_OUT = "logged_out"
    KIOSK_ENROLLED = "kiosk_enrolled"
    KIOSK_FORGOTTEN = "kiosk_forgotten"
    KIOSK_APPROVED = "kiosk_approved"
    KIOSK_REFUSED = "kiosk_refused"
    KIOSK_RENAMED = "kiosk_renamed"
    FINGERPRINT_DIFFERED = "fingerprint_differed"
    COHORT_ADDED = "cohort_added"
    COHORT_RENAMED = "cohort_renamed"
    LEARNER_ADDED = "learner_added"
    LEARNER_MOVED = "learner_moved"
    NUMBER_GIVEN = "number_given"
    PIN_GIVEN = "pin_given"
    PIN_CHANGED = "pin_changed"
    SESSION_STARTED = "session_started"
    SESSION_CHANGED = "session_changed"
    SESSION_ENDED = "session_ended"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_ENDED = "sign_in_ended"
    ATTEMPT_MADE = "attempt_made"
    EVENTS_RECEIVED = "events_received"
    EVENT_REFUSED = "event_refused"
    JAIL_FAULTED = "jail_faulted"


@dataclass(frozen=True)
class AuditRow:
    """One line of the log. `facts` is canonical JSON; `row_hash` covers everything and the row before."""

    sequence: int
    at: datetime
    actor: str
    act: str
    subject: str
    facts: str
    previous_hash: str
    row_hash: str


@dataclass(frozen=True)
class ChainState:
    """What a check of the whole log found. `broken_at` is the first sequence that does not fit, else None."""

    rows: int
    head: str
    broken_at: int | None
    reason: str
