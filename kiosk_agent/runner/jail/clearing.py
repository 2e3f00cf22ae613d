"""Empties a folder that a hostile program had: any depth, any modes, any links; nothing outside of it is touched.

Also a program of its own, which the account that the files belong to runs: it imports nothing of ours.
"""

import errno
import itertools
import os
import secrets
import stat
import sys
from pathlib import Path

NAMES_AT_ONCE = 1000
"""However many there are, so many are held in memory."""
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
UNOPENED = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC


def clear(folder: Path) -> None:
    """Remove everything in `folder`, which itself stays. Nothing may run in it any more. Raises OSError.

    What lies deeper is first moved up to `folder`, so that no path is ever long and no call ever nested.
    """
    top = os.open(folder, FOLDER)
    try:
        while names := _some_names(top):
            for name in names:
                _remove(top, name)
    finally:
        os.close(top)


def _remove(top: int, name: str) -> None:
    if _unlinked(top, name):
        return
    folder = _opened(top, name)
    try:
        while names := _some_names(folder):
            for child in names:
                if not _unlinked(folder, child):
                    # A folder can be moved only by who may write to it.
                    _make_ours(folder, child)
                    os.rename(child, f"{secrets.token_hex(16)}", src_dir_fd=folder, dst_dir_fd=top)
    finally:
        os.close(folder)
    os.rmdir(name, dir_fd=top)


def _some_names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in itertools.islice(entries, NAMES_AT_ONCE)]


def _unlinked(folder: int, name: str) -> bool:
    """Remove `name` unless it is a folder; tell whether it is gone."""
    try:
        os.unlink(name, dir_fd=folder)
    except OSError as error:
        # POSIX's word for a folder, and Linux's.
        if error.errno not in {errno.EPERM, errno.EISDIR} or not _is_folder(folder, name):
            raise
        return False
    return True


def _is_folder(folder: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _make_ours(folder: int, name: str) -> None:
    """Let ourselves into the folder `name`. Through a descriptor: the name itself might be a link by now."""
    descriptor = os.open(name, UNOPENED | os.O_DIRECTORY, dir_fd=folder)
    try:
        Path(f"/proc/self/fd/{descriptor}").chmod(stat.S_IRWXU)
    finally:
        os.close(descriptor)


def _opened(top: int, name: str) -> int:
    _make_ours(top, name)
    return os.open(name, FOLDER, dir_fd=top)


if __name__ == "__main__":
    clear(Path(sys.argv[1]))
