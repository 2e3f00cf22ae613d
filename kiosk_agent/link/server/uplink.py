"""Events go up: in order, in batches, again and again until the server has acknowledged each."""

import asyncio
import logging

from kiosk_agent.errors import ServerUnreachable, StorageFull
from kiosk_agent.link.outbox.disk import DiskThread
from kiosk_agent.link.outbox.outbox import Outbox
from kiosk_agent.link.server.backoff import Backoff
from kiosk_agent.link.server.server import ClassroomServer, ServerRefused
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.protocol.events import DraftSaved, Event, EventBatch, EventBody, Fate
from kiosk_agent.protocol.limits import DRAFT_SERVER_SECONDS, EVENTS_IN_BATCH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import CurrentSignIn

logger = logging.getLogger(__name__)
# A draft waits for the hands to rest, but not for long: half of the promise is left for the way.
DRAFT_REST_SECONDS = 2.0
DRAFT_LONGEST_SECONDS = DRAFT_SERVER_SECONDS / 2
UNSENDABLE = {ProblemCode.REQUEST_INVALID, ProblemCode.REQUEST_TOO_LARGE}


class Uplink:
    """Owns the outbox: what is recorded through it is delivered by it."""

    def __init__(self, kiosk: ThisKiosk, server: ClassroomServer, outbox: Outbox, disk: DiskThread) -> None:
        self._kiosk = kiosk
        self._server = server
        self._outbox = outbox
        self._disk = disk
        self._woken = asyncio.Event()
        self._worth_trying = asyncio.Event()
        self._due_at: float | None = 0.0  # whatever an earlier agent left goes at once
        self._oldest_draft_at: float | None = None
        self._at_most = EVENTS_IN_BATCH
        self._said = ""

    async def record(
        self, body: EventBody, *, event_id: str | None = None, learner: CurrentSignIn | None = None
    ) -> None:
        """Keep an event; it is on the disk when this returns. Raises StorageFull."""
        await self._disk.run(
            self._outbox.append,
            body,
            event_id=event_id,
            sign_in_id=learner.sign_in_id if learner else None,
            learner_id=learner.learner_id if learner else None,
        )
        await self._count()
        now = asyncio.get_running_loop().time()
        if isinstance(body, DraftSaved):
            self._oldest_draft_at = self._oldest_draft_at or now
            due_at = min(now + DRAFT_REST_SECONDS, self._oldest_draft_at + DRAFT_LONGEST_SECONDS)
            # Only another draft may push back what is due: an attempt already waits for nothing.
            self._due_at = due_at if self._due_at is None or self._due_at > now else self._due_at
            self._woken.set()
        else:
            self.hurry()

    def hurry(self) -> None:
        """Send what is there, without waiting for more."""
        self._due_at = 0.0
        self._woken.set()

    def try_again(self) -> None:
        """Do not wait for the next try: the server is back, or a person waits."""
        self._worth_trying.set()
        self.hurry()

    async def flush(self, seconds: float) -> bool:
        """Send everything, and tell whether the server had all that can be sent within `seconds`."""
        self.try_again()
        try:
            async with asyncio.timeout(seconds):
                while self._kiosk.waiting_events:
                    await self._kiosk.changes.listen().wait()
        except TimeoutError:
            return False
        return True

    async def run(self) -> None:
        """Deliver for ever."""
        backoff = Backoff()
        while True:
            await self._until_due()
            self._due_at = self._oldest_draft_at = None
            try:
                await self._count()
                while await self._deliver():
                    backoff.reset()
                    self._said = ""
            except (ServerUnreachable, ServerRefused, StorageFull) as error:
                self._say_once(error)
                self._worth_trying.clear()
                await _wait(self._worth_trying, backoff.next_seconds())
                self._due_at = 0.0

    def _say_once(self, error: Exception) -> None:
        # Tried every few seconds: only a new reason is news. A server that is away is said by the downlink.
        if not isinstance(error, ServerUnreachable) and str(error) != self._said:
            self._said = str(error)
            logger.warning("events do not leave now: %s", error)

    async def _until_due(self) -> None:
        loop = asyncio.get_running_loop()
        while self._due_at is None or self._due_at > loop.time():
            self._woken.clear()
            await _wait(self._woken, None if self._due_at is None else self._due_at - loop.time())

    async def _deliver(self) -> bool:
        """Send one batch, and tell whether there was one."""
        events = await self._disk.run(self._outbox.batch, self._at_most)
        if not events:
            await self._count()
            return False
        try:
            receipt = await self._server.deliver(EventBatch(events=events))
        except ServerRefused as refusal:
            if refusal.problem.code not in UNSENDABLE:
                raise
            await self._narrow(events, refusal)
            return True
        except ServerUnreachable:
            # Perhaps the way is too slow for so much in the time that a batch has.
            self._at_most = max(1, len(events) // 2)
            raise
        had = {event.event_id: receipt.fates[event.event_id] for event in events if event.event_id in receipt.fates}
        if not had:
            raise ServerUnreachable("the server acknowledged nothing of a batch", hint="read the server's log")
        for event_id, fate in had.items():
            if fate is Fate.REFUSED:
                logger.warning("the server keeps event %s as refused", event_id)
        await self._disk.run(self._outbox.acknowledge, had)
        self._at_most = EVENTS_IN_BATCH
        await self._count()
        return True

    async def _narrow(self, events: tuple[Event, ...], refusal: ServerRefused) -> None:
        """One event of these makes the server refuse all: halve until it is alone, and let the others pass it."""
        if len(events) > 1:
            self._at_most = len(events) // 2
            return
        logger.error("event %s cannot be delivered and stays here: %s", events[0].event_id, refusal)
        await self._disk.run(self._outbox.pass_over, events[0].event_id, events[0].sign_in_id)
        self._at_most = EVENTS_IN_BATCH

    async def _count(self) -> None:
        waiting, held = await self._disk.run(self._outbox.waiting), self._outbox.held_sign_ins
        if (waiting, held) != (self._kiosk.waiting_events, self._kiosk.held_sign_ins):
            self._kiosk.waiting_events, self._kiosk.held_sign_ins = waiting, held
            self._kiosk.changes.send()


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
