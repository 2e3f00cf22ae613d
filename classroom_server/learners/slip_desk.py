"""Slips while their PINs are made to work, and until they are printed: in memory alone, for the visit that asked."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from classroom_server.learners.schemas import PinSlip

KEPT_SECONDS: Final = 600.0

Making = Callable[[Callable[[int], None]], Mapping[str, str]]
"""Makes the PINs of slips work, and returns their hashes by learner; is given what to call with how many are ready."""


@dataclass(frozen=True)
class SlipQuestion:
    """Learners for whom slips were asked, though some have one that was not used yet: nothing is made so far."""

    visit_id: str
    name: str
    cohort_id: str
    learner_ids: tuple[str, ...]
    asked_at: float


@dataclass
class SlipOrder:
    """Slips that one visit asked for, once, by one form."""

    visit_id: str
    name: str
    cohort_id: str
    slips: tuple[PinSlip, ...]
    asked_at: float
    made_at: datetime
    """By the server's clock, as the slips say it."""
    making: Future[Mapping[str, str]] = field(default_factory=Future)
    ready: int = 0
    """How many are ready; their PINs work when `is_done`, all at once."""

    @property
    def is_done(self) -> bool:
        """Tell whether the PINs work."""
        return self.making.done() and not self.is_broken

    @property
    def is_broken(self) -> bool:
        """Tell whether they never will: nothing was changed."""
        return self.making.done() and (self.making.cancelled() or self.making.exception() is not None)

    def holding(self, present: Mapping[str, str]) -> tuple[PinSlip, ...]:
        """Return the slips that hold, where `present` has the hashes of the slips that learners have now.

        All while they are made: then none was used or replaced yet.
        """
        if not self.is_done:
            return self.slips
        made = self.making.result()
        return tuple(slip for slip in self.slips if present.get(slip.learner_id) == made[slip.learner_id])


class _GivenUp(Exception):
    """The server stops: nobody waits for PINs that would work after it."""


class SlipDesk:
    """The orders of all visits, made one after the other: the last that was asked for is what holds."""

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], float] = time.monotonic) -> None:
        """`now` is the server's clock; `clock` counts the seconds for which slips are kept."""
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._orders: list[SlipOrder] = []
        self._questions: list[SlipQuestion] = []
        self._making = ThreadPoolExecutor(1, thread_name_prefix="slips")
        self._is_closing = False

    def begin(self, visit_id: str, name: str, cohort_id: str, slips: tuple[PinSlip, ...], making: Making) -> SlipOrder:
        """Have the PINs of slips made to work beside; they are found under `name`, and made once for it."""
        order = SlipOrder(visit_id, name, cohort_id, slips, self._clock(), self._now())

        def note(ready: int) -> None:
            if self._is_closing:
                raise _GivenUp
            order.ready = ready

        with self._lock:
            if (present := self._find(visit_id, name)) is not None:
                return present
            order.making = self._making.submit(making, note)
            self._orders.append(order)
        return order

    def close(self) -> None:
        """Give up what is under way: a stop waits for one PIN, and not for six hundred. No PIN is changed by it."""
        self._is_closing = True
        self._making.shutdown(cancel_futures=True)

    def find(self, visit_id: str, name: str) -> SlipOrder | None:
        """Return an order of this visit, while it is kept."""
        with self._lock:
            return self._find(visit_id, name)

    def of_visit(self, visit_id: str) -> tuple[SlipOrder, ...]:
        """Return all orders of this visit that are kept, the newest first."""
        with self._lock:
            self._forget_old()
            return tuple(order for order in reversed(self._orders) if order.visit_id == visit_id)

    def under_way(self) -> dict[str, str]:
        """Return the learners whose slips are being made, whoever asked, with the name of the order."""
        with self._lock:
            orders = [order for order in self._orders if not order.making.done()]
        return {slip.learner_id: order.name for order in orders for slip in order.slips}

    def ask(self, visit_id: str, name: str, cohort_id: str, learner_ids: tuple[str, ...]) -> None:
        """Keep a question, to be found under `name`."""
        with self._lock:
            self._questions.append(SlipQuestion(visit_id, name, cohort_id, learner_ids, self._clock()))

    def question(self, visit_id: str, name: str) -> SlipQuestion | None:
        """Return a question to this visit, while it is kept."""
        with self._lock:
            self._forget_old()
            asked = (each for each in self._questions if (each.visit_id, each.name) == (visit_id, name))
            return next(asked, None)

    def _find(self, visit_id: str, name: str) -> SlipOrder | None:
        self._forget_old()
        mine = (order for order in self._orders if (order.visit_id, order.name) == (visit_id, name))
        return next(mine, None)

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        self._orders = [order for order in self._orders if order.asked_at > oldest]
        self._questions = [question for question in self._questions if question.asked_at > oldest]
