"""Signs out by order of the classroom server, and says so once nobody of that sign-in is there any more."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.protocol.acts.orders import ActOutcome, SignOutOrder, event_id_of
from kiosk_agent.protocol.events import ActDone

logger = logging.getLogger(__name__)
TELL_AGAIN_SECONDS: Final = 5.0


class SignOutOrders:
    """Carries them out. Also after a power cut, of which nobody signed out: the answer is that nobody is there."""

    def __init__(self, kiosk: ThisKiosk, uplink: Uplink, settled: Callable[[], Awaitable[None]]) -> None:
        """`settled` waits until who has left is on the disk as gone."""
        self._kiosk = kiosk
        self._uplink = uplink
        self._settled = settled

    async def run(self) -> None:
        """Wait for an order, carry it out, and go on for ever."""
        while True:
            changed = self._kiosk.changes.listen()
            order = self._kiosk.orders.sign_out()
            if order is not None and self._is_there(order):
                self._kiosk.end_sign_in()
            elif order is not None:
                await self._tell(order)
                continue
            await changed.wait()

    def _is_there(self, order: SignOutOrder) -> bool:
        """Tell whether their work may still come: the screen has some seconds for its last words."""
        signed_in = self._kiosk.signed_in
        return signed_in is not None and signed_in.sign_in.sign_in_id == order.sign_in_id

    async def _tell(self, order: SignOutOrder) -> None:
        if (enrolment := self._kiosk.enrolment) is None:
            raise AssertionError("orders without an enrolment")
        await self._settled()
        done = ActDone(act_id=order.act_id, outcome=ActOutcome.DONE)
        try:
            await self._uplink.record(done, event_id=event_id_of(enrolment.kiosk_id, order.act_id))
        except StorageFull as fault:
            logger.warning("that a learner is out cannot be kept: %s", fault.message)
            await asyncio.sleep(TELL_AGAIN_SECONDS)
            return
        self._kiosk.note_done(order.act_id)
