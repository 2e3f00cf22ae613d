"""When kiosks were there, as the register needs it: true after a cut of the power, a pulled cable and a restart."""

from datetime import datetime, timedelta

from classroom_server.core.database import Work
from classroom_server.presence import repository
from classroom_server.presence.schemas import PresenceInterval


def intervals(work: Work, kiosk_id: str, begin: datetime, end: datetime) -> tuple[PresenceInterval, ...]:
    """Return a kiosk's intervals that reach into the time between two moments, whole, the earliest first.

    They do not overlap, save where the server's clock was set back between them: the same time was then twice.
    """
    return repository.between(work, kiosk_id, begin, end)


def seconds_there(work: Work, kiosk_id: str, begin: datetime, end: datetime) -> float:
    """Return how many seconds between two moments a kiosk was there; an interval that goes on counts as far as heard.

    What is stored lags the truth by eleven seconds at most (recorder.py).
    """
    return sum(each.seconds_within(begin, end) for each in repository.between(work, kiosk_id, begin, end))


def close_left_open(work: Work) -> None:
    """End what a server that was killed, or a machine that slept, left open: nobody knows more than was heard."""
    repository.close_all(work)


def move_open(work: Work, step: timedelta) -> None:
    """Let intervals that go on be as long as they are, though the clock is set by `step`."""
    repository.move_open(work, step)
