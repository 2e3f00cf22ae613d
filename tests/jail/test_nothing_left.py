"""Whatever programs do, a long day of them leaves this machine as it was."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from tests.jail.jails import ROOT, SCRATCH, as_account, write_toolchain

SECONDS_A_RUN = 10
KILOBYTES_GROWN_AT_MOST = 4096
"""Of the runner itself, after its first rounds; a leak of 3 kB a run would show in 2,000."""


@pytest.mark.parametrize("runs", [100, pytest.param(2000, marks=pytest.mark.full)])
def test_nothing_is_left_after_many_runs(policies: Path, runs: int) -> None:
    own = write_own_toolchains(policies)
    driver = Path(__file__).with_name("nothing_left_driver.py")
    argv = as_account([driver, policies, ROOT / "build/npm/node_modules", str(runs)])
    try:
        saw: dict[str, Any] = json.loads(process.run(argv, timeout_seconds=runs * SECONDS_A_RUN))
    finally:
        for path in own:
            path.unlink()
    print({name: value for name, value in saw.items() if name not in {"before", "after", "closed"}})
    assert saw["wrong"] == {}
    for kind, held in saw["after"].items():
        assert held == saw["before"][kind], kind
    for kind in ("processes", "groups", "slots", "firejail", "marked"):
        assert not saw["closed"][kind], kind
    assert saw["closed"]["mounts"] == saw["before"]["mounts"]
    assert saw["kilobytes_grown"] <= KILOBYTES_GROWN_AT_MOST


def write_own_toolchains(policies: Path) -> list[Path]:
    """Add a Python with a folder to write to and one with hardly any time; the others get time enough."""
    return [
        write_toolchain(policies, "scratch", SCRATCH),
        write_toolchain(policies, "brief", {"wall_seconds = 2.0": "wall_seconds = 0.5"}),
    ]
