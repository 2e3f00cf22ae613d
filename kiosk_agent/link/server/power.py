"""Restarts or switches this machine off by order of the classroom server: once an order, and with the work kept first.

A power cut between any two lines costs nothing and repeats nothing: an order is on the disk before anything is done
for it, and one that was taken in an earlier start of the machine is done, and is said to be.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from kiosk_agent.errors import StorageFull
from kiosk_agent.link.server.uplink import Uplink
from kiosk_agent.link.state.kiosk import LAST_WORDS_SECONDS, ThisKiosk
from kiosk_agent.link.state.power_memory import TakenOrder
from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome, PowerOrder, event_id_of
from kiosk_agent.protocol.events import ActDone

logger = logging.getLogger(__name__)
# The last draft is handed in, and its learner signed out, within this; what is on the disk is safe without it.
LEAVING_SECONDS: Final = LAST_WORDS_SECONDS + 3.0
# The server is told what it can be told now; the rest it hears when the machine is up again.
FLUSH_SECONDS: Final = 3.0
# A machine that is up still after this long did not go down.
GOING_SECONDS: Final = 30.0
ASKED_BY: Final = {ActKind.RESTART: "restart", ActKind.POWER_OFF: "power-off"}
"""The file that the machine's service manager waits for."""


class PowerOrders:
    """Carries them out."""

    def __init__(
        self,
        kiosk: ThisKiosk,
        uplink: Uplink,
        nobody_is_in: Callable[[], Awaitable[None]],
        *,
        state_folder: Path,
        power_folder: Path,
    ) -> None:
        """`nobody_is_in` waits until that is so, and on the disk; the machine's service manager looks at the last."""
        self._kiosk = kiosk
        self._uplink = uplink
        self._nobody_is_in = nobody_is_in
        self._state_folder = state_folder
        self._power_folder = power_folder
        self._taken = TakenOrder.load(state_folder)
        self._in_vain = ""
        """The act by which this machine should have gone off, and is up still."""

    async def run(self) -> None:
        """Wait for an order, carry it out, and go on for ever."""
        while True:
            changed = self._kiosk.changes.listen()
            await self._tell_of_earlier_start()
            order = self._order()
            if order is None and not self._has_promised():
                self._kiosk.stay_up()
                await changed.wait()
                continue
            try:
                if order is None:
                    await self._keep_word()
                else:
                    # What is not remembered would be done again and again.
                    self._take(order)
                    await self._carry_out(order)
            except (StorageFull, OSError) as fault:
                logger.error("an order to go down is not carried out now: %s", fault)  # noqa: TRY400
                self._kiosk.stay_up()
                await asyncio.sleep(GOING_SECONDS)

    def _order(self) -> PowerOrder | None:
        """Return the order that is to be carried out now."""
        order, taken = self._kiosk.orders.power(), self._taken
        if order is None or order.act_id == self._in_vain:
            return None
        if taken is not None and not taken.allows(order, self._kiosk.orders.sequence, self._kiosk.boot.id):
            return None
        return order

    async def _carry_out(self, order: PowerOrder) -> None:
        logger.info("by order of the server: %s", order.kind)
        self._kiosk.go_down(order.kind)
        await self._see_learner_off()
        await self._uplink.flush(FLUSH_SECONDS)
        now = self._order()
        if now is None or now.act_id != order.act_id:
            return  # it was taken back meanwhile
        if order.kind is ActKind.POWER_OFF:
            self._promise(now)
            await self._say_goodbye()
        await self._go(order.kind, order.act_id)

    async def _go(self, kind: ActKind, act_id: str) -> None:
        (self._power_folder / ASKED_BY[kind]).touch()
        await asyncio.sleep(GOING_SECONDS)
        logger.error("the machine did not go down when it was asked to: %s", kind)
        if kind is ActKind.POWER_OFF:
            # It has said that it goes, and is asked no more.
            self._in_vain = act_id

    def _promise(self, order: PowerOrder) -> None:
        """Note that the machine goes off, before it says so: nobody asks it any more once it has."""
        if self._taken is not None:
            until = self._kiosk.boot.seconds() + order.seconds
            self._taken = self._taken.model_copy(update={"goes_until": until})
            self._taken.store(self._state_folder)

    def _has_promised(self) -> bool:
        taken, boot = self._taken, self._kiosk.boot
        return taken is not None and taken.act_id != self._in_vain and taken.is_promised(boot.id, boot.seconds())

    async def _keep_word(self) -> None:
        """Go off as was said, by an agent that ended before the machine did."""
        if self._taken is not None:
            self._kiosk.go_down(ActKind.POWER_OFF)
            await self._see_learner_off()
            await self._say_goodbye()
            await self._go(ActKind.POWER_OFF, self._taken.act_id)

    def _take(self, order: PowerOrder) -> None:
        taken = TakenOrder(act_id=order.act_id, sequence=self._kiosk.orders.sequence, boot_id=self._kiosk.boot.id)
        taken.store(self._state_folder)
        self._taken = taken

    async def _see_learner_off(self) -> None:
        try:
            async with asyncio.timeout(LEAVING_SECONDS):
                await self._nobody_is_in()
        except TimeoutError:
            logger.warning("somebody is signed in still; what they wrote is on the disk")

    async def _say_goodbye(self) -> None:
        """Say that the machine goes off: nobody will be there to say so afterwards."""
        await self._tell()
        await self._uplink.flush(FLUSH_SECONDS)

    async def _tell_of_earlier_start(self) -> None:
        if self._taken is not None and self._taken.boot_id != self._kiosk.boot.id:
            await self._tell()

    async def _tell(self) -> None:
        """Say of the order that was taken last that it is done, unless that was said or no room is left for it."""
        taken, enrolment = self._taken, self._kiosk.enrolment
        if taken is None or taken.is_told or enrolment is None:
            return
        done = ActDone(act_id=taken.act_id, outcome=ActOutcome.DONE)
        told = taken.model_copy(update={"is_told": True})
        try:
            await self._uplink.record(done, event_id=event_id_of(enrolment.kiosk_id, taken.act_id))
            told.store(self._state_folder)
        except StorageFull as fault:
            # Tried again later. A machine with a full disk restarts all the same.
            logger.warning("what became of an order is not told now: %s", fault.message)
            return
        self._taken = told
