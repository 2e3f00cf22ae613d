"""A piece of the disk that is kept for staff: when it is full, kiosks wait with their work, and a class still ends."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from classroom_server.core.logs import log
from kiosk_agent.errors import StorageFull

RESERVE_FILE = "reserve"
RESERVE_BYTES = 64 * 1024 * 1024
# A small disk gives a small part of itself.
_PARTS = 16
# Staff acts are small: under this, what was kept back is given to them.
_GIVEN_BELOW_PARTS = 8


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class DiskReserve:
    """The file that holds the place. Safe from any thread: each step may be done twice."""

    def __init__(self, folder: Path, free_bytes: Callable[[Path], int] = _free_bytes) -> None:
        self._folder = folder
        self._path = folder / RESERVE_FILE
        self._free_bytes = free_bytes
        self._size = min(RESERVE_BYTES, shutil.disk_usage(folder).total // _PARTS)

    def keep(self) -> None:
        """Take the place if there is room for twice as much: to be called at times."""
        if self._path.exists() or self._free_bytes(self._folder) < 2 * self._size:
            return
        unfinished = self._path.with_suffix(".unfinished")
        try:
            with unfinished.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)
            unfinished.chmod(0o600)
            unfinished.replace(self._path)
        except OSError:
            unfinished.unlink(missing_ok=True)

    def give_if_needed(self) -> None:
        """Make room for a staff act when there is next to none."""
        if self._free_bytes(self._folder) < self._size // _GIVEN_BELOW_PARTS:
            self.give()

    def give(self) -> None:
        """Let go of the place."""
        with suppress(FileNotFoundError):
            self._path.unlink()
            log("the disk is full: the reserve was given to staff acts; kiosks keep their work")

    def refuse_work(self) -> None:
        """Raise StorageFull when only the reserve is left, or it is given already: a kiosk's work can wait."""
        free = self._free_bytes(self._folder)
        if free < self._size // 2 or (not self._path.exists() and free < 2 * self._size):
            hint = "free some space on the server's disk; the kiosks keep their work until then"
            raise StorageFull("the server's disk has only its reserve left", hint=hint)
