"""What starts a kiosk before its root is there: kernel, its modules, initrd and boot loader."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from image import cache, trees
from image.paths import BOOT, BUILD, POLICIES

DRACUT_SECONDS = 900
TREE = ("boot", "Debian 13 kernel and boot loader")
NEVER_SHIPPED = POLICIES / "modprobe/never-shipped.list"


@dataclass(frozen=True)
class BootParts:
    """Files of one kernel."""

    folder: Path
    version: str
    """As uname -r says it."""

    @property
    def kernel(self) -> Path:
        """The kernel itself."""
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        """What finds, proves and mounts the root."""
        return self.folder / "initrd"

    @property
    def boot_loader(self) -> Path:
        """systemd-boot, not signed yet."""
        return self.folder / "systemd-bootx64.efi"

    @property
    def stub(self) -> Path:
        """What turns kernel, initrd and command line into one program for the firmware."""
        return self.folder / "linuxx64.efi.stub"

    @property
    def modules(self) -> Path:
        """The drivers that an image has, to be put under /usr/lib/modules."""
        return self.folder / "modules"

    @classmethod
    def ready(cls) -> "BootParts":
        """Return them, made if they are not there."""
        tree = trees.tree(*TREE)
        key = cache.key(Path(__file__), tree.name, BOOT / "dracut.conf", BOOT / "initrd", NEVER_SHIPPED)
        folder = cache.keep(
            "Kernel drivers and initrd", BUILD / "boot-parts", key, lambda partial: _make(tree, partial)
        )
        version = (folder / "version").read_text(encoding="ascii")
        return cls(folder, version)


def _make(tree: Path, partial: Path) -> None:
    (installed,) = (tree / "usr/lib/modules").iterdir()
    version = installed.name
    partial.mkdir()
    modules = partial / "modules" / version
    shutil.copytree(installed, modules, symlinks=True, ignore=shutil.ignore_patterns("build", "source"))
    for line in NEVER_SHIPPED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cache.remove(modules / "kernel" / line)
    shutil.copyfile(tree / f"boot/vmlinuz-{version}", partial / "vmlinuz")
    efi = tree / "usr/lib/systemd/boot/efi"
    for name in ("systemd-bootx64.efi", "linuxx64.efi.stub"):
        shutil.copyfile(efi / name, partial / name)
    # The initrd takes only drivers that the image has, and their index is made anew for both.
    bind = [(partial / "modules", Path("/usr/lib/modules")), (partial, Path("/mnt")), (BOOT, Path("/srv"))]
    trees.run_in(tree, ["depmod", version], timeout_seconds=DRACUT_SECONDS, bind=bind)
    trees.run_in(
        tree,
        [
            *("dracut", "--force", "--conf", "/srv/dracut.conf", "--include", "/srv/initrd", "/"),
            *("--kver", version, "/mnt/initrd"),
        ],
        timeout_seconds=DRACUT_SECONDS,
        bind=bind,
        extra_environment={"SOURCE_DATE_EPOCH": "0"},
    )
    (partial / "version").write_text(version, encoding="ascii")
