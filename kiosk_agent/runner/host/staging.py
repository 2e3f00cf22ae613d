"""A copy of a checkout's parts where the jail can look: it sees nothing outside of /usr and the account's own home."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.places import READ_ONLY_SYSTEM, Places, own_home
from kiosk_agent.toolchains.facts import FOLDER as TOOLCHAINS

STAGE = "jail"


def staged_places(policies: Path, node_modules: Path) -> Places:
    """Return the places of this machine; what lies outside of /usr is copied.

    The copy is named for what it holds and made once. Raises JailUnavailable.
    """
    home = own_home()
    try:
        return Places(
            policies=policies.resolve(strict=True),
            toolchains=_visible(TOOLCHAINS, home),
            node_modules=_visible(node_modules, home),
            home=home,
        )
    except OSError as error:
        hint = "run: ./outset up; the account that runs jails must be able to read the checkout and write its own home"
        raise JailUnavailable(f"the jail's parts cannot be prepared: {error}", hint=hint) from error


def _visible(folder: Path, home: Path) -> Path:
    source = folder.resolve(strict=True)
    if source.is_relative_to(READ_ONLY_SYSTEM):
        return source
    stage = home / STAGE
    stage.mkdir(exist_ok=True)
    # The last name stays: node looks for a folder named node_modules.
    destination = stage / _digest(source) / source.name
    if not destination.is_dir():
        _copy(source, destination)
    return destination


def _copy(source: Path, destination: Path) -> None:
    destination.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent) as scratch:
        fresh = Path(scratch) / "fresh"
        shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("__pycache__"))
        try:
            fresh.rename(destination)
        except OSError:
            # Another runner was faster; its copy is the same.
            if not destination.is_dir():
                raise


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        facts = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(parent) / name for name in names)
