"""What is read once for everybody who asks, and kept until something changes."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from classroom_server.core.live.events import Hub

# Another program (a command, a restored copy) may change rows without a word.
_KEPT_SECONDS = 2.0
Read = TypeVar("Read")


@dataclass(frozen=True)
class _Kept(Generic[Read]):
    read: Read
    changes: int
    read_at: float


class KeptReading(Generic[Read]):
    """Keeps what was read last. Used on the event loop only, but for what a publication calls."""

    def __init__(self, hub: Hub, read: Callable[[], Read], is_change: Callable[[frozenset[str]], bool]) -> None:
        """Read by `read`, on a thread of its own; `is_change` tells which topics it is about."""
        self._read_rows = read
        self._is_change = is_change
        self._guard = threading.Lock()
        self._changes = 0
        self._kept: _Kept[Read] | None = None
        self._reading: asyncio.Task[None] | None = None
        hub.at_publication.append(self._note)

    def _note(self, topics: frozenset[str]) -> None:
        if self._is_change(topics):
            with self._guard:
                self._changes += 1

    async def now(self, not_before: float = 0.0) -> Read:
        """Return it as read at `not_before` (monotonic) or later.

        It is the newest that anybody has had by the time that the caller goes on.
        """
        while (kept := self._fresh(not_before)) is None:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
            await asyncio.shield(self._reading)
        return kept.read

    def _fresh(self, not_before: float) -> _Kept[Read] | None:
        kept, oldest = self._kept, max(not_before, time.monotonic() - _KEPT_SECONDS)
        return kept if kept and kept.changes == self._changes and kept.read_at >= oldest else None

    async def _read(self) -> None:
        # On a thread that no drawing of a page takes away.
        self._kept = await asyncio.to_thread(self._read_now, self._changes)

    def _read_now(self, changes: int) -> _Kept[Read]:
        read_at = time.monotonic()
        return _Kept(self._read_rows(), changes, read_at)
