"""Kiosks for the tests of the booted image: each flavour boots once, and is kept for the next time."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.emulator.snapshot import resumed
from image.extension_disk import ExtensionDisk
from image.kernel_image import Flavour
from image.keys import SecureBootKeys
from image.paths import BUILD
from image.tools import Tools
from tests.vm.attack_disk import Offered, write_attack_disk

MACHINES = BUILD / "emulator/tests"
# Whatever the tutor shows first, it has words on it; the firmware's screen has none in the kiosk's font.
TUTOR_SHOWN = r"[Kk]iosk"


@pytest.fixture(scope="session")
def server_port() -> Iterator[int]:
    """A port kept free: a kiosk that calls its server there is hung up on at once, and calls again soon."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


@pytest.fixture(scope="session")
def development_plan(server_port: int) -> Plan:
    return Plan.of_image(Flavour.DEVELOPMENT, server_port=server_port)


@pytest.fixture(scope="session")
def production_plan(server_port: int) -> Plan:
    return Plan.of_image(Flavour.PRODUCTION, server_port=server_port)


@pytest.fixture(scope="session")
def machines() -> Path:
    """Folder in which a test may make a machine's own."""
    return MACHINES


def settle(machine: Machine) -> None:
    """Wait for the tutor, and until the service manager has nothing left to start."""
    machine.wait_for_text(TUTOR_SHOWN)
    machine.shell("systemctl is-system-running --wait", timeout_seconds=600)


@pytest.fixture(scope="session")
def kiosk(development_plan: Plan) -> Iterator[Machine]:
    """A booted development kiosk with a root shell on its serial port."""
    with resumed(development_plan, "booted", MACHINES / "development", settle) as machine:
        yield machine


@pytest.fixture(scope="session")
def production_kiosk(production_plan: Plan) -> Iterator[Machine]:
    """A booted production kiosk: only its keyboard and its screen."""

    def ready(machine: Machine) -> None:
        machine.wait_for_text(TUTOR_SHOWN)

    with resumed(production_plan, "booted", MACHINES / "production", ready) as machine:
        yield machine


@pytest.fixture(scope="session")
def other_site(machines: Path) -> SecureBootKeys:
    """Keys that no kiosk of this site knows."""
    return SecureBootKeys.ready(Tools.ready(), machines / "other-site-keys")


@pytest.fixture(scope="session")
def signed_disk(machines: Path) -> ExtensionDisk:
    """The attack suite as a disk that this site has signed."""
    tools = Tools.ready()
    return write_attack_disk(tools, SecureBootKeys.ready(tools), machines / "signed.img")


@pytest.fixture(scope="session")
def offered(development_plan: Plan, signed_disk: ExtensionDisk, other_site: SecureBootKeys) -> Iterator[Offered]:
    """A booted development kiosk with three disks in it: signed here, signed elsewhere, not signed."""
    tools = Tools.ready()
    disks = {
        "signed": signed_disk,
        "foreign": write_attack_disk(tools, other_site, MACHINES / "foreign.img"),
        "unsigned": write_attack_disk(tools, None, MACHINES / "unsigned.img"),
    }
    with resumed(development_plan, "booted", MACHINES / "offered", settle) as machine:
        yield Offered.to(machine, disks)
