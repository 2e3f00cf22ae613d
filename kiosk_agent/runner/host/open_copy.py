"""A track that the account which runs jails may read, wherever its author keeps it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk_agent.errors import TrackInvalid


@contextmanager
def open_to_all(folder: Path) -> Iterator[Path]:
    """Yield a folder with the track that every account can read: the track itself, or a copy that goes away.

    Raises TrackInvalid when it cannot be copied.
    """
    if _is_open(folder.absolute()):
        yield folder.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="outset-track-") as scratch:
        copy = Path(scratch) / folder.absolute().name
        try:
            shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
        except (OSError, shutil.Error) as error:
            raise TrackInvalid(
                f"it cannot be read: {error}", hint="name a track that you can read", path=folder
            ) from error
        for path in (Path(scratch), copy, *copy.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        yield copy


def _is_open(folder: Path) -> bool:
    entered = all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))
    return entered and all(
        path.is_symlink() or path.stat().st_mode & (0o005 if path.is_dir() else 0o004) for path in folder.rglob("*")
    )
