"""The site's folders and its private files: for their owner alone."""

import stat
from pathlib import Path

from classroom_server.core.errors import SiteUnusable
from kiosk_agent.files import sync_folder

PRIVATE = 0o600
PUBLIC = 0o644
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


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
    content = read_present(path)
    refuse_loose(path)
    return content


def refuse_loose(path: Path) -> None:
    """Refuse a private file or folder that others may enter, read or write. Raises SiteUnusable."""
    if path.stat().st_mode & _OTHERS:
        mode = "700" if path.is_dir() else "600"
        raise SiteUnusable(
            f"{path} can be read by others", hint=f"find out who read it; if nobody did: chmod {mode} {path}"
        )


def read_present(path: Path) -> bytes:
    """Return a file's content. Raises SiteUnusable when it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        hint = "restore the site's folder from its backup: kiosks trust only the keys that were in it"
        raise SiteUnusable(f"{path} is missing", hint=hint) from error
