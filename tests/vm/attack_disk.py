"""The disk that brings the attack suite to a kiosk: a signed extension like those of the toolchains."""

import shutil
from pathlib import Path

from image import cache
from image.extension_disk import ExtensionDisk, write_extension
from image.keys import SecureBootKeys
from image.paths import BUILD, CHECKOUT
from image.tools import Tools
from tests.jail.attacks.programs import build_native

NAME = "attacks"
SUITE = Path("tests/jail/attacks")
HOME = Path("usr/share/outset-attacks")
"""On the kiosk, below /: what the suite needs on PYTHONPATH, and the binary beside it."""
EPOCH = 1767225600
"""Of all its files: a test's disk has no date."""


def attack_tree() -> Path:
    """Return a folder whose usr holds the suite, made anew when the suite has changed."""
    sources = CHECKOUT / SUITE
    key = cache.key(Path(__file__), sources)

    def make(partial: Path) -> None:
        home = partial / HOME
        shutil.copytree(sources, home / SUITE, ignore=shutil.ignore_patterns("__pycache__"))
        build_native(home)

    return cache.keep("Attack suite", BUILD / "attacks", key, make)


def write_attack_disk(tools: Tools, keys: SecureBootKeys | None, path: Path) -> ExtensionDisk:
    """Write the disk, signed with `keys`, or with none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_extension(tools, NAME, attack_tree(), keys, EPOCH, path)
