"""The server's time: it goes on evenly, and follows the machine's clock only when whoever must know has been told."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# A clock that is disciplined from the network moves by less than this at once.
SET_BY_MORE_THAN = timedelta(seconds=2)


def _wall() -> datetime:
    return datetime.now(UTC)


def _seconds() -> float:
    # BOOTTIME: a machine that slept was away as long as it slept.
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadyClock:
    """Returns the time when called. When the machine's clock is set, it goes on as before until `follow`."""

    def __init__(self, wall: Callable[[], datetime] = _wall, seconds: Callable[[], float] = _seconds) -> None:
        self._wall = wall
        self._seconds = seconds
        self._base = (wall(), seconds())

    def __call__(self) -> datetime:
        """Return the time."""
        began_at, began = self._base
        return began_at + timedelta(seconds=self._seconds() - began)

    def was_set_by(self) -> timedelta:
        """Return how far the machine's clock has been set (0 for what it drifts)."""
        step = self._wall() - self()
        if abs(step) > SET_BY_MORE_THAN:
            return step
        self.follow()
        return timedelta(0)

    def follow(self) -> None:
        """Say from now on what the machine's clock says."""
        self._base = (self._wall(), self._seconds())
