"""A sign-in: one learner at one kiosk within one session."""

from enum import StrEnum


class SignInEnd(StrEnum):
    """Why a sign-in ended."""

    LEARNER = "learner"
    ELSEWHERE = "elsewhere"
    """The same learner signed in at another kiosk."""
    REPLACED = "replaced"
    """Another learner signed in at the same kiosk."""
    STAFF = "staff"
    SESSION = "session"
    """The session ended."""
    MOVED = "moved"
    """The learner was put into another cohort, and the session is not theirs any more."""
    SUSPENDED = "suspended"


BY_OTHERS = (SignInEnd.STAFF, SignInEnd.ELSEWHERE, SignInEnd.SESSION, SignInEnd.MOVED, SignInEnd.SUSPENDED)
"""The kiosk does not know of such an end by itself: it must be told."""
