"""Where kiosks ask the classroom server: each path once, for both ends."""

from typing import Final

DEFAULT_PORT: Final = 8443
"""Where a classroom server listens that was not told otherwise."""
LAST_PORT: Final = 65535
KIOSK_PREFIX: Final = "/v1/"
"""All of them, and no page, begin with this."""
TIME_PATH: Final = f"{KIOSK_PREFIX}time"
ENROLMENTS_PATH: Final = f"{KIOSK_PREFIX}enrolments"
SIGN_INS_PATH: Final = f"{KIOSK_PREFIX}sign-ins"
PIN_PATH: Final = f"{SIGN_INS_PATH}/{{sign_in_id}}/pin"
"""A template, for a router."""
EVENTS_PATH: Final = f"{KIOSK_PREFIX}events"
STREAM_PATH: Final = f"{KIOSK_PREFIX}stream"
SCREENS_PATH: Final = f"{KIOSK_PREFIX}screens"


def pin_path(sign_in_id: str) -> str:
    """Return where the PIN of the learner who is signed in is changed."""
    return PIN_PATH.format(sign_in_id=sign_in_id)
