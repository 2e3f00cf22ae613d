"""The locked screen of an approved kiosk says what kind of kiosk it is."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from image.building.kernel_image import Flavour
from image.emulator.machine import BOOT_SECONDS
from image.emulator.plan import Plan
from image.paths import BUILD
from image.room.first_lesson import read_fingerprint
from image.room.server import TRAINER, copy_site, create_trainer, start_server
from image.room.trainer_page import TrainerPage, open_browser
from tests.support.vm.booted import booted

PICTURES = BUILD / "pictures"


@pytest.fixture(scope="module")
def room(machines: Path) -> Iterator[tuple[int, TrainerPage]]:
    """A classroom server with nobody in it yet, and its trainer at their page."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    folder = machines / "classroom"
    with ExitStack() as stack:
        copy_site(folder)
        stack.enter_context(start_server(port, folder))
        password = create_trainer(folder)
        assert password is not None
        trainer = TrainerPage(stack.enter_context(open_browser(folder / "ca.pem")), f"https://127.0.0.1:{port}")
        trainer.sign_in(TRAINER, password)
        yield port, trainer


@pytest.fixture
def locked_text(room: tuple[int, TrainerPage], machines: Path) -> Callable[[Flavour, str], str]:
    """Return what approves a kiosk that goes on from its snapshot, and reads its locked screen."""
    port, trainer = room

    def lock(flavour: Flavour, name: str) -> str:
        plan = Plan.of_image(flavour, server_port=port)
        with booted(plan, flavour, machines / "locked") as machine:
            trainer.approve(read_fingerprint(machine), name)
            text = machine.wait_for_text(name, BOOT_SECONDS)
            machine.picture(PICTURES / f"{name.lower().replace(' ', '-')}-locked.png")
            return text

    return lock


def test_development_kiosk_is_marked_as_one(locked_text: Callable[[Flavour, str], str]) -> None:
    assert "DEVELOPMENT" in locked_text(Flavour.DEVELOPMENT, "Development kiosk")


def test_production_kiosk_is_not(locked_text: Callable[[Flavour, str], str]) -> None:
    assert "DEVELOPMENT" not in locked_text(Flavour.PRODUCTION, "Production kiosk")
