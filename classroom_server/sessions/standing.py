"""What all kiosks in all rooms may do now, read once for all of them and kept until something changes."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from classroom_server.audit import seals
from classroom_server.core.database import Database, Work
from classroom_server.core.live.events import APPROVALS, Hub, is_kiosk_topic, is_session_topic, session_topic
from classroom_server.core.live.kept import KeptReading
from classroom_server.sessions import repository, service
from classroom_server.sessions.schemas import ApprovedStanding, ClassSession
from classroom_server.timetable import service as timetable

# Time alone changes which session is the next, and a locked screen shows none that has begun.
_NEXT_KEPT_SECONDS = 60.0


@dataclass(frozen=True)
class SiteStanding:
    """How everything stood at one moment."""

    sessions: Mapping[str, ClassSession]
    """Room -> the session that nothing has ended; its time may be over meanwhile."""
    approved: Mapping[str, ApprovedStanding]
    """By kiosk."""
    next_sessions: Mapping[str, datetime]
    """Room -> when its next session shall begin, as the timetable says."""
    log_head: str | None
    """LogHead in JSON, as it was signed last, for kiosks to keep."""

    def room_of(self, kiosk_id: str) -> str | None:
        """Return the room that an approved kiosk stands in."""
        kiosk = self.approved.get(kiosk_id)
        return kiosk.room_id if kiosk else None

    def session_at(self, kiosk_id: str) -> ClassSession | None:
        """Return the session to which an approved kiosk is open, if its room has one."""
        room_id = self.room_of(kiosk_id)
        return self.sessions.get(room_id) if room_id else None

    def next_session_at(self, kiosk_id: str) -> datetime | None:
        """Return when the next session of an approved kiosk's room shall begin, if the timetable has one."""
        room_id = self.room_of(kiosk_id)
        return self.next_sessions.get(room_id) if room_id else None


@dataclass(frozen=True)
class _NextSessions:
    """What the timetable said, after so many changes of sessions, at a second of the monotonic clock."""

    by_room: Mapping[str, datetime]
    changes: int
    read_at: float


class CurrentStanding:
    """Keeps what was read last. Used on the event loop only, but for what a publication calls, and for `shut`."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub
        self._shut: frozenset[str] = frozenset()
        self._guard = threading.Lock()
        self._changes_of_sessions = 0
        self._next_sessions: _NextSessions | None = None
        # Before the rows are read anew: what the timetable says may hang on what changed.
        hub.at_publication.append(self._note)
        self._kept = KeptReading(hub, self._read_rows, _is_change)

    def _note(self, topics: frozenset[str]) -> None:
        if any(map(is_session_topic, topics)):
            with self._guard:
                self._changes_of_sessions += 1

    def shut(self, session: ClassSession) -> None:
        """Let no kiosk be open in a session any more: it is told at once, before its end is written. From any thread.

        Until the server stops this holds also where nothing could be written.
        """
        with self._guard:
            self._shut |= {session.session_id}
        self._hub.publish(frozenset({session_topic(session.room_id)}))

    def is_shut(self, session_id: str) -> bool:
        """Tell whether a session was shut. From any thread."""
        with self._guard:
            return session_id in self._shut

    async def now(self, not_before: float = 0.0) -> SiteStanding:
        """Return how everything stands, as read at `not_before` (monotonic) or later.

        It is the newest that anybody has had by the time that the caller goes on.
        """
        return await self._kept.now(not_before)

    def _read_rows(self) -> SiteStanding:
        # Before the rows are: what changes meanwhile is worked out again next time.
        changes = self._changes_of_sessions
        with self._database.read() as work:
            head = seals.newest(work)
            return SiteStanding(
                sessions={
                    room_id: session
                    for room_id, session in service.in_rooms(work).items()
                    if session.session_id not in self._shut
                },
                approved=repository.approved(work),
                next_sessions=self._read_next_sessions(work, changes),
                log_head=head.model_dump_json() if head else None,
            )

    def _read_next_sessions(self, work: Work, changes: int) -> Mapping[str, datetime]:
        """Return what the timetable says, worked out anew when it or a session changed, and once a minute."""
        kept, now = self._next_sessions, time.monotonic()
        if kept is None or kept.changes != changes or now - kept.read_at > _NEXT_KEPT_SECONDS:
            found = timetable.next_in_rooms(work, service.last_of_slots(work))
            self._next_sessions = kept = _NextSessions(found, changes, now)
        return kept.by_room


def _is_change(topics: frozenset[str]) -> bool:
    return APPROVALS in topics or any(is_session_topic(topic) or is_kiosk_topic(topic) for topic in topics)


async def standing_of(connection: HTTPConnection) -> CurrentStanding:
    """Return this application's; a FastAPI dependency."""
    standing: CurrentStanding = connection.app.state.standing
    return standing


OurStanding = Annotated[CurrentStanding, Depends(standing_of)]
