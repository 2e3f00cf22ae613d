"""A session: a timed class of one cohort in one room. The kiosks of the room are open while one is, else locked."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True)
class ClassSession:
    """A session that was started. Open while `ended_at` is None and the server's clock is before `ends_at`."""

    session_id: str
    room_id: str
    cohort_id: str
    title: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    slot_id: str | None = None
    """The slot of the timetable that it was started for."""


class Planned(NamedTuple):
    """What a session is started for."""

    slot_id: str
    ends_at: datetime | None
    """When the slot ends, for a session that shall end with it."""


class ApprovedStanding(NamedTuple):
    """How an approved kiosk stands."""

    room_id: str | None
    """None for one that stands in no room: it is locked."""
    signed_out: str | None
    """Its last sign-in if that was ended by staff, elsewhere or with the session: it must be told."""
    acts: frozenset[str] = frozenset()
    """What its image knows of what can be asked of kiosks."""


@dataclass(frozen=True)
class EndedSession:
    """A session that was just ended, and how many learners that signed out."""

    session: ClassSession
    signed_out: int
