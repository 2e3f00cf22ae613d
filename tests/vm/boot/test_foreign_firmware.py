"""A kiosk in a machine that offers it credentials and tells it a wrong time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from image.emulator.machine import BOOT_SECONDS, Machine
from image.emulator.plan import Plan

OFFERED = (
    "io.systemd.credential:login.noauth=yes",
    "io.systemd.credential:agetty.autologin=root",
    "io.systemd.credential:passwd.plaintext-password.root=offered",
    "io.systemd.credential:systemd.extra-unit.offered.service=[Service]",
    "io.systemd.boot.kernel-cmdline-extra=rd.shell=1 outset.offered_to_loader",
)
# The stub appends these to the signed line, Secure Boot or not.
OFFERED_WORDS = (
    "init=/bin/sh rdinit=/bin/sh systemd.unit=emergency.target rd.shell=1",
    "outset.end --",
)

REFUSED = "words that were not signed"
STARTED = "BdsDxe: starting"


@pytest.fixture(scope="module")
def offered_kiosk(development_plan: Plan, machines: Path) -> Iterator[Machine]:
    plan = replace(development_plan, firmware_strings=OFFERED, clock="2010-01-01T00:00:00")
    with Machine.boot(plan, machines / "foreign") as machine:
        machine.wait_for_text("[Kk]iosk")
        yield machine


def test_credentials_from_the_firmware_are_not_imported(offered_kiosk: Machine) -> None:
    # What is offered has arrived in the machine, or this test would prove nothing.
    tables = offered_kiosk.shell("cat /sys/firmware/dmi/entries/11-*/raw | tr '\\0' '\\n'").output
    assert "login.noauth" in tables
    assert offered_kiosk.shell("ls /run/credentials/@system /run/credentials/@initrd 2>/dev/null").lines == []
    assert offered_kiosk.shell("systemctl cat offered.service").exit_code != 0
    assert offered_kiosk.shell("grep '^root:' /etc/shadow").output.split(":")[1] in {"!", "*", "!*", "!locked"}


def test_command_line_offered_to_the_loader_is_not_taken(offered_kiosk: Machine) -> None:
    words = offered_kiosk.shell("cat /proc/cmdline").output.split()
    assert [word for word in words if "offered" in word or word == "rd.shell=1"] == []


@pytest.mark.parametrize("words", OFFERED_WORDS)
def test_command_line_offered_to_the_stub_stops_the_start(development_plan: Plan, machines: Path, words: str) -> None:
    plan = replace(development_plan, firmware_strings=(f"io.systemd.stub.kernel-cmdline-extra={words}",))
    with Machine.boot(plan, machines / "offered-words") as machine:
        machine.wait_for(lambda: REFUSED in machine.serial_log, "the refusal of the words", BOOT_SECONDS)
        # It does not go on from there, but starts again.
        machine.wait_for(lambda: machine.serial_log.count(STARTED) > 1, "the second start", BOOT_SECONDS)


def test_clock_is_never_before_the_image_was_built(offered_kiosk: Machine) -> None:
    built = offered_kiosk.shell("sed -n 's/^built_at *= *//p' /usr/share/outset/kiosk.toml").output
    year = re.search(r"\d{4}", built)
    assert year
    assert int(offered_kiosk.shell("date +%Y").output) >= int(year.group())
