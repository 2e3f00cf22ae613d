"""The minutes in which kiosks that nobody knows may ask for approval: a trainer opens them, and they end by themselves.

At any other time a stranger's key leaves nothing behind. Kiosks that are known are not touched by it.
"""

from datetime import datetime, timedelta
from typing import Final

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.kiosks.tables import EnrolmentWindowLine
from kiosk_agent.protocol.problem import ProblemCode

WINDOW_MINUTES: Final = 15
_THE_ONE: Final = 1


def open_now(work: Work) -> datetime:
    """Open it for WINDOW_MINUTES from now, also when it is open, and return its end."""
    closes_at = work.now + timedelta(minutes=WINDOW_MINUTES)
    work.rows.merge(EnrolmentWindowLine(window_id=_THE_ONE, closes_at=closes_at))
    audit.record(work, Action.ENROLMENT_OPENED, minutes=WINDOW_MINUTES)
    return closes_at


def close(work: Work) -> None:
    """Close it now, if it is open."""
    if (line := _line(work)) is not None:
        work.rows.delete(line)
        audit.record(work, Action.ENROLMENT_CLOSED)


def closes_at(work: Work) -> datetime | None:
    """Return when it closes by itself; None while it is closed."""
    line = _line(work)
    return line.closes_at if line is not None and line.closes_at > work.now else None


def is_overdue(work: Work) -> bool:
    """Tell whether its end has passed without a row of that in the log."""
    return _line(work) is not None and closes_at(work) is None


def close_overdue(work: Work) -> None:
    """Note that its end has passed."""
    if is_overdue(work):
        close(work)


def move(work: Work, step: timedelta) -> None:
    """Let it last as long as it was to, though the clock was set."""
    if (line := _line(work)) is not None:
        line.closes_at += step


def refuse_strangers(work: Work) -> None:
    """Raise KioskRequestRefused (enrolment_closed) unless it is open."""
    if closes_at(work) is None:
        hint = "press “Open for new kiosks” on the trainer's page of kiosks"
        message = "this kiosk is not known here, and the server is not open for new ones"
        raise KioskRequestRefused(403, ProblemCode.ENROLMENT_CLOSED, message, hint=hint)


def _line(work: Work) -> EnrolmentWindowLine | None:
    return work.rows.get(EnrolmentWindowLine, _THE_ONE)
