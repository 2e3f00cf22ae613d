"""A kiosk restarts and goes off when a trainer presses that, by the agent's word, and by nobody else's."""

from pathlib import Path

import pytest

from image.building.kernel_image import Flavour
from image.emulator.faults import MachineStopped
from image.emulator.machine import BOOT_SECONDS, Machine
from image.emulator.plan import Plan
from image.room.first_lesson import read_fingerprint
from image.room.trainer_page import TrainerPage
from tests.support.vm.booted import booted

ASKED = "/run/kiosk-agent"
NAME = "By order"
BOOT_ID = "cat /proc/sys/kernel/random/boot_id"
# What a learner's programs, the runner and a jail's account might try.
TRIES = (
    f"touch {ASKED}/restart",
    f"ln -s /dev/null {ASKED}/power-off",
    f"mv {ASKED}/tutor.sock {ASKED}/restart",
    "systemctl start kiosk-restart.service",
    "systemctl --no-ask-password reboot",
    "busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager PowerOff b false",
    "kill -s INT 1",
    "sh -c 'echo b > /proc/sysrq-trigger'",
)


def as_account(account: str, command: str) -> str:
    return f"setpriv --reuid={account} --regid=65534 --clear-groups {command}"


@pytest.mark.parametrize("account", ["learner", "kiosk-runner", "outset-jail-60600"])
def test_nobody_but_the_agent_can_ask_for_it(kiosk: Machine, account: str) -> None:
    before = kiosk.shell(BOOT_ID).output
    done = [command for command in TRIES if kiosk.shell(as_account(account, command)).exit_code == 0]
    assert done == []
    assert kiosk.shell("systemctl is-system-running").output == "running"
    assert kiosk.shell("systemctl list-jobs --no-legend").output == ""
    assert kiosk.shell(BOOT_ID).output == before


def test_its_network_card_is_told_to_listen_while_it_is_off(kiosk: Machine) -> None:
    cards = kiosk.shell("for card in /sys/class/net/*/device; do udevadm info --query=property ${card%/device}; done")
    assert "ID_NET_LINK_FILE=/usr/lib/systemd/network/10-wired.link" in cards.lines


def test_a_trainer_restarts_it_and_then_switches_it_off(room: tuple[int, TrainerPage], machines: Path) -> None:
    port, trainer = room
    plan = Plan.of_image(Flavour.DEVELOPMENT, server_port=port)
    # From the same snapshot as others, and may go down.
    with booted(plan, Flavour.DEVELOPMENT, machines / "by-order") as kiosk:
        trainer.approve(read_fingerprint(kiosk), NAME)
        kiosk.wait_for_text(NAME, BOOT_SECONDS)
        before = kiosk.shell(BOOT_ID).output
        trainer.ask_machines("restart")
        trainer.see_asked("0 of 1 have restarted")
        kiosk.wait_for(lambda: "reboot: Restarting system" in kiosk.serial_log, "it goes down")
        kiosk.wait_for_text(NAME, BOOT_SECONDS)
        # However long that took: on a slow machine the server has ceased to ask by then.
        trainer.see_logged("did what was asked of it")
        assert kiosk.shell(BOOT_ID).output != before
        # What asked for it was in memory, and is gone with it.
        assert kiosk.shell(f"test -e {ASKED}/restart").exit_code != 0
        trainer.ask_machines("power-off")
        trainer.see_asked("1 of 1 have gone off")
        with pytest.raises(MachineStopped):
            kiosk.wait()
        # It went down once for each: nothing else was written of it in between.
        assert kiosk.serial_log.count("reboot: Restarting system") == 1
        assert "reboot: Power down" in kiosk.serial_log
