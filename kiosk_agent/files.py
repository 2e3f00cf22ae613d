"""Files that survive a power cut between any two lines: either the old content is there, or the whole new one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk_agent.errors import OutsetError, StorageFull

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
# A file being written bears this ending until it is whole; what a power cut left of it is never read.
UNFINISHED = ".unfinished"


class StateUnusable(OutsetError):
    """The agent's own folder cannot be used."""


def make_private_folder(folder: Path) -> None:
    """Make `folder` for this account alone. Raises StateUnusable when it is somebody else's."""
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        found = folder.stat()
        if found.st_uid != os.geteuid():
            raise StateUnusable(
                f"{folder} belongs to another account", hint="give it to the account that the agent runs as"
            )
        if found.st_mode & 0o777 != PRIVATE_FOLDER:
            folder.chmod(PRIVATE_FOLDER)
        sync_folder(folder.parent)
    except OSError as error:
        raise StateUnusable(
            f"cannot use {folder}: {error.strerror}", hint="name a folder that the agent may write to as state_path"
        ) from error


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, content: bytes, mode: int) -> None:
    """Put `content` at `path`, with `mode`, on the disk when this returns; what was there stays until then.

    Several may write the same file at once: one of them is the last, and each is whole. Raises OSError.
    """
    _replace(path, content, mode, on_disk=True)
    sync_folder(path.parent)


def _replace(path: Path, content: bytes, mode: int, *, on_disk: bool) -> None:
    unfinished = f"{path}.{os.urandom(4).hex()}{UNFINISHED}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(descriptor, left) :]
            # Not in os.open: the process's own mask would take from it.
            os.fchmod(descriptor, mode)
            if on_disk:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path, name: str = "") -> None:
    """Remove what a power cut left of files being written, or of the one of that name. For who alone writes them."""
    for unfinished in folder.glob(f"{name}*{UNFINISHED}"):
        unfinished.unlink()


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file of the kiosk's own state, 0600, on the disk when this returns.

    Raises StorageFull when the disk does not take it; what was there before is then untouched.
    """
    with _full_disk_told(path):
        replace_durably(path, content, PRIVATE_FILE)


def write_in_memory(path: Path, content: bytes) -> None:
    """Do so in a folder that is memory: whole for whoever reads it, and gone after a power cut. Raises StorageFull."""
    with _full_disk_told(path):
        _replace(path, content, PRIVATE_FILE, on_disk=False)


@contextmanager
def _full_disk_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFull(
            f"cannot write {path}: {error.strerror}", hint="free space on the kiosk's data disk"
        ) from error
