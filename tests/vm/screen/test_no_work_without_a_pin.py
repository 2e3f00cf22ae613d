"""Whatever ends of the kiosk's programs while somebody is at work: the work opens again by the PIN alone."""

from collections.abc import Mapping
from typing import Final

import pytest

from image.emulator.machine import Machine
from image.room.first_lesson import OWN_PIN, sign_in
from image.room.trainer_page import Slip
from tests.support.vm.at_work import NUMBER, AtWork

WORK: Final = "// kept for its writer"


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
def writers_kiosk(at_work: AtWork) -> Machine:
    """Give a kiosk at which a learner has begun to write."""
    at_work.kiosk.type_text(WORK)
    at_work.kiosk.wait_for_text(WORK)
    return at_work.kiosk


@pytest.mark.parametrize("what", ENDED)
def test_what_was_written_opens_by_its_writers_pin_alone(writers_kiosk: Machine, what: str) -> None:
    for command in ENDED[what]:
        assert writers_kiosk.shell(command).exit_code == 0
    writers_kiosk.press(*EVERY_WAY_IN)
    writers_kiosk.wait_for_text("Your number")
    writers_kiosk.press(*EVERY_WAY_IN)
    seen = writers_kiosk.wait_for_text("Your number")
    assert WORK not in seen
    assert "Hello" not in seen
    sign_in(writers_kiosk, Slip(NUMBER, OWN_PIN))
    writers_kiosk.wait_for_text("Hello")
    writers_kiosk.press("enter")
    writers_kiosk.wait_for_text(WORK)
