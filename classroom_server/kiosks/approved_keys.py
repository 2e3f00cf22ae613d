"""Which kiosk holds a key: asked at every request, and read only now and then, or after an approval changed."""

import threading
import time
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool

from classroom_server.core.database import Database
from classroom_server.core.live.events import APPROVALS, Hub
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.schemas import EnrolledKiosk
from kiosk_agent.protocol.enrolment import Approval

# What was changed by another program than this one is published to nobody here.
KEPT_SECONDS: Final = 10.0


class ApprovedKeys:
    """Keeps approved kiosks alone: a stranger fills nothing. Used on the event loop only, but for publications."""

    def __init__(self, database: Database, hub: Hub, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self.seconds = seconds
        self._guard = threading.Lock()
        self._kept: dict[str, tuple[EnrolledKiosk, float]] = {}
        """With the second until which it is believed."""
        hub.at_publication.append(self._note)

    def _note(self, topics: frozenset[str]) -> None:
        if APPROVALS in topics:
            with self._guard:
                # Another dict: what is being read now was read before, and goes into the old one.
                self._kept = {}

    async def find(self, public_key: str) -> EnrolledKiosk | None:
        """Return the kiosk that holds a key, whatever it may do."""
        kept = self._kept
        kiosk, until = kept.get(public_key, (None, 0.0))
        now = self.seconds()
        if kiosk is None or until <= now:
            kiosk = await run_in_threadpool(self._read, public_key)
            kept.pop(public_key, None)
            if kiosk is not None and kiosk.approval is Approval.APPROVED:
                kept[public_key] = (kiosk, now + KEPT_SECONDS)
        return kiosk

    def _read(self, public_key: str) -> EnrolledKiosk | None:
        with self._database.read() as work:
            return kiosks.find_by_key(work, public_key)
