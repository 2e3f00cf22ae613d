"""How a refusal crosses the wire."""

from enum import StrEnum

from kiosk_agent.protocol.model import WireModel


class ProblemCode(StrEnum):
    """Why a request was refused; the receiver picks its own translated words by it."""

    SIGNATURE_INVALID = "signature_invalid"
    CLOCK_SKEW = "clock_skew"
    REQUEST_REPLAYED = "request_replayed"
    KIOSK_UNKNOWN = "kiosk_unknown"
    KIOSK_NOT_APPROVED = "kiosk_not_approved"
    ENROLMENT_CLOSED = "enrolment_closed"
    REQUEST_TOO_LARGE = "request_too_large"
    REQUEST_INVALID = "request_invalid"
    NO_SESSION = "no_session"
    NOT_IN_COHORT = "not_in_cohort"
    MAY_NOT_SIGN_IN = "may_not_sign_in"
    """The number and the PIN are right; why it is so is for staff to say."""
    PIN_WRONG = "pin_wrong"
    PIN_UNSUITABLE = "pin_unsuitable"
    SLOW_DOWN = "slow_down"
    SIGN_IN_UNKNOWN = "sign_in_unknown"
    STORAGE_FULL = "storage_full"
    SERVER_UNREACHABLE = "server_unreachable"
    INTERNAL = "internal"


class Problem(WireModel):
    """The body of every refusal."""

    code: ProblemCode
    message: str
    """In English, for logs and for IT; a learner reads the translation of `code`."""
    hint: str
    """The next step."""
    retry_after_seconds: float | None = None
    """Set with slow_down."""
