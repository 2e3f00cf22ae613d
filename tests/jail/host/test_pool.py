"""A jail waits, takes one run and is thrown away; what waits in vain is replaced; all together stay within memory."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture(scope="module")
def saw(policies: Path) -> dict[str, Any]:
    driver = DRIVERS / "pool.py"
    said = process.run(as_account([driver, policies, ROOT / "build/npm/node_modules"]), timeout_seconds=LIMIT_SECONDS)
    facts: dict[str, Any] = json.loads(said)
    return facts


def test_jail_waits_ahead_and_takes_one_run(saw: dict[str, Any]) -> None:
    assert saw["alive"]
    assert saw["cold_starts"] == 0
    assert saw["marked_before"] == ["False"] * 3


@pytest.mark.parametrize("after", ["crash", "sleep", "new_profile", "new_policy"])
def test_waiting_jail_is_replaced_before_anybody_asks_for_one(saw: dict[str, Any], after: str) -> None:
    assert saw[f"replaced_after_a_{after}"]


def test_next_run_goes_by_the_new_policy(saw: dict[str, Any]) -> None:
    assert saw["output_by_the_new_policy"] == "x" * 10


def test_jail_that_died_at_the_last_moment_costs_no_run(saw: dict[str, Any]) -> None:
    assert saw["after_a_crash_at_the_last_moment"] == "fine"


def test_toolchain_used_the_longest_ago_gives_way_on_a_small_machine(saw: dict[str, Any]) -> None:
    assert saw["first_stays"] == ["python"]
    assert saw["last_used_waits"] == ["javascript"]
    assert saw["then_the_other"] == ["python"]


def test_waiting_jail_holds_no_more_memory_than_its_file_says(saw: dict[str, Any]) -> None:
    assert {name for name, over in saw["memory_over"].items() if over > 0} == set()


def test_jail_that_does_not_fit_is_started_cold_and_counted(saw: dict[str, Any]) -> None:
    assert saw["no_room"] == [[], "cold", 1]


def test_compiler_that_warms_up_is_had_sooner_when_somebody_waits(saw: dict[str, Any]) -> None:
    assert saw["of_the_warm_up_when_hurried"] < 0.8
    assert saw["hurried"] == "42"
    assert saw["started_cold"] == 0


def test_run_that_waits_for_a_half_started_jail_is_counted(saw: dict[str, Any]) -> None:
    assert saw["half_started"] == saw["hurried_times"]


def test_nothing_is_left_when_the_pool_is_closed(saw: dict[str, Any]) -> None:
    assert saw["groups_left"] == []
    assert saw["children_left"] == []
    assert saw["descriptors_left"] == []
