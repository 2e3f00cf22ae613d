"""A kiosk in a machine that offers it credentials and tells it a wrong time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from image.emulator.machine import Machine
from image.emulator.plan import Plan

OFFERED = (
    "io.systemd.credential:login.noauth=yes",
    "io.systemd.credential:agetty.autologin=root",
    "io.systemd.credential:passwd.plaintext-password.root=offered",
    "io.systemd.credential:systemd.extra-unit.offered.service=[Service]",
    "io.systemd.stub.kernel-cmdline-extra=rd.shell=1 outset.offered_to_stub",
    "io.systemd.boot.kernel-cmdline-extra=rd.shell=1 outset.offered_to_loader",
)


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


def test_command_line_from_the_firmware_is_not_taken(offered_kiosk: Machine) -> None:
    words = offered_kiosk.shell("cat /proc/cmdline").output.split()
    assert [word for word in words if "offered" in word or word == "rd.shell=1"] == []


def test_clock_is_never_before_the_image_was_built(offered_kiosk: Machine) -> None:
    built = offered_kiosk.shell("sed -n 's/^built_at *= *//p' /usr/share/outset/kiosk.toml").output
    year = re.search(r"\d{4}", built)
    assert year
    assert int(offered_kiosk.shell("date +%Y").output) >= int(year.group())
