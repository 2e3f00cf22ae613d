"""Storing presence as it happens, so that minutes are true whoever is killed at whatever moment.

What is stored of a kiosk that is there lags the truth by at most 11 s: its stream says something every 5 s, the kernel
is asked each second when that was acknowledged, and what it says is stored every 5 s.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from classroom_server.core.actors import CLOCK
from classroom_server.core.database import Database
from classroom_server.core.live.presence import SILENT_SECONDS, Interval, Presence
from classroom_server.presence import repository
from classroom_server.presence.schemas import PresenceInterval

STORE_EVERY_SECONDS = 5.0
SHORTEST_SECONDS = 1.0
"""What is over sooner, before it was ever stored, is nobody's presence: a kiosk that comes and goes without end fills
no disk."""


def _asleep() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class PresenceRecorder:
    """Stores who comes and goes within a second, and of all who are there, every few seconds, when they were heard.

    One thread at a time.
    """

    def __init__(
        self,
        database: Database,
        presence: Presence,
        seconds: Callable[[], float] = time.monotonic,
        asleep: Callable[[], float] = _asleep,
    ) -> None:
        """`asleep` tells how many seconds the machine has slept since it was switched on."""
        self._database = database
        self._presence = presence
        self._seconds = seconds
        self._asleep = asleep
        self._slept = asleep()
        self._open: dict[str, float] = {}
        """Since when the kiosks are there whose interval is open in the database."""
        self._ended: list[Interval] = []
        self._stored_at = seconds()
        self._is_behind = False
        self._has_begun = False

    def record(self) -> None:
        """Store what is new: to be called each second. Raises StorageFull, DatabaseBusy; what is not stored yet stays.

        After such a fault it is tried again a while later.
        """
        if self._asleep() - self._slept > SILENT_SECONDS:
            self._break_off()
        ended, there = self._presence.listen()
        self._ended += ended
        is_changed = bool(self._ended) or any(self._open.get(each.kiosk_id) != each.began for each in there)
        is_due = self._seconds() - self._stored_at >= STORE_EVERY_SECONDS
        if is_due or (is_changed and not self._is_behind):
            self._stored_at, self._is_behind = self._seconds(), True
            if is_changed or there:
                self._store(there)
            self._is_behind = False

    def _break_off(self) -> None:
        """While the machine slept nobody was heard, and the kernel's figures do not count that time."""
        with self._database.write(CLOCK) as work:
            repository.close_all(work)
        self._slept = self._asleep()
        self._presence.begin_anew()
        self._open.clear()
        self._ended.clear()

    def _store(self, there: Sequence[Interval]) -> None:
        over = [each for each in self._ended if self._is_open(each)]
        missed = [each for each in self._ended if not self._is_open(each)]
        with self._database.write(CLOCK) as work:
            moment = _Moments(work.now, self._seconds())
            if not self._has_begun:
                # A server that was started on a full disk has not ended what the one before it left open.
                repository.close_all(work)
            repository.close(work, {each.kiosk_id: moment.of(each.heard) for each in over})
            repository.hear(work, {each.kiosk_id: moment.of(each.heard) for each in there if self._is_open(each)})
            added = [
                (each.kiosk_id, moment.whole(each)) for each in missed if each.heard - each.began >= SHORTEST_SECONDS
            ]
            added += [(each.kiosk_id, moment.begun(each)) for each in there if not self._is_open(each)]
            repository.add(work, added)
        self._has_begun = True
        self._ended.clear()
        self._open = {each.kiosk_id: each.began for each in there}

    def _is_open(self, interval: Interval) -> bool:
        """Tell whether its row is there and open."""
        return self._open.get(interval.kiosk_id) == interval.began


@dataclass(frozen=True)
class _Moments:
    """Makes moments of seconds: those are the same whatever the clock was set to meanwhile."""

    now: datetime
    seconds_now: float

    def of(self, seconds: float) -> datetime:
        return self.now - timedelta(seconds=self.seconds_now - seconds)

    def begun(self, interval: Interval) -> PresenceInterval:
        return PresenceInterval(self.of(interval.began), None, self.of(interval.heard))

    def whole(self, interval: Interval) -> PresenceInterval:
        return PresenceInterval(self.of(interval.began), self.of(interval.heard), self.of(interval.heard))
