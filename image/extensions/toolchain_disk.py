"""The disk of toolchains: what those that are not in the image need over a kiosk's root, as one signed extension.

Its files are those of the packages that the tree of toolchains has and the root has not.
"""

import os
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from image import cache, trees
from image.building import provision
from image.building.build import Image
from image.building.manifest import packages
from image.extensions import toolchain_tree
from image.extensions.extension_disk import ExtensionDisk, write_extension
from image.paths import BUILD, CHECKOUT
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.toolchains.facts import Carrier, packages_on

NAME = "toolchains"
LEFT_OUT = CHECKOUT / "image/extensions/toolchains/left-out.list"
NPM = BUILD / "toolchains/node_modules"
PROGRAMS = Path("usr/lib/outset")
SHARE = Path("usr/share/outset")
AHEAD = PROGRAMS / "ahead"
"""Where kiosk_agent/runner/jail/making_ahead.py looks for what came with the disk."""
AHEAD_SECONDS = 1800
# /bin and the like are links: packages name their files either way.
MERGED = ("/bin/", "/lib/", "/lib64/", "/sbin/")


def write_toolchain_disk(tools: Tools, keys: SecureBootKeys, image: Image, disk: Path) -> ExtensionDisk:
    """Write the disk for `image`. Raises OutsetError."""
    tree = extension_tree(image)
    # With the times that the files have: compilers' caches hold those of what they were made from.
    return write_extension(tools, NAME, tree, keys, None, disk)


def extension_tree(image: Image) -> Path:
    """Return a folder whose usr holds the toolchains and what they make ahead; made when they have changed."""
    whole, bare, root = toolchain_tree.ready(), provision.base(), image.root.resolve()
    key = cache.key(Path(__file__), LEFT_OUT, whole.name, bare.name, root / PROGRAMS / "kiosk_agent", root / SHARE)

    def make(partial: Path) -> None:
        for name in sorted(set(packages(whole)) - set(packages(bare))):
            for path in files_of(whole, name):
                copy_file(whole, path, partial)
        stage = partial.with_suffix(".stage")
        cache.remove(stage)
        make_ahead(whole, root, stage)
        shutil.move(stage / AHEAD, partial / AHEAD)
        cache.remove(stage)

    made = cache.keep("Toolchains for a kiosk", BUILD / "extension-toolchains", key, make)
    cache.prune(made.parent, keep_newest=1)
    return made


def files_of(tree: Path, package: str) -> Iterator[Path]:
    """Yield the files of an installed package that a jail may need, as paths from the root."""
    patterns = [line for line in LEFT_OUT.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    database = tree / "var/lib/dpkg/info"
    (listed,) = [path for path in (database / f"{package}.list", database / f"{package}:amd64.list") if path.exists()]
    for line in listed.read_text(encoding="utf-8").splitlines():
        path = f"/usr{line}" if line.startswith(MERGED) else line
        if path.startswith("/usr/") and not any(fnmatch(path, pattern) for pattern in patterns):
            there = tree / path.lstrip("/")
            if there.is_symlink() or there.is_file():
                yield Path(path)


def copy_file(tree: Path, path: Path, destination: Path) -> None:
    """Copy a file or link of the tree; of a link into /etc, which a kiosk's root has for itself, what it leads to."""
    source, target = tree / path.relative_to("/"), destination / path.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        leads_to = source.readlink()
        if leads_to.is_relative_to("/etc"):
            there = tree / leads_to.relative_to("/")
            if there.is_dir():
                shutil.copytree(there, target, ignore_dangling_symlinks=True)
            elif there.is_file():
                shutil.copy2(there, target)
            return
    shutil.copy2(source, target, follow_symlinks=False)


def make_ahead(tree: Path, root: Path, stage: Path) -> None:
    """Have the kiosk's programs make in `stage` what the toolchains make ahead, at the paths that a kiosk has."""
    shutil.copytree(root / PROGRAMS, stage / PROGRAMS, symlinks=True, copy_function=os.link)
    shutil.copytree(NPM, stage / PROGRAMS / "build/toolchains/node_modules", symlinks=True)
    (stage / AHEAD).mkdir()
    trees.run_in(
        tree,
        [
            "python3",
            "-m",
            "kiosk_agent",
            "ahead",
            "--policies",
            Path("/") / SHARE / "policies",
            *packages_on(Carrier.DISK),
        ],
        timeout_seconds=AHEAD_SECONDS,
        bind=[(stage / PROGRAMS, Path("/") / PROGRAMS), (root / SHARE, Path("/") / SHARE)],
        extra_environment={"PYTHONPATH": str(Path("/") / PROGRAMS), "PYTHONDONTWRITEBYTECODE": "1"},
    )
