"""A booted kiosk at which a learner is at work, with its trainer at their page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.room.first_lesson import OWN_PIN, read_fingerprint, sign_in
from image.room.trainer_page import TrainerPage
from tests.support.vm.booted import booted

NAME: Final = "Kiosk of one"
NUMBER: Final = "1042"


@dataclass(frozen=True)
class AtWork:
    """Both of them."""

    kiosk: Machine
    kiosk_id: str
    trainer: TrainerPage


@contextmanager
def at_work_in(folder: Path, port: int, trainer: TrainerPage) -> Iterator[AtWork]:
    """Let a learner choose a PIN at a kiosk that goes on from its snapshot, and open the first exercise."""
    plan = Plan.of_image(Flavour.DEVELOPMENT, server_port=port)
    with booted(plan, Flavour.DEVELOPMENT, folder) as kiosk:
        kiosk_id = trainer.approve(read_fingerprint(kiosk), NAME)
        kiosk.wait_for_text(NAME)
        slip = trainer.add_learner("Group of one", NUMBER, "Learner 1042")
        trainer.start_session("A lesson", 600)
        sign_in(kiosk, slip, change_to=OWN_PIN)
        kiosk.wait_for_text("Hello")
        kiosk.press("enter")
        kiosk.wait_for_text("export const kilosPerBox")
        yield AtWork(kiosk, kiosk_id, trainer)
