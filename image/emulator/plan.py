"""What is booted, and the QEMU command that boots it."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from image import paths
from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.faults import ImageMissing
from image.emulator.tree_programs import BUILD_HINT, FIRMWARE, TreePrograms
from image.tools import Tools

# What the image has baked in: where a kiosk finds its server.
SERVER_ADDRESS = "10.0.2.2"
SERVER_PORT = 8443
# QEMU's own gateway must stand elsewhere, or it would answer for the server.
GATEWAY_ADDRESS = "10.0.2.4"
NAMESERVER_ADDRESS = "10.0.2.5"
RELAY = Path(__file__).with_name("relay.py")

# Where a disk can be put in while the kiosk runs.
SPARE_SLOTS = ("spare1", "spare2", "spare3", "spare4")

DISK_OVERLAY = "disk.qcow2"
VARIABLES = "variables.fd"
QMP_SOCKET = "qmp.sock"
SERIAL_SOCKET = "serial.sock"
SERIAL_LOG = "serial.log"
QEMU_LOG = "qemu.log"


@dataclass(frozen=True)
class Plan:
    """One kind of machine: the disk image that it boots, and the hardware around it."""

    disk: Path
    """A raw image; only ever read."""
    variables: Path
    """Firmware variables that hold the site's Secure Boot keys; only ever read."""
    programs: TreePrograms
    server_port: int | None = None
    """Port of this machine that the kiosk reaches as SERVER_ADDRESS:SERVER_PORT. Without it there is no server."""
    memory_mebibytes: int = 2048
    width_pixels: int = 1280
    height_pixels: int = 800
    clock: str = "utc"
    """What the kiosk's battery clock says when it is switched on: `utc`, or as 2010-01-31T12:00:00."""
    firmware_strings: tuple[str, ...] = ()
    """What the firmware offers in its tables (SMBIOS type 11), as somebody with another firmware might."""

    vnc_display: int | None = None
    """Where a person may look on and type: VNC display 7 is port 5907 of this machine, for this machine alone."""

    @classmethod
    def of_image(
        cls, flavour: Flavour, *, server_port: int | None = None, clock: str = "utc", vnc_display: int | None = None
    ) -> Self:
        """Return the plan that boots the image built last. Raises ImageMissing."""
        if not paths.CURRENT.exists():
            raise ImageMissing("there is no image yet", hint=BUILD_HINT)
        image = Image(paths.CURRENT.resolve())
        programs = TreePrograms(Tools.ready().tree)
        return cls(
            image.disk(flavour),
            image.firmware_variables,
            programs,
            server_port,
            clock=clock,
            vnc_display=vnc_display,
        )

    def check(self) -> None:
        """Raise ImageMissing if a file that the plan names is not there."""
        for path in (self.disk, self.variables):
            if not path.exists():
                raise ImageMissing(f"there is no {path}", hint=BUILD_HINT)

    def table(self) -> list[str]:
        """Return the firmware's strings; a comma in one is written twice, as QEMU wants it."""
        strings = [f"type=11,value={text.replace(',', ',,')}" for text in self.firmware_strings]
        return [word for text in strings for word in ("-smbios", text)]

    def network(self) -> str:
        """Return QEMU's network: DHCP, ARP and the one way to the server; all else goes nowhere."""
        words = [
            "user",
            "id=network",
            "restrict=on",
            "ipv6=off",
            f"host={GATEWAY_ADDRESS}",
            f"dns={NAMESERVER_ADDRESS}",
        ]
        if self.server_port is not None:
            relay = f"cmd:{sys.executable} -ISs {RELAY} {self.server_port}"
            words.append(f"guestfwd=tcp:{SERVER_ADDRESS}:{SERVER_PORT}-{relay}")
        return ",".join(words)

    def hardware(self) -> list[str]:
        """Return the part of the command that a saved machine must share with the one that resumes it."""
        return [
            "-nodefaults", "-no-user-config", "-display", "none",
            "-M", "q35,smm=on", "-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "max", "-smp", "2",
            "-m", f"{self.memory_mebibytes}M",
            "-global", "driver=cfi.pflash01,property=secure,value=on", "-global", "ICH9-LPC.disable_s3=1",
            "-device", "virtio-blk-pci,drive=disk,bootindex=1",
            "-device", "virtio-net-pci,netdev=network,romfile=",
            "-device", f"virtio-vga,xres={self.width_pixels},yres={self.height_pixels},romfile=",
            "-device", "qemu-xhci", "-device", "usb-kbd", "-device", "virtio-rng-pci",
            *(word for name in SPARE_SLOTS for word in ("-device", f"pcie-root-port,id={name},slot={name[-1]}")),
        ]  # fmt: skip

    def command(self) -> list[str]:
        """Return the whole command, to be run in the machine's own folder."""
        firmware = self.programs.file(FIRMWARE)
        return [
            *self.programs.command("qemu-system-x86_64"), "-L", str(self.programs.tree / "usr/share/qemu"),
            *self.hardware(),
            *([] if self.vnc_display is None else ["-vnc", f"127.0.0.1:{self.vnc_display}"]),
            "-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={firmware}",
            "-drive", f"if=pflash,unit=1,format=raw,file={VARIABLES}",
            # Not cache=unsafe: what the kiosk was told is on the disk must be there after QEMU is killed.
            "-drive", f"if=none,id=disk,format=qcow2,cache=writeback,discard=unmap,file={DISK_OVERLAY}",
            "-netdev", self.network(),
            "-rtc", f"base={self.clock}", *self.table(),
            "-chardev", f"socket,id=control,path={QMP_SOCKET},server=on,wait=off",
            "-mon", "chardev=control,mode=control",
            "-chardev", f"socket,id=serial,path={SERIAL_SOCKET},server=on,wait=off,logfile={SERIAL_LOG}",
            "-serial", "chardev:serial",
        ]  # fmt: skip

    def key(self) -> str:
        """Return what tells this image on this hardware from every other; snapshots are kept by it."""
        digest = hashlib.sha256()
        for path in (self.disk, self.variables, self.programs.tree / "usr/bin/qemu-system-x86_64"):
            real = path.resolve()
            found = real.stat()
            # Time and size, not content: hashing gigabytes would cost more than a boot.
            digest.update(f"{real} {found.st_size} {found.st_mtime_ns}\n".encode())
        digest.update("\n".join(self.hardware()).encode())
        return digest.hexdigest()[:16]
