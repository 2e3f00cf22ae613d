"""The programs of the Debian 13 tools tree, run from outside it.

Each is started through the tree's own loader and libraries: no chroot, no mount, no root, and what is started is the
program itself, so that ending it ends everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from image.emulator.faults import ImageMissing
from kiosk_agent import process

LIBRARIES = Path("usr/lib/x86_64-linux-gnu")
LOADER = Path("usr/lib64/ld-linux-x86-64.so.2")
# Folders that the libraries name in their own run paths, which inside the tree would be absolute.
LIBRARY_FOLDERS = (LIBRARIES, LIBRARIES / "pulseaudio", LIBRARIES / "systemd")
FIRMWARE = Path("usr/share/OVMF/OVMF_CODE_4M.secboot.fd")
FONTS = Path("usr/share/fonts/truetype/jetbrains-mono")
BUILD_HINT = "run: ./outset image build"


@dataclass(frozen=True)
class TreePrograms:
    """QEMU and its companions inside `tree`, a Debian 13 tools tree."""

    tree: Path

    def command(self, program: str) -> list[str]:
        """Return the first words of a command that runs `program` of the tree, which dies with our process.

        Raises ImageMissing.
        """
        path = self.file(Path("usr/bin") / program)
        folders = ":".join(str(self.tree / folder) for folder in LIBRARY_FOLDERS)
        # Should we be killed outright, the kernel kills the program for us.
        guard = [str(process.find("setpriv", hint="apt install util-linux")), "--pdeathsig", "KILL", "--"]
        return [*guard, str(self.tree / LOADER), "--inhibit-cache", "--library-path", folders, str(path)]

    def environment(self) -> Mapping[str, str]:
        """Return what a program needs to find its plug-ins inside the tree."""
        return {"QEMU_MODULE_DIR": str(self.tree / LIBRARIES / "qemu")}

    def file(self, inside: Path) -> Path:
        """Return a file of the tree by its path in it. Raises ImageMissing."""
        path = self.tree / inside
        if not path.exists():
            raise ImageMissing(f"/{inside} is not in {self.tree}", hint=BUILD_HINT)
        return path

    def run(self, program: str, *arguments: str | Path, timeout_seconds: float = 120) -> str:
        """Run a program of the tree to its end and return what it wrote. Raises ProgramFailed."""
        return process.run(
            [*self.command(program), *arguments],
            timeout_seconds=timeout_seconds,
            extra_environment=self.environment(),
            hint="is the disk full? see: df -h .",
        )
