"""The kiosks that most tests of the image begin with: each flavour boots once, and is kept for the next time."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from socket import socket

from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.emulator.snapshot import resumed
from image.paths import BUILD

MACHINES = BUILD / "emulator/tests"
NAME = "booted"
# Whatever the tutor shows first, it has words on it; the firmware's screen has none in the kiosk's font.
TUTOR_SHOWN = r"[Kk]iosk"


def free_port() -> closing[socket]:
    """Keep a port free: a kiosk that calls its server there is hung up on at once, and calls again soon."""
    bound = socket()
    bound.bind(("127.0.0.1", 0))
    return closing(bound)


def _shown(machine: Machine) -> None:
    machine.wait_for_text(TUTOR_SHOWN)


def _settled(machine: Machine) -> None:
    """Wait for the tutor, and until the service manager has nothing left to start."""
    _shown(machine)
    machine.shell("systemctl is-system-running --wait", timeout_seconds=600)


READY: Mapping[Flavour, Callable[[Machine], None]] = {Flavour.DEVELOPMENT: _settled, Flavour.PRODUCTION: _shown}


def booted(plan: Plan, flavour: Flavour, folder: Path | None = None) -> Machine:
    """Return a kiosk of the flavour, booted and at rest, in `folder` or else in the flavour's own."""
    return resumed(plan, NAME, folder or MACHINES / flavour, READY[flavour])
