"""The attack suite against the jail where it matters most: in the image that ships, in the runner's own unit."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.vm.attack_disk import OUTSET, Offered
from tests.support.vm.attack_suite import check_all_blocked
from tests.support.vm.runner_unit import POLICIES, RunnerUnit, patient

WALL_SECONDS = 30
# Programs that no limit of a single process would hold.
GREEDY = {
    "memory": """
import os, time
for _ in range(10):
    if os.fork() == 0:
        held = bytearray(48 << 20)
        time.sleep(60)
time.sleep(60)
""",
    "processes": """
import os
while True:
    os.fork()
""",
    "cpu_time": """
import os
for _ in range(3):
    os.fork()
while True:
    pass
""",
}
# A Python that may write, as a compiler may, beside the image's own; and what it does there.
WRITER = r"""
umask 022; rm -rf /tmp/policies && cp -r /usr/share/outset/policies /tmp/policies && cd /tmp/policies/toolchains
sed -e '1i like = "python"' -e 's/.harness.\/worker.py", /&"{scratch}", /' \
  -e 's/^file_bytes = .*/file_bytes = 100000000\ndisk_bytes = 33554432\ndisk_files = 1500/' python.toml >scratch.toml
cat >/tmp/start.py <<'E'
import os, shutil
slots = os.listdir("/run/outset-scratch")
own = f"/run/outset-scratch/{slots[0]}/room/own"
shutil.copy("/usr/bin/python3", own)
code = os.spawnv(os.P_WAIT, own, ["own", "-S", "-c", "print('started what it wrote')"])
print(len(slots), "slot", code)
E
cat >/tmp/fill.py <<'E'
import os
here = f"/run/outset-scratch/{os.listdir('/run/outset-scratch')[0]}/room"
print(os.listdir(here))
for number in range(100):
    with open(f"{here}/{number}", "wb") as file:
        file.write(bytes(1000000))
print("all written")
E
for program in start fill fill; do
  $OUTSET kiosk run scratch /tmp/$program.py --json --policies /tmp/policies
done
"""
# Names the disk below, and every folder of scratch: only AppArmor keeps a program from it.
READ_MOUNTED = """
import os
for path in ("mounts", "self/mountinfo", "self/mountstats", "thread-self/mounts", f"self/task/{os.getpid()}/mounts"):
    try:
        print(open(f"/proc/{path}").readline())
    except PermissionError:
        print("refused")
"""
# System calls that firejail has no name for, by their numbers: https://www.kernel.org (scripts/syscall.tbl).
UNKNOWN_TO_FIREJAIL = {"mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447}
CALL = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for number in sys.argv[1:]:
    print(number, libc.syscall(int(number), -1, 0, 0, 0, 0), os.strerror(ctypes.get_errno()))
"""
# What says how it is held: every one of them is as the image has it.
HARDENING = {
    *("User", "Delegate", "DelegateSubgroup", "MemoryMax", "MemorySwapMax", "TasksMax", "ProtectSystem", "PrivateTmp"),
    *("PrivateNetwork", "DevicePolicy", "DeviceAllow", "ProtectHome", "ReadWritePaths", "RestrictNamespaces"),
    *("SystemCallFilter", "SystemCallArchitectures", "RestrictAddressFamilies", "RestrictRealtime", "LockPersonality"),
    *("ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock", "UMask", "OOMScoreAdjust"),
}


@pytest.fixture(scope="module")
def unit(offered: Offered) -> Iterator[RunnerUnit]:
    """The runner's unit with the attacks over its /usr."""
    said = offered.opened(offered.path("signed"))
    assert said.exit_code == 0, said.output
    before = RunnerUnit(offered.kiosk).properties()
    unit = RunnerUnit.with_extension(offered.kiosk, said.output)
    after = unit.properties()
    assert before.keys() >= HARDENING
    assert {name for name in HARDENING if before[name] != after[name]} == set()
    yield unit
    unit.give_back()
    offered.close()


# The kernel that ships is asked in machine code by every run of the tests; the interpreters take longer than CI has,
# and are tried on the host each time. The compilers come with another disk: test_toolchains_in_the_image.py.
@pytest.mark.parametrize(
    "toolchains",
    [["native"], pytest.param(["shell", "javascript", "python"], marks=pytest.mark.full)],
    ids=["native", "interpreters"],
)
def test_no_attack_gets_through_in_the_image(unit: RunnerUnit, toolchains: list[str]) -> None:
    check_all_blocked(unit, toolchains, WALL_SECONDS)


@pytest.fixture(scope="module")
def runs(unit: RunnerUnit) -> dict[str, dict[str, Any]]:
    """What became of the greedy programs, and of a harmless one after them."""
    programs = {**GREEDY, "harmless": "print('the next')"}
    run = f"{OUTSET} kiosk run python - --json --policies {POLICIES}"
    each = (f"{run} <<'E'\n{program}\nE\n" for program in programs.values())
    # Two processors reach the limit of their time before that of the wall.
    said = unit.run(patient(WALL_SECONDS, WALL_SECONDS) + "".join(each))
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert len(found) == len(programs), said
    return dict(zip(programs, found, strict=True))


@pytest.mark.parametrize("limit", GREEDY)
def test_limit_of_all_processes_together_is_held(runs: dict[str, dict[str, Any]], limit: str) -> None:
    assert limit in runs[limit]["limits_reached"], runs[limit]
    assert runs[limit]["verdict"] != "accepted"


def test_greed_leaves_nothing_behind(unit: RunnerUnit, runs: dict[str, dict[str, Any]]) -> None:
    assert (runs["harmless"]["verdict"], runs["harmless"]["output"]) == ("accepted", "the next\n")
    groups = unit.kiosk.shell("find /sys/fs/cgroup/system.slice/kiosk-runner.service -name 'run-*'").lines
    assert [group for group in groups if "No such file" not in group] == []


def test_each_run_has_a_control_group_of_the_new_kind(unit: RunnerUnit) -> None:
    said = unit.run(f"{OUTSET} kiosk run python - <<'E'\nprint(1 + 1)\nE")
    assert "a control group (v2) for each run" in said
    assert "accepted" in said


def test_no_program_reads_what_is_mounted(unit: RunnerUnit) -> None:
    said = unit.run(f"{OUTSET} kiosk run python - --json <<'E'\n{READ_MOUNTED}\nE")
    (run,) = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert run["output"].split() == ["refused"] * 5


def test_compiled_program_is_started_from_a_folder_that_cannot_be_filled(unit: RunnerUnit) -> None:
    said = unit.run(f"OUTSET='{OUTSET}'\n{WRITER}")
    runs = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert len(runs) == 3, said
    started, *filled = runs
    assert started["output"] == "started what it wrote\n1 slot 0\n"
    for run in filled:
        assert run["output"].startswith("[]\n")
        assert "all written" not in run["output"]
        assert run["limits_reached"] == ["disk"]


def test_unit_refuses_the_system_calls_that_firejail_does_not_know(unit: RunnerUnit) -> None:
    numbers = [str(number) for number in UNKNOWN_TO_FIREJAIL.values()]
    said = unit.run(f"python3 - {' '.join(numbers)} <<'E'\n{CALL}E")
    assert said.splitlines() == [f"{number} -1 Operation not permitted" for number in numbers]


def test_jail_that_cannot_prove_itself_takes_no_program(unit: RunnerUnit) -> None:
    # In a PID namespace of its own firejail thinks that it is in a jail already, and would make none.
    unit.set("PrivatePIDs=yes")
    said = unit.run(f"{OUTSET} kiosk run python - <<'E'\nprint('it ran')\nE")
    unit.set("")
    assert "it ran" not in said
    assert "could not prove" in said
