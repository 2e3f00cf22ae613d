"""How long to wait before asking a server again that did not answer."""

import random

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 8.0


class Backoff:
    """Doubles from half a second to eight, each wait drawn at random up to that: a room must not knock in step."""

    def __init__(self) -> None:
        self._limit_seconds = FIRST_SECONDS

    def reset(self) -> None:
        """Start again from the shortest wait: the server answered."""
        self._limit_seconds = FIRST_SECONDS

    def next_seconds(self) -> float:
        """Return the next wait in seconds."""
        limit, self._limit_seconds = self._limit_seconds, min(LONGEST_SECONDS, 2 * self._limit_seconds)
        # Never much under half: a wait near zero is no wait.
        return random.uniform(limit / 2, limit)  # noqa: S311 - no secret hangs on it
