"""A Debian 13 tree with the toolchains of every language: a machine that lacks them runs its jails inside it.

kiosk_agent/runner/host/toolchain_tree.py enters it. The signed disk of toolchains takes its packages from it.
"""

import pwd
from collections.abc import Mapping
from pathlib import Path

from image import cache, trees
from image.building import software
from image.paths import BUILD
from kiosk_agent.errors import OutsetError
from kiosk_agent.toolchains.facts import Carrier

NAME = "toolchain-tree"
ACCOUNT = "outset-runner"
CURRENT = BUILD / "toolchains/tree"
"""A folder with links to the newest tree (`root`) and to the libraries that its Python needs for ours (`libraries`)."""
KEPT_TREES = 2
# Manuals are left out of every tree, but Debian's Java wants to link one.
FIRST = ('mkdir -p "$1/usr/share/man/man1"',)


def ready() -> Path:
    """Return the tree, made if it is not there (four minutes and 3.5 GB; needs root). Raises OutsetError.

    It holds Debian's packages and the account that runs jails; nothing else of ours.
    """
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise OutsetError(f"there is no account {ACCOUNT}", hint="run: ./outset up, which makes the account") from error
    # The same number inside as outside: it owns control groups and folders that both see.
    numbers = f"{account.pw_uid}:{account.pw_gid}"
    hooks = (
        f"echo '{ACCOUNT}:x:{numbers}::{account.pw_dir}:/usr/sbin/nologin' >>\"$1/etc/passwd\"",
        f"echo '{ACCOUNT}:x:{account.pw_gid}:' >>\"$1/etc/group\"",
        f'mkdir -p "$1{account.pw_dir}"',
    )
    root = trees.tree(NAME, "Debian 13 toolchains", toolchains_on=list(Carrier), hooks=hooks, first=FIRST)
    _point_to({"root": root, "libraries": software.python_libraries(root)})
    cache.prune(BUILD / NAME, keep_newest=KEPT_TREES)
    return root


def _point_to(made: Mapping[str, Path]) -> None:
    CURRENT.mkdir(parents=True, exist_ok=True)
    for name, target in made.items():
        fresh = CURRENT / f".{name}"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        # Renamed over the old link: there is a current tree at every moment.
        fresh.replace(CURRENT / name)
