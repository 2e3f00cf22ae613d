"""A Debian 13 tree with every toolchain, for a machine that lacks one: our programs run inside it as if it were root.

image/extensions/toolchain_tree.py makes it, with `./outset image toolchains`.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.toolchains.toolchain import load_toolchains

CHECKOUT = Path(__file__).parents[3]
CURRENT = CHECKOUT / "build/toolchains/tree"
HINT = "run: ./outset image toolchains, which makes a tree that has it; on Debian 13, apt-get install its package does"
PYTHON = "/usr/bin/python3"
# Everything is mounted in a mount namespace of this command alone. Firejail makes user namespaces, which the kernel
# refuses in a chroot: the tree becomes the root instead.
ENTER = """
set -e
tree=$1; home=$2; shift 2
mount --rbind "$tree" "$tree"
mount -t proc proc "$tree/proc"
mount --rbind /sys "$tree/sys"
mount --rbind /dev "$tree/dev"
mount -t tmpfs -o mode=0755 outset-run "$tree/run"
mount -t tmpfs -o mode=1777 outset-tmp "$tree/tmp"
# A checkout may lie in root's home, which is closed to the account.
mount -t tmpfs -o mode=0755 outset-root "$tree/root"
mkdir -p "$tree/run/firejail" "$tree$home"
mount --rbind "$home" "$tree$home"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$tree$1"; mount --rbind "$1" "$tree$1"; fi
  shift
done
shift
# The accounts of jails are not in the tree, which is kept.
{ cat "$tree/etc/passwd"; grep '^outset-jail-' /etc/passwd; } >"$tree/run/passwd"
mount --bind "$tree/run/passwd" "$tree/etc/passwd"
mkdir -p "$tree/run/old-root"
cd "$tree"
pivot_root . run/old-root
cd /
umount -l /run/old-root
exec "$@"
"""


@dataclass(frozen=True)
class ToolchainTree:
    """A tree that is there."""

    root: Path
    libraries: Path

    @property
    def python_path(self) -> str:
        """Return what PYTHONPATH is inside."""
        return f"{CHECKOUT}:{self.libraries}"

    def entering(self, command: Sequence[str], *, home: Path, visible: Sequence[Path]) -> list[str]:
        """Return the command that root runs, in a mount namespace of its own, to run `command` inside.

        `home` of the account that runs jails, the checkout and the folders `visible` are there at the same paths.
        """
        words = [os.fspath(path) for path in dict.fromkeys((CHECKOUT, *visible))]
        return ["sh", "-c", ENTER, "sh", os.fspath(self.root), os.fspath(home), *words, "--", *command]


def tree_of(policies: Path, name: str) -> ToolchainTree | None:
    """Return the tree to run the toolchain `name` in, or None where this machine has it or nobody knows of it.

    Raises JailUnavailable when it is neither here nor in a tree.
    """
    toolchain = load_toolchains(policies).get(name)
    missing = toolchain.missing_program() if toolchain else None
    if missing is None:
        return None
    try:
        tree = ToolchainTree((CURRENT / "root").resolve(strict=True), (CURRENT / "libraries").resolve(strict=True))
    except OSError as error:
        raise JailUnavailable(f"{missing} is not installed", hint=HINT) from error
    if not os.path.lexists(tree.root / missing.relative_to("/")):
        raise JailUnavailable(f"{missing} is neither here nor in {tree.root}", hint=HINT)
    return tree
