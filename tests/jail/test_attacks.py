"""The attack suite against this machine's jail: none gets through, and where nothing holds it each does."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from kiosk_agent.runner.toolchain import load_toolchains
from tests.jail.attacks.attack_file import Attack, Twin, load_attacks
from tests.jail.attacks.programs import build_native
from tests.jail.jails import ROOT, as_account

ATTACKS = load_attacks(ROOT / "tests/jail/attacks")
TEST_ONLY = ("shell", "native")
Line = dict[str, Any]


def present(attack: Attack) -> bool:
    """Tell whether this machine has the attack's toolchain."""
    toolchains = load_toolchains(ROOT / "policies")
    return attack.toolchain in TEST_ONLY or toolchains[attack.toolchain].program.exists()


HERE = [attack for attack in ATTACKS if present(attack)]
each_attack = pytest.mark.parametrize("attack", HERE, ids=[attack.name for attack in HERE])


@pytest.fixture(scope="module")
def outcome_of(request: pytest.FixtureRequest, open_folder: Path) -> Iterator[Callable[[Attack], Line]]:
    """Try what was selected, two at a time in one process, and hand out each outcome when it is there."""
    selected = {item.callspec.params["attack"].name for item in request.session.items if hasattr(item, "callspec")
                and "attack" in item.callspec.params}  # fmt: skip
    only = [word for name in sorted(selected) for word in ("--only", name)]
    words = ["-m", "tests.jail.attacks.run_attacks", "--native", build_native(open_folder), "--twins", *only]
    child = process.start(as_account(words), stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdout is not None
    said = child.stdout
    lines: dict[str, Line] = {}

    def outcome(attack: Attack) -> Line:
        while attack.name not in lines:
            line = said.readline()
            assert line, f"the suite ended before {attack.name}"
            tried = json.loads(line)
            lines[tried.get("name", "")] = tried
        return lines[attack.name]

    yield outcome
    said.close()
    child.wait(60)


@each_attack
def test_attack_is_blocked(outcome_of: Callable[[Attack], Line], attack: Attack) -> None:
    outcome = outcome_of(attack)["jail"]
    assert outcome["became"] == "blocked", outcome["evidence"]


@each_attack
def test_twin_of_attack_gets_through_where_nothing_holds_it(
    outcome_of: Callable[[Attack], Line], attack: Attack
) -> None:
    outcome = outcome_of(attack)["twin"]
    left_out = attack.twin is Twin.NO or attack.missing_here()
    assert outcome["became"] == ("absent" if left_out else "through"), outcome["evidence"]


def test_suite_is_whole() -> None:
    assert len(ATTACKS) >= 120
    assert {attack.toolchain for attack in ATTACKS} >= {"python", "javascript", "shell", "native"}
    assert all(attack.second is None or attack.second.is_file() for attack in ATTACKS)
    with_twin = [attack for attack in ATTACKS if attack.twin is not Twin.NO]
    assert len(with_twin) >= len(ATTACKS) * 0.6
