"""What all kiosks in all rooms may do now, read once for all of them and kept until something changes."""

import asyncio
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from classroom_server.audit import seals
from classroom_server.core.database import Database
from classroom_server.core.events import APPROVALS, SESSIONS, Hub, is_kiosk_topic
from classroom_server.sessions import repository, service
from classroom_server.sessions.schemas import ApprovedStanding, ClassSession

# Another program (a command, a restored copy) may change rows without a word.
_KEPT_SECONDS = 2.0


@dataclass(frozen=True)
class SiteStanding:
    """How everything stood at one moment."""

    sessions: Mapping[str, ClassSession]
    """Room -> the session that nothing has ended; its time may be over meanwhile."""
    approved: Mapping[str, ApprovedStanding]
    """By kiosk."""
    log_head: str | None
    """LogHead in JSON, as it was signed last, for kiosks to keep."""
    read_at: float
    """Seconds of the monotonic clock."""

    def session_at(self, kiosk_id: str) -> ClassSession | None:
        """Return the session to which an approved kiosk is open, if its room has one."""
        kiosk = self.approved.get(kiosk_id)
        return self.sessions.get(kiosk.room_id) if kiosk and kiosk.room_id else None


class CurrentStanding:
    """Keeps what was read last. Used on the event loop only, but for what a publication calls."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._changes = 0
        self._kept: tuple[int, SiteStanding] | None = None
        self._reading: asyncio.Task[None] | None = None
        hub.at_publication.append(self._note)

    def _note(self, topics: frozenset[str]) -> None:
        if not topics.isdisjoint((SESSIONS, APPROVALS)) or any(map(is_kiosk_topic, topics)):
            with self._guard:
                self._changes += 1

    async def now(self, not_before: float = 0.0) -> SiteStanding:
        """Return how everything stands, as read at `not_before` (monotonic) or later.

        It is the newest that anybody has had by the time that the caller goes on.
        """
        while (standing := self._fresh(not_before)) is None:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
            await asyncio.shield(self._reading)
        return standing

    def _fresh(self, not_before: float) -> SiteStanding | None:
        if self._kept is None:
            return None
        changes, standing = self._kept
        oldest = max(not_before, time.monotonic() - _KEPT_SECONDS)
        return standing if changes == self._changes and standing.read_at >= oldest else None

    async def _read(self) -> None:
        changes = self._changes
        self._kept = changes, await run_in_threadpool(self._read_rows)

    def _read_rows(self) -> SiteStanding:
        read_at = time.monotonic()
        with self._database.read() as work:
            head = seals.newest(work)
            return SiteStanding(
                sessions=service.in_rooms(work),
                approved=repository.approved(work),
                log_head=head.model_dump_json() if head else None,
                read_at=read_at,
            )


async def standing_of(connection: HTTPConnection) -> CurrentStanding:
    """Return this application's; a FastAPI dependency."""
    standing: CurrentStanding = connection.app.state.standing
    return standing


OurStanding = Annotated[CurrentStanding, Depends(standing_of)]
