"""A jail waits, takes one run and is thrown away; what dies is replaced; nothing piles up."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from tests.jail.jails import ROOT, as_account

# More than one slot of jails comes and goes while the descriptors are counted.
DESCRIPTORS_OF_ONE_JAIL = 6


@pytest.fixture(scope="module")
def saw(policies: Path) -> dict[str, Any]:
    driver = Path(__file__).with_name("pool_driver.py")
    said = process.run(as_account([driver, policies, ROOT / "build/npm/node_modules"]), timeout_seconds=180)
    facts: dict[str, Any] = json.loads(said)
    return facts


def test_jail_waits_ahead_and_takes_one_run(saw: dict[str, Any]) -> None:
    assert saw["alive"]
    assert saw["cold_starts"] == 0
    assert saw["marked_before"] == ["False"] * 3


def test_waiting_jail_that_died_is_replaced_and_counted(saw: dict[str, Any]) -> None:
    assert saw["after_a_crash"] == "fine"
    assert saw["cold_starts_after_a_crash"] == 1


def test_nothing_is_left_after_many_runs(saw: dict[str, Any]) -> None:
    assert saw["descriptors_grown"] <= DESCRIPTORS_OF_ONE_JAIL
    assert saw["groups_left"] == []
    assert saw["children_left"] == []
