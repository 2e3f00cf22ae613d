"""Slips while their PINs are made to work, and until they are printed: in memory alone, for the visit that asked."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from classroom_server.learners.schemas import PinSlip

KEPT_SECONDS: Final = 600.0

Making = Callable[[Callable[[int], None]], None]
"""Makes the PINs of slips work; is given what to call with how many are ready."""


@dataclass
class SlipOrder:
    """Slips that one visit asked for, once, by one form."""

    visit_id: str
    name: str
    cohort_id: str
    slips: tuple[PinSlip, ...]
    asked_at: float
    making: Future[None] = field(default_factory=Future)
    ready: int = 0
    """How many are ready; their PINs work when `is_done`, all at once."""

    @property
    def is_done(self) -> bool:
        """Tell whether the PINs work."""
        return self.making.done() and not self.is_broken

    @property
    def is_broken(self) -> bool:
        """Tell whether they never will: nothing was changed."""
        return self.making.done() and self.making.exception() is not None


class SlipDesk:
    """The orders of all visits, made one after the other: the last that was asked for is what holds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._orders: list[SlipOrder] = []
        self._making = ThreadPoolExecutor(1, thread_name_prefix="slips")

    def begin(self, visit_id: str, name: str, cohort_id: str, slips: tuple[PinSlip, ...], making: Making) -> SlipOrder:
        """Have the PINs of slips made to work beside; they are found under `name`."""
        order = SlipOrder(visit_id, name, cohort_id, slips, self._clock())

        def note(ready: int) -> None:
            order.ready = ready

        order.making = self._making.submit(making, note)
        with self._lock:
            self._forget_old()
            self._orders.append(order)
        return order

    def find(self, visit_id: str, name: str) -> SlipOrder | None:
        """Return an order of this visit, while it is kept."""
        with self._lock:
            self._forget_old()
            mine = (order for order in self._orders if (order.visit_id, order.name) == (visit_id, name))
            return next(mine, None)

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        self._orders = [order for order in self._orders if order.asked_at > oldest]
