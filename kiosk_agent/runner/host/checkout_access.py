"""A way to the checkout for the account that runs jails, also where it lies in a home that is closed to others."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent.errors import JailUnavailable

# In a mount namespace of this command alone: of the closed folder, the account sees nothing but the way.
OPEN = """
set -e
closed=$1; folder=$2; shift 2
cd "$folder"
mount -t tmpfs -o size=64k,mode=0755,nosuid,nodev,noexec outset-checkout-access "$closed"
mkdir -p "$folder"
# Not canonical: by that name it already is the empty folder.
mount --no-canonicalize --rbind . "$folder"
cd "$folder"
exec "$@"
"""


def with_access(folder: Path, command: Sequence[str]) -> list[str]:
    """Return the command that root runs in a mount namespace of its own, so that any account reaches `folder` in it.

    Raises JailUnavailable when the folder itself is closed: then so are the files in it.
    """
    if not _lets_in(folder):
        raise JailUnavailable(f"other accounts cannot read {folder}", hint=f"run: chmod -R go+rX {folder}")
    closed = next((parent for parent in reversed(folder.parents) if not _lets_in(parent)), None)
    return ["sh", "-c", OPEN, "sh", os.fspath(closed), os.fspath(folder), *command] if closed else list(command)


def _lets_in(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)
