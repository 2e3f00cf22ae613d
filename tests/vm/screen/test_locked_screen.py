"""The locked screen of an approved kiosk says what kind of kiosk it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from image.building.kernel_image import Flavour
from image.emulator.machine import BOOT_SECONDS
from image.emulator.plan import Plan
from image.paths import BUILD
from image.room.first_lesson import read_fingerprint
from image.room.trainer_page import TrainerPage
from tests.support.vm.booted import booted

PICTURES = BUILD / "pictures"


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
