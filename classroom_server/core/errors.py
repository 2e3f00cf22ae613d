"""Refusals: what a person or a kiosk asked for and cannot have, each with a code to translate and a next step."""

from enum import StrEnum

from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.problem import Problem, ProblemCode


class CannotListen(OutsetError):
    """Another program listens where the server was told to."""


class FolderInUse(OutsetError):
    """Another server works in this folder."""


class DatabaseBusy(OutsetError):
    """Another program holds the database for so long that nothing could be done."""


class DatabaseUnusable(OutsetError):
    """The database file cannot be opened or is not one of ours."""


class BackupUnusable(OutsetError):
    """A file that should be a backup is none, or not whole."""


class SiteUnusable(OutsetError):
    """The site's keys or certificates are missing, broken or readable by others."""


class RefusalCode(StrEnum):
    """Why a trainer's request was refused; the pages pick their own translated words by it."""

    NOT_FOUND = "not_found"
    NAME_UNSUITABLE = "name_unsuitable"
    NAME_TAKEN = "name_taken"
    NUMBER_UNSUITABLE = "number_unsuitable"
    NUMBER_TAKEN = "number_taken"
    MINUTES_UNSUITABLE = "minutes_unsuitable"
    MINUTES_TOO_FEW = "minutes_too_few"
    ROOMS_TOO_MANY = "rooms_too_many"
    ROOM_IN_USE = "room_in_use"
    LAST_ROOM = "last_room"
    ROOM_HAS_SLOTS = "room_has_slots"
    SEAT_UNSUITABLE = "seat_unsuitable"
    SEAT_TAKEN = "seat_taken"
    DATE_UNREADABLE = "date_unreadable"
    DATE_UNSUITABLE = "date_unsuitable"
    PLAN_CHANGED = "plan_changed"
    COHORT_EMPTY = "cohort_empty"
    SESSION_ALREADY_OPEN = "session_already_open"
    SESSION_ALREADY_ENDED = "session_already_ended"
    SLOT_TIMES_UNSUITABLE = "slot_times_unsuitable"
    SLOT_OVERLAPS = "slot_overlaps"
    SLOTS_TOO_MANY = "slots_too_many"
    WEEKDAY_MISSING = "weekday_missing"
    DAYS_UNSUITABLE = "days_unsuitable"
    WEEKDAY_OUTSIDE = "weekday_outside"
    HOLIDAYS_TOO_MANY = "holidays_too_many"
    KIOSKS_MISSING = "kiosks_missing"
    KIOSKS_NOT_CHOSEN = "kiosks_not_chosen"
    SHOWING_UNSUITABLE = "showing_unsuitable"
    EXERCISE_UNKNOWN = "exercise_unknown"
    NOBODY_AWAY = "nobody_away"
    NOBODY_SIGNED_IN = "nobody_signed_in"
    OTHERS_SIGNED_IN = "others_signed_in"
    ATTENTION_UNSUITABLE = "attention_unsuitable"
    MESSAGE_UNSUITABLE = "message_unsuitable"
    ACT_OVER = "act_over"
    HAND_DOWN = "hand_down"
    HAND_CLAIMED = "hand_claimed"
    ANSWER_UNSUITABLE = "answer_unsuitable"


class Refused(OutsetError):
    """A trainer's request that cannot be done as asked; nothing of it was done."""

    def __init__(self, code: RefusalCode, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.code = code


class NotAllowed(OutsetError):
    """Somebody's act that none of their roles may do; nothing of it was done, and nothing was looked at for it."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"this needs the permission {permission}", hint="ask IT, if your work needs it")
        self.permission = permission


class KioskRequestRefused(Exception):
    """A kiosk's request that is refused as a whole; nothing of it was done. Becomes an HTTP answer with a Problem."""

    def __init__(
        self, status: int, code: ProblemCode, message: str, *, hint: str, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.problem = Problem(code=code, message=message, hint=hint, retry_after_seconds=retry_after_seconds)


def must_wait(seconds: float, message: str, *, hint: str) -> KioskRequestRefused:
    """Return the refusal of a kiosk that asks too often, or at a moment when too many do."""
    return KioskRequestRefused(429, ProblemCode.SLOW_DOWN, message, hint=hint, retry_after_seconds=seconds)
