"""Debian 13 trees made by mmdebstrap, and how to run a program inside one."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from image import cache
from image.paths import BUILD, CHECKOUT, PACKAGES
from kiosk_agent import process

SUITE = "trixie"
MMDEBSTRAP_SECONDS = 1800
# Mounts live in a mount namespace of the program alone: nothing stays mounted, even after a crash.
ENTER = """
set -e
tree=$1; shift
for folder; do shift; [ "$folder" = -- ] && break; mkdir -p "$tree$folder"; mount --rbind "$folder" "$tree$folder"; done
exec chroot "$tree" "$@"
"""
INSIDE = {"PATH": process.DEFAULT_PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", "TERM": os.environ.get("TERM", "dumb")}


def listed(name: str) -> list[str]:
    """Return the lines of image/packages/NAME.list, without comments."""
    lines = (PACKAGES / f"{name}.list").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def tree(name: str, title: str, *, exclude: Sequence[str] = ()) -> Path:
    """Return the tree that holds image/packages/NAME.list, made if it is not there (about a minute; needs root)."""
    packages = listed(name)
    left_out = [*listed("never-unpacked"), *exclude]

    def make(partial: Path) -> None:
        log = partial.parent / "mmdebstrap.log"
        log.unlink(missing_ok=True)
        # Maintainer scripts make no initrd: ours is made once, by dracut, from all that it needs.
        process.run(
            [
                *("mmdebstrap", "--variant=apt", "--mode=root", f"--include={','.join(packages)}"),
                *(f"--dpkgopt=path-exclude={pattern}" for pattern in left_out),
                *(SUITE, partial),
            ],
            timeout_seconds=MMDEBSTRAP_SECONDS,
            extra_environment={"INITRD": "No"},
            log=log,
            hint="make sure that apt-get update works on this machine and that this is run as root",
        )

    return cache.keep(title, BUILD / name, cache.key(SUITE, *packages, *left_out), make)


def enter(tree_path: Path, command: Sequence[str | Path], *, bind: Sequence[Path] = (CHECKOUT,)) -> list[str]:
    """Return the argv that runs `command` inside a tree, as root there.

    Each folder of `bind` is at the same path inside as outside, so paths need no translation; /dev and /proc too.
    The process that is started becomes the command: a signal to it reaches the command.
    """
    unshare = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        unshare += ["--user", "--map-root-user"]
    folders = ["/dev", "/proc", *map(os.fspath, bind)]
    return [
        *(*unshare, "--", "sh", "-c", ENTER, "enter", os.fspath(tree_path), *folders, "--"),
        *(os.fspath(word) for word in command),
    ]


def run_in(
    tree_path: Path,
    command: Sequence[str | Path],
    *,
    timeout_seconds: float,
    bind: Sequence[Path] = (CHECKOUT,),
    extra_environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    hint: str = "read what it said, below",
    accept: Sequence[int] = (0,),
    stdin_bytes: bytes | None = None,
) -> str:
    """Run a command inside a tree and return its stdout; see process.run for the rest."""
    return process.run(
        enter(tree_path, command, bind=bind),
        timeout_seconds=timeout_seconds,
        extra_environment=INSIDE | dict(extra_environment or {}),
        log=log,
        hint=hint,
        accept=accept,
        stdin_bytes=stdin_bytes,
    )
