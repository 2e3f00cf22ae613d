"""The server's word comes down: approval first, then one stream of leases and what else it may know."""

import asyncio
import logging

from httpx_sse import ServerSentEvent
from pydantic import ValidationError

from kiosk_agent.errors import ServerUnreachable, StorageFull
from kiosk_agent.link.server.backoff import Backoff
from kiosk_agent.link.server.server import ClassroomServer, ServerRefused
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.link.state.wired import wired_addresses
from kiosk_agent.protocol.enrolment import Approval, EnrolmentReply, EnrolmentRequest
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInEnded, StreamEvent

logger = logging.getLogger(__name__)
ASK_AGAIN_SECONDS = 2.0
REFUSED_ASK_AGAIN_SECONDS = 10.0
# Whoever opens the server for new kiosks stands before this one, and waits.
CLOSED_ASK_AGAIN_SECONDS = 4.0
# Far under the five minutes that the server lets a signature be off.
CLOCK_TOLERANCE_SECONDS = 30.0
DISOWNED = {ProblemCode.KIOSK_UNKNOWN, ProblemCode.KIOSK_NOT_APPROVED}


class Downlink:
    """Keeps the stream open."""

    def __init__(self, kiosk: ThisKiosk, server: ClassroomServer, uplink: Uplink, enrolment: EnrolmentRequest) -> None:
        self._kiosk = kiosk
        self._server = server
        self._uplink = uplink
        self._enrolment = enrolment
        self._backoff = Backoff()

    async def run(self) -> None:
        """Enrol, listen, and begin again whenever that ends."""
        while True:
            try:
                # Also when approved long ago: the trainer may have given the kiosk another name.
                await self._enrol()
                await self._listen()
            except ServerRefused as refusal:
                self._refused(refusal)
            except ServerUnreachable as error:
                # What answers next may have been started anew: it takes nothing that is signed with the mark of before.
                self._kiosk.clock.doubt()
                logger.debug("%s", error.message)
            except StorageFull as error:
                logger.debug("%s", error.message)
            await asyncio.sleep(self._backoff.next_seconds())

    def _refused(self, refusal: ServerRefused) -> None:
        logger.warning("the server refuses this kiosk: %s", refusal)
        if refusal.problem.code in DISOWNED:
            self._kiosk.disowned()
        elif refusal.problem.code is ProblemCode.CLOCK_SKEW:
            # The next request begins with the server's time.
            self._kiosk.clock.doubt()

    async def _enrol(self) -> None:
        while True:
            reply = await self._ask_to_enrol()
            self._backoff.reset()
            if reply is None:
                await asyncio.sleep(CLOSED_ASK_AGAIN_SECONDS)
                continue
            self._kiosk.enrolled(reply)
            if reply.approval is Approval.APPROVED:
                return
            refused = reply.approval is Approval.REFUSED
            await asyncio.sleep(REFUSED_ASK_AGAIN_SECONDS if refused else ASK_AGAIN_SECONDS)

    async def _ask_to_enrol(self) -> EnrolmentReply | None:
        """Return where this kiosk stands, or None when the server takes no new ones now."""
        try:
            # A card may have been changed, in a machine that was off or on a USB socket.
            now = {"log_head": self._kiosk.witness.head, "wired_addresses": wired_addresses()}
            shown = self._enrolment.model_copy(update=now)
            return await self._server.enrol(shown)
        except ServerRefused as refusal:
            if refusal.problem.code is not ProblemCode.ENROLMENT_CLOSED:
                raise
        if not self._kiosk.enrolment_closed:
            logger.info("the server does not know this kiosk, and is not open for new ones")
        self._kiosk.disowned(enrolment_closed=True)
        return None

    async def _listen(self) -> None:
        try:
            async with self._server.stream() as events:
                self._uplink.try_again()
                async for event in events:
                    self._backoff.reset()
                    await self._take(event)
        finally:
            self._kiosk.end_watch()

    async def _take(self, event: ServerSentEvent) -> None:
        match event.event:
            case StreamEvent.LEASE | StreamEvent.CLOSED:
                terms = self._kiosk.take_terms(event.data)
                if terms and self._kiosk.clock.differs_from(terms.issued_at) > CLOCK_TOLERANCE_SECONDS:
                    await self._server.sync_clock()
            case StreamEvent.SIGNED_OUT:
                self._sign_out(event.data)
            case StreamEvent.LOG_HEAD:
                self._kiosk.take_log_head(event.data)
            case StreamEvent.ORDERS:
                self._kiosk.take_orders(event.data)
            case StreamEvent.SCREEN_WATCH:
                self._kiosk.take_watch(event.data)
            case _:
                logger.warning("the server sent an event that this kiosk does not know: %s", event.event)

    def _sign_out(self, said: str) -> None:
        try:
            ended = SignInEnded.model_validate_json(said)
        except ValidationError:
            logger.warning("the server sent a sign-out that cannot be read")
            return
        if self._kiosk.learner and self._kiosk.learner.sign_in_id == ended.sign_in_id:
            self._kiosk.end_sign_in()
