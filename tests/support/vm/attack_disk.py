"""The disk that brings the attack suite to a kiosk: a signed extension like those of the toolchains.

With it comes the developers' command that runs one program in the jail, which no kiosk has.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from image import cache
from image.building.software import LIBRARIES_HOME, NEVER_ON_A_KIOSK
from image.emulator.machine import Machine
from image.emulator.serial_shell import Outcome
from image.extensions.extension_disk import ExtensionDisk, write_extension
from image.paths import BUILD, CHECKOUT
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from tests.support.attacks.programs import build_native

NAME = "attacks"
TRACKS = Path("tests/fixtures/sample_tracks")
PARTS = (Path("tests/support/attacks"), Path("tests/fixtures/attacks"), TRACKS)
HOME = Path("usr/lib/outset-attacks")
"""On the kiosk, below /: what the suite needs on PYTHONPATH, and the binary where AppArmor lets programs be."""
HOST = Path("kiosk_agent") / NEVER_ON_A_KIOSK
COMMANDS = Path("outset.py"), Path("provisioning/commands.txt")
OUTSET = f"python3 /{HOME}/outset.py"
"""On the kiosk, what `./outset` is elsewhere: for `kiosk run`."""
PROGRAM = "env PYTHONPATH=/usr/lib/outset PYTHONDONTWRITEBYTECODE=1 python3 -m kiosk_agent extension"
FOUND_SECONDS = 120
EPOCH = 1767225600
"""Of all its files: a test's disk has no date."""


def attack_tree() -> Path:
    """Return a folder whose usr holds the suite, and tracks to judge by; made anew when they have changed."""
    key = cache.key(Path(__file__), *(CHECKOUT / part for part in (*PARTS, *COMMANDS, HOST)))

    def make(partial: Path) -> None:
        home = partial / HOME
        # The last is laid over the kiosk's own programs, as a part of them.
        for part, below in (*((part, home) for part in PARTS), (HOST, partial / LIBRARIES_HOME.lstrip("/"))):
            shutil.copytree(CHECKOUT / part, below / part, ignore=shutil.ignore_patterns("__pycache__"))
        build_native(home)
        for path in COMMANDS:
            (home / path).parent.mkdir(exist_ok=True)
            shutil.copyfile(CHECKOUT / path, home / path)

    return cache.keep("Attack suite", BUILD / "attacks", key, make)


def write_attack_disk(tools: Tools, keys: SecureBootKeys | None, path: Path) -> ExtensionDisk:
    """Write the disk, signed with `keys`, or with none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_extension(tools, NAME, attack_tree(), keys, EPOCH, path)


@dataclass(frozen=True)
class Offered:
    """A kiosk with a root shell, and disks that were put in while it ran."""

    kiosk: Machine
    disks: Mapping[str, ExtensionDisk]

    @classmethod
    def to(cls, kiosk: Machine, disks: Mapping[str, ExtensionDisk]) -> Self:
        """Put the disks in and wait until the kiosk has found them."""
        offered = cls(kiosk, disks)
        for name, disk in disks.items():
            kiosk.attach(disk.path, name)
        for name in disks:
            kiosk.wait_for(partial(offered.is_there, name), f"the disk {name} that was put in", FOUND_SECONDS)
        return offered

    def is_there(self, name: str) -> bool:
        """Tell whether the kiosk has found a disk."""
        return self.kiosk.shell(f"test -b {self.path(name)}").exit_code == 0

    def path(self, name: str) -> str:
        """Return the path of a disk on the kiosk."""
        return f"/dev/disk/by-id/virtio-{name}"

    def opened(self, disk: str, name: str = NAME) -> Outcome:
        """Have the kiosk open the disk at the path `disk`, as the extension `name`."""
        return self.kiosk.shell(f"{PROGRAM} open {name} {disk}", timeout_seconds=300)

    def close(self, name: str = NAME) -> None:
        """Have the kiosk close it."""
        closed = self.kiosk.shell(f"{PROGRAM} close {name}", timeout_seconds=300)
        assert closed.exit_code == 0, closed.output
