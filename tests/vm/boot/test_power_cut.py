"""A power cut costs nothing that was said to be saved, and leaves a kiosk that comes up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from image.building.kernel_image import Flavour
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from tests.support.vm.booted import booted


@pytest.fixture
def mortal_kiosk(development_plan: Plan, machines: Path) -> Iterator[Machine]:
    """A kiosk of its own from the same snapshot, whose disk may be hurt."""
    with booted(development_plan, Flavour.DEVELOPMENT, machines / "mortal") as machine:
        yield machine


def test_what_was_synced_is_there_after_a_power_cut_and_the_kiosk_boots(mortal_kiosk: Machine) -> None:
    state = "/var/lib/kiosk-agent"
    before = mortal_kiosk.shell("cat /proc/sys/kernel/random/boot_id").output
    mortal_kiosk.shell(f"echo half a line > {state}/kept && sync {state}/kept")
    # Being written at the very moment: this one may be lost, but must not harm the rest.
    mortal_kiosk.shell(f"(dd if=/dev/zero of={state}/unfinished bs=1M count=64 >/dev/null 2>&1 &)")
    mortal_kiosk.power_cut()
    mortal_kiosk.power_on()
    mortal_kiosk.wait_for_text("[Kk]iosk")
    assert mortal_kiosk.shell("cat /proc/sys/kernel/random/boot_id").output != before
    assert mortal_kiosk.shell(f"cat {state}/kept").output == "half a line"
    mortal_kiosk.shell("systemctl is-system-running --wait", timeout_seconds=600)
    assert mortal_kiosk.shell("systemctl --failed --no-legend --plain").output == ""
