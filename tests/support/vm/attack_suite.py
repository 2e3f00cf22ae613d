"""The attack suite, run in the runner's unit of a kiosk."""

import json
from collections.abc import Collection
from typing import Any

from tests.support.attacks.attack_file import PROGRAMS, load_attacks
from tests.support.vm.attack_disk import HOME
from tests.support.vm.runner_unit import POLICIES, RunnerUnit, patient

CPU_SECONDS = 120
SUITE_SECONDS = 5400


def check_all_blocked(unit: RunnerUnit, toolchains: Collection[str], wall_seconds: int, *, at_once: int = 2) -> None:
    """Try every attack of `toolchains` in the jails of `unit`. Each must have been tried, and stopped."""
    *attacks, total = _said(unit, toolchains, wall_seconds, at_once)
    expected = {attack.name for attack in load_attacks(PROGRAMS) if attack.toolchain in toolchains}
    assert {line["name"] for line in attacks} == expected
    print(f"{len(attacks)} attacks in {total['seconds']} s: {total['summary']}")
    for line in attacks:
        if line["jail"]["became"] != "blocked":
            print(line["name"], line["jail"])
    assert (total["through"], total["broken"], total["absent"]) == ([], [], [])


def _said(unit: RunnerUnit, toolchains: Collection[str], wall_seconds: int, at_once: int) -> list[dict[str, Any]]:
    """Return what the suite said: a line for each attack, then its sum."""
    chosen = " ".join(f"--toolchain {name}" for name in toolchains)
    suite = (
        f"PYTHONPATH=$PYTHONPATH:/{HOME} python3 -m tests.support.attacks.run_attacks --native /{HOME}/native-attacks"
        f" --wall-seconds {wall_seconds} --policies {POLICIES} --at-once {at_once} {chosen}"
    )
    said = unit.run(f"{patient(wall_seconds, CPU_SECONDS)}{suite}", SUITE_SECONDS)
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert lines, said
    return lines
