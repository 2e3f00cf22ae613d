"""Wakes everybody who waits for the next change."""

import asyncio


class Bell:
    """Rung at each change; who listens hears the next ring, not the last."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """Return what the next ring sets."""
        return self._next

    def ring(self) -> None:
        """Wake all who listen now."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()
