"""Firmware with the site's keys starts what the site signed, and nothing else."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.tools import Tools
from image.waiting import NotSeen

# mtools takes the place of the boot partition in the disk after @@: repart puts the first partition at 1 MiB.
BOOT_PARTITION = "@@1M"
LOADER = "EFI/BOOT/BOOTX64.EFI"
REFUSED = re.compile(r"Access [Dd]enied|Security Violation", re.IGNORECASE)
KERNEL_STARTED = re.compile(r"Linux version|EFI stub: Loaded|systemd\[1\]")
FIRMWARE_SECONDS = 180


@pytest.fixture
def disk(production_plan: Plan, machines: Path) -> Iterator[Path]:
    """A copy of the production disk, to be tampered with."""
    copy = machines / "tampered.img"
    copy.parent.mkdir(parents=True, exist_ok=True)
    Tools(production_plan.programs.tree).run(["cp", "--sparse=always", production_plan.disk.resolve(), copy])
    yield copy
    copy.unlink()


@pytest.fixture
def boot_file(production_plan: Plan, disk: Path, machines: Path) -> Callable[[str, Callable[[Path], None]], None]:
    """Return what takes one file off the disk's boot partition, has it changed, and puts it back."""
    tools = Tools(production_plan.programs.tree)

    def change(name: str, alter: Callable[[Path], None]) -> None:
        folder = machines / "boot-files"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        file = folder / "altered.efi"
        tools.run(["mcopy", "-i", f"{disk}{BOOT_PARTITION}", f"::{name}", file])
        alter(file)
        tools.run(["mcopy", "-o", "-i", f"{disk}{BOOT_PARTITION}", file, f"::{name}"])

    return change


@pytest.fixture
def kernel_name(production_plan: Plan) -> str:
    """Name of the signed kernel image on the boot partition."""
    listing = Tools(production_plan.programs.tree).run(
        ["mdir", "-b", "-i", f"{production_plan.disk.resolve()}{BOOT_PARTITION}", "::EFI/Linux"]
    )
    (name,) = [line.removeprefix("::/") for line in listing.split() if line.lower().endswith(".efi")]
    return name


def refusal(plan: Plan, disk: Path, folder: Path) -> str:
    """Boot `disk` and return what the firmware wrote up to its refusal."""
    with Machine.boot(replace(plan, disk=disk), folder) as machine:

        def decided() -> bool:
            said = machine.serial_log
            return bool(REFUSED.search(said) or KERNEL_STARTED.search(said))

        try:
            machine.wait_for(decided, "the firmware's decision on the serial port", FIRMWARE_SECONDS)
        except NotSeen as error:
            raise AssertionError(f"{error}\n{machine.serial_log[-1500:]}") from error
        assert not KERNEL_STARTED.search(machine.serial_log)
        return machine.serial_log


def unsign(plan: Plan) -> Callable[[Path], None]:
    """Return what takes the signature off a file."""

    def alter(file: Path) -> None:
        Tools(plan.programs.tree).run(["sbattach", "--remove", file])

    return alter


def test_kernel_image_without_a_signature_is_refused(
    production_plan: Plan,
    disk: Path,
    boot_file: Callable[[str, Callable[[Path], None]], None],
    kernel_name: str,
    machines: Path,
) -> None:
    boot_file(kernel_name, unsign(production_plan))
    assert REFUSED.search(refusal(production_plan, disk, machines / "unsigned-kernel"))


def test_kernel_image_with_an_edited_command_line_is_refused(
    production_plan: Plan,
    disk: Path,
    boot_file: Callable[[str, Callable[[Path], None]], None],
    kernel_name: str,
    machines: Path,
) -> None:
    def edit(file: Path) -> None:
        signed = file.read_bytes()
        assert signed.count(b"lockdown=confidentiality") == 1
        file.write_bytes(signed.replace(b"lockdown=confidentiality", b"rd.shell=1 rd.break=pre "))

    boot_file(kernel_name, edit)
    assert REFUSED.search(refusal(production_plan, disk, machines / "edited-kernel"))


def test_boot_loader_without_a_signature_is_refused(
    production_plan: Plan, disk: Path, boot_file: Callable[[str, Callable[[Path], None]], None], machines: Path
) -> None:
    boot_file(LOADER, unsign(production_plan))
    assert REFUSED.search(refusal(production_plan, disk, machines / "unsigned-loader"))
