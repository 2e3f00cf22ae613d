"""The audit log: who did what, in opaque ids only, so that a name can be erased without breaking the chain."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What was done."""

    SITE_MADE = "site_made"
    SERVER_STARTED = "server_started"
    CLOCK_SET = "clock_set"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    ACCOUNT_CREATED = "account_created"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of an action
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an action
    LOGGED_IN = "logged_in"
    LOG_IN_REFUSED = "log_in_refused"
    LOGGED_OUT = "logged_out"
    ACT_REFUSED = "act_refused"
    ENROLMENT_OPENED = "enrolment_opened"
    ENROLMENT_CLOSED = "enrolment_closed"
    KIOSK_ENROLLED = "kiosk_enrolled"
    KIOSK_FORGOTTEN = "kiosk_forgotten"
    KIOSK_APPROVED = "kiosk_approved"
    KIOSK_REFUSED = "kiosk_refused"
    KIOSK_RENAMED = "kiosk_renamed"
    FINGERPRINT_DIFFERED = "fingerprint_differed"
    KIOSK_PLACED = "kiosk_placed"
    KIOSK_RETIRED = "kiosk_retired"
    KIOSK_REPLACED = "kiosk_replaced"
    ROOM_ADDED = "room_added"
    ROOM_RENAMED = "room_renamed"
    ROOM_ARRANGED = "room_arranged"
    ROOM_GIVEN_UP = "room_given_up"
    COHORT_ADDED = "cohort_added"
    LEARNER_ADDED = "learner_added"
    LEARNER_MOVED = "learner_moved"
    LEARNER_SUSPENDED = "learner_suspended"
    SUSPENSION_LIFTED = "suspension_lifted"
    NUMBER_GIVEN = "number_given"
    PIN_GIVEN = "pin_given"
    PIN_CHANGED = "pin_changed"
    SESSION_STARTED = "session_started"
    SESSION_CHANGED = "session_changed"
    SESSION_ENDED = "session_ended"
    EVERYONE_SENT_OUT = "everyone_sent_out"
    REASON_GIVEN = "reason_given"
    SLOT_ADDED = "slot_added"
    SLOT_CHANGED = "slot_changed"
    SLOT_ENDED = "slot_ended"
    HOLIDAY_ADDED = "holiday_added"
    HOLIDAY_ENDED = "holiday_ended"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_ENDED = "sign_in_ended"
    ATTEMPT_MADE = "attempt_made"
    EVENTS_RECEIVED = "events_received"
    EVENT_REFUSED = "event_refused"
    EVENT_TAKEN_IN = "event_taken_in"
    LOG_DIFFERED = "log_differed"
    LOG_CONTRADICTED = "log_contradicted"
    JAIL_FAULTED = "jail_faulted"
    KEY_TWOFOLD = "key_twofold"
    SCREEN_WATCHED = "screen_watched"
    SCREEN_LEFT = "screen_left"
    ACT_ASKED = "act_asked"
    ACT_LENGTHENED = "act_lengthened"
    ACT_WITHDRAWN = "act_withdrawn"
    ACT_DONE = "act_done"
    HAND_CLAIMED = "hand_claimed"
    HAND_ANSWERED = "hand_answered"
    HAND_RESOLVED = "hand_resolved"


@dataclass(frozen=True)
class AuditRow:
    """One line of the log. `facts` is canonical JSON; `row_hash` covers everything and the row before."""

    sequence: int
    at: datetime
    actor: str
    action: str
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
