"""Each jail has an account of its own, and no account is used again while anything of it is left."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.accounts import MADE_BY_ROOT, JailAccounts
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture(scope="module")
def saw(policies: Path) -> dict[str, Any]:
    argv = as_account([DRIVERS / "accounts.py", policies, ROOT / "build/npm/node_modules"])
    seen: dict[str, Any] = json.loads(process.run(argv, timeout_seconds=LIMIT_SECONDS))
    return seen


def test_no_two_jails_have_one_account(saw: dict[str, Any]) -> None:
    assert len({*saw["beside"], saw["own"], 0}) == 5


def test_account_is_held_while_its_jail_is_there(saw: dict[str, Any]) -> None:
    assert (saw["taken_twice"], saw["taken_when_free"]) == (False, True)


def test_account_that_a_killed_runner_left_is_emptied_before_it_is_used(saw: dict[str, Any]) -> None:
    assert saw["after_a_crash"] == {"left": -9, "free": True}


def test_account_cannot_change_what_starts_it(saw: dict[str, Any]) -> None:
    assert saw["changed"] is False


def test_machine_itself_gets_neither_accounts_nor_what_starts_them() -> None:
    assert not MADE_BY_ROOT.exists() or not list(MADE_BY_ROOT.iterdir())
    assert "outset-jail-" not in Path("/etc/passwd").read_text()


def test_without_accounts_there_is_no_jail(tmp_path: Path) -> None:
    with pytest.raises(JailUnavailable, match="no account"):
        JailAccounts(tmp_path, folders=[tmp_path / "none"]).taken()
