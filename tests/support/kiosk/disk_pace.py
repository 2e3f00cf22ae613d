"""How long a disk takes to keep a few bytes for good, moment by moment.

A kiosk's promise of a second is one of its programs: what others write to the same disk meanwhile is not theirs.
"""

import os
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

BYTES = 4096
REST_SECONDS = 0.02


class DiskPace:
    """Use it as a context manager: it writes again and again while it is entered, as a kiosk's outbox does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._leaves = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._writes: list[tuple[float, float]] = []
        """When each began, and when it was over."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaves.set()
        self._thread.join()

    def worst_since(self, begun: float) -> float:
        """Return how many seconds the longest write took of those that were not over at a moment of the clock."""
        return max((over - at for at, over in self._writes.copy() if over > begun), default=0.0)

    def _write(self) -> None:
        with self._path.open("wb", buffering=0) as file:
            while not self._leaves.wait(REST_SECONDS):
                began = time.monotonic()
                file.seek(0)
                file.write(bytes(BYTES))
                os.fsync(file.fileno())
                self._writes.append((began, time.monotonic()))
