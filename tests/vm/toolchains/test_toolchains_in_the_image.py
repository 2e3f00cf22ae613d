"""Java, Kotlin and Swift on a kiosk: they come with a signed disk, and the root stays as it ships."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.plan import Plan
from image.extensions.extension_disk import ExtensionDisk
from image.extensions.toolchain_disk import NAME, write_toolchain_disk
from image.signing.keys import SecureBootKeys
from image.tools import Tools
from kiosk_agent.toolchains.facts import Carrier, packages_on
from tests.support.vm.attack_disk import HOME, TRACKS, Offered
from tests.support.vm.attack_suite import check_all_blocked
from tests.support.vm.booted import booted
from tests.support.vm.runner_unit import POLICIES, RunnerUnit, patient

# Packing more than a gigabyte, and compilers that are emulated: CI has no time for them.
pytestmark = pytest.mark.full
TOOLCHAINS = sorted(packages_on(Carrier.DISK))
JUDGE_SECONDS = 2400
LONGEST_SECONDS = 120
# The right answer and the untouched stub of one exercise: a kiosk has neither an answer nor the command that tests one.
JUDGE = """
import json, sys
from pathlib import Path
from kiosk_agent.curriculum import load_track
from kiosk_agent.runner.jail.places import installed_places
from kiosk_agent.runner.runner import Runner
track, policies = map(Path, sys.argv[1:])
exercise = load_track(track).exercise("leap")
answer = {exercise.solution_files[0]: (exercise.folder / exercise.exemplar_files[0]).read_text()}
with Runner(installed_places(policies, Path("/usr/share/outset/node_modules")), warm=False) as runner:
    verdicts = [runner.judge(exercise, sources).verdict for sources in (answer, {})]
print(json.dumps(verdicts))
"""


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
    judge = f"python3 - /{HOME}/{TRACKS}/{name} {POLICIES} <<'E'\n{JUDGE}E"
    said = unit.run(patient(LONGEST_SECONDS, LONGEST_SECONDS) + judge, JUDGE_SECONDS)
    answer, stub = json.loads(said.splitlines()[-1])
    assert answer == "accepted", said
    assert stub in {"compile_error", "runtime_error", "wrong_answer"}, said


def test_no_attack_on_a_compiler_gets_through_in_the_image(unit: RunnerUnit) -> None:
    # Two emulated compilers at a time reach even the longest limit.
    check_all_blocked(unit, TOOLCHAINS, LONGEST_SECONDS, at_once=1)


def test_nobody_else_on_the_kiosk_sees_a_compiler(unit: RunnerUnit) -> None:
    assert unit.kiosk.shell("ls /usr/lib/jvm /usr/libexec/swift").exit_code != 0
