"""Java, Kotlin and Swift on a kiosk: they come with a signed disk, and the root stays as it ships."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.plan import Plan
from image.extensions.extension_disk import ExtensionDisk
from image.extensions.toolchain_disk import NAME, TOOLCHAINS, write_toolchain_disk
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from tests.support.vm.attack_disk import HOME, TRACKS, Offered
from tests.support.vm.attack_suite import check_all_blocked
from tests.support.vm.booted import booted
from tests.support.vm.runner_unit import POLICIES, RunnerUnit, patient

# Packing more than a gigabyte, and compilers that are emulated: CI has no time for them.
pytestmark = pytest.mark.full
TRACK_SECONDS = 2400
LONGEST_SECONDS = 120


@pytest.fixture(scope="module")
def unit(development_plan: Plan, signed_disk: ExtensionDisk, machines: Path) -> Iterator[RunnerUnit]:
    """The runner's unit with toolchains, and tracks to judge by, over its /usr."""
    tools = Tools.ready()
    image = Image(development_plan.disk.resolve().parent)
    disk = write_toolchain_disk(tools, SecureBootKeys.ready(tools), image, machines / "toolchains.img")
    with booted(development_plan, Flavour.DEVELOPMENT, machines / "with-toolchains") as kiosk:
        offered = Offered.to(kiosk, {"signed": signed_disk, "toolchains": disk})
        for name, path in (("attacks", "signed"), (NAME, "toolchains")):
            said = offered.opened(offered.path(path), name)
            assert said.exit_code == 0, said.output
        yield RunnerUnit.with_extension(kiosk, "/run/outset-extensions/attacks /run/outset-extensions/toolchains")


@pytest.mark.parametrize("name", TOOLCHAINS)
def test_toolchain_of_the_disk_judges_an_exercise(unit: RunnerUnit, name: str) -> None:
    track = f"python3 -m kiosk_agent track test /{HOME}/{TRACKS}/{name} --only leap --policies {POLICIES} --json -"
    said = unit.run(patient(LONGEST_SECONDS, LONGEST_SECONDS) + track, TRACK_SECONDS)
    report = json.loads(said[said.index("\n{") :])
    print(report["toolchain"], report["results"])
    assert (report["exercises"], report["skipped"]) == (1, [])
    assert report["results"][0]["solution"]["verdict"] == "accepted", said
    assert report["results"][0]["stub"]["verdict"] in {"compile_error", "runtime_error", "wrong_answer"}, said


def test_no_attack_on_a_compiler_gets_through_in_the_image(unit: RunnerUnit) -> None:
    # Two emulated compilers at a time reach even the longest limit.
    check_all_blocked(unit, TOOLCHAINS, LONGEST_SECONDS, at_once=1)


def test_nobody_else_on_the_kiosk_sees_a_compiler(unit: RunnerUnit) -> None:
    assert unit.kiosk.shell("ls /usr/lib/jvm /usr/libexec/swift").exit_code != 0
