"""How much each may do: a burst, then so much a second. Counted in seconds that nobody can set."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

# Those who have all of their allowance again are forgotten once there are so many.
_REMEMBERED_MAXIMUM = 10_000


@dataclass
class _Left:
    amount: float
    at: float


class Allowances:
    """One allowance for each key. Safe from any thread."""

    def __init__(self, burst: float, a_second: float, seconds: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._a_second = a_second
        self._seconds = seconds
        self._lock = threading.Lock()
        self._left: dict[str, _Left] = {}

    def take(self, key: str, amount: float = 1.0) -> float:
        """Take an amount and return 0, or take nothing and return how many seconds to wait for it."""
        with self._lock:
            left = self._now_left(key)
            if left.amount < min(amount, self._burst):
                return (min(amount, self._burst) - left.amount) / self._a_second
            left.amount -= min(amount, self._burst)
            self._keep(key, left)
            return 0.0

    def turn(self, key: str, longest_seconds: float) -> float | None:
        """Take one, ahead of its time if need be, and return in how many seconds it is due.

        None, and nothing is taken, when that would be longer.
        """
        with self._lock:
            left = self._now_left(key)
            wait = max(0.0, (1.0 - left.amount) / self._a_second)
            if wait > longest_seconds:
                return None
            left.amount -= 1.0
            self._keep(key, left)
            return wait

    def give_back(self, key: str) -> None:
        """Give one back that should not have counted."""
        with self._lock:
            left = self._now_left(key)
            left.amount = min(self._burst, left.amount + 1.0)
            self._keep(key, left)

    def _now_left(self, key: str) -> _Left:
        now = self._seconds()
        left = self._left.get(key) or _Left(self._burst, now)
        left.amount = min(self._burst, left.amount + (now - left.at) * self._a_second)
        left.at = now
        return left

    def _keep(self, key: str, left: _Left) -> None:
        if len(self._left) >= _REMEMBERED_MAXIMUM:
            self._forget(left.at)
        self._left[key] = left

    def _forget(self, now: float) -> None:
        whole = (self._burst / self._a_second) if self._a_second else 0.0
        self._left = {key: left for key, left in self._left.items() if now - left.at < whole}
        if len(self._left) >= _REMEMBERED_MAXIMUM:
            self._left.clear()
