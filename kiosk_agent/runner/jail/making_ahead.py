"""What a toolchain makes once, ahead of every jail: caches and archives that a jail then only reads.

On a kiosk they come with the toolchain, on the same signed disk; on a host they are made at the first use and kept.
"""

import fcntl
import hashlib
import os
import shutil
import time
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, OutsetError, ProgramMissing
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.toolchains.toolchain import Toolchain

SHIPPED = Path("/usr/lib/outset/ahead")
"""One folder a toolchain; made where the disk is made, by `make_in`."""
NPM = Path(__file__).parents[3] / "build/toolchains/node_modules"
"""What ./outset fetches of npm for toolchains alone."""
STAGE = "ahead"
MADE = "made"
"""An empty file, written last."""
UNUSED_SECONDS = 24 * 3600
MAKING_SECONDS = 600


def made_ahead(toolchain: Toolchain, places: Places) -> Path | None:
    """Return the folder of what was made ahead for `toolchain`, made now if need be; None when it makes nothing.

    The folder is named for the harness, the programs and the files that it was made with. Raises JailUnavailable.
    """
    if not toolchain.make_ahead:
        return None
    shipped = SHIPPED / toolchain.name
    if shipped.is_dir():
        return shipped
    harness = places.harness_of(toolchain.facts.harness)
    folder = places.home / STAGE / f"{toolchain.name}-{_key(toolchain, harness)}"
    if not (folder / MADE).is_file():
        _make(toolchain, harness, folder)
    # When it was used last.
    os.utime(folder / MADE)
    return folder


def make_in(toolchain: Toolchain, harness: Path, folder: Path) -> None:
    """Fill the empty `folder`, which must stay where it is: what is made may hold its path.

    Raises OutsetError when something that it is made from is not there, or the making failed.
    """
    words = _words(toolchain, harness, folder)
    needed = (word for word in words if word.startswith("/") and not Path(word).is_relative_to(folder))
    missing = next((word for word in needed if not Path(word).exists()), None)
    if missing:
        raise ProgramMissing(f"{missing} is not installed", hint="run: ./outset test, which installs it")
    process.run(words, timeout_seconds=MAKING_SECONDS, extra_environment={"LC_ALL": "C.UTF-8"})


def _words(toolchain: Toolchain, harness: Path, folder: Path) -> list[str]:
    filled = {"harness": str(harness), "ahead": str(folder), "npm": str(NPM)}
    return [word.format_map(filled) for word in toolchain.make_ahead]


def _make(toolchain: Toolchain, harness: Path, folder: Path) -> None:
    try:
        folder.parent.mkdir(exist_ok=True)
        with (folder.parent / f".{toolchain.name}.lock").open("w") as lock:
            # Another runner may be making the same; whoever comes second finds it made.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (folder / MADE).is_file():
                return
            # What an earlier making left that did not come to its end.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o755)
            make_in(toolchain, harness, folder)
            (folder / MADE).touch()
            _forget_older(toolchain, folder.parent)
    except (OSError, OutsetError) as error:
        hint = f"read what it said; the toolchain's packages must be whole, and {folder.parent} writable"
        raise JailUnavailable(f"{toolchain.name} could not be made ready: {error}", hint=hint) from error


def _forget_older(toolchain: Toolchain, stage: Path) -> None:
    long_ago = time.time() - UNUSED_SECONDS
    for mark in stage.glob(f"{toolchain.name}-*/{MADE}"):
        # Another runner, of another checkout or an earlier state of this one, may still be starting jails with its own.
        if mark.stat().st_mtime < long_ago:
            shutil.rmtree(mark.parent, ignore_errors=True)


def _key(toolchain: Toolchain, harness: Path) -> str:
    digest = hashlib.sha256(repr(toolchain.make_ahead).encode())
    for path in sorted(harness.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(harness)}\0".encode() + path.read_bytes())
    # A program that was installed anew has another time or size.
    words = _words(toolchain, harness, Path("/nothing"))
    for path in (toolchain.program, *map(Path, toolchain.needs), *(Path(word) for word in words)):
        if path.is_absolute() and path.is_file() and not path.is_relative_to(harness):
            facts = path.stat()
            digest.update(f"{path.resolve()}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
