"""Finding sessions and reserving lease numbers."""

from sqlalchemy import select

from classroom_server.core.database import Work
from classroom_server.sessions.tables import LeaseCounter, SessionLine


def not_ended(work: Work) -> list[SessionLine]:
    """Return the sessions that nothing has ended yet, even if their time is over."""
    return list(work.rows.scalars(select(SessionLine).where(SessionLine.ended_at.is_(None))))


def reserve_lease_numbers(work: Work, count: int, at_least: int) -> int:
    """Set `count` numbers of `at_least` or more aside for good and return the first."""
    counter = work.rows.get(LeaseCounter, 1)
    if counter is None:
        counter = LeaseCounter(counter_id=1, reserved=0)
        work.rows.add(counter)
    first = max(counter.reserved + 1, at_least)
    counter.reserved = first + count - 1
    return first
