"""What goes wrong with an emulated kiosk is said with the next step, and nothing is left running."""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from image.emulator.faults import ImageMissing, MachineStopped
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.paths import CHECKOUT
from image.waiting import NotSeen, eventually
from kiosk_agent import process

# Boots what it is told, says QEMU's number, and waits to be killed.
BOOTER = """
import sys
from pathlib import Path
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.emulator.tree_programs import TreePrograms
disk, variables, tree, folder = map(Path, sys.argv[1:])
machine = Machine.boot(Plan(disk, variables, TreePrograms(tree)), folder)
Path(folder, "number").write_text(str(machine.pid))
machine.qmp.pause(600)
"""


@pytest.fixture
def empty_plan(development_plan: Plan, tmp_path: Path) -> Plan:
    """A machine with nothing on its disk: it comes no further than its firmware, and starts in a second."""
    disk = tmp_path / "empty.img"
    with disk.open("wb") as file:
        file.truncate(2**20)
    return replace(development_plan, disk=disk, memory_mebibytes=512)


def runs(pid: int) -> bool:
    """Tell whether the process is there and more than a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_missing_image_says_what_to_run(development_plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(ImageMissing, match="outset image build"):
        Machine.boot(replace(development_plan, disk=tmp_path / "none.img"), tmp_path / "machine")


def test_qemu_that_does_not_start_has_its_last_words_said(empty_plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(MachineStopped, match="datetime"):
        Machine.boot(replace(empty_plan, clock="no-such-clock"), tmp_path / "machine")


def test_qemu_that_dies_ends_the_waiting_at_once(empty_plan: Plan, tmp_path: Path) -> None:
    with Machine.boot(empty_plan, tmp_path / "machine") as machine:
        os.kill(machine.pid, signal.SIGKILL)
        with pytest.raises(MachineStopped):
            machine.wait_for_text("never", timeout_seconds=600)


def test_what_was_not_seen_is_said_with_a_picture(empty_plan: Plan, tmp_path: Path) -> None:
    with Machine.boot(empty_plan, tmp_path / "machine") as machine:
        with pytest.raises(NotSeen, match=r"not-seen\.png"):
            machine.wait_for_text("never", timeout_seconds=1)
        assert (tmp_path / "machine/not-seen.png").stat().st_size > 0


def test_resting_kiosk_goes_on_when_something_is_asked_of_it(empty_plan: Plan, tmp_path: Path) -> None:
    with Machine.boot(empty_plan, tmp_path / "machine") as machine:
        machine.rest()
        machine.rest()
        machine.screen.text()
        assert machine.qmp.events[-2:] == ["STOP", "RESUME"]


def test_no_qemu_outlives_the_block(empty_plan: Plan, tmp_path: Path) -> None:
    with Machine.boot(empty_plan, tmp_path / "machine") as machine:
        pid = machine.pid
        assert runs(pid)
    assert not runs(pid)


def test_no_qemu_outlives_a_killed_driver(empty_plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "machine"
    arguments = [empty_plan.disk, empty_plan.variables, empty_plan.programs.tree, folder]
    driver = process.start([sys.executable, "-c", BOOTER, *arguments], cwd=CHECKOUT, log=tmp_path / "driver.log")
    try:
        number = folder / "number"
        # It is there before what it says is in it.
        pid = int(eventually(lambda: number.read_text() if number.exists() else "", "QEMU's number"))
        assert runs(pid)
    finally:
        driver.kill()
        driver.wait()
    eventually(lambda: not runs(pid), "the end of QEMU")
