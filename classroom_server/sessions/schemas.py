"""A session: a timed class of one cohort. Kiosks are open while one is, and locked otherwise."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ClassSession:
    """A session that was started. Open while `ended_at` is None and the server's clock is before `ends_at`."""

    session_id: str
    cohort_id: str
    title: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class EndedSession:
    """A session that was just ended, and how many learners that signed out."""

    session: ClassSession
    signed_out: int
