"""Debian 13 trees made by mmdebstrap, and how to run a program inside one."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from image import cache
from image.paths import BUILD, CHECKOUT, PACKAGES
from kiosk_agent import process
from kiosk_agent.toolchains.facts import Carrier, packages_on

SUITE = "trixie"
MMDEBSTRAP_SECONDS = 1800
# Mounts live in a mount namespace of the program alone: nothing stays mounted, even after a crash.
MOUNT = """
set -e
tree=$1; shift
while [ "$1" != -- ]; do mkdir -p "$tree$2"; mount --rbind "$1" "$tree$2"; shift 2; done
shift
"""
INSIDE = {"PATH": process.DEFAULT_PATH, "HOME": "/root", "LC_ALL": "C.UTF-8", "TERM": "dumb"}

Bind = Path | tuple[Path, Path]
"""A folder to have inside at the same path, or at another one."""


def listed(name: str) -> list[str]:
    """Return the lines of image/definitions/packages/NAME.list, without comments."""
    lines = (PACKAGES / f"{name}.list").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def tree(
    name: str,
    title: str,
    *,
    toolchains_on: Sequence[Carrier] = (),
    hooks: Sequence[str] = (),
    first: Sequence[str] = (),
) -> Path:
    """Return the tree that holds definitions/packages/NAME.list, made if it is not there (about a minute; needs root).

    It holds the packages of toolchains too: of those that `toolchains_on` bring to a kiosk.

    Each of `hooks` is a shell command that finishes the tree; its "$1" is the tree. Those of `first` begin it.
    """
    more = [package for each in packages_on(*toolchains_on).values() for package in each.debian]
    packages = sorted({*listed(name), *more})
    left_out = listed("never-unpacked")

    def make(partial: Path) -> None:
        log = partial.with_suffix(".log")
        log.unlink(missing_ok=True)
        process.run(
            [
                # What it mounts in the tree is gone with it, also when it is killed: a half-made tree is removed later.
                *("unshare", "--mount", "--propagation", "private", "--"),
                *("mmdebstrap", "--variant=apt", "--mode=root", f"--include={','.join(packages)}"),
                *(f"--dpkgopt=path-exclude={pattern}" for pattern in left_out),
                *(f"--setup-hook={hook}" for hook in first),
                *(f"--customize-hook={hook}" for hook in hooks),
                *(SUITE, partial),
            ],
            timeout_seconds=MMDEBSTRAP_SECONDS,
            # Maintainer scripts make no initrd: ours is made once, by dracut, from all that it needs.
            extra_environment={"INITRD": "No"},
            log=log,
            hint="make sure that apt-get update works on this machine and that this is run as root",
        )
        log.unlink()

    return cache.keep(title, BUILD / name, cache.key(SUITE, *packages, *left_out, *first, *hooks), make)


def enter(tree_path: Path, command: Sequence[str | Path], *, bind: Sequence[Bind] = (CHECKOUT,)) -> list[str]:
    """Return the argv that runs `command` inside a tree, as root there.

    A folder of `bind` is by default at the same path inside as outside, so paths need no translation; /dev and /proc
    are there too. The process that is started becomes the command: a signal to it reaches the command.
    """
    return [*_mounted(tree_path, bind, 'exec chroot "$tree" "$@"'), *_words(command)]


def beside(tree_path: Path, command: Sequence[str | Path], *, bind: Sequence[Bind]) -> list[str]:
    """Return the argv that runs `command` outside a tree, while `bind`, /dev and /proc are mounted in it."""
    return [*_mounted(tree_path, bind, 'exec "$@"'), *_words(command)]


def _words(command: Sequence[str | Path]) -> list[str]:
    return [os.fspath(word) for word in command]


def _mounted(tree_path: Path, bind: Sequence[Bind], then: str) -> list[str]:
    unshare = ["unshare", "--mount", "--propagation", "private"]
    if os.geteuid() != 0:
        unshare += ["--user", "--map-root-user"]
    words: list[str] = []
    for each in (Path("/dev"), Path("/proc"), *bind):
        source, target = each if isinstance(each, tuple) else (each, each)
        words += [os.fspath(source), os.fspath(target)]
    return [*unshare, "--", "sh", "-c", MOUNT + then, "sh", os.fspath(tree_path), *words, "--"]


def run_in(
    tree_path: Path,
    command: Sequence[str | Path],
    *,
    timeout_seconds: float,
    bind: Sequence[Bind] = (CHECKOUT,),
    extra_environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    hint: str = "read what it said, below",
    accept: Sequence[int] = (0,),
) -> str:
    """Run a command inside a tree and return its stdout; see process.run for the rest."""
    return process.run(
        enter(tree_path, command, bind=bind),
        timeout_seconds=timeout_seconds,
        extra_environment=INSIDE | dict(extra_environment or {}),
        log=log,
        hint=hint,
        accept=accept,
    )
