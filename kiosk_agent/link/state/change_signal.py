"""Wakes everybody who waits for the next change."""

import asyncio


class ChangeSignal:
    """Sent at each change; who listens hears of the next one, not of the last."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def listen(self) -> asyncio.Event:
        """Return what the next change sets."""
        return self._next

    def send(self) -> None:
        """Wake all who listen now."""
        changed, self._next = self._next, asyncio.Event()
        changed.set()
