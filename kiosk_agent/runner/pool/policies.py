"""The policies as they are now: read again when a file of them changes, so that no run goes by an old one."""

import threading
from collections.abc import Mapping
from pathlib import Path

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.toolchains.toolchain import Toolchain, load_toolchains

FOLDERS = ("firejail", "toolchains")
Version = frozenset[tuple[str, int, int, int]]
"""Of each file: its path, when it was changed, its size and its number."""


class Policies:
    """The toolchains of a folder of policies. May be asked from several threads."""

    def __init__(self, folder: Path) -> None:
        """Read them. Raises JailUnavailable."""
        self._folder = folder
        self._lock = threading.Lock()
        self._read_as = self.version()
        self._toolchains: Mapping[str, Toolchain] = load_toolchains(folder)

    def version(self) -> Version:
        """Return what tells these policies from changed ones. Raises JailUnavailable."""
        try:
            return frozenset(_facts(path) for name in FOLDERS for path in (self._folder / name).iterdir())
        except OSError as error:
            hint = "name the policies folder of this checkout or image"
            raise JailUnavailable(f"the policies cannot be read: {error}", hint=hint) from error

    def toolchains(self) -> Mapping[str, Toolchain]:
        """Return name -> toolchain, by the policies of now. Raises JailUnavailable."""
        with self._lock:
            version = self.version()
            if version != self._read_as:
                self._toolchains = load_toolchains(self._folder)
                self._read_as = version
            return self._toolchains


def _facts(path: Path) -> tuple[str, int, int, int]:
    facts = path.stat()
    return (str(path), facts.st_mtime_ns, facts.st_size, facts.st_ino)
