"""What a toolchain makes once, ahead of every jail: caches and archives that a jail then only reads.

On a kiosk they come with the toolchain, on the same signed disk; on a host they are made at the first use and kept.
"""

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.runner.sandbox import Places
from kiosk_agent.runner.toolchain import Toolchain

SHIPPED = Path("/usr/lib/outset/ahead")
"""One folder a toolchain; made where the disk is made, by `make_in`."""
STAGE = "ahead"
MAKING_SECONDS = 600


def made_ahead(toolchain: Toolchain, places: Places) -> Path | None:
    """Return the folder of what was made ahead for `toolchain`, made now if need be; None when it makes nothing.

    The folder is named for the harness and the programs that it was made with. Raises JailUnavailable.
    """
    if not toolchain.make_ahead:
        return None
    shipped = SHIPPED / toolchain.name
    if shipped.is_dir():
        return shipped
    harness = places.harness / (toolchain.harness or toolchain.name)
    folder = places.home / STAGE / f"{toolchain.name}-{_key(toolchain, harness)}"
    if not folder.is_dir():
        _make(toolchain, harness, folder)
    return folder


def make_in(toolchain: Toolchain, harness: Path, folder: Path) -> None:
    """Fill the empty `folder`. Raises ProgramFailed."""
    words = [word.format_map({"harness": str(harness), "ahead": str(folder)}) for word in toolchain.make_ahead]
    process.run(words, timeout_seconds=MAKING_SECONDS, extra_environment={"LC_ALL": "C.UTF-8"})


def _make(toolchain: Toolchain, harness: Path, folder: Path) -> None:
    try:
        folder.parent.mkdir(exist_ok=True)
        with (folder.parent / f".{toolchain.name}.lock").open("w") as lock:
            # Another runner may be making the same; whoever comes second finds it made.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.is_dir():
                return
            with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
                fresh = Path(scratch) / "fresh"
                fresh.mkdir(mode=0o755)
                make_in(toolchain, harness, fresh)
                fresh.rename(folder)
    except (OSError, OutsetError) as error:
        hint = f"read what it said; the toolchain's packages must be whole, and {folder.parent} writable"
        raise JailUnavailable(f"{toolchain.name} could not be made ready: {error}", hint=hint) from error


def _key(toolchain: Toolchain, harness: Path) -> str:
    digest = hashlib.sha256(repr(toolchain.make_ahead).encode())
    # The harness's folder is named for what it holds; a program that was installed anew has another time or size.
    digest.update(os.fspath(harness).encode())
    for program in (toolchain.program, *map(Path, toolchain.needs)):
        facts = program.stat()
        digest.update(f"{program}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
