"""What can be done with sessions."""

from classroom_server.database import Work
from classroom_server.sessions.schemas import ClassSession

MINUTES_MAXIMUM = 12 * 60


def start(work: Work, cohort_id: str, minutes: int, title: str = "") -> ClassSession:
    """Open every approved kiosk to a cohort for some minutes (1 to 720). An empty title becomes the cohort's name.

    Raises Refused (not_found, cohort_empty, minutes_unsuitable, name_unsuitable, session_already_open).
    """
    raise NotImplementedError


def set_minutes_left(work: Work, session_id: str, minutes: int) -> ClassSession:
    """Let the open session end in so many minutes from now.

    Raises Refused (not_found, minutes_unsuitable, session_already_ended).
    """
    raise NotImplementedError


def end(work: Work, session_id: str) -> ClassSession:
    """End the session now: kiosks lock within seconds, with the work saved; everyone is signed out.

    Raises Refused (not_found, session_already_ended).
    """
    raise NotImplementedError


def current(work: Work) -> ClassSession | None:
    """Return the open session, if there is one."""
    raise NotImplementedError


def latest(work: Work, limit: int = 50) -> tuple[ClassSession, ...]:
    """Return the latest sessions, the newest first."""
    raise NotImplementedError
