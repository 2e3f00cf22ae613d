"""One server a folder: a second one would give leases, numbers and log rows of its own."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classroom_server.core.errors import FolderInUse


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Hold the folder until the block ends; the kernel lets go of it when the program dies. Raises FolderInUse."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            hint = f"stop the other one (fuser {folder} names it) or choose another --folder"
            raise FolderInUse(f"another server works in {folder}", hint=hint) from error
        yield
    finally:
        os.close(held)
