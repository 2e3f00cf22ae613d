"""Whatever ends of the kiosk's programs while somebody is at work: the work opens again by the PIN alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.room.first_lesson import OWN_PIN, read_fingerprint, sign_in
from image.room.trainer_page import Slip, TrainerPage
from tests.support.vm.booted import booted

WORK: Final = "// kept for its writer"
NUMBER: Final = "1042"


def kill(command: str) -> str:
    """Return what kills every process that begins with these words: a kiosk has no program for it."""
    look = "case $(tr '\\0' ' ' < $each/cmdline) in"
    end = f'"{command} "*) kill -KILL ${{each#/proc/}} && ended=1;; esac'
    return f'ended=; for each in /proc/[0-9]*; do {look} {end}; done; test "$ended"'


def kill_unit(name: str) -> str:
    return f"systemctl kill --signal=KILL {name}.service"


TUTOR: Final = kill("/usr/bin/python3 -m kiosk_agent tutor")
ENDED: Final[Mapping[str, tuple[str, ...]]] = {
    "the tutor": (TUTOR,),
    "the terminal that shows it": (kill("/usr/bin/foot"),),
    "the screen": (kill_unit("kiosk-display"),),
    "the agent, then the tutor": (kill_unit("kiosk-agent"), "systemctl start kiosk-agent.service", TUTOR),
    "the tutor, then the agent": (TUTOR, kill_unit("kiosk-agent")),
    "the runner and the tutor": (kill_unit("kiosk-runner"), TUTOR),
}
EVERY_WAY_IN: Final = ("enter", "ctrl-r", "f4", "enter", "f8", "escape", "f6", "enter")


@pytest.fixture(scope="module")
def at_work(room: tuple[int, TrainerPage], machines: Path) -> Iterator[Machine]:
    """A kiosk at which a learner has chosen a PIN and begun to write."""
    port, trainer = room
    plan = Plan.of_image(Flavour.DEVELOPMENT, server_port=port)
    with booted(plan, Flavour.DEVELOPMENT, machines / "at-work") as machine:
        trainer.approve(read_fingerprint(machine), "Kiosk of one")
        machine.wait_for_text("Kiosk of one")
        slip = trainer.add_learner("Group of one", NUMBER, "Learner 1042")
        trainer.start_session("A lesson", 600)
        sign_in(machine, slip, change_to=OWN_PIN)
        machine.wait_for_text("Hello")
        machine.press("enter")
        machine.wait_for_text("export const kilosPerBox")
        machine.type_text(WORK)
        machine.wait_for_text(WORK)
        yield machine


@pytest.mark.parametrize("what", ENDED)
def test_what_was_written_opens_by_its_writers_pin_alone(at_work: Machine, what: str) -> None:
    for command in ENDED[what]:
        assert at_work.shell(command).exit_code == 0
    at_work.press(*EVERY_WAY_IN)
    at_work.wait_for_text("Your number")
    at_work.press(*EVERY_WAY_IN)
    seen = at_work.wait_for_text("Your number")
    assert WORK not in seen
    assert "Hello" not in seen
    sign_in(at_work, Slip(NUMBER, OWN_PIN))
    at_work.wait_for_text("Hello")
    at_work.press("enter")
    at_work.wait_for_text(WORK)
