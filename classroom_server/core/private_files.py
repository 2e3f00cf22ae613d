"""Writing the site's files: whole or not at all, durable, and private ones for their owner alone."""

import os
import stat
from pathlib import Path

from classroom_server.core.errors import SiteUnusable

PRIVATE = 0o600
PUBLIC = 0o644
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write(path: Path, content: bytes, mode: int) -> None:
    """Put `content` at `path`, replacing what is there in one step that survives a cut of the power."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder that others may enter, to read what is public in it."""
    if not folder.exists():
        folder.mkdir(parents=True)
        sync_folder(folder.parent)


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    sync_folder(folder.parent)


def read_private(path: Path) -> bytes:
    """Return a private file's content. Raises SiteUnusable when others may read it, or it is not there."""
    try:
        if path.stat().st_mode & _OTHERS:
            hint = f"find out who read it; if nobody did: chmod 600 {path}"
            raise SiteUnusable(f"{path} can be read by others", hint=hint)
        return path.read_bytes()
    except FileNotFoundError as error:
        hint = "restore the site's folder from its backup: kiosks trust only the keys that were in it"
        raise SiteUnusable(f"{path} is missing", hint=hint) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
