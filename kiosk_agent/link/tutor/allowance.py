"""How often something may be asked for: a little at once, and then steadily."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Allowance:
    """A bucket that holds `burst` askings and fills by `a_second`; `seconds` is any clock that only goes forward."""

    seconds: Callable[[], float]
    burst: float
    a_second: float

    def __post_init__(self) -> None:
        self._left = self.burst
        self._filled_at = self.seconds()

    def take(self) -> float:
        """Take one and return 0, or return how many seconds to wait for the next."""
        now = self.seconds()
        self._left = min(self.burst, self._left + (now - self._filled_at) * self.a_second)
        self._filled_at = now
        if self._left < 1:
            return (1 - self._left) / self.a_second
        self._left -= 1
        return 0.0
