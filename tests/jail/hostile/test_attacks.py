"""The attack suite against this machine's jail: none gets through, and where nothing holds it each does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from tests.support.attacks.attack_file import PROGRAMS, SUFFIXES, Attack, Twin, load_attacks
from tests.support.attacks.programs import kept_native
from tests.support.checkout import ROOT
from tests.support.jail.jails import as_account
from tests.support.jail.tree import as_account_of, tree_for
from tests.support.waiting import LIMIT_SECONDS

SWITCH_FILES = [
    f"/proc/sys/{name.replace('.', '/')}"
    for name in re.findall(r"^(\S+) = ", (ROOT / "policies/sysctl/jails.conf").read_text(), re.MULTILINE)
]


def _is_up_to_the_host(attack: Attack) -> bool:
    """Tell whether only a switch of the kernel, or AppArmor, holds it, and this machine lacks that.

    A container is not let set a switch; its host must, as every kiosk does: there the attack is tried, too
    (tests/vm/toolchains).
    """
    if attack.is_not_held_here():
        return True
    switch = attack.twin_if.partition(" in ")[0]
    return switch in SWITCH_FILES and not attack.missing_here() and not os.access(switch, os.W_OK)


ATTACKS = [attack for attack in load_attacks(PROGRAMS) if not _is_up_to_the_host(attack)]
Line = dict[str, Any]
OutcomeOf = Callable[[Attack], Line]
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])


class Tries:
    """Tries `names`, two at a time in one process that ends by itself, and hands out each outcome when it is there."""

    def __init__(self, names: list[str], native: Path, elsewhere: str | None) -> None:
        words = [
            "-m",
            "tests.support.attacks.run_attacks",
            "--twins",
            *(word for name in names for word in ("--only", name)),
        ]
        # What this machine has no compiler for is tried in the tree of toolchains, where this machine's /tmp is not.
        command = as_account_of(elsewhere, words) if elsewhere else as_account([*words, "--native", native])
        self._child = process.start(command, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
        self._lines: dict[str, Line] = {}

    def outcome(self, attack: Attack) -> Line:
        assert self._child.stdout is not None
        while attack.name not in self._lines:
            line = self._child.stdout.readline()
            assert line, f"the suite ended before {attack.name}"
            tried = json.loads(line)
            self._lines[tried.get("name", "")] = tried
        return self._lines[attack.name]

    def close(self) -> None:
        assert self._child.stdout is not None
        self._child.stdout.close()
        self._child.wait(LIMIT_SECONDS)


@pytest.fixture(scope="module")
def outcome_of(request: pytest.FixtureRequest) -> Iterator[OutcomeOf]:
    """Try what was selected."""
    calls = [item.callspec.params for item in request.session.items if isinstance(item, pytest.Function)
             and hasattr(item, "callspec")]  # fmt: skip
    selected = [attack for attack in ATTACKS if any(call.get("attack") == attack for call in calls)]
    native = kept_native(ROOT / "build/native-attacks")
    started: dict[bool, Tries] = {}

    def outcome(attack: Attack) -> Line:
        is_elsewhere = tree_for(attack.toolchain) is not None
        if is_elsewhere not in started:
            names = [one.name for one in selected if (tree_for(one.toolchain) is not None) == is_elsewhere]
            started[is_elsewhere] = Tries(names, native, attack.toolchain if is_elsewhere else None)
        return started[is_elsewhere].outcome(attack)

    yield outcome
    for tries in started.values():
        tries.close()


@each_attack
def test_attack_is_blocked(outcome_of: OutcomeOf, attack: Attack) -> None:
    outcome = outcome_of(attack)["jail"]
    assert outcome["became"] == "blocked", outcome["evidence"]


@each_attack
def test_twin_of_attack_gets_through_where_nothing_holds_it(outcome_of: OutcomeOf, attack: Attack) -> None:
    outcome = outcome_of(attack)["twin"]
    left_out = attack.twin is Twin.NO or attack.missing_here()
    assert outcome["became"] == ("absent" if left_out else "through"), outcome["evidence"]


def test_suite_is_whole() -> None:
    assert len(ATTACKS) >= 120
    assert {attack.toolchain for attack in ATTACKS} == set(SUFFIXES)
    assert all(attack.second is None or attack.second.is_file() for attack in ATTACKS)
    with_twin = [attack for attack in ATTACKS if attack.twin is not Twin.NO]
    assert len(with_twin) >= len(ATTACKS) * 0.6
